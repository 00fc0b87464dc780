/** Where the map itself is thin: kinds and sectors by its own spread, only ways, holes between groups, members without a tie. Pure. */
import { areTied, components, findCuts, piecesWithout } from '../../network/index.ts'
import { acquaintanceOf } from '../acquaintance.ts'
import { betweenGroups } from '../between-groups.ts'
import { tieCertainty } from '../cards.ts'
import { certaintyOf, PAIRS_MIN, stabilityOf, TIED_MIN } from '../certainty.ts'
import { findGroups } from '../found-groups.ts'
import { groupingOf, groupStability } from '../grouping.ts'
import { column, firstRanked, type Ground, mostFirst, ranked } from '../reading.ts'
import { thinKinds, thinSectors } from '../thin.ts'
import type { Traits } from '../traits.ts'
import type { Answer, Certainty, EcosystemMap, Figure } from '../types.ts'
import { type Gap, type GapTrade, NO_VALUE } from './types.ts'

/** So many of a sort are looked into. */
export const LISTED = 20
const PARTIES_SHOWN = 20
const EMPTY = { partyIds: [] as string[], partyTotal: 0, groups: [], figures: [] as Figure[], value: NO_VALUE, certainty: null }

/** The first of a sort, and how many there are. */
export type Counted = { gaps: Gap[]; total: number }

/** Kinds, and without a table to compare with sectors, by the map's own spread. */
export function kindGaps(ground: Ground): Gap[] {
  return thinGaps(thinKinds(ground), 'kind')
}

export function ownSectorGaps(ground: Ground): Counted {
  const answer = thinSectors(ground)
  return { gaps: thinGaps(answer, 'sector'), total: answer.state === 'found' ? Number(answer.sentence.values.count) : 0 }
}

function thinGaps({ categories, certainty }: Answer, sort: 'kind' | 'sector'): Gap[] {
  return categories
    .filter(({ partyIds, figures }) => partyIds.length > 0 || figures[0]!.value === 0)
    .map(({ key, partyIds, figures }) => {
      const variant = partyIds.length === 0 ? 'missing' : 'thin'
      return {
        ...EMPTY,
        key: `${sort}:${key}`,
        sort,
        sentence: { key: `sentence.${sort}.${variant}.own`, values: { [sort]: key, count: partyIds.length } },
        partyIds,
        partyTotal: partyIds.length,
        figures,
        concerned: 1,
        weight: 1,
        certainty,
        task: { title: { key: `task.${sort}.${variant}`, values: { [sort]: key } }, partyIds: partyIds.slice(0, 1) },
      }
    })
}

/** Parties whose leaving would cut others off, with what would fall off. */
export function onlyWayGaps(ground: Ground): Counted {
  const { map, graph, cuts, degree, tied } = ground
  if (tied < TIED_MIN || graph.m < PAIRS_MIN) return { gaps: [], total: 0 }
  const { first: top, total } = firstRanked(ground, mostFirst(cuts.cutOff), LISTED)
  const stability = stabilityOf(graph, top, (thinned) => mostFirst(findCuts(thinned, components(thinned)).cutOff))
  const certainty = tieCertainty(ground, stability)
  const gaps = top.map((party): Gap => {
    const { id, name } = map.parties[party]!
    const count = cuts.cutOff[party]!
    return {
      ...EMPTY,
      key: `onlyWay:${id}`,
      sort: 'onlyWay',
      sentence: { key: 'sentence.onlyWay', values: { name, count } },
      partyIds: [id],
      partyTotal: 1,
      groups: piecesWithout(graph, party)
        .slice(1, 1 + LISTED)
        .map((piece) => ({ size: piece.length, partyIds: idsOf(map, piece.subarray(0, PARTIES_SHOWN)) })),
      figures: [
        { definition: 'cutOff', value: count },
        { definition: 'degree', value: degree[party]! },
      ],
      concerned: count,
      weight: count,
      certainty,
      task: { title: { key: 'task.onlyWay', values: { name } }, partyIds: [id] },
    }
  })
  return { gaps, total }
}

