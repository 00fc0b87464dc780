import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../ui/format.ts'

const DIGITS_MAX = 18

/** `12.50` or `12,5` as digits of the smallest unit, where so many stand behind the point; null when it is no amount above nothing. No floating point. */
export function minorOf(typed: string, scale: number): string | null {
  const parts = /^(\d{1,18})(?:[.,](\d*))?$/.exec(typed.trim())
  if (!parts || (parts[2] ?? '').length > scale) return null
  const digits = `${parts[1]}${(parts[2] ?? '').padEnd(scale, '0')}`.replace(/^0+/, '')
  return digits === '' || digits.length > DIGITS_MAX ? null : digits
}

/** Digits of the smallest unit as a decimal number in text, which keeps every digit. */
export function decimalOf(minor: string, scale: number): string {
  if (scale === 0) return minor
  const sign = minor.startsWith('-') ? '-' : ''
  const text = minor.replace('-', '').padStart(scale + 1, '0')
  return `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`
}

export function scaleOfCurrency(currency: string): number {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
}

/** How amounts are shown where the reader's language is spoken: of a currency as money, of anything else with its name behind the number. */
export function useAmounts() {
  const { i18n } = useTranslation()
  const { money } = useFormats()
  const { language } = i18n
  return useMemo(() => {
    const locale = language === 'en' ? 'en-GB' : language
    return {
      money,
      of: (minor: string, { name, scale }: { name: string; scale: number }) => {
        const format = new Intl.NumberFormat(locale, { minimumFractionDigits: scale, maximumFractionDigits: scale })
        return `${format.format(decimalOf(minor, scale) as unknown as number)} ${name}`
      },
    }
  }, [language, money])
}

/** The code of a kind of value, made of its name: capitals and digits, as the ledger has it. Empty for a name without letters. */
export function codeOf(name: string): string {
  const plain = name.toUpperCase().normalize('NFD').replaceAll('ß', 'SS').replaceAll(/[\u0300-\u036f]/g, '') // biome-ignore format: one line reads better
  const code = plain.replaceAll(/[^A-Z0-9]+/g, '_').replaceAll(/^[_0-9]+|_+$/g, '').slice(0, 16).replace(/_+$/, '') // biome-ignore format: one line reads better
  // three letters could be those of a currency
  return code === '' ? '' : code.length < 4 ? `${code}_UNIT` : code
}

/** Minutes as hours and minutes: 1:30. */
export function clockOf(minutes: string | number): string {
  const text = String(minutes)
  const whole = BigInt(text)
  return `${whole / 60n}:${String(whole % 60n).padStart(2, '0')}`
}

/** `1:30`, `1.5`, `1,5` or `2` hours as minutes; null for anything else. */
export function minutesOf(typed: string): number | null {
  const clock = /^(\d{1,4}):([0-5]?\d)$/.exec(typed.trim())
  if (clock) return Number(clock[1]) * 60 + Number(clock[2]) || null
  const parts = /^(\d{1,4})(?:[.,](\d{1,2}))?$/.exec(typed.trim())
  if (!parts) return null
  const hundredths = Number(`${parts[1]}${(parts[2] ?? '').padEnd(2, '0')}`)
  return Math.round((hundredths * 60) / 100) || null
}
