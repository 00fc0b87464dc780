import type { TFunction } from 'i18next'
import type { Formats } from '../../ui/format.ts'
import type { Stretch } from './stretch.ts'
import type { Changes } from './words.ts'

export type TieSort = keyof Changes['ties']

/** The sentence under the title: how many ties are new, lost, stronger, weaker, or that there was nothing to change. */
export function headOfChanges({ t, formats }: { t: TFunction; formats: Formats }, changes: Changes, stretch: Stretch): string {
  const days = { since: formats.date(stretch.since), until: formats.date(stretch.until || changes.until) }
  if (changes.after.parties === 0 && changes.before.parties === 0) return t('changes.head.empty', days)
  if (changes.before.parties === 0) return t('changes.head.before', days)
  const parts = (['fresh', 'lost', 'stronger', 'weaker'] as const).flatMap((sort) => {
    const count = changes.ties[sort].total
    return count === 0 ? [] : [t(`changes.head.ties.${sort}`, { number: formats.number(count) })]
  })
  const moved = [...Object.values(changes.parties), ...Object.values(changes.onlyWay)].some(({ total }) => total > 0)
  if (parts.length === 0) return t(`changes.head.${moved ? 'partiesOnly' : 'none'}`, days)
  return t(`changes.head.${stretch.until === '' ? 'some' : 'between'}`, { ...days, what: formats.list(parts) })
}
