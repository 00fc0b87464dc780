/** What is known of the parties beside their ties, and by what they can be put together. Pure. */
import { divisionOf } from './thin.ts'
import type { EcosystemMap } from './types.ts'

/** Columns in the order of the parties. `categories` are those of open offers and needs. */
export type Traits = {
  city: readonly (string | null)[]
  tags: readonly (readonly string[])[]
  categories: readonly (readonly string[])[]
}

export const GROUPINGS = ['kind', 'sector', 'city'] as const
export type Grouping = (typeof GROUPINGS)[number]

export const TRAITS = [...GROUPINGS, 'tag', 'category'] as const
export type TraitKind = (typeof TRAITS)[number]

/** What a party has of a sort of trait: its kinds, its division (`nace:55`), its town, its tags, what it offers and needs. */
export function traitsOf(map: EcosystemMap, traits: Traits, sort: TraitKind, party: number): readonly string[] {
  const { kinds, sectorScheme, sectorCode } = map.parties[party]!
  if (sort === 'kind') return kinds
  if (sort === 'sector') return listOf(divisionOf(sectorScheme, sectorCode))
  if (sort === 'city') return listOf(traits.city[party]!)
  return sort === 'tag' ? traits.tags[party]! : traits.categories[party]!
}

/** A number for the group of each party, by its first kind, its sector or its town; −1 where that is not known. `values` names the numbers. */
export function groupsBy(map: EcosystemMap, traits: Traits, sort: Grouping): { of: Int32Array; values: string[] } {
  const numbers = new Map<string, number>()
  const of = Int32Array.from(map.parties, (_, party) => {
    const [value] = traitsOf(map, traits, sort, party)
    if (value === undefined) return -1
    if (!numbers.has(value)) numbers.set(value, numbers.size)
    return numbers.get(value)!
  })
  return { of, values: [...numbers.keys()] }
}

function listOf(value: string | null): string[] {
  return value === null || value === '' ? [] : [value]
}
