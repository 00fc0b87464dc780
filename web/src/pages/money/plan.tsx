import { ActionIcon, Button, Select, Skeleton } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { download } from '../../ui/download.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { dayIn } from '../../ui/format.ts'
import { PageFrame, PageHead } from '../../ui/page-head.tsx'
import money from './money.module.css'
import classes from './plan.module.css'
import { AddLine } from './plan-add.tsx'
import { PlanCard } from './plan-card.tsx'
import { type Plan, type PlanLine, usePlan } from './plan-queries.ts'
import { csvOf } from './plan-sums.ts'
import { useTotals } from './queries.ts'
import { ToMoney } from './to-money.tsx'
import { usePlanWords } from './use-plan-words.ts'
import { useMoneyWords } from './use-words.ts'

/** What is planned for a year, beside what it came to. `?add=<way> <subject>` is a line that nothing is planned for yet. */
export function Component() {
  const { t } = useTranslation()
  const mayWrite = useMayWrite()
  if (mayWrite) return <PlanPage />
  return (
    <PageFrame>
      <PageHead title={t('money.plan.title')} answer={t('money.plan.coordinatorsOnly')} action={<ToMoney />} />
    </PageFrame>
  )
}

function PlanPage() {
  const { t } = useTranslation()
  const { timeZone } = useEcosystem()
  const [query, setQuery] = useSearchParams()
  const today = dayIn(timeZone)
  const year = Number(query.get('year') ?? today.slice(0, 4))
  const totals = useTotals(true)
  const { isReady } = useMoneyWords()
  const assets = [...new Set(totals.data?.items.map(({ asset }) => asset))]
  const asset = query.get('asset') ?? assets[0] ?? 'EUR'
  const plan = usePlan(year, asset)
  const choose = (values: Record<string, string | null>) =>
    setQuery(
      (before) => {
        const next = new URLSearchParams(before)
        for (const [name, value] of Object.entries(values)) value === null ? next.delete(name) : next.set(name, value)
        return next
      },
      { replace: true, preventScrollReset: true },
    )
  const lines = plan.data === undefined ? [] : withAdded(plan.data, query.get('add'))
  return (
    <PageFrame>
      <PageHead title={t('money.plan.title')} answer={t('money.plan.why')} action={<ToMoney />} />
      <div className={classes.tools}>
        <div className={classes.year}>
          <ActionIcon variant="default" aria-label={t('money.plan.before')} onClick={() => choose({ year: String(year - 1), add: null })}>
            <IconChevronLeft size={16} />
          </ActionIcon>
          <strong>{year}</strong>
          <ActionIcon variant="default" aria-label={t('money.plan.next')} onClick={() => choose({ year: String(year + 1), add: null })}>
            <IconChevronRight size={16} />
          </ActionIcon>
        </div>
        {assets.length > 1 && (
          <Select
            aria-label={t('money.flows.asset')}
            size="xs"
            data={assets}
            value={asset}
            allowDeselect={false}
            onChange={(value) => value !== null && choose({ asset: value, add: null })}
          />
        )}
        {plan.data && plan.data.lines.length > 0 && <Download plan={plan.data} />}
      </div>
      {(plan.isPending || totals.isPending || !isReady) && <Skeleton height={240} aria-hidden="true" />}
      {plan.isError && <Failure error={plan.error} again={() => plan.refetch()} />}
      {plan.data && totals.data && isReady && (
        <div className={money.stack}>
          {lines.length === 0 && (
            <EmptyState title={t('money.plan.empty.title')} why={t('money.plan.empty.why')} example={t('money.plan.empty.example')} />
          )}
          {lines.map((line) => (
            <PlanCard
              key={`${year} ${asset} ${line.way} ${line.subject}`}
              line={line}
              plan={plan.data}
              today={today}
              isNew={line.months.every(({ planned }) => planned === null)}
            />
          ))}
          <AddLine totals={totals.data} asset={asset} known={lines} onAdd={(add) => choose({ add })} />
        </div>
      )}
    </PageFrame>
  )
}

/** The lines there are, and the one that is about to be planned. */
function withAdded({ lines, year }: Plan, add: string | null): PlanLine[] {
  const parts = /^(in|out) ((?:purpose|account):.+)$/.exec(add ?? '')
  if (parts === null || lines.some(({ way, subject }) => way === parts[1] && subject === parts[2])) return lines
  const months = Array.from({ length: 12 }, (_, place) => `${year}-${String(place + 1).padStart(2, '0')}`)
  const fresh = months.map((month) => ({ month, planned: null, actual: '0' }))
  return [{ way: parts[1] as 'in', subject: parts[2]!, account: null, months: fresh }, ...lines]
}

function Download({ plan }: { plan: Plan }) {
  const { t } = useTranslation()
  const { name } = usePlanWords()
  const save = () => {
    const head = ['what', 'way', 'month', 'planned', 'actual', 'difference'].map((key) => t(`money.plan.csv.${key}`))
    const lines = plan.lines.map((line) => ({ name: name(line), way: t(`money.plan.ways.${line.way}`), months: line.months }))
    // the mark at the beginning tells spreadsheets that it is UTF-8
    download(
      new Blob(['\uFEFF', csvOf(head, lines, plan.scale)], { type: 'text/csv' }),
      `${t('money.plan.file')}-${plan.year}-${plan.asset}.csv`,
    )
  }
  return (
    <Button variant="default" size="xs" onClick={save}>
      {t('money.plan.download')}
    </Button>
  )
}
