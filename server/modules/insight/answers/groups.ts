/** The groups that ties make: what their members share, who is at their edge, and who stands between them. Pure. */
import { type Between, betweenGroups } from './between-groups.ts'
import { proposeFor, tooFewTies, unknown, wholeMap } from './cards.ts'
import { certaintyOf } from './certainty.ts'
import { type FoundGroups, findGroups, type SharedTrait } from './found-groups.ts'
import { type Grouping, type GroupStability, groupingOf, groupStability } from './grouping.ts'
import { column, type Reading, ranked, readMap } from './reading.ts'
import { type Overlap, overlaps } from './stated-groups.ts'
import { type NamedGroup, namedGroup } from './together.ts'
import type { Trade } from './trades.ts'
import type { Traits } from './traits.ts'
import type { Certainty, EcosystemMap, Figure, Sentence, TaskProposal } from './types.ts'

export type Groups = {
  state: 'found' | 'nothing' | 'unknown'
  sentence: Sentence
  figures: Figure[]
  certainty: Certainty | null
  task: TaskProposal | null
  groups: ShownGroup[]
  /** How many groups there are; `groups` are the largest. */
  total: number
  /** Parties with ties in pieces or groups of fewer than three, and those without any tie. */
  small: number
  untied: number
  between: ShownBetween[]
}

export type ShownGroup = {
  number: number
  name: NamedGroup
  size: number
  /** The first of them, with most ties inside the group first. */
  memberIds: string[]
  /** Those who would be in another group as often as in this one when the search begins elsewhere; the first of them. */
  edgeIds: string[]
  edgeTotal: number
  certainty: Certainty
  shared: SharedTrait[]
  overlaps: { by: Overlap['by']; partyId: string | null; tag: string | null; shared: number; ofStated: number; ofFound: number }[]
}

export type ShownBetween = {
  a: number
  b: number
  pairs: number
  carrierIds: string[]
  state: Between['state']
  introduction: {
    oneId: string
    otherId: string
    reason: 'need' | 'knowsBoth' | 'connected'
    throughId: string | null
    category: string | null
  } | null
}

const GROUPS_LISTED = 30
const MEMBERS_LISTED = 30
const BETWEEN_LISTED = 30
/** Whoever stays with less than half of the group from other beginnings is at its edge. */
const EDGE_BELOW = 0.5
/** From these on groups are clearly, or fairly, set apart: Newman & Girvan 2004. */
const CLEAR_FROM = 0.5
const FAIR_FROM = 0.3

/** What is known of the groups already, so that it need not be searched for again. */
export type KnownGrouping = Grouping & GroupStability

/** A second for 10,000 parties, some 15 for 100,000 with 500,000 ties, unless the grouping is known. */
export function groupsOf(map: EcosystemMap, traits: Traits, trades: readonly Trade[], known?: KnownGrouping): Groups {
  const reading = readMap(map)
  if (tooFewTies(reading)) return untold(reading, 'waiting')
  if (isSparse(reading)) return untold(reading, 'sparse')
  const grouping = known ?? groupingOf(reading.graph)
  const found = findGroups(reading, traits, grouping)
  const { stability, each, repeats } = known ?? groupStability(reading.graph, grouping)
  const inGroups = found.groups.reduce((sum, { members }) => sum + members.length, 0)
  const coverage = reading.tied / map.parties.length
  const figures: Figure[] = [
    ...wholeMap(reading),
    { definition: 'modularity', value: found.modularity },
    { definition: 'agreement', value: found.agreement },
  ]
  const sureness: Figure[] = [
    { definition: 'coverage', value: coverage },
    { definition: 'agreement', value: found.agreement },
    { definition: 'groupStability', value: stability },
    { definition: 'repeats', value: repeats },
  ]
  const certaintyOfGroup = (number: number) => groupCertainty(reading, found, { number, coverage, again: each[number]!, repeats })
  const common = {
    figures,
    small: reading.tied - inGroups,
    untied: map.parties.length - reading.tied,
    total: found.groups.length,
    certainty: certaintyOf(Math.min(coverage, found.agreement, stability), null, sureness, reading.tied),
  }
  if (found.groups.length < 2)
    return {
      ...common,
      state: 'nothing',
      sentence: { key: 'sentence.nothing', values: { count: inGroups } },
      task: null,
      groups: shown(reading, traits, found, certaintyOfGroup),
      between: [],
    }
  // what is found otherwise from every beginning is no group, however many ties lie inside
  const isFleeting = found.agreement < EDGE_BELOW
  const clearness = isFleeting || found.modularity < FAIR_FROM ? 'blurred' : found.modularity < CLEAR_FROM ? 'fair' : 'clear'
  return {
    ...common,
    state: 'found',
    sentence: { key: `sentence.found.${clearness}`, values: { count: found.groups.length, parties: inGroups } },
    task: null,
    groups: shown(reading, traits, found, certaintyOfGroup),
    between: betweenGroups(reading, found, trades)
      .slice(0, BETWEEN_LISTED)
      .map((one) => shownBetween(map, one)),
  }
}

