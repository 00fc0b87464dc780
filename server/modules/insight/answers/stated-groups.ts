/** The groups that somebody stated, beside those that ties make. Pure. */
import type { FoundGroups } from './found-groups.ts'
import { isOfTypes } from './tie-columns.ts'
import type { Traits } from './traits.ts'
import type { EcosystemMap } from './types.ts'

/** A stated group that shares members with a found one: how many, which share of the stated group lies in the found one, and the other way round. */
export type Overlap = {
  by: 'members' | 'tag'
  /** Whose members they are; null for a tag. */
  party: number | null
  tag: string | null
  shared: number
  ofStated: number
  ofFound: number
}

/** A stated group of fewer is none, and neither is a likeness of fewer. */
const STATED_MIN = 3
const SHARED_MIN = 3
/** Less in common, of all in either, is no likeness. */
const LIKENESS_MIN = 0.15
const LISTED = 3

type Stated = { by: Overlap['by']; party: number | null; tag: string | null; members: ReadonlySet<number> }

/**
 * For each found group the stated ones most like it, by the share both have in common of all in either (Jaccard). Stated are the members of an
 * organisation or group (ties of the type `member_of`), and parties with the same tag. O(ties + tags).
 */
export function overlaps(map: EcosystemMap, traits: Traits, { groups, of }: FoundGroups): Overlap[][] {
  const found: (Overlap & { likeness: number })[][] = groups.map(() => [])
  for (const { members, ...stated } of statedGroups(map, traits)) {
    const shared = new Map<number, number>()
    for (const party of members) if (of[party]! >= 0) shared.set(of[party]!, (shared.get(of[party]!) ?? 0) + 1)
    for (const [group, count] of shared) {
      const size = groups[group]!.members.length
      if (count < SHARED_MIN) continue
      const likeness = count / (members.size + size - count)
      if (likeness < LIKENESS_MIN) continue
      found[group]!.push({ ...stated, shared: count, ofStated: count / members.size, ofFound: count / size, likeness })
    }
  }
  return found.map((list) =>
    list
      .sort((a, b) => b.likeness - a.likeness || b.shared - a.shared)
      .slice(0, LISTED)
      .map(({ likeness: _, ...overlap }) => overlap),
  )
}

function statedGroups({ parties, ties }: EcosystemMap, { tags }: Traits): Stated[] {
  const ofParty = new Map<number, Set<number>>()
  const ofTag = new Map<string, Set<number>>()
  const isMembership = isOfTypes(ties, new Set(['member_of']))
  for (let k = 0; k < ties.count; k++) if (isMembership(k)) add(ofParty, ties.to[k]!, ties.from[k]!)
  for (let i = 0; i < parties.length; i++) for (const tag of tags[i]!) add(ofTag, tag, i)
  return [
    ...[...ofParty].map(([party, members]): Stated => ({ by: 'members', party, tag: null, members })),
    ...[...ofTag].map(([tag, members]): Stated => ({ by: 'tag', party: null, tag, members })),
  ].filter(({ members }) => members.size >= STATED_MIN)
}

function add<K>(sets: Map<K, Set<number>>, key: K, member: number): void {
  const set = sets.get(key)
  if (set) set.add(member)
  else sets.set(key, new Set([member]))
}
