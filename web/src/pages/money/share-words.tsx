import { useTranslation } from 'react-i18next'
import classes from './money.module.css'
import type { Entry, Origin } from './queries.ts'
import { type Fraction, mixed, type Share } from './share.ts'
import { useMoneyWords } from './use-words.ts'

type Props = { share: Share; entry: Pick<Entry, 'asset' | 'scale'>; rule: Origin['rule'] }

/** Where this cent came from: the step, what was due exactly, and what is below a cent. */
export function ShareWords({ share, entry: { asset, scale }, rule }: Props) {
  const { t } = useTranslation()
  const { amount, purpose } = useMoneyWords()
  const place = rule?.steps.findIndex(({ id }) => id === share.step) ?? -1
  const unit = t(scale === 2 ? 'money.share.cent' : 'money.share.unit')
  const exactly = (fraction: Fraction) => {
    const { whole, rest } = mixed(fraction)
    const written = amount(whole, asset, scale)
    return rest === null ? written : t('money.share.mixed', { amount: written, rest, unit })
  }
  const { carry } = share
  return (
    <p className={classes.why}>
      {place >= 0 && <>{t('money.share.step', { number: place + 1, sentence: rule!.steps[place]!.sentence })} </>}
      {t('money.share.exact', { exact: exactly(share.exact) })}{' '}
      {share.through !== null && <>{t('money.share.through', { name: purpose(`fund:${share.through}`) })} </>}
      {carry !== null &&
        carry.numerator !== 0n &&
        t(carry.numerator > 0n ? 'money.share.owed' : 'money.share.ahead', {
          part: `${carry.numerator < 0n ? -carry.numerator : carry.numerator}/${carry.denominator}`,
          unit,
        })}
    </p>
  )
}
