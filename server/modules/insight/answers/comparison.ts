/** What a map with changes is beside the map it was made from: what falls apart, what comes together, who carries more. Pure. */
import { betweenness, type Components, components, constraint, distancesFrom, findCuts, type Graph, globalEfficiency } from '../network/index.ts' // biome-ignore format: one line reads better
import { acquaintanceOf } from './acquaintance.ts'
import { certaintyOf, stabilityOf } from './certainty.ts'
import { CHANGES_LISTED, compareShapes, type Listed, listed, type MapDifference, type Shape, shapeOf, type Whole } from './changes.ts'
import { speakingCertainty } from './gaps/index.ts'
import { comparisonCertainty, coverageCertainty, onlyWayCertainty } from './how-sure.ts'
import { joinPieces, type NamedIntroduction, named } from './introductions.ts'
import { largestFirst, partsLost } from './parts-lost.ts'
import { column, connectingGraph, ranked } from './reading.ts'
import { regroup } from './regrouping.ts'
import { metInReach, type Trade } from './trades.ts'
import type { Certainty, EcosystemMap, Figure, MapParty } from './types.ts'

/** A map with what is offered and needed on it; null where nobody knows, of a past day. */
export type MapState = { map: EcosystemMap; trades: readonly Trade[] | null }

/** `efficiency` is null above as many shortest paths as one waits for. */
export type ComparedWhole = Whole & { pieces: number; efficiency: number | null }
export type Piece = { size: number; partyIds: string[] }
export type ComparedNeed = { id: string; partyId: string; category: string }

/** A party whose weight changes: its values before and after, and its places among all, null where it has none. */
export type Move = { partyId: string; before: number | null; after: number | null; placeBefore: number | null; placeAfter: number | null }
export type Moves = { by: 'betweenness' | 'constraint'; items: Move[]; total: number; certainty: Certainty }

export type Comparison = Pick<MapDifference, 'parties' | 'onlyWay'> & {
  before: ComparedWhole
  after: ComparedWhole
  /** Who hung together with the largest rest of its former piece and does so no more, as pieces and one by one. */
  pieces: Listed<Piece>
  cutOff: Listed<string>
  /** Who hangs together with more than before: the smaller parts of what came together. */
  joined: Listed<string>
  /** Needs that nobody in reach meets any more, or that are new and unmet; and those that somebody meets now. */
  needs: (Record<'lost' | 'gained', Listed<ComparedNeed>> & { certainty: Certainty }) | null
  /** The fewest introductions that bring together again what hung together before, and what conflicts keep apart all the same. */
  introductions: Listed<NamedIntroduction>
  unjoined: Listed<Piece>
  moves: Moves
  /** Groups that fall apart or grow together, each by its parts; null on large maps. */
  groups: Record<'split' | 'merged', Listed<Piece[]>> | null
  groupsCertainty: Certainty
  onlyWayCertainty: Certainty
  certainty: Certainty
}

const PIECE_LISTED = 20
/** Parties plus tied pairs up to which groups are looked for, some ten times over. */
const GROUPS_MAX = 100_000
const MOVES_LISTED = 5
/** Among so many first ones a ranking is asked how stable it is. */
const FIRST = 5
/** Parties × tied pairs up to which all shortest paths are walked some twenty times over: a few seconds. */
const PATHS_MAX = 2_000_000

/** Compares the two. Time: n + m, that of the ranking, and on small maps of all shortest paths, some twenty times over. */
export function compareStates(before: MapState, after: MapState): Comparison {
  const shapes = [shapeOf(before.map), shapeOf(after.map)] as const
  const { parties, onlyWay, ...wholes } = compareShapes(before.map, after.map, shapes)
  const both = overlay(before, after)
  const apart = partsLost(both.piecesBefore.of, both.piecesAfter.of, both.staying)
  const joined = partsLost(both.piecesAfter.of, both.piecesBefore.of, both.staying)
  const idOf = (party: number) => both.parties[party]!.id
  const piece = (of: readonly number[]) => ({ size: of.length, partyIds: of.slice(0, PIECE_LISTED).map(idOf) })
  const joinings = joinAgain(both)
  const ways = { ...onlyWay, became: withNewcomers(onlyWay.became, both) }
  return {
    before: wholeOf(wholes.before, shapes[0]),
    after: wholeOf(wholes.after, shapes[1]),
    parties,
    onlyWay: ways,
    onlyWayCertainty: onlyWayCertainty(after.map, { ...wholes, parties, onlyWay: ways }),
    pieces: listed(apart, piece),
    cutOff: listed(apart.flat(), idOf),
    joined: listed(joined.flat(), idOf),
    needs: needsOf(both),
    introductions: listed(
      joinings.flatMap(({ introductions }) => introductions),
      (introduction) => named(introduction, idOf),
    ),
    unjoined: listed(
      joinings.flatMap(({ left: [, ...pieces] }) => pieces),
      piece,
    ),
    moves: movesOf(before.map, after.map, [shapes[0].graph, shapes[1].graph], wholes.after),
    groups: groupsOf(both, piece),
    groupsCertainty: coverageCertainty(wholes.before.tied, wholes.before.parties),
    certainty: comparisonCertainty(both, before.map.parties.length),
  }
}

