/** What there is to know of two parties before they are introduced, apart from the ties around them. Pure. */
import { areTied, type Graph } from '../network/index.ts'
import { connectingGraph } from './reading.ts'
import { divisionOf } from './thin.ts'
import { isOfTypes } from './tie-columns.ts'
import type { Trade } from './trades.ts'
import type { EcosystemMap } from './types.ts'

/** Peers could learn from each other, trade could buy and sell. */
export const PAIR_LISTS = ['peers', 'trade'] as const
export type PairList = (typeof PAIR_LISTS)[number]

/** What the map does not hold: in the order of its parties, or as positions in it. */
export type PairInput = {
  latitude: readonly (number | null)[]
  longitude: readonly (number | null)[]
  /** Offers and needs that are open. */
  trades: readonly Trade[]
  /** Who is not to be introduced to anybody. */
  leftOut: ReadonlySet<number>
  /** Pairs that are not to be proposed again now, each lower position first. */
  shut: readonly (readonly [number, number])[]
}

/** One offers what the other needs. */
export type Meeting = { from: number; to: number; category: string }
/** Both offer or both need the same. */
export type Shared = { side: Trade['side']; category: string }

export type PairGround = {
  map: EcosystemMap
  graph: Graph
  /** A pair as one number, whichever way round. */
  keyOf: (one: number, other: number) => number
  isPermitted: (list: PairList, one: number, other: number) => boolean
  isBarred: (one: number, other: number) => boolean
  isRival: (one: number, other: number) => boolean
  /** Pairs in which one offers what the other needs, and pairs that are alike: the nearest of each, those with the same first party side by side. */
  matched: Record<PairList, readonly (readonly [number, number])[]>
  meetings: (one: number, other: number) => Meeting[]
  shared: (one: number, other: number) => Shared[]
  /** The sector both are of, to two digits. */
  division: (one: number, other: number) => string | null
  kind: (one: number, other: number) => string | null
  /** As the crow flies; null where either place is unknown. */
  km: (one: number, other: number) => number | null
}

/** Of those who offer the same, so many are looked at, and so many of the nearest are kept for everybody who needs it; of all these pairs again the nearest. */
const GROUP_MAX = 200
const NEAREST = 10
const FOUND_MAX = 200_000
const MATCHED_MAX = 2_000
/** Above this many parties nobody is proposed for their sector alone. */
const ALIKE_MAX = 3_000
const EARTH_RADIUS_KM = 6371

/** Reads what is offered, needed and stated once for all pairs. O(n + m + trades × a constant). */
export function groundOf(map: EcosystemMap, input: PairInput): PairGround {
  const graph = connectingGraph(map)
  const n = map.parties.length
  const keyOf = (one: number, other: number) => (one < other ? one * n + other : other * n + one)
  const stated = (type: string) => {
    const pairs = new Set<number>()
    const isOfType = isOfTypes(map.ties, new Set([type]))
    for (let k = 0; k < map.ties.count; k++) if (isOfType(k)) pairs.add(keyOf(map.ties.from[k]!, map.ties.to[k]!))
    return pairs
  }
  const [barred, rivals] = [stated('conflicts'), stated('competes')]
  const shut = new Set(input.shut.map(([one, other]) => keyOf(one, other)))
  const km = distanceIn(input)
  const sides = sidesOf(input.trades)
  const of = (side: Trade['side'], party: number) => sides[side].get(party) ?? NOTHING
  const meetsFrom = (from: number, to: number): Meeting[] =>
    [...of('offer', from)].flatMap(([key, category]) => (of('need', to).has(key) ? [{ from, to, category }] : []))
  const sharedOn = (side: Trade['side'], one: number, other: number): Shared[] =>
    [...of(side, one)].flatMap(([key, category]) => (of(side, other).has(key) ? [{ side, category }] : []))
  const divisions = map.parties.map(({ sectorScheme, sectorCode }) => divisionOf(sectorScheme, sectorCode))
  const meetings = (one: number, other: number) => [...meetsFrom(one, other), ...meetsFrom(other, one)]
  const division = (one: number, other: number) => (divisions[one] === divisions[other] ? (divisions[one] ?? null) : null)
  const isAlike = (one: number, other: number) => division(one, other) !== null || haveOne(of('offer', one), of('offer', other))
  const isMet = (one: number, other: number) => haveOne(of('offer', one), of('need', other)) || haveOne(of('offer', other), of('need', one))
  // firms resemble their competitors: who sells the same is a peer, unless one needs what the other offers
  const couldTrade = (one: number, other: number) => !rivals.has(keyOf(one, other)) && (!isAlike(one, other) || isMet(one, other))
  const isPermitted = (list: PairList, one: number, other: number) =>
    one !== other &&
    !input.leftOut.has(one) &&
    !input.leftOut.has(other) &&
    !barred.has(keyOf(one, other)) &&
    !shut.has(keyOf(one, other)) &&
    !areTied(graph, one, other) &&
    (list === 'peers' || couldTrade(one, other))
  return {
    map,
    graph,
    keyOf,
    isPermitted,
    isBarred: (one, other) => barred.has(keyOf(one, other)),
    isRival: (one, other) => rivals.has(keyOf(one, other)),
    matched: { trade: pairsThatMeet(sides, km), peers: pairsAlike(sides, divisions, km) },
    meetings,
    shared: (one, other) => [...sharedOn('need', one, other), ...sharedOn('offer', one, other)],
    division,
    kind: (one, other) => map.parties[one]!.kinds.find((kind) => map.parties[other]!.kinds.includes(kind)) ?? null,
    km,
  }
}

