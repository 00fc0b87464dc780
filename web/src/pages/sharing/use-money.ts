import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { digitsOf } from '../../data/offers.ts'
import { useFormats } from '../../ui/format.ts'

/** How amounts of an asset are typed and shown where the reader's language is spoken. */
export function useMoney(asset: string) {
  const { i18n } = useTranslation()
  const { money } = useFormats()
  const { language } = i18n
  return useMemo(() => {
    const digits = digitsOf(asset)
    const separator = new Intl.NumberFormat(language).formatToParts(1.5).find(({ type }) => type === 'decimal')?.value ?? '.'
    return { digits, separator, show: (minor: string | number) => money(minor, asset) }
  }, [language, asset, money])
}
