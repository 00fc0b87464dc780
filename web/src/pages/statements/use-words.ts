import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { decimal, useFormats } from '../../ui/format.ts'
import type { Heading } from './queries.ts'

/** How amounts, days and statements are written in the reader's language. */
export function useStatementWords() {
  const { t, i18n } = useTranslation()
  const formats = useFormats()
  const { language } = i18n
  return useMemo(() => {
    const locale = language === 'en' ? 'en-GB' : language
    return {
      ...formats,
      /** `1250` of an asset with two digits: €12.50, or 12.50 HOURS. */
      amount: (minor: string, { asset, scale }: { asset: string; scale: number }) => {
        const isMoney = /^[A-Z]{3}$/.test(asset)
        const digits = { minimumFractionDigits: scale, maximumFractionDigits: scale }
        const format = new Intl.NumberFormat(locale, isMoney ? { style: 'currency', currency: asset, ...digits } : digits)
        // a string keeps every digit where a number would round
        const written = format.format(decimal(BigInt(minor), scale) as unknown as number)
        return isMoney ? written : `${written} ${asset}`
      },
      period: ({ from, through }: Pick<Heading, 'from' | 'through'>) => {
        if (through === null) return from === null ? t('statements.untilNow') : t('statements.since', { day: formats.date(from) })
        if (from === null) return t('statements.until', { day: formats.date(through) })
        return t('statements.between', { from: formats.date(from), through: formats.date(through) })
      },
      name: ({ party }: Pick<Heading, 'party'>) => party.name ?? t('statements.gone'),
      /** 19/100 is 19 %. */
      rate: (rate: string) => {
        const [top, bottom = '1'] = rate.split('/')
        const percent = (Number(top) * 100) / Number(bottom)
        return Number.isFinite(percent) ? `${formats.number(percent)} %` : rate
      },
    }
  }, [t, formats, language])
}
