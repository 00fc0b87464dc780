import { Button, Checkbox, Group, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Failure } from '../../failure.tsx'
import { ApiError, explain, fieldErrors } from '../../problem.ts'
import type { ImportCheck } from './queries.ts'
import classes from './sales.module.css'
import { useAmounts } from './use-amounts.ts'

type Props = {
  check: ImportCheck
  isChecking: boolean
  isBooking: boolean
  error: unknown
  isLate: boolean
  onLate: (isLate: boolean) => void
  onMap: (mapping: (string | null)[]) => void
  onBook: () => void
}

/** What would be booked of a file: the columns, the sums by recipient, and each row that is refused with the reason. */
export function Checked({ check, isChecking, isBooking, error, isLate, onLate, onMap, onBook }: Props) {
  const { t } = useTranslation()
  const { amount, date } = useAmounts(check.asset)
  const isClosed = check.bad.some(({ refused }) => refused.code === 'period_closed')
  return (
    <>
      <Columns check={check} onMap={onMap} isChecking={isChecking} />
      {check.missing.length > 0 ? (
        <p className={classes.sum} role="status">
          {t('sales.import.missing')}
        </p>
      ) : (
        <>
          <p className={classes.sum} role="status">
            {t('sales.import.would', { count: check.booked, amount: amount(check.gross) })}
            {check.from !== null &&
              check.booked > 0 &&
              ` ${t(check.from === check.until ? 'sales.import.onDay' : 'sales.import.days', { from: date(check.from), until: date(check.until!) })}`}
            {check.repeated > 0 && ` ${t('sales.import.repeated', { count: check.repeated })}`}
            {check.refused > 0 && ` ${t('sales.import.refused', { count: check.refused })}`}
          </p>
          {check.totals.length > 0 && (
            <ul className={classes.list} aria-label={t('sales.import.totals')}>
              {check.totals.map(({ recipient, name, paid }) => (
                <li key={recipient} className={classes.row}>
                  <span>{name}</span>
                  <strong className={classes.figures}>{amount(paid)}</strong>
                </li>
              ))}
            </ul>
          )}
          {check.refused > 0 && <BadRows check={check} />}
          {(isClosed || isLate) && (
            <Checkbox label={t('sales.nextOpen')} checked={isLate} onChange={(event) => onLate(event.currentTarget.checked)} />
          )}
          {Boolean(error) && <Failure error={error} />}
          <Group>
            <Button disabled={check.booked === 0} loading={isBooking} onClick={onBook}>
              {t('sales.import.book', { count: check.booked })}
            </Button>
          </Group>
        </>
      )}
    </>
  )
}

/** Which column holds what, with the first value of each; a change is checked at once. */
function Columns({ check, onMap, isChecking }: Pick<Props, 'check' | 'onMap' | 'isChecking'>) {
  const { t } = useTranslation()
  const label = useTargetName()
  const data = check.targets.map((target) => ({ value: target.key, label: label(target) }))
  return (
    <fieldset className={classes.group}>
      <legend>{t('sales.import.columns')}</legend>
      {check.headers.map((header, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: columns have no other identity
        <div key={column}>
          <Select
            label={header || t('sales.import.column', { number: column + 1 })}
            placeholder={t('sales.import.unused')}
            data={data}
            value={check.mapping[column] ?? null}
            disabled={isChecking}
            clearable
            onChange={(key) => onMap(check.mapping.map((each, at) => (at === column ? key : each === key ? null : each)))}
          />
          <small>{check.sample.map((row) => row[column]).find((cell) => cell) ?? ''}</small>
        </div>
      ))}
    </fieldset>
  )
}

/** How a column is called: what every sale says, or what this rule counts and asks for. */
function useTargetName() {
  const { t } = useTranslation()
  return ({ key, word, name }: ImportCheck['targets'][number]) => {
    const kind = key.split(':')[0]!
    if (word === null && name === null) return t(`sales.targets.${key}`, { defaultValue: key })
    const said =
      word === null ? '' : t(`sales.words.${kind === 'since' ? 'name' : kind}.${word}`, { defaultValue: word.replaceAll('_', ' ') })
    if (kind === 'since') return t('sales.targets.since', { word: said })
    if (kind === 'standAlone') return t('sales.targets.standAlone', { name })
    if (kind === 'use') return t('sales.targets.use', { name })
    return name === null ? said : `${said}: ${name}`
  }
}

function BadRows({ check: { bad, refused } }: { check: ImportCheck }) {
  const { t } = useTranslation()
  const why = useReason()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys
    <section className={classes.scroll} aria-label={t('sales.import.bad')} tabIndex={0}>
      <table className={classes.table}>
        <caption>{bad.length < refused ? t('sales.import.firstBad', { count: bad.length }) : t('sales.import.bad')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('sales.import.row')}</th>
            <th scope="col">{t('sales.reference')}</th>
            <th scope="col">{t('sales.import.reason')}</th>
          </tr>
        </thead>
        <tbody>
          {bad.map(({ row, reference, refused: problem }) => (
            <tr key={row}>
              <td>{row}</td>
              <td>{reference}</td>
              <td>{why(problem)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** Why a row is refused, in the reader's language: what is wrong with a cell says more than that something is. */
function useReason() {
  const { t, i18n } = useTranslation()
  return (problem: ImportCheck['bad'][number]['refused']) => {
    const error = new ApiError({ status: 422, ...problem } as ConstructorParameters<typeof ApiError>[0])
    const said = Object.entries(fieldErrors(t, i18n.language, error)).map(
      ([column, sentence]) => `${t(`sales.targets.${column}`, { defaultValue: column })}: ${sentence}`,
    )
    // nothing is booked yet, of any row
    return said.length > 0 ? said.join(' ') : explain(t, error, 'reading').what
  }
}
