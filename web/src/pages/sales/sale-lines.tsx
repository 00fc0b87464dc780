import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useEcosystem } from '../../data/session.ts'
import { paths } from '../../paths.ts'
import type { Sale } from './queries.ts'
import classes from './sales.module.css'
import { useAmounts } from './use-amounts.ts'

type Line = Sale['lines'][number]

/** Who got what: step by step in words, and for each line what was due exactly and what is left below a cent. */
export function SaleLines({ sale: { lines, asset } }: { sale: Sale }) {
  const { t } = useTranslation()
  return (
    <section className={`tutti-card ${classes.part}`} aria-labelledby="sale-lines">
      <h2 id="sale-lines">{t('sales.lines')}</h2>
      {[...Map.groupBy(lines, ({ step }) => step)].map(([step, ofStep]) => (
        <div key={step}>
          {ofStep[0]?.sentence && <p className={classes.quiet}>{ofStep[0].sentence}</p>}
          <ul className={classes.list}>
            {ofStep.map((line) => (
              <SaleLine key={line.n} line={line} asset={asset} />
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}

function SaleLine({ line, asset }: { line: Line; asset: string }) {
  const { id } = useEcosystem()
  const { amount } = useAmounts(asset)
  const words = useLineWords(line, asset)
  const { name, partyId, paid } = line
  return (
    <li className={classes.row}>
      {partyId === null ? (
        <span className={classes.name}>{name}</span>
      ) : (
        <Link to={paths.organisation(id, partyId)} className={classes.name ?? ''}>
          {name}
        </Link>
      )}
      <strong className={classes.figures}>{amount(paid)}</strong>
      {words.length > 0 && <p className={classes.why}>{words.join(' ')}</p>}
    </li>
  )
}

function useLineWords({ exact, paid, carry, through, heldUntil, releasedOn, refunded }: Line, asset: string): string[] {
  const { t } = useTranslation()
  const { amount, exactly, part, date } = useAmounts(asset)
  const words: string[] = []
  if (exact !== paid) words.push(t('sales.exactly', { amount: exactly(exact) }))
  if (carry !== '0') words.push(t(carry.startsWith('-') ? 'sales.ahead' : 'sales.owed', { part: part(carry.replace('-', '')) }))
  if (through !== null) words.push(t('sales.through', { name: through }))
  if (heldUntil !== null)
    words.push(t(releasedOn === null ? 'sales.heldUntil' : 'sales.releasedOn', { day: date(releasedOn ?? heldUntil) }))
  if (refunded !== '0') words.push(t('sales.givenBack', { amount: amount(refunded) }))
  return words
}
