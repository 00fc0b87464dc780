/** The two lists as they are shown: what fits and, by lot, what anybody would suggest; each with its reasons and how sure it is. Pure. */
import { bridgingGain, type Graph, hideTies, randomFrom } from '../network/index.ts'
import { certaintyOf } from './certainty.ts'
import { groundOf, PAIR_LISTS, type PairGround, type PairInput, type PairList } from './pair-ground.ts'
import { type Bridge, bestConnectedPairs, type RankedPair, rankPairs, tiedIn, type Weighing, weigh } from './pair-ranking.ts'
import { type PairReason, reasonsOf, whoKnowsBoth } from './pair-reasons.ts'
import type { Certainty, EcosystemMap } from './types.ts'

/** `fit` comes from the ranking of this file, `connected` is what it is compared with. */
export type PairOrigin = 'fit' | 'connected'

export type ProposedPair = {
  oneId: string
  otherId: string
  origin: PairOrigin
  reasons: PairReason[]
  /** Knows both, and most others. */
  introducerId: string | null
  /** By how much the closeness of the two would grow, in parties. */
  bridgingGain: number
  certainty: Certainty
}

export type ProposedPairs = Record<PairList, ProposedPair[]> & {
  parties: number
  tied: number
  /** How many say what they offer or need. */
  speaking: number
  nearness: Weighing['nearness']
}

const PLACES = 12
/** Of three places in a row two go to what fits and one to the best connected, in random order. */
const ROUND: readonly PairOrigin[] = ['fit', 'fit', 'connected']
/** So often may a party stand in one list. */
const SPREAD = 2
const SEED = 20261127
const REPEATS_MAX = 20
const REPEATS_MIN = 4
const WORK_MAX = 100_000
/** Parties plus tied pairs above which what a tie would bridge is measured on the whole map only, and not again on each thinned one. */
const BRIDGED_AGAIN_MAX = 100_000

type Pair = { one: number; other: number; origin: PairOrigin }
/** `known` where what a tie would bridge was measured already. */
type Drafted = Pair & { known: RankedPair | undefined }
type Lists = Record<PairList, Drafted[]>

/** Whom to introduce to whom on this map. The same map gives the same lists. */
export function proposePairs(map: EcosystemMap, input: PairInput): ProposedPairs {
  const ground = groundOf(map, input)
  const { graph } = ground
  const weighing = weigh(graph)
  const lists = listsOf(graph, ground, weighing)
  const again = shareAgain(ground, weighing, lists)
  const [parties, tied] = [map.parties.length, tiedIn(graph)]
  const speaking = new Set(input.trades.map(({ party }) => party)).size
  const coverage = parties === 0 ? 0 : tied / parties
  const show = (list: PairList) => (drafted: Drafted) => {
    const stability = again(list, drafted)
    const pair = drafted.known ?? bridged(graph, drafted.one, drafted.other)
    return {
      oneId: map.parties[pair.one]!.id,
      otherId: map.parties[pair.other]!.id,
      origin: drafted.origin,
      reasons: reasonsOf(ground, list, pair),
      introducerId: whoKnowsBoth(ground, pair.one, pair.other),
      bridgingGain: pair.gain,
      certainty: certaintyOf(coverage, stability, [{ definition: 'coverage', value: coverage }], tied),
    }
  }
  return {
    peers: lists.peers.map(show('peers')),
    trade: lists.trade.map(show('trade')),
    parties,
    tied,
    speaking,
    nearness: weighing.nearness,
  }
}

/** Both lists from the ties of a graph; no pair stands in both. */
function listsOf(graph: Graph, ground: PairGround, weighing: Weighing, bridge: Bridge = bridgingGain): Lists {
  const taken = new Set<number>()
  const listOf = (list: PairList) => {
    const fitting = rankPairs(graph, ground, list, weighing, bridge)
    const drafted = draft({ fit: fitting.map(({ one, other }) => [one, other]), connected: bestConnectedPairs(graph, ground, list) }, ground.keyOf, taken) // biome-ignore format: one line reads better
    const known = new Map(fitting.map((pair) => [ground.keyOf(pair.one, pair.other), pair]))
    for (const { one, other } of drafted) taken.add(ground.keyOf(one, other))
    return drafted.map((pair) => ({ ...pair, known: known.get(ground.keyOf(pair.one, pair.other)) }))
  }
  const trade = listOf('trade')
  return { trade, peers: listOf('peers') }
}