/** Two groups without a tie between them, or that a single party ties together. With fewer ties than parties there are no groups to tell apart. */
export function holeGaps(ground: Ground, trades: readonly GapTrade[]): Counted {
  const { map, graph, tied } = ground
  if (tied < TIED_MIN || graph.m < PAIRS_MIN || graph.m < tied) return { gaps: [], total: 0 }
  const found = findGroups(ground, untold(map))
  if (found.groups.length < 2) return { gaps: [], total: 0 }
  const certainty = groupCertainty(ground)
  const holes = betweenGroups(ground, found, trades).filter(({ state }) => state !== 'several')
  const gaps = holes.slice(0, LISTED).map(({ a, b, alone, introduction }): Gap => {
    const pair = [found.groups[a]!.members, found.groups[b]!.members]
    const [first, second] = pair.map(([most]) => map.parties[most!]!)
    const between = alone[0] === undefined ? null : map.parties[alone[0]]!
    const size = Math.min(...pair.map(({ length }) => length))
    // who stands between does not also name a side
    const called = pair.map((group) => map.parties[group.find((party) => !alone.includes(party))!]!.name)
    const values = { a: called[0]!, b: called[1]! }
    const met = introduction && { a: map.parties[introduction.one]!.name, b: map.parties[introduction.other]!.name }
    return {
      ...EMPTY,
      key: `hole:${[first!.id, second!.id].sort().join(':')}`,
      sort: 'hole',
      sentence: between
        ? { key: 'sentence.hole.single', values: { ...values, name: between.name } }
        : { key: 'sentence.hole.none', values },
      partyIds: between ? [between.id] : [],
      partyTotal: between ? 1 : 0,
      groups: pair.map((group) => ({ size: group.length, partyIds: idsOf(map, group.slice(0, PARTIES_SHOWN)) })),
      concerned: size,
      weight: size,
      certainty,
      task: met
        ? { title: { key: 'task.hole.introduce', values: met }, partyIds: idsOf(map, [introduction.one, introduction.other]) }
        : { title: { key: 'task.hole.find', values }, partyIds: [first!.id] },
    }
  })
  return { gaps, total: holes.length }
}

/** Groups are found by ties alone; what they share is told where they are named. */
function untold({ parties }: EcosystemMap): Traits {
  return { city: parties.map(() => null), tags: parties.map(() => []), categories: parties.map(() => []) }
}

function groupCertainty({ map, graph, tied }: Ground): Certainty {
  const grouping = groupingOf(graph)
  const { agreement } = grouping
  const coverage = tied / map.parties.length
  const { stability } = groupStability(graph, grouping)
  const figures: Figure[] = [
    { definition: 'coverage', value: coverage },
    { definition: 'agreement', value: agreement },
    { definition: 'groupStability', value: stability },
  ]
  return certaintyOf(Math.min(coverage, agreement, stability), null, figures, tied)
}

/** Members without any tie; where everybody has one, those with a single one. */
export function lonelyGaps(ground: Ground, trades: readonly GapTrade[]): Counted {
  const { map, degree, graph } = ground
  const ties = degree.includes(0) ? 0 : 1
  if (map.parties.length < 2 || graph.m === 0) return { gaps: [], total: 0 }
  const order = ranked(
    ground,
    column(
      map.parties.length,
      (party) => degree[party] === ties,
      () => 0,
    ),
  )
  const partnerOf = partners(ground, trades)
  const certainty = tieCertainty(ground, null)
  const gaps = order.slice(0, LISTED).map((party): Gap => {
    const { id, name } = map.parties[party]!
    const partner = partnerOf(party)
    return {
      ...EMPTY,
      key: `lonely:${id}`,
      sort: 'lonely',
      sentence: { key: `sentence.lonely.${ties === 0 ? 'none' : 'single'}`, values: { name } },
      partyIds: [id],
      partyTotal: 1,
      concerned: 1,
      weight: 1,
      certainty,
      task: partner
        ? {
            title: { key: 'task.lonely.introduce', values: { name, other: map.parties[partner.party]!.name, category: partner.category } },
            partyIds: [id, map.parties[partner.party]!.id],
          }
        : { title: { key: 'task.lonely.find', values: { name } }, partyIds: [id] },
    }
  })
  return { gaps, total: order.length }
}

/** For a party, somebody it has no tie to who offers what it needs or needs what it offers; nobody it competes or is in conflict with. */
function partners({ map, graph }: Ground, trades: readonly GapTrade[]) {
  const known = acquaintanceOf(map, graph, new Set(), trades)
  const byCategory = Map.groupBy(trades, ({ category }) => category.trim().toLowerCase())
  const byParty = Map.groupBy(trades, ({ party }) => party)
  return (party: number): { party: number; category: string } | undefined => {
    const mayMeet = (other: number) =>
      other !== party && !areTied(graph, party, other) && !known.isBarred(party, other) && !known.isRival(party, other)
    for (const own of byParty.get(party) ?? []) {
      const others = byCategory.get(own.category.trim().toLowerCase())!
      const met = others.find((each) => each.side !== own.side && mayMeet(each.party))
      if (met) return { party: met.party, category: own.category.trim() }
    }
    return undefined
  }
}

function idsOf(map: EcosystemMap, parties: ArrayLike<number>): string[] {
  return Array.from(parties, (party) => map.parties[party]!.id)
}