/** Both maps over one list of parties: those of the map before, and behind them who joins. */
type Overlay = {
  parties: readonly MapParty[]
  after: EcosystemMap
  graphBefore: Graph
  piecesBefore: Components
  graphAfter: Graph
  piecesAfter: Components
  leaving: ReadonlySet<number>
  staying: readonly number[]
  joining: readonly number[]
  trades: { before: readonly Trade[]; after: readonly Trade[] } | null
}

function overlay(before: MapState, after: MapState): Overlay {
  const places = new Map(before.map.parties.map(({ id }, k) => [id, k]))
  const fresh = after.map.parties.filter(({ id }) => !places.has(id))
  const parties = [...before.map.parties, ...fresh]
  for (const [k, { id }] of fresh.entries()) places.set(id, before.map.parties.length + k)
  const place = Uint32Array.from(after.map.parties, ({ id }) => places.get(id)!)
  const here = new Set(place)
  const { ties } = after.map
  const then = { parties, ties: { ...ties, from: ties.from.map((k) => place[k]!), to: ties.to.map((k) => place[k]!) } }
  const graphBefore = connectingGraph({ parties, ties: before.map.ties })
  const graphAfter = connectingGraph(then)
  const old = before.map.parties.map((_, k) => k)
  return {
    parties,
    after: then,
    graphBefore,
    piecesBefore: components(graphBefore),
    graphAfter,
    piecesAfter: components(graphAfter),
    leaving: new Set(old.filter((k) => !here.has(k))),
    staying: old.filter((k) => here.has(k)),
    joining: fresh.map((_, k) => before.map.parties.length + k),
    trades: before.trades &&
      after.trades && {
        before: before.trades,
        after: after.trades.map((trade) => ({ ...trade, party: place[trade.party]! })),
      },
  }
}

/** For each set of pieces that hung together before, how to join them again. */
function joinAgain({ parties, after, graphBefore, piecesBefore, piecesAfter, leaving, staying, joining, trades }: Overlay) {
  const pieces = Map.groupBy([...staying, ...joining], (party) => piecesAfter.of[party]!)
  // pieces of now that share a piece of then belong together
  const links = staying.map((party) => [piecesBefore.of[party]!, piecesAfter.of[party]!] as const)
  const sets = new Map<number, Set<number>>()
  for (const [then, now] of links) sets.set(then, (sets.get(then) ?? new Set()).add(now))
  const broken = gathered([...sets.values()]).filter(({ size }) => size > 1)
  const known = acquaintanceOf({ parties, ties: after.ties }, graphBefore, leaving, trades?.after ?? [])
  return broken.map((set) => joinPieces([...set].map((now) => pieces.get(now)!).sort(largestFirst), known))
}

/** Sets that share a member become one. */
function gathered(sets: readonly Set<number>[]): Set<number>[] {
  const of = new Map<number, Set<number>>()
  for (const set of sets) {
    const one = new Set(set)
    for (const member of set) for (const other of of.get(member) ?? []) one.add(other)
    for (const member of one) of.set(member, one)
  }
  return [...new Set(of.values())]
}

function groupsOf({ graphBefore, graphAfter, staying }: Overlay, piece: (of: readonly number[]) => Piece): Comparison['groups'] {
  if (Math.max(graphBefore.n + graphBefore.m, graphAfter.n + graphAfter.m) > GROUPS_MAX) return null
  const { split, merged } = regroup(graphBefore, graphAfter, staying)
  const show = (parts: readonly number[][]) => parts.map(piece)
  return { split: listed(split, show), merged: listed(merged, show) }
}

