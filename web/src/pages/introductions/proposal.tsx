import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import { useKinds } from '../../data/kinds.ts'
import { sectorName } from '../../data/sectors.ts'
import { withParty } from '../../paths.ts'
import { CertaintyMark } from '../../ui/answer-card.tsx'
import { useFormats } from '../../ui/format.ts'
import { PartyChip } from '../../ui/party-chip.tsx'
import { AcceptDialog, DeclineDialog, LeaveOutDialog } from './dialogs.tsx'
import classes from './introductions.module.css'
import type { List, NamedParty, Proposal } from './queries.ts'
import { sayReason } from './words.ts'

type Parties = ReadonlyMap<string, NamedParty>
type Props = { list: List; proposal: Proposal; parties: Parties }
type Open = 'accept' | 'decline' | { leaveOut: string } | null

/** Two who could be introduced: why, who could do it, how sure that is, and the two answers. */
export function ProposalCard({ list, proposal, parties }: Props) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<Open>(null)
  const say = useReasons(proposal, parties)
  const nameOf = (id: string) => parties.get(id)?.name ?? ''
  const { oneId, otherId, origin, seal, introducerId } = proposal
  const pair = { one: nameOf(oneId), other: nameOf(otherId) }
  const [first, ...further] = proposal.reasons
  const introducer =
    introducerId === null ? t('introductions.introducer.none') : t('introductions.introducer.known', { name: nameOf(introducerId) })
  const subject = { oneId, otherId, list, origin, seal }
  const why = [...proposal.reasons.map(say), introducer].map((sentence) => `${sentence}.`).join('\n')
  return (
    <article className="tutti-card" aria-label={t('introductions.pair', pair)}>
      <div className={classes.card}>
        <h2 className={classes.pair}>
          <Party id={oneId} parties={parties} /> <span className={classes.quiet}>{t('introductions.with')}</span>{' '}
          <Party id={otherId} parties={parties} />
        </h2>
        {first && <p className={classes.sentence}>{say(first)}.</p>}
        <ul className={classes.reasons}>
          {further.map((reason) => (
            <li key={`${reason.key} ${reason.word}`}>{say(reason)}</li>
          ))}
          <li>{introducer}</li>
        </ul>
        <Evidence proposal={proposal} parties={parties} />
        <div className={classes.foot}>
          <Sureness proposal={proposal} />
          <div className={classes.actions}>
            <Button onClick={() => setOpen('accept')}>{t('introductions.accept.action')}</Button>
            <Button variant="default" onClick={() => setOpen('decline')}>
              {t('introductions.decline.action')}
            </Button>
            <Further ids={[oneId, otherId]} nameOf={nameOf} onLeaveOut={(leaveOut) => setOpen({ leaveOut })} />
          </div>
        </div>
      </div>
      {open === 'accept' && <AcceptDialog subject={subject} pair={pair} why={why} onEnd={() => setOpen(null)} />}
      {open === 'decline' && <DeclineDialog subject={subject} pair={pair} onEnd={() => setOpen(null)} />}
      {open !== null && typeof open === 'object' && <LeaveOutDialog partyId={open.leaveOut} onEnd={() => setOpen(null)} />}
    </article>
  )
}

type FurtherProps = { ids: readonly string[]; nameOf: (id: string) => string; onLeaveOut: (id: string) => void }

function Further({ ids, nameOf, onLeaveOut }: FurtherProps) {
  const { t } = useTranslation()
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" size="lg" aria-label={t('introductions.further')}>
          <IconDots size={18} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {ids.map((id) => (
          <Menu.Item key={id} onClick={() => onLeaveOut(id)}>
            {t('introductions.leaveOut.one', { name: nameOf(id) })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** Those the reasons rest on, to open. */
function Evidence({ proposal, parties }: { proposal: Proposal; parties: Parties }) {
  const { t } = useTranslation()
  const ids = new Set([...proposal.reasons.flatMap(({ partyIds }) => partyIds), ...(proposal.introducerId ? [proposal.introducerId] : [])])
  for (const own of [proposal.oneId, proposal.otherId]) ids.delete(own)
  if (ids.size === 0) return null
  return (
    <div className={classes.evidence}>
      <span className={classes.quiet}>{t('introductions.evidence')}</span>
      {[...ids].map((id) => (
        <Party key={id} id={id} parties={parties} brief />
      ))}
    </div>
  )
}

function Sureness({ proposal: { certainty } }: { proposal: Proposal }) {
  const { t } = useTranslation()
  const { percent } = useFormats()
  const stability = certainty.figures.find(({ definition }) => definition === 'stability')?.value ?? 0
  return <CertaintyMark certainty={certainty.level} because={t('introductions.again', { percent: percent(stability) })} />
}

function Party({ id, parties, brief = false }: { id: string; parties: Parties; brief?: boolean }) {
  const { t } = useTranslation()
  const kinds = useKinds()
  const { search } = useLocation()
  const party = parties.get(id)
  if (!party) return null
  const detail = brief ? null : sectorName(t, party.sectorScheme, party.sectorCode) || party.city
  return <PartyChip name={party.name} kind={kinds.of(party.kinds[0])} detail={detail} to={{ search: withParty(search, id) }} />
}

function useReasons(proposal: Proposal, parties: Parties) {
  const { t } = useTranslation()
  const formats = useFormats()
  const kinds = useKinds()
  const nameOf = (id: string) => parties.get(id)?.name ?? ''
  return (reason: Proposal['reasons'][number]) =>
    sayReason({ t, formats, nameOf, kindName: (key) => kinds.of(key).label }, proposal, reason)
}