/** The number of the group of each party, null for those in none, and how the groups are called. */
export function groupMembers(map: EcosystemMap, traits: Traits, known?: Grouping): { group: (number | null)[]; names: NamedGroup[] } {
  const reading = readMap(map)
  if (tooFewTies(reading) || isSparse(reading)) return { group: map.parties.map(() => null), names: [] }
  const { of, groups } = findGroups(reading, traits, known)
  return { group: Array.from(of, (group) => (group < 0 ? null : group)), names: groups.map(({ name }) => namedGroup(map, name)) }
}

/** With fewer ties than parties every tie holds somebody alone, and what looks like groups is what was not asked. */
function isSparse({ graph, tied }: Reading): boolean {
  return graph.m < tied
}

/** What the map cannot tell, why, and whom to tie first. */
function untold(reading: Reading, why: 'waiting' | 'sparse'): Groups {
  const { sentence, figures, task } = unknown('bestConnected', reading)
  const { degree, map, tied, graph } = reading
  const loose = ranked(
    reading,
    column(
      map.parties.length,
      (i) => degree[i] === 1,
      () => 0,
    ),
  )
  const isThin = why === 'sparse'
  return {
    state: 'unknown',
    sentence: isThin ? { key: 'sentence.sparse', values: { count: graph.m, tied } } : sentence,
    figures,
    certainty: null,
    task: isThin ? proposeFor(reading, 'robust', loose) : task,
    groups: [],
    total: 0,
    small: tied,
    untied: map.parties.length - tied,
    between: [],
  }
}

/** Of a single group: how much of it stays together from other beginnings, and with a tenth of the ties left out. */
function groupCertainty(
  { tied }: Reading,
  { groups, held }: FoundGroups,
  { number, coverage, again, repeats }: { number: number; coverage: number; again: number; repeats: number },
): Certainty {
  const { members } = groups[number]!
  const agreement = members.reduce((sum, party) => sum + held[party]!, 0) / members.length
  const figures: Figure[] = [
    { definition: 'coverage', value: coverage },
    { definition: 'heldTogether', value: agreement },
    { definition: 'sameAgain', value: again },
    { definition: 'repeats', value: repeats },
  ]
  return certaintyOf(Math.min(coverage, agreement, again), null, figures, tied)
}

function shown({ map }: Reading, traits: Traits, found: FoundGroups, certaintyOfGroup: (number: number) => Certainty): ShownGroup[] {
  const idOf = (party: number) => map.parties[party]!.id
  const alike = overlaps(map, traits, found)
  return found.groups.slice(0, GROUPS_LISTED).map(({ members, name, shared }, number) => {
    const edge = members.filter((party) => found.held[party]! < EDGE_BELOW)
    return {
      number,
      name: namedGroup(map, name),
      size: members.length,
      memberIds: members.slice(0, MEMBERS_LISTED).map(idOf),
      edgeIds: edge.slice(0, MEMBERS_LISTED).map(idOf),
      edgeTotal: edge.length,
      certainty: certaintyOfGroup(number),
      shared,
      overlaps: alike[number]!.map(({ party, ...overlap }) => ({ ...overlap, partyId: party === null ? null : idOf(party) })),
    }
  })
}

function shownBetween(map: EcosystemMap, { carriers, alone: _, introduction, ...between }: Between): ShownBetween {
  const idOf = (party: number) => map.parties[party]!.id
  return {
    ...between,
    carrierIds: carriers.map(idOf),
    introduction: introduction && {
      oneId: idOf(introduction.one),
      otherId: idOf(introduction.other),
      reason: introduction.reason,
      throughId: introduction.through === null ? null : idOf(introduction.through),
      category: introduction.category,
    },
  }
}
