import { useTranslation } from 'react-i18next'
import type { Sale } from './queries.ts'
import classes from './sales.module.css'
import { useAmounts } from './use-amounts.ts'

/** What the sale said beside its price: how much of what, who sent the guest, what was counted for whom. */
export function SaleFacts({ sale }: { sale: Sale }) {
  const { t } = useTranslation()
  const rows = useRows(sale)
  if (rows.length === 0) return null
  return (
    <section className={`tutti-card ${classes.part}`}>
      <h2>{t('sales.said')}</h2>
      <dl className={classes.facts}>
        {rows.map(([label, value]) => (
          <div key={label} className={classes.fact}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function useRows({ facts, names, asset }: Sale): [string, string][] {
  const { t } = useTranslation()
  const { amount, number, date, list } = useAmounts(asset)
  if (facts === null) return []
  const word = (kind: string, key: string) => t(`sales.words.${kind}.${key}`, { defaultValue: key.replaceAll('_', ' ') })
  const nameOf = (key: string) => names[key] ?? key
  const entries = <T,>(table: Record<string, T> | undefined) => Object.entries(table ?? {})
  return [
    ...entries(facts.units).map(([key, count]): [string, string] => [word('unit', key), number(count)]),
    ...entries(facts.metrics).flatMap(([metric, counts]) =>
      entries(counts).map(([key, count]): [string, string] => [`${word('metric', metric)}: ${nameOf(key)}`, number(count)]),
    ),
    ...entries(facts.names).map(([key, { recipient, since }]): [string, string] => [
      word('name', key),
      t('sales.namedSince', { name: nameOf(recipient), day: date(since) }),
    ]),
    ...entries(facts.is).map(([key, value]): [string, string] => [word('is', key), value]),
    ...entries(facts.standAlone).map(([key, minor]): [string, string] => [
      t('sales.targets.standAlone', { name: nameOf(key) }),
      amount(minor),
    ]),
    ...((facts.used ?? []).length > 0 ? [[t('sales.used'), list((facts.used ?? []).map(nameOf))] as [string, string]] : []),
  ]
}
