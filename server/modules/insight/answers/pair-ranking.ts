/** Which pairs to introduce first. Pure. */
import {
  adamicAdar,
  type BridgingGain,
  bestMix,
  bridgingGain,
  chosen,
  degrees,
  type Graph,
  type Mix,
  mixedScores,
  type PairMeasure,
  pathsOfThree,
  randomFrom,
  ranks,
  type Scorer,
  type Scratch,
  scorePairs,
  scratchFor,
} from '../network/index.ts'
import type { PairGround, PairList } from './pair-ground.ts'

/** Two parties, and what a tie between them would bring them: closeness, how many are nearer then, and how many newly in reach. */
export type RankedPair = { one: number; other: number; gain: number; nearer: number; newlyReached: number }

/** Below so many parties with a tie, degree alone recommends as well as who is near whom: offers, needs and likeness go first. */
const TIED_FOR_SIMILARITY = 60
/**
 * Above so many parties the mix is not learned, and the first measure of each list counts alone; above so many with a tie, those from whom pairs
 * are looked for are drawn by chance.
 */
const PARTIES_MAX = 3_000
const PAIRS_OF_SOURCE = 5
/** From so many pairs bridging gain chooses, from fewer where the walks it takes are long. */
const SHORTLISTED_MAX = 40
const SHORTLISTED_MIN = 16
const WALKED_MAX = 20_000_000
/** So often may a party stand in the short list from which bridging gain chooses. */
const SPREAD_OF_SHORTLIST = 4
const SEED = 20261127

/** Half as far on at so many kilometres; an unknown distance counts as this. */
const KM_HALF = 50
const FIT = { meeting: 2, further: 0.5, shared: 1.5, division: 1.5, kind: 1.2 } as const
/** From the least to the most bridging of the short list, a pair moves by a quarter down to a quarter up. */
const BRIDGING = 0.5

const MEASURES: Record<PairList, { near: Scorer; own: readonly PairMeasure[] }> = {
  peers: { near: adamicAdar, own: ['adamicAdar'] },
  trade: { near: pathsOfThree, own: ['pathsOfThree', 'allocationOfThree'] },
}

/** What ties between pairs would bring, a, b, a, b …; the kernel, or what is known of it already. */
export type Bridge = (graph: Graph, pairs: readonly number[]) => BridgingGain

/** How much it counts who is near whom: it only breaks ties, as the ties of the map teach, or by a fixed rule. */
export const WAYS_OF_NEARNESS = ['breaksTies', 'learned', 'fixed'] as const

export type Weighing = {
  nearness: (typeof WAYS_OF_NEARNESS)[number]
  mixes: Record<PairList, Mix>
}

/** How much the measures of each list count on this map, learned from its own ties where it has enough and not too many. */
export function weigh(graph: Graph): Weighing {
  const nearness = tiedIn(graph) < TIED_FOR_SIMILARITY ? 'breaksTies' : graph.n > PARTIES_MAX ? 'fixed' : 'learned'
  const learned = nearness === 'learned' ? bestMix(graph) : {}
  return { nearness, mixes: { peers: shareOf(learned, 'peers'), trade: shareOf(learned, 'trade') } }
}

/** What a mix leaves to the measures of a list and to the well-connected; where that is nothing, the first measure of the list counts alone. */
function shareOf(learned: Mix, list: PairList): Mix {
  const { own } = MEASURES[list]
  const parts = [...own, 'oddsOfDegree' as const].map((measure) => [measure, learned[measure] ?? 0] as const)
  const sum = parts.reduce((total, [, weight]) => total + weight, 0)
  if (sum === 0) return { [own[0]!]: 1 }
  return Object.fromEntries(parts.map(([measure, weight]) => [measure, weight / sum]))
}

export function tiedIn({ n, offsets }: Graph): number {
  let tied = 0
  for (let i = 0; i < n; i++) if (offsets[i + 1]! > offsets[i]!) tied++
  return tied
}

/**
 * The pairs for a list, best first. What counts is, multiplied: how near the two are in the network (Adamic–Adar for peers, paths of three ties
 * for trade), whether offers meet needs or the two are alike, how far apart they are, and, among the best of these, what a tie between them
 * would bridge. `graph` may lack ties of the map; pairs tied there are not proposed all the same.
 */
