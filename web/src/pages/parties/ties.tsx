import { ActionIcon, Button, Menu, Popover, Skeleton, Text } from '@mantine/core'
import { IconDots, IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery, useMutation, useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import { answer, api } from '../../api.ts'
import { useKinds } from '../../data/kinds.ts'
import { InventedBadge } from '../../data/samples.tsx'
import { useEcosystem } from '../../data/session.ts'
import { StrengthFormula } from '../../data/strength-formula.tsx'
import { useTieTypes } from '../../data/tie-types.ts'
import type { Party, Tie } from '../../data/types.ts'
import { Failure } from '../../failure.tsx'
import { withParty } from '../../paths.ts'
import { useFormats } from '../../ui/format.ts'
import { PartyChip } from '../../ui/party-chip.tsx'
import { showFailed, showUndo } from '../../ui/toast.tsx'
import { partyQuery, usePartyKey, useRefreshParty } from './queries.ts'
import { Section } from './section.tsx'
import classes from './story.module.css'
import { TieForm } from './tie-form.tsx'

const PAGE = 20

/** Who a party is tied to, how, and how strong that is today. */
export function Ties({ party }: { party: Party }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const mayWrite = useMayTie(party)
  const [adding, setAdding] = useState(false)
  const ties = useInfiniteQuery({
    queryKey: usePartyKey(party.id, 'ties'),
    queryFn: ({ pageParam }) =>
      answer(
        api.GET('/api/ecosystems/{ecosystemId}/parties/{id}/ties', {
          params: { path: { ecosystemId, id: party.id }, query: { limit: PAGE, ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  })
  const items = ties.data?.pages.flatMap((page) => page.items) ?? []
  const add = (
    <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} aria-hidden="true" />} onClick={() => setAdding(true)}>
      {t('parties.ties.add')}
    </Button>
  )
  return (
    <Section title={t('parties.ties.title')} action={mayWrite && !adding && add}>
      {adding && <TieForm party={party} onEnd={() => setAdding(false)} />}
      {ties.isPending && <Skeleton height={44} />}
      {ties.isError && <Failure error={ties.error} again={() => ties.refetch()} />}
      {ties.isSuccess && items.length === 0 && !adding && <p className={classes.quiet}>{t('parties.ties.none')}</p>}
      <TieList party={party} ties={items} mayWrite={mayWrite} />
      {ties.hasNextPage && (
        <Button variant="subtle" onClick={() => ties.fetchNextPage()} loading={ties.isFetchingNextPage}>
          {t('ui.more')}
        </Button>
      )}
    </Section>
  )
}

function TieList({ party, ties, mayWrite }: { party: Party; ties: readonly Tie[]; mayWrite: boolean }) {
  const { id: ecosystemId } = useEcosystem()
  const otherEnd = (tie: Tie) => (isOwn(party, tie.fromId) ? tie.toId : tie.fromId)
  const ids = [...new Set(ties.map(otherEnd))]
  const others = useQueries({ queries: ids.map((id) => ({ ...partyQuery(ecosystemId, id), staleTime: 300_000 })) })
  return (
    <ul className={classes.list}>
      {ties.map((tie) => (
        <TieItem key={tie.id} tie={tie} party={party} other={others[ids.indexOf(otherEnd(tie))]?.data} mayWrite={mayWrite} />
      ))}
    </ul>
  )
}

function TieItem({ tie, party, other, mayWrite }: { tie: Tie; party: Party; other: Party | undefined; mayWrite: boolean }) {
  const { t } = useTranslation()
  const { date } = useFormats()
  const kinds = useKinds()
  const types = useTieTypes()
  const { search } = useLocation()
  const since = tie.since && t('parties.ties.since', { date: date(tie.since) })
  const until = tie.until && t('parties.ties.until', { date: date(tie.until) })
  return (
    <li className={classes.item}>
      <div className={classes.itemMain}>
        <div className={classes.itemNote}>
          {[types.name(tie.type, !isOwn(party, tie.fromId)), since, until].filter(Boolean).join(' · ')}{' '}
          <InventedBadge source={tie.source} />
        </div>
        {other ? (
          <PartyChip name={other.name} kind={kinds.of(other.kinds[0])} detail={other.city} to={{ search: withParty(search, other.id) }} />
        ) : (
          <Skeleton height={22} width="60%" />
        )}
      </div>
      <Strength tie={tie} />
      {mayWrite && <TieMenu tie={tie} name={other?.name ?? ''} />}
    </li>
  )
}

/** How strong a tie is today, opening to what that is made of. */
function Strength({ tie }: { tie: Tie }) {
  const { t } = useTranslation()
  const { percent } = useFormats()
  const value = percent(tie.currentStrength)
  return (
    <Popover width={320} position="bottom-end" trapFocus>
      <Popover.Target>
        <button type="button" className={classes.strength} aria-label={t('parties.ties.strengthOf', { value })}>
          <span className={classes.strengthBar} aria-hidden="true">
            <i style={{ width: `${Math.round(tie.currentStrength * 100)}%` }} />
          </span>
          {value}
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('parties.ties.formula.title')}>
        <StrengthFormula tie={tie} />
        {tie.evidence && (
          <Text size="sm" mt="sm">
            {t('parties.ties.evidence', { text: tie.evidence })}
          </Text>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

function TieMenu({ tie, name }: { tie: Tie; name: string }) {
  const { t } = useTranslation()
  const { id: ecosystemId } = useEcosystem()
  const refresh = useRefreshParty()
  const path = { ecosystemId, id: tie.id }
  const end = useMutation({
    mutationFn: () => answer(api.DELETE('/api/ecosystems/{ecosystemId}/ties/{id}', { params: { path } })),
    onSuccess: () => {
      refresh()
      showUndo(t('parties.ties.ended', { name }), async () => {
        await answer(api.POST('/api/ecosystems/{ecosystemId}/ties/{id}/restoration', { params: { path } }))
        refresh()
      })
    },
    onError: () => showFailed(t('errors.unknown.what')),
  })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t('parties.ties.more', { name })}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown aria-label={t('parties.ties.more', { name })}>
        <Menu.Item onClick={() => end.mutate()}>{t('parties.ties.end')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** A tie of a party that was merged into this one still names the old id. */
function isOwn(party: Party, id: string): boolean {
  return party.id === id || party.mergedIds.includes(id)
}

function useMayTie(party: Party): boolean {
  const { role, partyId } = useEcosystem()
  return role === 'owner' || role === 'coordinator' || (role === 'member' && partyId === party.id)
}
