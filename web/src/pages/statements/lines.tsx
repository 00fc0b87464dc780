import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useEcosystem, useMayWrite } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { paths } from '../../paths.ts'
import { type Column, DataTable } from '../../ui/data-table.tsx'
import { usePhone } from '../../ui/phone.ts'
import { SidePanel } from '../../ui/side-panel.tsx'
import type { Line, Statement, useLines } from './queries.ts'
import classes from './statements.module.css'
import { useStatementWords } from './use-words.ts'

const ROW_PX = 40
const ROWS_SHOWN = 14

/** Every line; each opens to where it comes from. */
export function Lines({ lines, statement }: { lines: ReturnType<typeof useLines>; statement: Statement }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState<Line>()
  const columns = useColumns(statement)
  const isReady = statement.lines === 0 || lines.at(0) !== undefined
  if (statement.lines === 0) return <p className={classes.quiet}>{t('statements.noLines')}</p>
  return (
    <section className={`tutti-card ${classes.lines}`} data-testid="lines" data-ready={isReady || undefined}>
      <div className={classes.linesHead}>
        <h2>{t('statements.lines')}</h2>
        <p className={classes.quiet}>{t('statements.linesWhy')}</p>
      </div>
      {lines.error !== undefined && <Failure error={lines.error} />}
      <div className={classes.grid} style={{ height: (Math.min(statement.lines, ROWS_SHOWN) + 1) * ROW_PX + 2 }}>
        <DataTable
          label={t('statements.lines')}
          columns={columns}
          rows={{ ...lines, total: statement.lines }}
          rowId={({ place }) => `${place}`}
          rowName={({ words, reference }) => [words, reference].filter(Boolean).join(' ')}
          onOpen={setOpen}
        />
      </div>
      {open && <LinePanel line={open} statement={statement} onClose={() => setOpen(undefined)} />}
    </section>
  )
}

function useColumns(statement: Statement): Column<Line>[] {
  const { t } = useTranslation()
  const isPhone = usePhone()
  const { amount, date } = useStatementWords()
  const what = ({ words, reference, meantFor }: Line) => (
    <span>
      {[words, reference].filter(Boolean).join(' · ')}
      {meantFor !== null && <b className={classes.late}> {t('statements.late')}</b>}
    </span>
  )
  const figures: Column<Line>[] = [
    {
      key: 'amount',
      header: t('statements.amount'),
      width: isPhone ? 104 : 120,
      end: true,
      cell: (line) => amount(line.amount, statement),
    },
    { key: 'balance', header: t('statements.balance'), width: 130, end: true, cell: (line) => amount(line.balance, statement) },
  ]
  const day: Column<Line> = { key: 'day', header: t('statements.day'), width: isPhone ? 124 : 120, cell: (line) => date(line.day) }
  if (isPhone) return [day, { key: 'what', header: t('statements.what'), width: 128, cell: what }, figures[0]!]
  return [
    day,
    { key: 'what', header: t('statements.what'), width: 200, cell: what },
    { key: 'step', header: t('statements.step'), width: 240, cell: (line) => stepOf(line, t) },
    { key: 'exact', header: t('statements.exact'), width: 120, end: true, cell: ({ exact }) => exact ?? '' },
    ...figures,
  ]
}

/** Why an amount is here: the step of the rule, or that the organisation took the money itself. */
function stepOf({ step, stepWords, kind, sale }: Line, t: TFunction): string {
  if (step !== null) return stepWords ?? step
  if (sale === null) return ''
  return kind === 'refund' ? t('statements.gaveBack') : t('statements.tookIn')
}

/** Where a line comes from: the sale, the rule and its step, the exact share and what is carried on. */
function LinePanel({ line, statement, onClose }: { line: Line; statement: Statement; onClose: () => void }) {
  const { t } = useTranslation()
  const { id } = useEcosystem()
  const mayWrite = useMayWrite()
  const { amount, date } = useStatementWords()
  const { rule } = line
  const unit = t(statement.scale === 2 && /^[A-Z]{3}$/.test(statement.asset) ? 'statements.panel.cents' : 'statements.panel.units')
  const told: [label: string, value: React.ReactNode][] = [
    [t('statements.day'), date(line.day)],
    ...(line.meantFor === null ? [] : [[t('statements.panel.meantFor'), date(line.meantFor)] as [string, string]]),
    [t('statements.amount'), amount(line.amount, statement)],
    [t('statements.balance'), amount(line.balance, statement)],
    ...(line.reference === null ? [] : [[t('statements.panel.reference'), line.reference] as [string, string]]),
    ...(rule === null
      ? []
      : [[t('statements.panel.rule'), <RuleName key="rule" rule={rule} isOpen={mayWrite} />] as [string, React.ReactNode]]),
    ...(stepOf(line, t) === '' ? [] : [[t('statements.step'), stepOf(line, t)] as [string, string]]),
    ...(line.exact === null ? [] : [[t('statements.exact'), `${line.exact} ${unit}`] as [string, string]]),
    ...(line.carry === null || line.carry === '0' ? [] : [[t('statements.panel.carry'), `${line.carry} ${unit}`] as [string, string]]),
  ]
  return (
    <SidePanel label={t('statements.panel.title')} onClose={onClose}>
      <h2 className={classes.panelTitle}>{[line.words, line.reference].filter(Boolean).join(' · ')}</h2>
      <dl className={classes.told}>
        {told.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {line.sale !== null && (
        <p>
          <Link to={paths.sale(id, line.sale)}>{t('statements.panel.sale')}</Link>
        </p>
      )}
      <p>
        <Link to={paths.moneyTransaction(id, line.transactionId, line.entry)}>{t('statements.panel.booking')}</Link>
      </p>
    </SidePanel>
  )
}

function RuleName({ rule, isOpen }: { rule: NonNullable<Line['rule']>; isOpen: boolean }) {
  const { t } = useTranslation()
  const { id } = useEcosystem()
  const words = t('statements.panel.version', { name: rule.name, number: rule.version })
  return isOpen ? <Link to={paths.sharingRule(id, rule.id)}>{words}</Link> : words
}
