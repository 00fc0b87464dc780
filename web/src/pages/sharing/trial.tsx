import { NumberInput, Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEcosystem } from '../../data/session.ts'
import { Failure } from '../../failure.tsx'
import { dayIn } from '../../ui/format.ts'
import { countedBy, keysOf, type RecipientDraft, wholeOf } from './draft.ts'
import { type Trial, type Tried, useTrial } from './queries.ts'
import { Sentences } from './rule.tsx'
import classes from './sharing.module.css'
import type { Gap, Writing } from './to-rule.ts'
import { useMoney } from './use-money.ts'

const PAUSE_MS = 300
/** Beside the amount that was typed, these parts and multiples of it. */
const AMOUNTS = [0.1, 0.5, 1, 5, 10]

type Props = { written: Writing | null; gaps: readonly Gap[]; recipients: readonly RecipientDraft[]; asset: string }

/** Who gets what of a sale, while the rule is written: the amount and what the rule asks of a sale can be changed. */
export function TrialPanel({ written, gaps, recipients, asset }: Props) {
  const { t, i18n } = useTranslation()
  const { timeZone } = useEcosystem()
  const { digits } = useMoney(asset)
  const [sale, setSale] = useState<SaleDraft>({ amount: '100', counts: {}, said: {}, referrer: null })
  const language = i18n.language === 'de' ? 'de' : 'en'
  const [asked] = useDebouncedValue(written && toTrial(written, sale, { digits, language, today: dayIn(timeZone) }), PAUSE_MS, {})
  const trial = useTrial(asked)
  const result = written === null ? undefined : trial.data
  return (
    <aside className={classes.trial} aria-label={t('sharing.trial.title')}>
      <section className={`tutti-card ${classes.part}`}>
        <h2>{t('sharing.trial.title')}</h2>
        <SaleFields sale={sale} onChange={(part) => setSale({ ...sale, ...part })} written={written} recipients={recipients} />
        {gaps.length > 0 && <Missing gaps={gaps} />}
        {trial.isError && written !== null && <Failure error={trial.error} />}
        {result && !trial.isError && <Result tried={result} asset={asset} recipients={recipients} />}
      </section>
      {result && !trial.isError && (
        <section className={`tutti-card ${classes.part}`}>
          <h2>{t('sharing.trial.words')}</h2>
          <Sentences sentences={result.sentences} />
        </section>
      )}
    </aside>
  )
}

/** Counts by `unit` and by `metric:recipient`; what the sale says, by word. */
type SaleDraft = { amount: string; counts: Record<string, number>; said: Record<string, string>; referrer: string | null }

type FieldsProps = {
  sale: SaleDraft
  onChange: (part: Partial<SaleDraft>) => void
  written: Writing | null
  recipients: readonly RecipientDraft[]
}

function SaleFields({ sale, onChange, written, recipients }: FieldsProps) {
  const { t } = useTranslation()
  const { units, metrics, says, isLed } = written === null ? { units: [], metrics: [], says: [], isLed: false } : countedBy(written.rule)
  const names = namesByKey(recipients)
  const count = (key: string, label: string) => (
    <NumberInput
      key={key}
      label={label}
      min={0}
      max={1_000_000}
      allowDecimal={false}
      value={sale.counts[key] ?? 1}
      onChange={(value) => onChange({ counts: { ...sale.counts, [key]: typeof value === 'number' ? value : 0 } })}
    />
  )
  return (
    <div className={classes.fields}>
      <TextInput
        label={t('sharing.trial.amount')}
        inputMode="decimal"
        rightSection="€"
        value={sale.amount}
        onChange={(event) => onChange({ amount: event.currentTarget.value })}
      />
      {units.map((unit) => count(unit, t(`sharing.unit.${unit}`, { defaultValue: unit })))}
      {metrics.flatMap(({ word, among }) =>
        among.map((key) => count(`${word}:${key}`, `${t(`sharing.metric.${word}`, { defaultValue: word })}: ${names.get(key) ?? key}`)),
      )}
      {says.map(({ word, values }) => (
        <Select
          key={word}
          label={word}
          placeholder={t('sharing.trial.unsaid')}
          clearable
          data={values}
          value={sale.said[word] ?? null}
          onChange={(value) => onChange({ said: { ...sale.said, [word]: value ?? '' } })}
        />
      ))}
      {isLed && (
        <Select
          label={t('sharing.trial.referrer')}
          placeholder={t('sharing.trial.nobody')}
          clearable
          data={[...names].map(([value, label]) => ({ value, label }))}
          value={sale.referrer}
          onChange={(referrer) => onChange({ referrer })}
        />
      )}
    </div>
  )
}

