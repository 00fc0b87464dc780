import { queryOptions } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answer, api } from '../api.ts'
import type { components } from '../api-types.ts'
import { useFormats } from '../ui/format.ts'

export type Check = components['schemas']['Check']

const MEGABYTE = 1e6
const GIGABYTE = 1e9

/** What was found when the installation was looked at; for operators. */
export const checksQuery = queryOptions({
  queryKey: ['installation-checks'],
  queryFn: () => answer(api.GET('/api/installation/checks')),
  staleTime: 5 * 60_000,
})

/** The guide that goes with a check, as the installation itself serves it. */
export const GUIDES: Record<Check['check'], string> = {
  address: '/guides/internet.md',
  certificate: '/guides/internet.md',
  mail: '/guides/internet.md',
  bounces: '/guides/mailings.md',
  backup: '/guides/backup.md',
  room: '/guides/internet.md',
}

/** A check in words: what is so, and what to do about it, which is empty where nothing is to be done. */
export function useFoundWords(): (check: Check) => { sentence: string; todo: string } {
  const { t } = useTranslation()
  const { date, dateTime, ago, number } = useFormats()
  const size = (bytes: number) =>
    bytes >= GIGABYTE
      ? t('checks.gigabytes', { size: number(Math.round(bytes / GIGABYTE / 0.1) * 0.1) })
      : t('checks.megabytes', { size: number(Math.ceil(bytes / MEGABYTE)) })
  return ({ code, figures }) => {
    const instant = (name: string, write: (value: string) => string) => (name in figures ? { [name]: write(String(figures[name])) } : {})
    const values = {
      ...figures,
      ...instant('until', date),
      ...instant('since', date),
      ...instant('when', ago),
      ...instant('sent', ago),
      ...instant('arrived', dateTime),
      ...instant('read', ago),
      ...Object.fromEntries(
        ['bytes', 'freeBytes', 'databaseBytes'].filter((name) => name in figures).map((name) => [name, size(Number(figures[name]))]),
      ),
      ...('days' in figures && { count: Number(figures.days) }),
    }
    const sentence = t(`checks.found.${code}`, values)
    const more = [
      'daysLeft' in figures ? ` ${t('checks.daysLeft', { count: Number(figures.daysLeft) })}` : '',
      'read' in figures ? ` ${t('checks.readLast', values)}` : '',
    ]
    return { sentence: sentence + more.join(''), todo: t(`checks.todo.${code}`, { ...values, defaultValue: '' }) }
  }
}

/** Whether somebody should do something about it. */
export function needsAttention({ state }: Check): boolean {
  return state === 'warning' || state === 'problem'
}
