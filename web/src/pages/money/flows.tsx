import { ActionIcon, SegmentedControl, Select, Skeleton, TextInput } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSearchParams } from 'react-router'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { dayIn } from '../../ui/format.ts'
import { FlowPanel } from './flow-panel.tsx'
import { FlowPicture } from './flow-picture.tsx'
import { type Flow, type Flows, useFlows } from './flow-queries.ts'
import { FlowTable } from './flow-table.tsx'
import classes from './flows.module.css'
import money from './money.module.css'
import { kindOf, type Period, periodAround, shifted } from './period.ts'
import { useFlowWords } from './use-flow-words.ts'
import { useMoneyWords } from './use-words.ts'

/** Which way money went: from whom, shared as what, to whom; as a picture and as a table. `?from=&to=` are its days. */
export function FlowsCard({ assets }: { assets: readonly string[] }) {
  const { t } = useTranslation()
  const { timeZone } = useEcosystem()
  const [query, setQuery] = useSearchParams()
  const today = dayIn(timeZone)
  const [from, to] = [query.get('from'), query.get('to')]
  const period = from !== null && to !== null && from <= to ? { from, to } : periodAround('month', today)
  const asset = query.get('asset') ?? assets[0] ?? 'EUR'
  const flows = useFlows(period, asset)
  const { isReady } = useMoneyWords()
  const [opened, setOpened] = useState<Flow>()
  const choose = (values: Record<string, string>) =>
    setQuery(
      (before) => {
        const next = new URLSearchParams(before)
        for (const [name, value] of Object.entries(values)) next.set(name, value)
        return next
      },
      { replace: true, preventScrollReset: true },
    )
  return (
    <section className={`tutti-card ${money.part}`} aria-labelledby="flows">
      <div className={money.partHead}>
        <h2 id="flows">{t('money.flows.title')}</h2>
        {assets.length > 1 && (
          <Select
            aria-label={t('money.flows.asset')}
            size="xs"
            data={[...assets]}
            value={asset}
            allowDeselect={false}
            onChange={(value) => value !== null && choose({ asset: value })}
          />
        )}
      </div>
      <PeriodFields period={period} today={today} onChoose={choose} />
      {flows.isPending && <Skeleton height={300} aria-hidden="true" />}
      {flows.isError && <Failure error={flows.error} again={() => flows.refetch()} />}
      {flows.data && isReady && <Shown flows={flows.data} period={period} onOpen={setOpened} />}
      {opened !== undefined && flows.data && (
        <FlowPanel flow={opened} flows={flows.data} period={period} onClose={() => setOpened(undefined)} />
      )}
    </section>
  )
}

function Shown({ flows, period, onOpen }: { flows: Flows; period: Period; onOpen: (flow: Flow) => void }) {
  const { t } = useTranslation()
  const { amount, date } = useMoneyWords()
  const words = useFlowWords(flows)
  const first = flows.flows[0]
  const days = { from: date(period.from), to: date(period.to) }
  if (first === undefined) return <p className={money.quiet}>{t('money.flows.none', days)}</p>
  const sum = flows.flows.reduce((all, flow) => all + BigInt(flow.amount), 0n)
  const shown = (minor: string | bigint) => amount(minor, flows.asset, flows.scale)
  return (
    <>
      <p className={classes.answer}>
        {t('money.flows.answer', { ...days, amount: shown(sum) })}{' '}
        {t('money.flows.most', { amount: shown(first.amount), middle: words.middle(first.middle), target: words.place(first.target) })}
      </p>
      <div className={classes.both}>
        <FlowPicture flows={flows} onOpen={onOpen} />
        <FlowTable flows={flows} onOpen={onOpen} />
      </div>
    </>
  )
}

type FieldsProps = { period: Period; today: string; onChoose: (days: Record<string, string>) => void }

function PeriodFields({ period, today, onChoose }: FieldsProps) {
  const { t } = useTranslation()
  const kind = kindOf(period)
  const [isOwn, setOwn] = useState(false)
  const shownKind = isOwn ? 'own' : kind
  const pick = (value: string) => {
    setOwn(value === 'own')
    if (value !== 'own') onChoose(periodAround(value as 'month', period.to < today ? period.to : today))
  }
  const set = (name: 'from' | 'to', day: string) => {
    const next = { ...period, [name]: day }
    if (day !== '' && next.from <= next.to) onChoose(next)
  }
  return (
    <div className={classes.period}>
      <SegmentedControl
        size="xs"
        aria-label={t('money.flows.period')}
        data={(['month', 'quarter', 'year', 'own'] as const).map((value) => ({ value, label: t(`money.flows.kinds.${value}`) }))}
        value={shownKind}
        onChange={pick}
      />
      {shownKind === 'own' ? (
        <div className={money.days}>
          <TextInput
            type="date"
            size="xs"
            label={t('money.from')}
            defaultValue={period.from}
            onChange={(event) => set('from', event.currentTarget.value)}
          />
          <TextInput
            type="date"
            size="xs"
            label={t('money.to')}
            defaultValue={period.to}
            onChange={(event) => set('to', event.currentTarget.value)}
          />
        </div>
      ) : (
        <div className={classes.steps}>
          <ActionIcon variant="default" aria-label={t('money.flows.before')} onClick={() => onChoose(shifted(period, -1))}>
            <IconChevronLeft size={16} />
          </ActionIcon>
          <PeriodName period={period} />
          <ActionIcon variant="default" aria-label={t('money.flows.next')} onClick={() => onChoose(shifted(period, 1))}>
            <IconChevronRight size={16} />
          </ActionIcon>
        </div>
      )}
    </div>
  )
}

function PeriodName({ period: { from, to } }: { period: Period }) {
  const { i18n } = useTranslation()
  const format = new Intl.DateTimeFormat(i18n.language === 'en' ? 'en-GB' : i18n.language, {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  })
  return <span className={classes.name}>{format.formatRange(new Date(`${from}T00:00Z`), new Date(`${to}T00:00Z`))}</span>
}
