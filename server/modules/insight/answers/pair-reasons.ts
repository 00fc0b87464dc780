/** Why two parties are proposed to each other, as data for words. Pure. */
import type { Graph } from '../network/index.ts'
import type { PairGround, PairList } from './pair-ground.ts'
import type { RankedPair } from './pair-ranking.ts'

export const PAIR_REASONS = [
  'meets',
  'sharedNeed',
  'sharedOffer',
  'contacts',
  'path',
  'sector',
  'kind',
  'apart',
  'reached',
  'nearer',
  'connected',
  'compete',
] as const

/**
 * `meets`: the first party offers, the second needs `word`. `sharedNeed`, `sharedOffer`: both, `word`. `contacts`: both are tied to these, `value`
 * of them in all. `path`: one is tied to the first, the first to the second, the second to the other. `sector`, `kind`: both are of `word`.
 * `apart`: `value` kilometres. `reached`: one of the two would reach `value` parties more; `nearer`: be fewer ties away from `value`.
 * `connected`: both are among the best connected. `compete`: they are stated competitors, which has to be thought of.
 */
export type PairReason = { key: (typeof PAIR_REASONS)[number]; partyIds: string[]; word: string | null; value: number | null }

const CONTACTS_NAMED = 3
const CATEGORIES_NAMED = 2

/** The reasons for a pair, the weightiest first. */
export function reasonsOf(ground: PairGround, list: PairList, pair: RankedPair): PairReason[] {
  const { graph, map } = ground
  const { one, other, nearer, newlyReached } = pair
  const reason = (key: PairReason['key'], parties: readonly number[], word: string | null = null, value: number | null = null) => [
    { key, partyIds: parties.map((party) => map.parties[party]!.id), word, value },
  ]
  const meetings = ground.meetings(one, other).slice(0, CATEGORIES_NAMED).flatMap(({ from, to, category }) => reason('meets', [from, to], category)) // biome-ignore format: one line reads better
  const shared = ground.shared(one, other).slice(0, CATEGORIES_NAMED).flatMap(({ side, category }) => reason(side === 'need' ? 'sharedNeed' : 'sharedOffer', [], category)) // biome-ignore format: one line reads better
  const contacts = contactsOf(graph, one, other)
  const known = contacts.length > 0 ? reason('contacts', contacts.slice(0, CONTACTS_NAMED), null, contacts.length) : []
  const path = list === 'trade' ? pathBetween(graph, one, other) : null
  const near = [...known, ...(path && known.length === 0 ? reason('path', path) : [])]
  const division = ground.division(one, other)
  const kind = ground.kind(one, other)
  const alike = [...(division === null ? [] : reason('sector', [], division)), ...(kind === null ? [] : reason('kind', [], kind))]
  const km = ground.km(one, other)
  const grounds = list === 'trade' ? [...meetings, ...near] : [...shared, ...near, ...alike]
  return [
    ...grounds,
    ...(grounds.length === 0 ? reason('connected', []) : []),
    ...(km === null ? [] : reason('apart', [], null, km)),
    ...(newlyReached > 0 ? reason('reached', [], null, newlyReached) : nearer > 0 ? reason('nearer', [], null, nearer) : []),
    ...(ground.isRival(one, other) ? reason('compete', []) : []),
  ]
}

/** Who knows both and is in conflict with neither: the best connected of them. */
export function whoKnowsBoth(ground: PairGround, one: number, other: number): string | null {
  const found = contactsOf(ground.graph, one, other).find((party) => !ground.isBarred(party, one) && !ground.isBarred(party, other))
  return found === undefined ? null : ground.map.parties[found]!.id
}

/** Those both are tied to, the best connected first. */
function contactsOf(graph: Graph, one: number, other: number): number[] {
  const { offsets, targets } = graph
  const own = new Set(targets.subarray(offsets[one], offsets[one + 1]))
  const shared = [...targets.subarray(offsets[other], offsets[other + 1])].filter((party) => own.has(party))
  return shared.sort((a, b) => degreeOf(graph, b) - degreeOf(graph, a) || a - b)
}

/** The path of three ties that counts most for L3: over those with the fewest ties. */
function pathBetween(graph: Graph, one: number, other: number): [number, number] | null {
  const { offsets, targets } = graph
  const ends = new Set(targets.subarray(offsets[other], offsets[other + 1]))
  let best: { path: [number, number]; weight: number } | null = null
  for (const u of targets.subarray(offsets[one], offsets[one + 1])) {
    for (const v of targets.subarray(offsets[u], offsets[u + 1])) {
      if (v === one || u === other || !ends.has(v)) continue
      const weight = degreeOf(graph, u) * degreeOf(graph, v)
      if (best === null || weight < best.weight) best = { path: [u, v], weight }
    }
  }
  return best?.path ?? null
}

function degreeOf({ offsets }: Graph, party: number): number {
  return offsets[party + 1]! - offsets[party]!
}