function needsOf({ trades, piecesBefore, piecesAfter, parties, after }: Overlay): Comparison['needs'] {
  if (trades === null) return null
  const before = new Map(trades.before.map((trade) => [trade.id, trade]))
  const [isMetBefore, isMetAfter] = [metInReach(trades.before, piecesBefore.of), metInReach(trades.after, piecesAfter.of)]
  const needs = trades.after.filter(({ side }) => side === 'need')
  const wasMet = ({ id }: Trade) => before.has(id) && isMetBefore(before.get(id)!)
  const show = ({ id, party, category }: Trade) => ({ id, partyId: parties[party]!.id, category })
  const lost = needs.filter((need) => !isMetAfter(need) && (!before.has(need.id) || wasMet(need)))
  const gained = needs.filter((need) => before.has(need.id) && isMetAfter(need) && !wasMet(need))
  return { lost: listed(lost, show), gained: listed(gained, show), certainty: speakingCertainty({ map: after, trades: trades.after }) }
}

/** Whoever joins may be the only way to others from the first day. */
function withNewcomers(became: Listed<string>, { graphAfter, piecesAfter, joining, parties }: Overlay): Listed<string> {
  const points = new Set(findCuts(graphAfter, piecesAfter).articulationPoints)
  const fresh = joining.filter((party) => points.has(party)).map((party) => parties[party]!.id)
  return { items: [...fresh, ...became.items].slice(0, CHANGES_LISTED), total: became.total + fresh.length }
}

function wholeOf(whole: Whole, { graph, pieces: { sizes } }: Shape): ComparedWhole {
  const efficiency = graph.n * graph.m > PATHS_MAX ? null : globalEfficiency(distancesFrom(graph))
  return { ...whole, pieces: sizes.length, efficiency }
}

/** Who stands between more or fewer others than before: by shortest paths on small maps, by Burt's constraint on larger ones. */
function movesOf(before: EcosystemMap, after: EcosystemMap, [graphBefore, graphAfter]: readonly [Graph, Graph], whole: Whole): Moves {
  const isSmall = Math.max(graphBefore.n * graphBefore.m, graphAfter.n * graphAfter.m) <= PATHS_MAX
  const by = isSmall ? 'betweenness' : 'constraint'
  const measure = MEASURES[by]
  const [then, now] = [measure.of(graphBefore), measure.of(graphAfter)]
  const [orderThen, orderNow] = [ranked({ map: before }, measure.order(then)), ranked({ map: after }, measure.order(now))]
  const placesThen = new Map(orderThen.map((k, place) => [before.parties[k]!.id, place + 1]))
  const placesNow = new Map(orderNow.map((k, place) => [k, place + 1]))
  const old = new Map(before.parties.map(({ id }, k) => [id, k]))
  const moves = after.parties.flatMap(({ id }, k) => {
    const was = old.get(id)
    if (was === undefined) return []
    const [placeBefore, placeAfter] = [placesThen.get(id) ?? null, placesNow.get(k) ?? null]
    if (placeBefore === placeAfter) return []
    const weight = Math.abs(measure.weight(now[k]!) - measure.weight(then[was]!))
    return [{ weight, move: { partyId: id, before: defined(then[was]!), after: defined(now[k]!), placeBefore, placeAfter } }]
  })
  const items = moves.sort((a, b) => b.weight - a.weight).slice(0, MOVES_LISTED)
  const stability = stabilityOf(graphAfter, orderNow.slice(0, FIRST), (thinned) => measure.order(measure.of(thinned)))
  const coverage = whole.parties === 0 ? 0 : whole.tied / whole.parties
  const figures: Figure[] = [
    { definition: 'coverage', value: coverage },
    { definition: 'ties', value: graphAfter.m },
  ]
  const certainty = certaintyOf(coverage, stability, figures, whole.tied)
  return { by, items: items.map(({ move }) => move), total: moves.length, certainty }
}

/** How each is computed, ordered with those in front first, and weighed: a constraint says by its inverse how many contacts know not each other. */
const MEASURES = {
  betweenness: {
    of: (graph: Graph) => betweenness(graph),
    order: (values: Float64Array) =>
      column(
        values.length,
        (k) => values[k]! > 0,
        (k) => -values[k]!,
      ),
    weight: (value: number) => value,
  },
  constraint: {
    of: (graph: Graph) => constraint(graph),
    order: (values: Float64Array) => values,
    weight: (value: number) => (value > 0 ? 1 / value : 0),
  },
} as const

function defined(value: number): number | null {
  return Number.isNaN(value) ? null : value
}