function Missing({ gaps }: { gaps: readonly Gap[] }) {
  const { t } = useTranslation()
  const said = gaps.map(({ step, what }) => {
    const missing = t(`sharing.missing.${what}`)
    return step === null ? missing : t('sharing.missing.inStep', { number: step + 1, missing })
  })
  return (
    <div className={classes.missing} role="status">
      <p>{t('sharing.missing.label')}</p>
      <ul>
        {[...new Set(said)].map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  )
}

/** What each gets of the amount, as bars with figures, what was cut short, and the same for smaller and larger amounts. */
function Result({ tried, asset, recipients }: { tried: Tried; asset: string; recipients: readonly RecipientDraft[] }) {
  const { t } = useTranslation()
  const { show } = useMoney(asset)
  const names = namesByKey(recipients)
  const paid = tried.sales.map(paidBy)
  const main = paid[AMOUNTS.indexOf(1)] ?? new Map()
  const source = BigInt(tried.sales[AMOUNTS.indexOf(1)]?.source ?? '0')
  const clips = tried.sales[AMOUNTS.indexOf(1)]?.clips ?? []
  const rows = [...new Set(paid.flatMap((each) => [...each.keys()]))].sort((a, b) => Number((main.get(b) ?? 0n) - (main.get(a) ?? 0n)))
  return (
    <>
      <ul className={classes.bars} aria-label={t('sharing.trial.gets')}>
        {[...main].map(([key, amount]) => (
          <li key={key}>
            <span>{names.get(key) ?? key}</span>
            <strong>{show(`${amount}`)}</strong>
            <span className={classes.bar} style={{ width: `${share(amount, source)}%` }} aria-hidden="true" />
          </li>
        ))}
      </ul>
      {clips.length > 0 && (
        <p className={classes.quiet}>
          {t('sharing.trial.clipped', { steps: clips.map(({ stepId }) => Number(stepId.replace(/^step_/, '')) + 1).join(', ') })}
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys */}
      <section className={classes.amounts} aria-label={t('sharing.trial.amounts')} tabIndex={0}>
        <table>
          <caption>{t('sharing.trial.amounts')}</caption>
          <thead>
            <tr>
              <td />
              {tried.sales.map(({ source: amount }, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two amounts can be equal
                <th key={place} scope="col">
                  {show(amount)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((key) => (
              <tr key={key}>
                <th scope="row">{names.get(key) ?? key}</th>
                {paid.map((each, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: two amounts can be equal
                  <td key={place}>{show(`${each.get(key) ?? 0n}`)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}

type Around = { digits: number; language: 'en' | 'de'; today: string }

/** The sale in several sizes, each as if it were the first; null while its amount is none. A pass counts as used everywhere, nothing is owed yet. */
function toTrial({ rule, recipients }: Writing, sale: SaleDraft, { digits, language, today }: Around): Trial | null {
  const amount = wholeOf(sale.amount, digits)
  if (amount === null) return null
  const { units, metrics } = countedBy(rule)
  const keys = recipients.map(({ key }) => key)
  const facts = {
    units: Object.fromEntries(units.map((unit) => [unit, sale.counts[unit] ?? 1])),
    metrics: Object.fromEntries(
      metrics.map(({ word, among }) => [word, Object.fromEntries(among.map((key) => [key, sale.counts[`${word}:${key}`] ?? 1]))]),
    ),
    names: sale.referrer === null ? {} : { referrer: { recipient: sale.referrer, since: today } },
    is: Object.fromEntries(Object.entries(sale.said).filter(([, value]) => value !== '')),
    standAlone: Object.fromEntries(keys.map((key) => [key, '1'])),
    used: keys,
    owed: {},
    taken: {},
  }
  return { rule, recipients, sales: AMOUNTS.map((part) => ({ gross: `${Math.round(amount * part)}`, ...facts })), inTurn: false, language }
}

function paidBy({ lines }: Tried['sales'][number]): Map<string, bigint> {
  const sums = new Map<string, bigint>()
  for (const { to, paid } of lines) sums.set(to, (sums.get(to) ?? 0n) + BigInt(paid))
  return new Map([...sums].sort(([, a], [, b]) => (a > b ? -1 : a < b ? 1 : 0)))
}

function namesByKey(recipients: readonly RecipientDraft[]): Map<string, string> {
  const keys = keysOf(recipients)
  return new Map(recipients.map(({ id, name }) => [keys.get(id)!, name]))
}

function share(amount: bigint, source: bigint): number {
  return source === 0n ? 0 : Number((amount * 1000n) / source) / 10
}