export function rankPairs(
  graph: Graph,
  ground: PairGround,
  list: PairList,
  { nearness, mixes }: Weighing,
  bridge: Bridge = bridgingGain,
): RankedPair[] {
  const pairs = candidates(graph, ground, list)
  const near = mixedScores(scorePairs(graph, pairs), mixes[list])
  const value = near.map((score, k) => {
    const [one, other] = [pairs[2 * k]!, pairs[2 * k + 1]!]
    const similarity = nearness === 'breaksTies' ? 1 + score / 1_000 : (1 + score) / 2
    return similarity * fitOf(ground, list, one, other) * closeBy(ground.km(one, other))
  })
  const order = [...value.keys()].sort((a, b) => value[b]! - value[a]! || a - b)
  const length = Math.max(SHORTLISTED_MIN, Math.min(SHORTLISTED_MAX, Math.floor(WALKED_MAX / (graph.n + 2 * graph.m + 1))))
  const short = spread(order, SPREAD_OF_SHORTLIST, (k) => [pairs[2 * k]!, pairs[2 * k + 1]!]).slice(0, length)
  // those with the same first party side by side, which saves walks
  short.sort((a, b) => a - b)
  const { gain, nearer, newlyReached } = bridge(graph, short.flatMap((k) => [pairs[2 * k]!, pairs[2 * k + 1]!])) // biome-ignore format: one line reads better
  const bridging = ranks(gain)
  return short
    .map((k, s) => ({
      one: Math.min(pairs[2 * k]!, pairs[2 * k + 1]!),
      other: Math.max(pairs[2 * k]!, pairs[2 * k + 1]!),
      gain: gain[s]!,
      nearer: nearer[s]!,
      newlyReached: newlyReached[s]!,
      value: value[k]! * (1 + BRIDGING * (bridging[s]! - 0.5)),
    }))
    .sort((a, b) => b.value - a.value || a.one - b.one || a.other - b.other)
    .map(({ value: _, ...pair }) => pair)
}

/** Keeps the order and leaves out whoever stands in it `times` already. */
export function spread<T>(order: readonly T[], times: number, partiesOf: (item: T) => readonly [number, number]): T[] {
  const count = new Map<number, number>()
  return order.filter((item) => {
    const parties = partiesOf(item)
    if (parties.some((party) => (count.get(party) ?? 0) >= times)) return false
    for (const party of parties) count.set(party, (count.get(party) ?? 0) + 1)
    return true
  })
}

/** Permitted pairs that fit, and the nearest of each party by the measure of the list, those with the same first party side by side. */
function candidates(graph: Graph, ground: PairGround, list: PairList): Uint32Array {
  const keys = new Set<number>()
  const pairs: number[] = []
  const add = (one: number, other: number) => {
    const key = ground.keyOf(one, other)
    if (!keys.has(key)) pairs.push(one, other)
    keys.add(key)
  }
  for (const [one, other] of ground.matched[list]) if (ground.isPermitted(list, one, other)) add(one, other)
  const scratch = scratchFor(graph)
  for (const source of sourcesOf(graph)) {
    const isPermitted = (party: number) => ground.isPermitted(list, source, party)
    for (const party of nearestOf(graph, MEASURES[list].near, source, scratch, isPermitted)) add(source, party)
  }
  return Uint32Array.from(pairs)
}

/** Those with the highest scores, equals by position. */
function nearestOf(graph: Graph, near: Scorer, source: number, scratch: Scratch, isPermitted: (party: number) => boolean): number[] {
  near(graph, source, scratch)
  const { score, touched, count } = scratch
  const best: number[] = []
  const isBefore = (one: number, other: number) => score[one]! > score[other]! || (score[one]! === score[other]! && one < other)
  for (let k = 0; k < count; k++) {
    const party = touched[k]!
    const isFull = best.length === PAIRS_OF_SOURCE
    // most are not near enough, which is told sooner than whether they are permitted
    if (score[party] === 0 || (isFull && !isBefore(party, best.at(-1)!)) || best.includes(party) || !isPermitted(party)) continue
    if (isFull) best.pop()
    const after = best.findIndex((other) => isBefore(party, other))
    best.splice(after === -1 ? best.length : after, 0, party)
  }
  for (let k = 0; k < count; k++) score[touched[k]!] = 0
  return best
}

function sourcesOf({ n, offsets }: Graph): Iterable<number> {
  const tied = Array.from({ length: n }, (_, i) => i).filter((i) => offsets[i + 1]! > offsets[i]!)
  if (tied.length <= PARTIES_MAX) return tied
  return chosen(tied.length, PARTIES_MAX, randomFrom(SEED)).map((k) => tied[k]!)
}

function fitOf(ground: PairGround, list: PairList, one: number, other: number): number {
  if (list === 'trade') {
    const meetings = ground.meetings(one, other).length
    return meetings === 0 ? 1 : FIT.meeting + (meetings > 1 ? FIT.further : 0)
  }
  const shared = ground.shared(one, other).length > 0 ? FIT.shared : 1
  const division = ground.division(one, other) === null ? 1 : FIT.division
  const kind = ground.kind(one, other) === null ? 1 : FIT.kind
  return shared * division * kind
}

function closeBy(km: number | null): number {
  return KM_HALF / (KM_HALF + (km ?? KM_HALF))
}

const BEST_LOOKED_AT = 300

/** The permitted pairs with the highest product of degrees, best first: whom anybody would suggest who only knows who is well connected. */
export function bestConnectedPairs(graph: Graph, ground: PairGround, list: PairList): [number, number][] {
  const degree = degrees(graph)
  const first = [...degree.keys()].filter((i) => degree[i]! > 0).sort((a, b) => degree[b]! - degree[a]! || a - b)
  const best = first.slice(0, BEST_LOOKED_AT)
  const pairs = best.flatMap((one, k) => best.slice(k + 1).flatMap((other) => (ground.isPermitted(list, one, other) ? [[one, other]] : [])))
  return (pairs as [number, number][]).sort((x, y) => degree[y[0]]! * degree[y[1]]! - degree[x[0]]! * degree[x[1]]!)
}
