import { Badge, Button, Group, Skeleton, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { type SettlementItem, useProposal, useSettlements } from './queries.ts'
import classes from './settlement.module.css'

/** The settlements, how far the newest has come, and the way to the next. */
export function Component() {
  const { t } = useTranslation()
  const { role } = useEcosystem()
  if (role !== 'viewer') return <Settlements />
  return (
    <PageFrame>
      <PageHead title={t('settlement.title')} answer={t('settlement.notForViewers')} />
    </PageFrame>
  )
}

function Settlements() {
  const { t } = useTranslation()
  const { id: ecosystemId, partyId } = useEcosystem()
  const mayWrite = useMayWrite()
  const settlements = useSettlements()
  const items = settlements.data?.pages.flatMap((page) => page.items) ?? []
  const close = mayWrite && (
    <Button component={Link} to={paths.settlements(ecosystemId, 'new')}>
      {t('settlement.close')}
    </Button>
  )
  const accounts = mayWrite
    ? paths.settlements(ecosystemId, 'accounts')
    : partyId === null
      ? null
      : paths.settlements(ecosystemId, `accounts/${partyId}`)
  return (
    <PageFrame>
      <PageHead
        title={t('settlement.title')}
        answer={settlements.isSuccess ? <Answer newest={items[0]} /> : ''}
        action={
          <Group gap="xs">
            {mayWrite && (
              <Button component={Link} to={paths.settlements(ecosystemId, 'settings')} variant="subtle" color="gray">
                {t('settlement.settings.title')}
              </Button>
            )}
            {accounts !== null && (
              <Button component={Link} to={accounts} variant="default">
                {t(mayWrite ? 'settlement.accounts.title' : 'settlement.account.own')}
              </Button>
            )}
            {items.length > 0 && close}
          </Group>
        }
      />
      {settlements.isError && <Failure error={settlements.error} again={() => settlements.refetch()} />}
      {settlements.isPending && <Skeleton height={160} aria-hidden="true" />}
      {settlements.isSuccess && items.length === 0 && (
        <EmptyState
          title={t('settlement.empty.title')}
          why={t(mayWrite ? 'settlement.empty.why' : 'settlement.empty.whyMember')}
          {...(mayWrite && { example: t('settlement.empty.example') })}
          action={close}
        />
      )}
      <Stack gap="lg">
        {items.length > 0 && (
          <ul className={classes.list} aria-label={t('settlement.title')}>
            {items.map((item) => (
              <Row key={item.id} item={item} />
            ))}
          </ul>
        )}
        {settlements.hasNextPage && (
          <Group justify="center">
            <Button variant="default" loading={settlements.isFetchingNextPage} onClick={() => settlements.fetchNextPage()}>
              {t('settlement.more')}
            </Button>
          </Group>
        )}
      </Stack>
    </PageFrame>
  )
}

/** How far the newest has come, or when the next is due. */
function Answer({ newest }: { newest: SettlementItem | undefined }) {
  const { t } = useTranslation()
  const { date } = useFormats()
  const mayWrite = useMayWrite()
  const isDone = newest === undefined || newest.state === 'done'
  const proposal = useProposal(mayWrite && isDone)
  if (newest && newest.state !== 'done') return t(`settlement.answer.${newest.state}`, { number: newest.number })
  if (proposal.data?.through) return t('settlement.answer.due', { date: date(proposal.data.through) })
  return newest ? t('settlement.answer.done', { number: newest.number }) : t('settlement.answer.none')
}

function Row({ item }: { item: SettlementItem }) {
  const { t } = useTranslation()
  const { date, amount } = useFormats()
  const { id: ecosystemId } = useEcosystem()
  return (
    <li className={`tutti-card ${classes.row}`}>
      <div className={classes.rowName}>
        <Link to={paths.settlements(ecosystemId, item.id)}>{t('settlement.number', { number: item.number })}</Link>
        <span className={classes.quiet}>{t('settlement.through', { date: date(item.through) })}</span>
      </div>
      <span className={classes.rowSums}>
        {item.totals.map(({ asset, scale, closing, pays }) => (
          <span key={asset}>
            {pays === null
              ? t('settlement.owedAtEnd', { amount: amount(closing, { asset, scale }) })
              : t('settlement.paysOut', { amount: amount(pays, { asset, scale }) })}
          </span>
        ))}
      </span>
      <StateBadge state={item.state} />
    </li>
  )
}

export function StateBadge({ state }: { state: SettlementItem['state'] }) {
  const { t } = useTranslation()
  const color = state === 'open' ? { color: 'warning' } : state === 'superseded' ? { color: 'gray' } : {}
  return (
    <Badge variant="light" {...color} className={classes.badge ?? ''}>
      {t(`settlement.state.${state}`)}
    </Badge>
  )
}
