import type { TFunction } from 'i18next'
import type { Formats } from '../../ui/format.ts'
import type { Departure } from './words.ts'

type Words = { t: TFunction; formats: Formats }

/** The sentence under the title: how many would lose their way, or that nobody would. */
export function headOfDeparture({ t, formats }: Words, { leaving, cutOff, after, names }: Departure): string {
  if (leaving.total === 0) return t('what-if.head.nobody')
  if (after.parties === 0) return t('what-if.head.all')
  const found = names.find(({ id }) => id === leaving.items[0])
  const values = { count: leaving.total, number: formats.number(leaving.total), names: found?.name ?? '' }
  if (cutOff.total === 0) return t('what-if.head.safe', values)
  return t(`what-if.head.breaks.${leaving.total === 1 ? 'one' : 'several'}`, {
    ...values,
    count: cutOff.total,
    lost: formats.number(cutOff.total),
    rest: formats.number(after.parties),
  })
}

/** Says something of who leaves: one by name, several by the first name and how many more. On the task list nothing else tells who is meant. */
export function sayOfLeaving(
  { t, formats }: Words,
  { leaving, names }: Pick<Departure, 'leaving' | 'names'>,
  key: 'about' | 'again' | 'apart.task' | 'needs.ask',
  what = '',
): string {
  const name = names.find(({ id }) => id === leaving.items[0])?.name ?? ''
  const more = leaving.total - 1
  if (more < 1) return t(`what-if.${key}.one`, { name, what })
  return t(`what-if.${key}.more`, { name, what, count: more, number: formats.number(more) })
}
