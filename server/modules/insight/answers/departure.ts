/** What a map would be without some of its parties: who is cut off, which needs nobody meets, and what would make it safe. Pure. */
import { components, fragmentation, type Graph } from '../network/index.ts'
import { CHANGES_LISTED, type Listed } from './changes.ts'
import { type Acquaintance, type Introduction, joinPieces } from './introductions.ts'
import { connectingGraph } from './reading.ts'
import { isOfTypes } from './tie-columns.ts'
import type { EcosystemMap } from './types.ts'

/** An offer or a need that is open. `party` is a position in the map; categories are compared without regard to case. */
export type Trade = { id: string; party: number; side: 'offer' | 'need'; category: string }

export type DepartureWhole = { parties: number; pieces: number; largest: number; fragmentation: number }
export type NamedIntroduction = {
  oneId: string
  otherId: string
  reason: Introduction['reason']
  throughId: string | null
  category: string | null
}

export type Departure = {
  leaving: Listed<string>
  before: DepartureWhole
  after: DepartureWhole
  /** What would hang together no more with the largest rest of what it hung on, largest first. */
  pieces: Listed<{ size: number; partyIds: string[] }>
  cutOff: Listed<string>
  needs: Listed<{ id: string; partyId: string; category: string }>
  /** The fewest introductions that leave everybody in reach of whom they reach today; `unjoined` are pieces that conflicts keep apart. */
  introductions: Listed<NamedIntroduction>
  unjoined: Listed<{ size: number; partyIds: string[] }>
  /** The map without the leaving and with the introductions: not promised, but tried out. */
  withIntroductions: DepartureWhole
}

const PIECE_LISTED = 20

/** Lets the parties at these positions leave. Time: n + m, and a little for each piece. */
export function letLeave(map: EcosystemMap, leaving: ReadonlySet<number>, trades: readonly Trade[]): Departure {
  const graph = connectingGraph(map)
  const before = components(graph).of
  const rest = piecesOf(map, leaving, [])
  const groups = groupsThatBreak(rest.pieces, before, leaving)
  const known = acquaintanceOf(map, graph, leaving, trades)
  const joinings = groups.map((pieces) => joinPieces(pieces, known))
  const introductions = joinings.flatMap((joining) => joining.introductions)
  const apart = groups.flatMap(([, ...pieces]) => pieces).sort((a, b) => b.length - a.length || a[0]! - b[0]!)
  const idOf = (party: number) => map.parties[party]!.id
  const piece = (parties: readonly number[]) => ({ size: parties.length, partyIds: parties.slice(0, PIECE_LISTED).map(idOf) })
  return {
    leaving: listed([...leaving], idOf),
    before: wholeOf(piecesOf(map, new Set(), []).pieces, map.parties.length),
    after: wholeOf(rest.pieces, map.parties.length - leaving.size),
    pieces: listed(apart, piece),
    cutOff: listed(apart.flat(), idOf),
    needs: listed(needsWithoutOffer(trades, before, rest.of, leaving), ({ id, party, category }) => ({
      id,
      partyId: idOf(party),
      category,
    })),
    introductions: listed(introductions, ({ one, other, through, ...why }) => ({
      oneId: idOf(one),
      otherId: idOf(other),
      throughId: through === null ? null : idOf(through),
      ...why,
    })),
    unjoined: listed(
      joinings.flatMap(({ left: [, ...pieces] }) => pieces),
      piece,
    ),
    withIntroductions: wholeOf(piecesOf(map, leaving, introductions).pieces, map.parties.length - leaving.size),
  }
}

function listed<T, U>(all: readonly T[], show: (item: T) => U): Listed<U> {
  return { items: all.slice(0, CHANGES_LISTED).map(show), total: all.length }
}

type Pieces = { of: Uint32Array; pieces: number[][] }

/** The pieces of the map without the leaving and with these pairs tied as well, each a list of parties, largest first. */
function piecesOf(map: EcosystemMap, leaving: ReadonlySet<number>, pairs: readonly Pick<Introduction, 'one' | 'other'>[]): Pieces {
  const { of, sizes } = components(connectingGraph(map, { without: leaving, pairs }))
  const pieces = Array.from(sizes, () => [] as number[])
  for (let party = 0; party < of.length; party++) if (!leaving.has(party)) pieces[of[party]!]!.push(party)
  return { of, pieces: pieces.filter(({ length }) => length > 0) }
}

