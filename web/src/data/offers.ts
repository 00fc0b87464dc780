import { useTranslation } from 'react-i18next'
import { useFormats } from '../ui/format.ts'
import type { Offer } from './types.ts'

/** How much of something, at what price, and when: "40 kg a week · €3.20 each kg · 1 May 2027 to 30 Sep 2027". */
export function useAmount(): (offer: Offer) => string {
  const { t } = useTranslation()
  const { number, date, money } = useFormats()
  return ({ quantity, unit, rhythm, priceMinor, priceAsset, periodFrom, periodTo }) => {
    const much = quantity === null ? '' : [number(quantity), unit].filter(Boolean).join(' ')
    const amount = [much, rhythm && t(`exchange.every.${rhythm}`)].filter(Boolean).join(' ')
    const price = priceMinor !== null && priceAsset !== null ? money(priceMinor, priceAsset) : null
    const each = price && (unit ? t('exchange.priceEach', { price, unit }) : price)
    const from = periodFrom && date(periodFrom)
    const to = periodTo && date(periodTo)
    const period =
      from && to ? t('exchange.fromTo', { from, to }) : from ? t('exchange.from', { from }) : to ? t('exchange.to', { to }) : null
    return [amount, each, period].filter(Boolean).join(' · ')
  }
}

/** How many digits after the point amounts of a currency have; two where nobody knows it. */
export function digitsOf(currency: string): number {
  if (!/^[A-Za-z]{3}$/.test(currency.trim())) return 2
  return new Intl.NumberFormat('en', { style: 'currency', currency: currency.trim() }).resolvedOptions().maximumFractionDigits ?? 2
}
