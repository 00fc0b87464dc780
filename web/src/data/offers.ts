import { useTranslation } from 'react-i18next'
import { useFormats } from '../ui/format.ts'
import type { Offer } from './types.ts'

/** How much of something, and when: "40 kg · 1 May 2027 to 30 Sep 2027". */
export function useAmount(): (offer: Offer) => string {
  const { t } = useTranslation()
  const { number, date } = useFormats()
  return ({ quantity, unit, periodFrom, periodTo }) => {
    const amount = quantity === null ? null : [number(quantity), unit].filter(Boolean).join(' ')
    const from = periodFrom && date(periodFrom)
    const to = periodTo && date(periodTo)
    const period =
      from && to ? t('exchange.fromTo', { from, to }) : from ? t('exchange.from', { from }) : to ? t('exchange.to', { to }) : null
    return [amount, period].filter(Boolean).join(' · ')
  }
}
