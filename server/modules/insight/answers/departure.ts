/** What a map would be without some of its parties: who is cut off, which needs nobody meets, and what would make it safe. Pure. */
import { components, findCuts, fragmentation } from '../network/index.ts'
import { acquaintanceOf } from './acquaintance.ts'
import { type Listed, listed } from './changes.ts'
import { type Introduction, joinPieces, type NamedIntroduction, named } from './introductions.ts'
import { connectingGraph } from './reading.ts'
import { metInReach, type Trade } from './trades.ts'
import type { EcosystemMap } from './types.ts'

export type DepartureWhole = { parties: number; pieces: number; largest: number; fragmentation: number }
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
  /** Of those who stay, the one whose leaving as well would cut off most, and how many; null where nobody's would. */
  next: { partyId: string; cutOff: number } | null
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
    introductions: listed(introductions, (introduction) => named(introduction, idOf)),
    unjoined: listed(
      joinings.flatMap(({ left: [, ...pieces] }) => pieces),
      piece,
    ),
    withIntroductions: wholeOf(piecesOf(map, leaving, introductions).pieces, map.parties.length - leaving.size),
    next: nextAfter(map, leaving),
  }
}

function nextAfter(map: EcosystemMap, leaving: ReadonlySet<number>): Departure['next'] {
  const rest = connectingGraph(map, { without: leaving })
  const { cutOff } = findCuts(rest, components(rest))
  let next = -1
  for (let party = 0; party < cutOff.length; party++) if (cutOff[party]! > (next === -1 ? 0 : cutOff[next]!)) next = party
  return next === -1 ? null : { partyId: map.parties[next]!.id, cutOff: cutOff[next]! }
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
  const isMetToday = metInReach(trades, before)
  const isMetThen = metInReach(
    trades.filter(({ party }) => !leaving.has(party)),
    after,
  )
  return trades.filter((trade) => trade.side === 'need' && !leaving.has(trade.party) && isMetToday(trade) && !isMetThen(trade))
}
