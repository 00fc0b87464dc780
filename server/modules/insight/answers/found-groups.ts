/** The groups that ties make, and what their members share. Pure. */
import type { Graph } from '../network/index.ts'
import { type Grouping, groupingOf } from './grouping.ts'
import type { Ground } from './reading.ts'
import { TRAITS, type TraitKind, type Traits, traitsOf } from './traits.ts'

/** Something that many in a group have and few outside of it. Shares are 0 … 1, of those with a tie. */
export type SharedTrait = { by: TraitKind; value: string; count: number; inside: number; outside: number }

/** What a group is called after: what its members share, or the one of them with most ties inside. */
export type GroupName = SharedTrait | { by: 'around'; party: number }

export type FoundGroups = {
  /** The group of each party, −1 for those in none. */
  of: Int32Array
  /** Largest first; the members of each with most ties inside first. */
  groups: { members: number[]; name: GroupName; shared: SharedTrait[] }[]
  /** For each party how much of its group stays together when the search begins elsewhere, 0 … 1. */
  held: Float64Array
  modularity: number
  /** How far groups found from other beginnings agree: adjusted Rand index. */
  agreement: number
  seeds: number
}

/** The groups of a map with what their members share, from a grouping that is known already or is searched for now. */
export function findGroups(reading: Ground, traits: Traits, grouping: Grouping = groupingOf(reading.graph)): FoundGroups {
  const { graph, degree } = reading
  const { community, held, modularity, agreement, seeds } = grouping
  const groups: number[][] = Array.from({ length: grouping.groups }, () => [])
  const of = Int32Array.from(community, (c) => (c < groups.length ? c : -1))
  for (const [i, group] of of.entries()) if (group >= 0) groups[group]!.push(i)
  const within = tiesWithin(graph, of)
  for (const group of groups) group.sort((a, b) => within[b]! - within[a]! || degree[b]! - degree[a]! || a - b)
  const shared = sharedTraits(reading, traits, groups)
  const names = nameGroups(shared)
  return {
    of,
    groups: groups.map((group, k) => ({ members: group, name: names[k] ?? { by: 'around', party: group[0]! }, shared: shared[k]! })),
    held,
    modularity,
    agreement,
    seeds,
  }
}

/** For each party its ties to others of its group. */
function tiesWithin({ n, offsets, targets }: Graph, of: Int32Array): Uint32Array {
  const within = new Uint32Array(n)
  for (let i = 0; i < n; i++) for (let s = offsets[i]!; s < offsets[i + 1]!; s++) if (of[targets[s]!] === of[i]) within[i]!++
  return within
}

/** So many members must have it, and at least this share of the group, and so many times the share outside, or it names no group. */
const COUNT_MIN = 3
const INSIDE_MIN = 1 / 3
const TIMES_MIN = 2
const SHARED_LISTED = 3

/**
 * For each group what is over-represented in it, the most remarkable first: by how many standard deviations more members have it than if
 * membership were chance, (x − s p) / √(s p (1 − p)), x of s members, p of all with a tie. O(parties and their traits).
 */
function sharedTraits(reading: Ground, traits: Traits, groups: readonly number[][]): SharedTrait[][] {
  const { degree, tied } = reading
  const found: (SharedTrait & { score: number })[][] = groups.map(() => [])
  const everybody = [...degree.keys()].filter((i) => degree[i]! > 0)
  for (const by of TRAITS) {
    const all = countTraits(reading, traits, by, everybody)
    for (const [k, members] of groups.entries()) {
      const size = members.length
      for (const [key, { value, count }] of countTraits(reading, traits, by, members)) {
        const total = all.get(key)!.count
        const [inside, outside, p] = [count / size, tied === size ? 0 : (total - count) / (tied - size), total / tied]
        if (count < COUNT_MIN || inside < INSIDE_MIN || inside < TIMES_MIN * outside || p === 1) continue
        found[k]!.push({ by, value, count, inside, outside, score: (count - size * p) / Math.sqrt(size * p * (1 - p)) })
      }
    }
  }
  return found.map((list) =>
    list
      .sort((a, b) => b.score - a.score || TRAITS.indexOf(a.by) - TRAITS.indexOf(b.by) || (a.value < b.value ? -1 : 1))
      .slice(0, SHARED_LISTED)
      .map(({ score: _, ...trait }) => trait),
  )
}

/** How many of these parties have each value, compared without regard to case and named as it was first written. */
function countTraits({ map }: Ground, traits: Traits, by: TraitKind, parties: readonly number[]) {
  const counts = new Map<string, { value: string; count: number }>()
  for (const party of parties) {
    for (const [key, value] of new Map(traitsOf(map, traits, by, party).map((value) => [value.toLowerCase(), value]))) {
      const counted = counts.get(key)
      if (counted) counted.count++
      else counts.set(key, { value, count: 1 })
    }
  }
  return counts
}

/** Each group is called after the most remarkable thing that no larger group is called after. */
function nameGroups(shared: readonly SharedTrait[][]): (SharedTrait | undefined)[] {
  const taken = new Set<string>()
  return shared.map((traits) => {
    const free = traits.find(({ by, value }) => !taken.has(`${by} ${value.toLowerCase()}`))
    if (free) taken.add(`${free.by} ${free.value.toLowerCase()}`)
    return free
  })
}
