import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure } from '../../failure.tsx'
import { decimal } from '../../ui/format.ts'
import { minorOf } from '../../ui/minor.ts'
import { showDone } from '../../ui/toast.tsx'
import money from './money.module.css'
import classes from './plan.module.css'
import { PlanPast } from './plan-past.tsx'
import { type Plan, type PlanLine, useWritePlan } from './plan-queries.ts'
import { sumsOf } from './plan-sums.ts'
import { usePlanWords } from './use-plan-words.ts'
import { useMoneyWords } from './use-words.ts'

type Props = { line: PlanLine; plan: Plan; today: string; isNew: boolean }

/** One thing that is planned for: how it stands in a sentence, and its months in a small table to be filled in. */
export function PlanCard({ line, plan: { asset, scale }, today, isNew }: Props) {
  const { t } = useTranslation()
  const { amount } = useMoneyWords()
  const { name } = usePlanWords()
  const through = today.slice(0, 7)
  const { year, planned, actual } = sumsOf(line, through)
  const [typed, setTyped] = useState<ReadonlyMap<string, string>>(new Map())
  const writing = useWritePlan()
  const [isOpen, setOpen] = useState(isNew)
  const shown = (minor: string | bigint) => amount(minor, asset, scale)
  const read = (text: string) => (text.trim() === '' ? null : minorOf(text, scale))
  const cells = [...typed].flatMap(([month, text]) => {
    const minor = read(text)
    return minor === undefined ? [] : [{ subject: line.subject, way: line.way, month, amount: minor?.toString() ?? null }]
  })
  const keep = () =>
    writing.mutate(
      { asset, cells },
      {
        onSuccess: () => {
          setTyped(new Map())
          showDone(t('money.plan.kept'))
        },
      },
    )
  return (
    <section className={`tutti-card ${money.part}`}>
      <div>
        <h2>{t(`money.plan.heads.${line.way}`, { name: name(line) })}</h2>
        <p className={money.quiet}>
          {isNew
            ? t('money.plan.new')
            : t('money.plan.stands', {
                year: shown(year),
                planned: shown(planned),
                actual: shown(actual),
                difference: signed(actual - planned, shown),
              })}
        </p>
      </div>
      <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className={classes.summary}>{t('money.plan.months')}</summary>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            keep()
          }}
        >
          <MonthTable
            line={line}
            scale={scale}
            asset={asset}
            through={through}
            typed={typed}
            onType={(month, text) => setTyped(new Map(typed).set(month, text))}
          />
          {writing.isError && <Failure error={writing.error} doing="writing" />}
          <div className={money.foot}>
            <Button type="submit" loading={writing.isPending} disabled={cells.length === 0 || cells.length < typed.size}>
              {t('money.plan.keep')}
            </Button>
            {!isNew && <PlanPast line={line} asset={asset} scale={scale} />}
          </div>
        </form>
      </details>
    </section>
  )
}

type TableProps = {
  line: PlanLine
  asset: string
  scale: number
  through: string
  typed: ReadonlyMap<string, string>
  onType: (month: string, text: string) => void
}

function MonthTable({ line, asset, scale, through, typed, onType }: TableProps) {
  const { t, i18n } = useTranslation()
  const { amount } = useMoneyWords()
  const { name } = usePlanWords()
  const format = new Intl.DateTimeFormat(i18n.language === 'en' ? 'en-GB' : i18n.language, { month: 'long', timeZone: 'UTC' })
  const shown = (minor: string | bigint) => amount(minor, asset, scale)
  return (
    <table className={classes.months}>
      <caption className="tutti-visually-hidden">{t(`money.plan.heads.${line.way}`, { name: name(line) })}</caption>
      <thead>
        <tr>
          <th scope="col">{t('money.plan.csv.month')}</th>
          <th scope="col">{t('money.plan.csv.planned')}</th>
          <th scope="col">{t('money.plan.csv.actual')}</th>
          <th scope="col">{t('money.plan.csv.difference')}</th>
        </tr>
      </thead>
      <tbody>
        {line.months.map(({ month, planned, actual }) => {
          const text = typed.get(month) ?? (planned === null ? '' : decimal(BigInt(planned), scale))
          const monthName = format.format(new Date(`${month}-01T00:00Z`))
          const isWrong = text.trim() !== '' && minorOf(text, scale) === undefined
          return (
            <tr key={month}>
              <th scope="row">{monthName}</th>
              <td>
                <TextInput
                  size="xs"
                  inputMode="decimal"
                  aria-label={t('money.plan.plannedFor', { month: monthName })}
                  value={text}
                  error={isWrong && t('money.plan.wrong')}
                  onChange={(event) => onType(month, event.currentTarget.value)}
                />
              </td>
              <td>{month > through && actual === '0' ? '–' : shown(actual)}</td>
              <td>{month > through || planned === null ? '–' : signed(BigInt(actual) - BigInt(planned), shown)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function signed(difference: bigint, shown: (minor: bigint) => string): string {
  return `${difference > 0n ? '+' : ''}${shown(difference)}`
}
