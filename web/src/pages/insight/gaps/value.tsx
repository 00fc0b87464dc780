import { useTranslation } from 'react-i18next'
import { useFormats } from '../../../ui/format.ts'
import { OneParty } from '../evidence.tsx'
import type { NamedParty } from '../words.ts'
import classes from './gaps.module.css'
import type { Gap } from './queries.ts'
import { sayTerm, sayValue } from './words.ts'

type Props = { gap: Gap; parties: ReadonlyMap<string, NamedParty> }

/** What is at stake, and the sum it comes from. Where neither a price nor a quantity is written down it says so, and how many it concerns. */
export function ValueAtStake({ gap: { value, concerned, sort }, parties }: Props) {
  const { t } = useTranslation()
  const formats = useFormats()
  const words = { t, formats }
  const said = sayValue(words, value)
  const counted = { count: concerned, number: formats.number(concerned) }
  if (said === null) {
    const isAsked = sort === 'need' || sort === 'supplier'
    return (
      <p className={classes.unknown}>
        {t(isAsked ? 'gaps.value.unwritten' : 'gaps.value.unknown')}{' '}
        {t(`gaps.concerned.${sort === 'sector' || sort === 'kind' ? 'missing' : 'affected'}`, counted)}
      </p>
    )
  }
  const left = value.needs - value.terms.length
  return (
    <div>
      <p className={classes.value}>{said}</p>
      <ul className={classes.terms}>
        {value.terms.map((term) => (
          <li key={`${term.partyId} ${term.quantity} ${term.unit} ${term.priceMinor}`}>
            <OneParty id={term.partyId} parties={parties} brief />
            <span>{sayTerm(words, value, term)}</span>
          </li>
        ))}
        {left > 0 && (
          <li className={classes.quiet}>{t(`gaps.value.left.${value.measure}`, { count: left, number: formats.number(left) })}</li>
        )}
      </ul>
    </div>
  )
}
