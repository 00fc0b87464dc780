import { Button, Title } from '@mantine/core'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useExemptions } from '../../data/exemptions.ts'
import { Failure } from '../../failure.tsx'
import { type Formats, useFormats } from '../../ui/format.ts'
import { LeaveOutDialog } from './dialogs.tsx'
import classes from './introductions.module.css'
import { type Check, type Comparison, type Proposals, useCheck, useComparison, useLetIn } from './queries.ts'

/** What the two lists rest on. */
export function GroundCard({ proposals: { parties, tied, speaking, nearness } }: { proposals: Proposals }) {
  const { t } = useTranslation()
  const { number, percent } = useFormats()
  const share = (count: number) => ({ count, number: number(count), total: number(parties), percent: percent(parties === 0 ? 0 : count / parties) }) // biome-ignore format: one line reads better
  return (
    <section className={`tutti-card ${classes.box}`} aria-labelledby="introductions-ground">
      <Title order={2} size="h4" id="introductions-ground">
        {t('introductions.ground.title')}
      </Title>
      <p>{t('introductions.ground.tied', share(tied))}</p>
      <p>{t('introductions.ground.speaking', share(speaking))}</p>
      <p className={classes.quiet}>{t(`introductions.ground.nearness.${nearness}`)}</p>
      <p className={classes.quiet}>{t('introductions.ground.never')}</p>
    </section>
  )
}

/** Whether the proposals are better than suggesting the best connected: by what was decided, and tried on the ties of this map. */
export function ComparisonCard() {
  const { t } = useTranslation()
  const formats = useFormats()
  const comparison = useComparison()
  const check = useCheck()
  const { data } = comparison
  return (
    <section className={`tutti-card ${classes.box}`} aria-labelledby="introductions-comparison">
      <Title order={2} size="h4" id="introductions-comparison">
        {t('introductions.comparison.title')}
      </Title>
      {comparison.isError && !data && <Failure error={comparison.error} again={() => comparison.refetch()} />}
      {data && <Decisions comparison={data} />}
      <p className={classes.quiet}>{t('introductions.comparison.how')}</p>
      {check.data ? (
        <p role="status">{sayCheck({ t, formats }, check.data)}</p>
      ) : (
        <Button variant="light" size="compact-sm" loading={check.isPending} onClick={() => check.mutate()}>
          {t('introductions.check.action')}
        </Button>
      )}
      {check.isError && <Failure error={check.error} />}
    </section>
  )
}

function Decisions({ comparison }: { comparison: Comparison }) {
  const { t } = useTranslation()
  const formats = useFormats()
  const { verdict, lift, needed } = comparison
  const points = lift === null ? '' : pointsOf({ t, formats }, lift)
  const decided = { fit: formats.number(comparison.fit.accepted.of), connected: formats.number(comparison.connected.accepted.of) }
  return (
    <>
      <p>{t(`introductions.comparison.verdict.${verdict}`, { ...decided, needed: formats.number(needed), points })}</p>
      <table className={classes.table}>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('introductions.comparison.accepted')}</th>
            <th scope="col">{t('introductions.comparison.tied')}</th>
          </tr>
        </thead>
        <tbody>
          {(['fit', 'connected'] as const).map((origin) => (
            <tr key={origin}>
              <th scope="row">{t(`introductions.comparison.${origin}`)}</th>
              <RateCell rate={comparison[origin].accepted} />
              <RateCell rate={comparison[origin].tied} />
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function RateCell({ rate: { count, of, share, low, high } }: { rate: Comparison['fit']['accepted'] }) {
  const { t } = useTranslation()
  const { number, percent } = useFormats()
  return (
    <td>
      {t('introductions.comparison.of', { number: number(count), total: number(of) })}
      {share !== null && (
        <span className={classes.interval}>
          {t('introductions.comparison.between', { share: percent(share), low: percent(low), high: percent(high) })}
        </span>
      )}
    </td>
  )
}

function pointsOf({ t, formats }: { t: TFunction; formats: Formats }, difference: number): string {
  const points = Math.round(Math.abs(difference) * 100)
  return t(difference < 0 ? 'introductions.comparison.less' : 'introductions.comparison.more', { count: points, number: formats.number(points) }) // biome-ignore format: one line reads better
}

function sayCheck({ t, formats }: { t: TFunction; formats: Formats }, check: Check): string {
  const { state, pairs, mix, bestConnected, difference, standardError } = check
  if (state !== 'found') return t(`introductions.check.${state}`, { count: pairs, number: formats.number(pairs) })
  const isApart = Math.abs(difference ?? 0) > 2 * (standardError ?? 0)
  const verdict = !isApart ? 'open' : (difference ?? 0) > 0 ? 'better' : 'worse'
  return t('introductions.check.found', {
    mix: formats.percent(mix ?? 0),
    best: formats.percent(bestConnected ?? 0),
    verdict: t(`introductions.check.verdict.${verdict}`),
  })
}

/** Who is left out, and why. */
export function LeftOutCard() {
  const { t } = useTranslation()
  const exemptions = useExemptions()
  const letIn = useLetIn()
  const [isOpen, setOpen] = useState(false)
  return (
    <section className={`tutti-card ${classes.box}`} aria-labelledby="introductions-left-out">
      <Title order={2} size="h4" id="introductions-left-out">
        {t('introductions.leaveOut.heading')}
      </Title>
      {exemptions.isError && !exemptions.data && <Failure error={exemptions.error} again={() => exemptions.refetch()} />}
      {exemptions.data?.length === 0 && <p className={classes.quiet}>{t('introductions.leaveOut.nobody')}</p>}
      <ul className={classes.leftOut}>
        {(exemptions.data ?? []).map(({ id, party, reason }) => (
          <li key={id}>
            <span>
              <strong>{party.name}</strong> {reason}
            </span>
            <Button
              variant="subtle"
              size="compact-sm"
              loading={letIn.isPending && letIn.variables === id}
              onClick={() => letIn.mutate(id)}
              aria-label={t('introductions.leaveOut.letInOne', { name: party.name })}
            >
              {t('introductions.leaveOut.letIn')}
            </Button>
          </li>
        ))}
      </ul>
      {letIn.isError && <Failure error={letIn.error} />}
      <Button variant="light" size="compact-sm" onClick={() => setOpen(true)}>
        {t('introductions.leaveOut.action')}
      </Button>
      {isOpen && <LeaveOutDialog partyId={null} onEnd={() => setOpen(false)} />}
    </section>
  )
}