type Distance = PairGround['km']
/** For each party its categories: as compared, and as written. */
type Categories = Map<number, Map<string, string>>
type Sides = Record<Trade['side'], Categories>
const NOTHING: ReadonlyMap<string, string> = new Map()

function haveOne(some: ReadonlyMap<string, string>, others: ReadonlyMap<string, string>): boolean {
  if (some.size === 0 || others.size === 0) return false
  for (const key of some.keys()) if (others.has(key)) return true
  return false
}

function sidesOf(trades: readonly Trade[]): Sides {
  const sides: Sides = { offer: new Map(), need: new Map() }
  for (const { side, party, category } of trades) {
    const categories = sides[side].get(party) ?? new Map<string, string>()
    categories.set(category.trim().toLowerCase(), category.trim())
    sides[side].set(party, categories)
  }
  return sides
}

function partiesBy(categories: Categories): Map<string, number[]> {
  const parties = new Map<string, number[]>()
  for (const [party, own] of categories) {
    for (const key of own.keys()) {
      const group = parties.get(key)
      if (group) group.push(party)
      else parties.set(key, [party])
    }
  }
  return parties
}

function pairsThatMeet({ offer, need }: Sides, km: Distance): [number, number][] {
  const offering = partiesBy(offer)
  return bounded([...partiesBy(need)].map(([key, needing]) => [needing, offering.get(key) ?? []]), km) // biome-ignore format: one line reads better
}

/** Who needs the same, offers the same, or is of the same sector. */
function pairsAlike({ offer, need }: Sides, divisions: readonly (string | null)[], km: Distance): [number, number][] {
  const sectors = divisions.length > ALIKE_MAX ? [] : [...Map.groupBy(divisions.keys(), (party) => divisions[party])]
  const ofSector = sectors.flatMap(([division, parties]) => (division ? [parties] : []))
  return bounded([...partiesBy(need).values(), ...partiesBy(offer).values(), ...ofSector].map((group) => [group, group]), km) // biome-ignore format: one line reads better
}

/** Of every two groups, each party of the first with the nearest of the second; of very many pairs the nearest. */
function bounded(groups: readonly [number[], number[]][], km: Distance): [number, number][] {
  const found: Found[] = []
  for (const [ones, others] of groups) {
    const choice = others.slice(0, GROUP_MAX)
    for (const one of ones) if (found.length < FOUND_MAX) found.push(...nearest(one, choice, km))
  }
  const kept = found.length <= MATCHED_MAX ? found : found.sort((a, b) => a.far - b.far).slice(0, MATCHED_MAX)
  return kept.sort((a, b) => a.one - b.one).map(({ one, other }) => [one, other])
}

type Found = { one: number; other: number; far: number }

function nearest(one: number, others: readonly number[], km: Distance): Found[] {
  return others
    .filter((other) => other !== one)
    .map((other) => ({ one, other, far: km(one, other) ?? Number.MAX_VALUE }))
    .sort((a, b) => a.far - b.far || a.other - b.other)
    .slice(0, NEAREST)
}

/** Great-circle distance by the haversine formula. */
function distanceIn({ latitude, longitude }: Pick<PairInput, 'latitude' | 'longitude'>): Distance {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  return (one, other) => {
    const [lat1, lon1, lat2, lon2] = [latitude[one], longitude[one], latitude[other], longitude[other]]
    if (lat1 == null || lon1 == null || lat2 == null || lon2 == null) return null
    const half =
      Math.sin(radians(lat2 - lat1) / 2) ** 2 + Math.cos(radians(lat1)) * Math.cos(radians(lat2)) * Math.sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(half)))
  }
}
