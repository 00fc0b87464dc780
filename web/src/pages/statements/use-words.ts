import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormats } from '../../ui/format.ts'
import type { Heading } from './queries.ts'

/** How amounts, days and statements are written in the reader's language. */
export function useStatementWords() {
  const { t } = useTranslation()
  const formats = useFormats()
  return useMemo(() => {
    return {
      ...formats,
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
  }, [t, formats])
}
