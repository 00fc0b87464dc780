import { Alert, Button, Group, Skeleton, Stack } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { useFormats } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import { FailureDialog } from './failure-dialog.tsx'
import { Lines } from './lines.tsx'
import { NextStep } from './next-step.tsx'
import { type Line, type Settlement, useLines, usePayment, useSettlement } from './queries.ts'
import classes from './settlement.module.css'
import { Totals } from './totals.tsx'

/** One settlement: where it stands, what is to be done next, and its lines. */
export function Component() {
  const { t } = useTranslation()
  const { settlementId = '' } = useParams()
  const settlement = useSettlement(settlementId)
  return (
    <PageFrame>
      {settlement.isError && (
        <>
          <PageHead title={t('settlement.title')} />
          <Failure error={settlement.error} again={() => settlement.refetch()} />
        </>
      )}
      {settlement.isPending && <Skeleton height={320} aria-hidden="true" />}
      {settlement.data && <View settlement={settlement.data} />}
    </PageFrame>
  )
}

function View({ settlement }: { settlement: Settlement }) {
  const { t } = useTranslation()
  const { date } = useFormats()
  const mayWrite = useMayWrite()
  const { id: ecosystemId } = useEcosystem()
  const { number, since, through, state, changedAccounts } = settlement
  const days = since === null ? t('settlement.through', { date: date(through) }) : t('settlement.days', { from: date(dayAfter(since)), through: date(through) }) // biome-ignore format: one line reads better
  return (
    <>
      <PageHead
        title={t('settlement.number', { number })}
        answer={days}
        action={
          <Group gap="xs">
            <Button component={Link} to={paths.statements(ecosystemId)} variant="default">
              {t('settlement.toStatements')}
            </Button>
            <Button component={Link} to={paths.settlements(ecosystemId)} variant="default">
              {t('settlement.next.toList')}
            </Button>
          </Group>
        }
      />
      <Stack gap="lg">
        <section className={`tutti-card ${classes.part}`}>
          {state !== 'superseded' && <Course settlement={settlement} />}
          {mayWrite ? <NextStep settlement={settlement} /> : <p>{t(`settlement.forMember.${state}`)}</p>}
          {state === 'open' && changedAccounts > 0 && (
            <Alert color="danger" title={t('settlement.changedAccounts', { count: changedAccounts })}>
              {t('settlement.changedWhy')}
            </Alert>
          )}
          <Totals totals={settlement.totals} />
          <Signatures settlement={settlement} />
        </section>
        <SettlementLines settlement={settlement} />
      </Stack>
    </>
  )
}

const STEPS = ['closed', 'approved', 'filed', 'done'] as const
const REACHED = { open: 1, superseded: 1, approved: 2, filed: 3, done: 4 } as const

/** The four steps, and which of them are behind. */
function Course({ settlement: { state } }: { settlement: Settlement }) {
  const { t } = useTranslation()
  const reached = REACHED[state]
  return (
    <ol className={classes.course} aria-label={t('settlement.course.title')}>
      {STEPS.map((step, place) => (
        <li key={step} data-done={place < reached} {...(place === reached && { 'aria-current': 'step' as const })}>
          <span className={classes.mark} aria-hidden="true">
            {place < reached ? <IconCheck size={14} /> : place + 1}
          </span>
          {t(`settlement.course.${step}`)}
          {place < reached && <span className="tutti-visually-hidden">{t('settlement.course.behind')}</span>}
        </li>
      ))}
    </ol>
  )
}

/** Who closed and who approved it. */
function Signatures({ settlement: { closed, approved } }: { settlement: Settlement }) {
  const { t } = useTranslation()
  const { dateTime } = useFormats()
  const named = ({ by, at }: { by: string | null; at: string }) => ({ name: by ?? t('settlement.somebody'), date: dateTime(at) })
  return (
    <p className={classes.quiet}>
      {t('settlement.closedBy', named(closed))}{' '}
      {approved && t(approved.isWaiver ? 'settlement.approvedAlone' : 'settlement.approvedBy', named(approved))}
    </p>
  )
}

function SettlementLines({ settlement }: { settlement: Settlement }) {
  const { t } = useTranslation()
  const mayWrite = useMayWrite()
  const lines = useLines(settlement.id)
  const payment = usePayment(settlement.id)
  const [failing, setFailing] = useState<Line>()
  const items = lines.data?.pages.flatMap((page) => page.items) ?? []
  const actions = (line: Line) => {
    // what became of a payout is asked once a bank can have it
    if (
      !mayWrite ||
      settlement.state === 'approved' ||
      line.payout === null ||
      line.payout.outcome === 'failed' ||
      line.payout.outcome === 'returned'
    )
      return null
    const { id, outcome } = line.payout
    const name = line.partyName ?? t('settlement.line.gone')
    if (outcome === 'paid') {
      return (
        <Button variant="subtle" color="gray" size="compact-sm" onClick={() => setFailing(line)} aria-label={t('settlement.pay.cameBackOf', { name })}>
          {t('settlement.pay.cameBack')}
        </Button>
      ) // biome-ignore format: one line reads better
    }
    return (
      <>
        <Button variant="light" size="compact-sm" onClick={() => payment.mutate([id])} loading={payment.isPending && payment.variables?.[0] === id} aria-label={t('settlement.pay.paidOf', { name })}>
          {t('settlement.pay.paid')}
        </Button>
        <Button variant="subtle" color="gray" size="compact-sm" onClick={() => setFailing(line)} aria-label={t('settlement.pay.failedOf', { name })}>
          {t('settlement.pay.failed')}
        </Button>
      </>
    ) // biome-ignore format: one line reads better
  }
  return (
    <>
      {lines.isError && <Failure error={lines.error} again={() => lines.refetch()} />}
      {payment.isError && <Failure error={payment.error} />}
      {lines.isPending && <Skeleton height={160} aria-hidden="true" />}
      {items.length > 0 && <Lines lines={items} actions={actions} />}
      {lines.hasNextPage && (
        <Group justify="center">
          <Button variant="default" loading={lines.isFetchingNextPage} onClick={() => lines.fetchNextPage()}>
            {t('settlement.more')}
          </Button>
        </Group>
      )}
      {failing && <FailureDialog settlementId={settlement.id} line={failing} onEnd={() => setFailing(undefined)} />}
    </>
  )
}

function dayAfter(day: string): string {
  const date = new Date(`${day}T00:00Z`)
  date.setUTCDate(date.getUTCDate() + 1)
  return date.toISOString().slice(0, 10)
}