function bridged(graph: Graph, one: number, other: number): RankedPair {
  const { gain, nearer, newlyReached } = bridgingGain(graph, [one, other])
  return { one, other, gain: gain[0]!, nearer: nearer[0]!, newlyReached: newlyReached[0]! }
}

/**
 * Interleaves the two rankings so that they can be compared by what is accepted: team-draft interleaving (Radlinski, Kurup & Joachims 2008, How
 * does clickthrough data reflect retrieval quality?), but with two picks to one. In every round of three the order of the picks is drawn; who
 * picks takes the best pair of its ranking that is not taken and whose parties still have room, and is credited with it, whether the
 * other would have picked it later or not. The list ends with the round in which nothing that fits is left; without any it is empty.
 */
export function draft(
  rankings: Record<PairOrigin, readonly (readonly [number, number])[]>,
  keyOf: (one: number, other: number) => number,
  taken: ReadonlySet<number>,
): Pair[] {
  const random = randomFrom(SEED)
  const next = { fit: 0, connected: 0 }
  const listed: Pair[] = []
  const keys = new Set(taken)
  const count = new Map<number, number>()
  const pick = (origin: PairOrigin): boolean => {
    for (const ranking = rankings[origin]; next[origin] < ranking.length; next[origin]++) {
      const [one, other] = ranking[next[origin]]!
      if (keys.has(keyOf(one, other)) || [one, other].some((party) => (count.get(party) ?? 0) >= SPREAD)) continue
      keys.add(keyOf(one, other))
      for (const party of [one, other]) count.set(party, (count.get(party) ?? 0) + 1)
      listed.push({ one, other, origin })
      return true
    }
    return false
  }
  for (let isLeft = true; isLeft && listed.length < PLACES; ) {
    isLeft = false
    for (const origin of inRandomOrder(ROUND, random)) if (pick(origin) && origin === 'fit') isLeft = true
  }
  return listed.some(({ origin }) => origin === 'fit') ? listed.slice(0, PLACES) : []
}

function inRandomOrder<T>(items: readonly T[], random: () => number): T[] {
  return items.map((item) => ({ item, chance: random() })).sort((a, b) => a.chance - b.chance).map(({ item }) => item) // biome-ignore format: one line reads better
}

/** In which share of repeats a pair is still proposed when a tenth of the ties is dropped. */
function shareAgain(ground: PairGround, weighing: Weighing, lists: Lists): (list: PairList, pair: Drafted) => number {
  const { graph, keyOf } = ground
  const repeats = Math.max(REPEATS_MIN, Math.min(REPEATS_MAX, Math.floor(WORK_MAX / (graph.n + graph.m + 1))))
  const random = randomFrom(SEED)
  const kept = new Map<string, number>()
  const name = (list: PairList, { one, other }: Pick<Drafted, 'one' | 'other'>) => `${list} ${keyOf(one, other)}`
  if (graph.m === 0 || lists.peers.length + lists.trade.length === 0) return () => 1
  const bridge = graph.n + graph.m > BRIDGED_AGAIN_MAX ? remembered(lists, keyOf) : bridgingGain
  for (let round = 0; round < repeats; round++) {
    const { thinned } = hideTies(graph, random)
    const again = listsOf(thinned, ground, weighing, bridge)
    for (const list of PAIR_LISTS) for (const pair of again[list]) kept.set(name(list, pair), (kept.get(name(list, pair)) ?? 0) + 1)
  }
  return (list, pair) => (kept.get(name(list, pair)) ?? 0) / repeats
}

/** The gains that were measured on the whole map; a pair of which none is known counts as the middle one. */
function remembered(lists: Lists, keyOf: PairGround['keyOf']): Bridge {
  const known = PAIR_LISTS.flatMap((list) => lists[list].flatMap((pair) => pair.known ?? []))
  const gains = new Map(known.map(({ one, other, gain }) => [keyOf(one, other), gain]))
  const middle = [...gains.values()].sort((a, b) => a - b)[gains.size >> 1] ?? 0
  return (_, pairs) => {
    const gain = Float64Array.from({ length: pairs.length / 2 }, (_, k) => gains.get(keyOf(pairs[2 * k]!, pairs[2 * k + 1]!)) ?? middle)
    return { gain, nearer: new Uint32Array(gain.length), newlyReached: new Uint32Array(gain.length) }
  }
}
