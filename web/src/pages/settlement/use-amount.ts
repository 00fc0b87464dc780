import { useTranslation } from 'react-i18next'
import { useFormats } from '../../ui/format.ts'

/** How an amount of an asset is written: money by the reader's language, everything else with its digits and its code. */
export function useAmount(): (minor: string, asset: string, scale: number) => string {
  const { money } = useFormats()
  const { i18n } = useTranslation()
  return (minor, asset, scale) => {
    if (/^[A-Z]{3}$/.test(asset)) return money(minor, asset)
    const digits = minor.replace('-', '').padStart(scale + 1, '0')
    const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
    const number = new Intl.NumberFormat(i18n.language, { minimumFractionDigits: scale, maximumFractionDigits: scale })
    // a string keeps every digit where a number would round
    return `${number.format(`${minor.startsWith('-') ? '-' : ''}${text}` as unknown as number)} ${asset}`
  }
}
