import type { RowGroup } from '../../../ui/row-groups.ts'
import type { ListField } from '../filter.ts'

export type GroupField = Extract<ListField, 'kind' | 'sector' | 'city' | 'tag'>
export const GROUP_FIELDS: readonly GroupField[] = ['kind', 'sector', 'city', 'tag']

/** A stretch of rows that come from one question: everybody, or those with one value of what is grouped by. */
export type Stretch = { value: string | null; first: number; count: number }

/** Largest group first, equal ones by name. A party with two kinds or tags stands in both groups; who has none stands in none. */
export function rowGroups(counts: Record<string, number>, nameOf: (value: string) => string, chosen: readonly string[]): RowGroup[] {
  return Object.entries(counts)
    .filter(([value, count]) => count > 0 && (chosen.length === 0 || chosen.includes(value)))
    .map(([key, count]) => ({ key, label: nameOf(key), count }))
    .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1))
}

/** Where the rows of each group lie among all rows; one stretch for all when nothing is grouped. */
export function stretchesOf(groups: readonly RowGroup[], total: number): Stretch[] {
  if (groups.length === 0) return [{ value: null, first: 0, count: total }]
  let first = 0
  return groups.map(({ key, count }) => {
    const stretch = { value: key, first, count }
    first += count
    return stretch
  })
}

/** The pages that hold rows `first` to `last`: which stretch, and from which row within it. */
export function pagesFor(stretches: readonly Stretch[], first: number, last: number, size: number): { stretch: Stretch; offset: number }[] {
  const pages: { stretch: Stretch; offset: number }[] = []
  for (const stretch of stretches) {
    const from = Math.max(first, stretch.first) - stretch.first
    const to = Math.min(last, stretch.first + stretch.count - 1) - stretch.first
    if (to < from) continue
    for (let offset = Math.floor(from / size) * size; offset <= to; offset += size) pages.push({ stretch, offset })
  }
  return pages
}