function wholeOf(pieces: readonly (readonly number[])[], parties: number): DepartureWhole {
  const sizes = pieces.map(({ length }) => length)
  return { parties, pieces: sizes.length, largest: parties === 0 ? 0 : sizes[0]! / parties, fragmentation: fragmentation(sizes) }
}

/** Of each former piece that somebody leaves, what it breaks into; those that stay whole are left out. */
function groupsThatBreak(pieces: readonly number[][], before: Uint32Array, leaving: ReadonlySet<number>): number[][][] {
  const left = new Set([...leaving].map((party) => before[party]!))
  const groups = Map.groupBy(
    pieces.filter(([first]) => left.has(before[first!]!)),
    ([first]) => before[first!]!,
  )
  return [...groups.values()].filter(({ length }) => length > 1)
}

/** Needs that somebody in reach could meet, and nobody could without the leaving. */
function needsWithoutOffer(trades: readonly Trade[], before: Uint32Array, after: Uint32Array, leaving: ReadonlySet<number>): Trade[] {
  const key = (piece: number, category: string) => `${piece} ${category.toLowerCase()}`
  const offering = (of: Uint32Array, isThere: (party: number) => boolean) => {
    const parties = new Map<string, Set<number>>()
    for (const { side, party, category } of trades) {
      if (side !== 'offer' || !isThere(party)) continue
      const place = key(of[party]!, category)
      parties.set(place, (parties.get(place) ?? new Set()).add(party))
    }
    const isMet = ({ party, category }: Trade) => {
      const found = parties.get(key(of[party]!, category))
      return found !== undefined && found.size > (found.has(party) ? 1 : 0)
    }
    return isMet
  }
  const isMetToday = offering(before, () => true)
  const isMetThen = offering(after, (party) => !leaving.has(party))
  return trades.filter((trade) => trade.side === 'need' && !leaving.has(trade.party) && isMetToday(trade) && !isMetThen(trade))
}

/** What there is to know of two parties before they are brought together: stated conflicts, what they trade, and who of the leaving knows both. */
export function acquaintanceOf(map: EcosystemMap, graph: Graph, leaving: ReadonlySet<number>, trades: readonly Trade[]): Acquaintance {
  const n = map.parties.length
  const pair = (one: number, other: number) => (one < other ? one * n + other : other * n + one)
  const { ties } = map
  const pairsOf = (type: string) => {
    const isOfType = isOfTypes(ties, new Set([type]))
    const pairs = new Set<number>()
    for (let k = 0; k < ties.count; k++) if (isOfType(k)) pairs.add(pair(ties.from[k]!, ties.to[k]!))
    return pairs
  }
  const [barred, rivals] = [pairsOf('conflicts'), pairsOf('competes')]
  const hosts = hostsOf(graph, leaving)
  const categories = { offer: categoriesOf(trades, 'offer'), need: categoriesOf(trades, 'need') }
  const meets = (one: number, other: number) => firstShared(categories.offer.get(one), categories.need.get(other))
  return {
    isBarred: (one, other) => barred.has(pair(one, other)),
    isRival: (one, other) => rivals.has(pair(one, other)),
    fit: (one, other) => meets(one, other) ?? meets(other, one),
    through: (one, other) => firstShared(hosts.get(one), hosts.get(other)),
    // who knows somebody that leaves can still be introduced by them; then whoever knows most
    weight: (party) => (hosts.has(party) ? n : 0) + graph.offsets[party + 1]! - graph.offsets[party]!,
  }
}

/** For each party, those among the leaving whom it knows. */
function hostsOf({ offsets, targets }: Graph, leaving: ReadonlySet<number>): Map<number, number[]> {
  const hosts = new Map<number, number[]>()
  for (const host of leaving) {
    for (const contact of targets.subarray(offsets[host], offsets[host + 1])) {
      if (!leaving.has(contact)) hosts.set(contact, [...(hosts.get(contact) ?? []), host])
    }
  }
  return hosts
}

function categoriesOf(trades: readonly Trade[], side: Trade['side']): Map<number, string[]> {
  const categories = new Map<number, string[]>()
  for (const trade of trades) {
    if (trade.side === side) categories.set(trade.party, [...(categories.get(trade.party) ?? []), trade.category.toLowerCase()])
  }
  return categories
}

function firstShared<T>(some: readonly T[] | undefined, others: readonly T[] | undefined): T | null {
  return some?.find((each) => others?.includes(each)) ?? null
}
