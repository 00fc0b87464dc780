import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { digitsOf } from '../../data/offers.ts'
import { useFormats } from '../../ui/format.ts'
import { mixed } from './amounts.ts'

/** How amounts of an asset, and exact parts of its smallest unit, are written in the reader's language. */
export function useAmounts(asset: string) {
  const { t } = useTranslation()
  const formats = useFormats()
  return useMemo(() => {
    const isMoney = /^[A-Z]{3}$/.test(asset)
    const digits = isMoney ? digitsOf(asset) : 0
    const amount = (minor: string | bigint) => (isMoney ? formats.money(minor, asset) : `${minor} ${asset}`)
    const unit = t(digits === 2 ? 'sales.cent' : 'sales.unit')
    return {
      ...formats,
      digits,
      amount,
      /** `34300/3` as €114.33 and 1/3 cent. */
      exactly: (exact: string) => {
        const { whole, rest } = mixed(exact)
        return rest === null ? amount(whole) : t('sales.mixed', { amount: amount(whole), rest, unit })
      },
      /** Below one unit: −1/3 cent. */
      part: (exact: string) => `${exact.replace('-', '−')} ${unit}`,
    }
  }, [t, formats, asset])
}
