/** Who together hold the map, and who together reach most of it. Pure. */
import { degrees, fragmentationWithout, type Graph, keyPlayersNegative, keyPlayersPositive, reachOf } from '../network/index.ts'
import { isVast, repeatsFor, thinnings } from './certainty.ts'
import { cutOffWithout } from './cut-off.ts'
import type { Reading } from './reading.ts'

/** The best set of so many, what it does, what the best single ones would do together where they are others, and in how many trials its members are named again. */
export type KeySet = {
  k: number
  members: number[]
  effect: number
  cutOff: number
  alone: { members: number[]; effect: number; cutOff: number } | null
  stability: number
}

export type KeySets = { sets: KeySet[]; today: number; repeats: number }

const TOGETHER_MAX = 5
/** Up to this size of the map the search for whom to take away begins from several of the best connected, not only from the best single one. */
const BEGIN_OFTEN_MAX = 3_000
const BEGINNINGS = 5
/** On larger maps only so many are tried as those who reach most. */
const CANDIDATES_MAX = 500
/** How many ties away somebody is still reached. */
const REACH_STEPS = 2
/** Less is rounding. */
const DIFFERENCE_MIN = 1e-9

/**
 * The sets of one to five whose joint leaving leaves most pairs without a way (KPP-NEG by fragmentation, Borgatti 2006). `effect` is the share of pairs
 * of the others without a way then, `today` the same with everybody. Every party is tried: one search of the map tells for all of them.
 */
export function breakers(reading: Reading): KeySets {
  const { graph, cuts, pieces } = reading
  const effectOf = fragmentationWithout(graph, 'pieces')
  const sets = breakingSets(graph)
  const singles = bestFirst(graph, cuts.fragmentationChange)
  const cutOffBy = (members: readonly number[]) => cutOffWithout(graph, pieces.of, members).length
  const { stability, repeats } = stabilityOfSets(graph, sets, breakingSets, 40)
  return { sets: described(sets, { effectOf, cutOffBy, singles, stability }), today: effectOf([]), repeats }
}

/** The sets of one to five who together reach most others within two ties (KPP-POS). `effect` is the share of all parties, themselves included. */
export function reachers(reading: Reading, flow: ArrayLike<number>): KeySets {
  const { graph } = reading
  const effectOf = reachOf(graph, REACH_STEPS)
  const candidates = candidatesOf(graph, flow)
  const setsOf = (on: Graph) => reachingSets(on, candidates)
  const sets = setsOf(graph)
  const alone = new Float64Array(graph.n).fill(-1)
  for (const party of candidates) alone[party] = effectOf([party])
  const { stability, repeats } = stabilityOfSets(graph, sets, setsOf, 40)
  const known = described(sets, { effectOf, cutOffBy: () => 0, singles: bestFirst(graph, alone), stability })
  // one more who reaches nobody new is none of those who reach most
  const last = known.findIndex(({ effect }, k) => k > 0 && effect - known[k - 1]!.effect < DIFFERENCE_MIN)
  return { sets: last === -1 ? known : known.slice(0, last), today: 0, repeats }
}

type Description = {
  effectOf: (members: readonly number[]) => number
  cutOffBy: (members: readonly number[]) => number
  singles: readonly number[]
  stability: readonly number[]
}

function described(sets: readonly number[][], { effectOf, cutOffBy, singles, stability }: Description): KeySet[] {
  return sets.map((members, at) => {
    const effect = effectOf(members)
    const single = singles.slice(0, members.length)
    const singleEffect = effectOf(single)
    const isBetter = effect - singleEffect > DIFFERENCE_MIN
    return {
      k: members.length,
      members,
      effect,
      cutOff: cutOffBy(members),
      alone: isBetter ? { members: single, effect: singleEffect, cutOff: cutOffBy(single) } : null,
      stability: stability[at]!,
    }
  })
}

/** The best set of one, two … five: each search begins from the set before it and, on small maps, from several single ones. */
function breakingSets(graph: Graph): number[][] {
  const starts = graph.n + graph.m <= BEGIN_OFTEN_MAX ? bestFirst(graph, degrees(graph)).slice(0, BEGINNINGS) : []
  return grown(graph, (k, before) => {
    const tries = [before, ...(k > 1 ? starts.map((one) => [one]) : [])]
    const found = tries.map((from) => keyPlayersNegative(graph, k, { criterion: 'pieces', from, ...exchanges(graph) }))
    return found.reduce((best, each) => (each.value > best.value + DIFFERENCE_MIN ? each : best)).members
  })
}

function reachingSets(graph: Graph, candidates: readonly number[]): number[][] {
  return grown(graph, (k, from) => keyPlayersPositive(graph, k, { steps: REACH_STEPS, candidates, from, ...exchanges(graph) }).members)
}

/** On a vast map a set only grows: each look at everybody takes seconds, and an exchange needs one for each member. */
function exchanges(graph: Graph): { roundsMax?: number } {
  return isVast(graph) ? { roundsMax: 0 } : {}
}

function grown(graph: Graph, search: (k: number, before: number[]) => number[]): number[][] {
  const sets: number[][] = []
  for (let k = 1; k <= Math.min(TOGETHER_MAX, graph.n - 1); k++) {
    const members = search(k, sets.at(-1) ?? [])
    if (members.length < k) break
    sets.push(members)
  }
  return sets
}

/** For each set the mean share of its members that are in the set of as many when a tenth of the tied pairs is left out. */
function stabilityOfSets(graph: Graph, sets: readonly number[][], setsOf: (graph: Graph) => number[][], times: number) {
  const repeats = repeatsFor(graph, times, isVast(graph) ? 2 : 3)
  const kept = sets.map(() => 0)
  for (const thinned of thinnings(graph, repeats)) {
    const again = setsOf(thinned)
    for (const [k, members] of sets.entries()) {
      const found = new Set(again[k])
      kept[k]! += members.filter((party) => found.has(party)).length / members.length
    }
  }
  return { stability: kept.map((sum) => sum / repeats), repeats }
}

/** Everybody with a tie, the highest value first, equals by most ties and then by place. */
function bestFirst(graph: Graph, values: ArrayLike<number>): number[] {
  const degree = degrees(graph)
  return [...degree.keys()].filter((i) => degree[i]! > 0).sort((a, b) => values[b]! - values[a]! || degree[b]! - degree[a]! || a - b)
}

/** Who may be among those who reach most: everybody on maps of some hundreds, above them the best by ties and by the ways that run through them. */
function candidatesOf(graph: Graph, flow: ArrayLike<number>): number[] {
  const byTies = bestFirst(graph, degrees(graph))
  if (byTies.length <= CANDIDATES_MAX) return byTies
  const chosen = new Set<number>()
  const byFlow = bestFirst(graph, flow)
  for (let k = 0; chosen.size < CANDIDATES_MAX; k++)
    for (const party of [byTies[k]!, byFlow[k]!]) if (chosen.size < CANDIDATES_MAX) chosen.add(party)
  return [...chosen]
}
