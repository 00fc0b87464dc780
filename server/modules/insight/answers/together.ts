/** Who holds a map together: hubs, carriers of the flow, brokers, the few who count together, and how robust it is. Pure. */
import { orderByDegree, randomFrom, robustness, shuffled } from '../network/index.ts'
import { type Brokerage, brokerageOf } from './brokerage.ts'
import { bridgesGroups } from './brokers.ts'
import { card, LISTED, names, propose, proposeFor, tieCertainty, tooFewTies, unknown, wholeMap, witnesses } from './cards.ts'
import { carriesFlow, flowOf } from './carriers.ts'
import { certaintyOf, repeatsFor } from './certainty.ts'
import { findGroups, type GroupName } from './found-groups.ts'
import type { Grouping } from './grouping.ts'
import { breakers, type KeySet, type KeySets, reachers } from './key-players.ts'
import { strengthsOf } from './measures.ts'
import { column, type Reading, ranked, readMap } from './reading.ts'
import { bestConnected } from './ties.ts'
import type { Traits } from './traits.ts'
import type { Answer, EcosystemMap, Figure } from './types.ts'

/** A set of key players as it is shown. */
export type NamedKeySet = {
  k: number
  partyIds: string[]
  /** Share of pairs of the others without a way, or of all who are reached; 0 … 1. */
  effect: number
  cutOff: number
  alone: { partyIds: string[]; effect: number; cutOff: number } | null
  stability: number
}

/** What a group is called after: something that its members share, or the party they are around. */
export type NamedGroup = { by: GroupName['by']; value: string | null; partyId: string | null }

export type Together = {
  items: Answer[]
  brokerage: Brokerage[]
  /** How the found groups are called that the brokerage speaks of, by their number. */
  groupNames: NamedGroup[]
  breaking: NamedKeySet[]
  reaching: NamedKeySet[]
}

export type Known = {
  traits: Traits
  /** The groups, where they have been searched for already. */
  grouping?: Grouping | undefined
  /** The types of tie that have a direction. */
  directed: ReadonlySet<string>
}

/** Half a second for 1,000 parties with 5,000 ties; for 10,000 with 50,000, where all ways are walked, and for 100,000 with 500,000 some 20 seconds. */
export function holdTogether(map: EcosystemMap, { traits, grouping, directed }: Known): Together {
  const reading = readMap(map)
  if (tooFewTies(reading)) return { items: [unknown('bestConnected', reading)], brokerage: [], groupNames: [], breaking: [], reaching: [] }
  const flow = flowOf(reading.graph)
  const brokers = bridgesGroups(reading)
  const found = findGroups(reading, traits, grouping)
  const places = new Map(map.parties.map(({ id }, k) => [id, k]))
  const brokering = brokers.witnesses.map(({ partyId }) => places.get(partyId)!)
  const [breaking, reaching] = [breakers(reading), reachers(reading, flow.value)]
  return {
    items: [
      hubs(reading),
      carriesFlow(reading, flow),
      brokers,
      breakTogether(reading, breaking),
      reachTogether(reading, reaching),
      robust(reading),
    ],
    brokerage: brokerageOf(reading, brokering, { traits, found, directed }),
    groupNames: found.groups.map(({ name }) => namedGroup(map, name)),
    breaking: breaking.sets.map((set) => namedSet(map, set)),
    reaching: reaching.sets.map((set) => namedSet(map, set)),
  }
}

export function namedGroup(map: EcosystemMap, name: GroupName): NamedGroup {
  if (name.by === 'around') return { by: 'around', value: null, partyId: map.parties[name.party]!.id }
  return { by: name.by, value: name.value, partyId: null }
}

function namedSet(map: EcosystemMap, { k, members, effect, cutOff, alone, stability }: KeySet): NamedKeySet {
  const ids = (parties: readonly number[]) => parties.map((i) => map.parties[i]!.id)
  return {
    k,
    partyIds: ids(members),
    effect,
    cutOff,
    alone: alone && { partyIds: ids(alone.members), effect: alone.effect, cutOff: alone.cutOff },
    stability,
  }
}

/** Who has most ties, with how much those weigh. */
function hubs(reading: Reading): Answer {
  const answer = bestConnected(reading)
  const strengths = strengthsOf(reading.map)
  const places = new Map(reading.map.parties.map(({ id }, k) => [id, k]))
  const strength = (partyId: string): Figure => ({ definition: 'strength', value: strengths[places.get(partyId)!]! })
  return { ...answer, witnesses: answer.witnesses.map((one) => ({ ...one, figures: [...one.figures, strength(one.partyId)] })) }
}

/** Of so many together the sentence speaks; the table shows all. */
const SPOKEN_OF = 3

function breakTogether(reading: Reading, { sets, today, repeats }: KeySets): Answer {
  const spoken = sets[Math.min(SPOKEN_OF, sets.length) - 1]!
  const figures: Figure[] = [...wholeMap(reading), { definition: 'fragmentation', value: today }]
  const certainty = keyCertainty(reading, spoken, repeats)
  // taking parties away from a piece leaves fewer pairs in it, so that the share of pairs apart grows even where nothing breaks
  const most = sets.at(-1)!
  if (most.cutOff === 0) return { ...card('breakTogether', 'nothing', { count: most.k }), figures, certainty: tieCertainty(reading, null) }
  const shown = spoken.cutOff === 0 ? most : spoken
  const values = { names: names(reading, shown.members), count: shown.cutOff, share: shown.effect, today }
  return {
    ...card('breakTogether', 'found', values),
    figures,
    witnesses: witnesses(reading, shown.members, (i) => [{ definition: 'degree', value: reading.degree[i]! }]),
    witnessTotal: shown.k,
    certainty: shown === spoken ? certainty : keyCertainty(reading, shown, repeats),
    task: propose(reading, 'breakTogether', { names: names(reading, shown.members) }, shown.members),
  }
}

function reachTogether(reading: Reading, { sets, repeats }: KeySets): Answer {
  const spoken = sets[Math.min(SPOKEN_OF, sets.length) - 1]!
  const total = reading.map.parties.length
  const values = { names: names(reading, spoken.members), count: spoken.k, reached: Math.round(spoken.effect * total), total }
  return {
    ...card('reachTogether', 'found', values),
    figures: wholeMap(reading),
    witnesses: witnesses(reading, spoken.members, (i) => [{ definition: 'degree', value: reading.degree[i]! }]),
    witnessTotal: spoken.k,
    certainty: keyCertainty(reading, spoken, repeats),
    task: propose(reading, 'reachTogether', { names: names(reading, spoken.members) }, spoken.members),
  }
}

function keyCertainty(reading: Reading, { stability }: KeySet, repeats: number): Answer['certainty'] {
  const coverage = reading.tied / reading.map.parties.length
  const figures: Figure[] = [
    { definition: 'coverage', value: coverage },
    { definition: 'ties', value: reading.graph.m },
    { definition: 'sameAgain', value: stability },
    { definition: 'repeats', value: repeats },
  ]
  return certaintyOf(Math.min(coverage, stability), null, figures, reading.tied)
}

const TENTH = 0.1
const SEED = 20261122

/** What is left of the largest piece when a tenth of those with a tie leaves: those with most ties first, or whoever by chance. */
function robust(reading: Reading): Answer {
  const { graph, degree, tied, map, pieces } = reading
  const leaving = Math.max(1, Math.round(tied * TENTH))
  const leftWhen = (order: ArrayLike<number>) => (robustness(graph, order).curve[leaving]! * graph.n) / pieces.sizes[0]!
  const random = randomFrom(SEED)
  const tiedOnes = [...degree.keys()].filter((i) => degree[i]! > 0)
  const others = [...degree.keys()].filter((i) => degree[i] === 0)
  const repeats = repeatsFor(graph, 1, 5)
  let byChance = 0
  for (let round = 0; round < repeats; round++)
    byChance += leftWhen([...Array.from(shuffled(tied, random), (k) => tiedOnes[k]!), ...others]) / repeats
  const byDegree = leftWhen(orderByDegree(graph))
  const loose = ranked(
    reading,
    column(
      map.parties.length,
      (i) => degree[i] === 1,
      () => 0,
    ),
  )
  const [coverage, pairs] = [tied / map.parties.length, graph.m]
  const sureness: Figure[] = [
    { definition: 'coverage', value: coverage },
    { definition: 'ties', value: pairs },
    { definition: 'repeats', value: repeats },
  ]
  return {
    ...card(
      'robust',
      'found',
      { count: leaving, degreeShare: byDegree, chanceShare: byChance },
      byDegree < FRAGILE * byChance ? 'fragile' : 'firm',
    ),
    figures: [...wholeMap(reading), { definition: 'leftByDegree', value: byDegree }, { definition: 'leftByChance', value: byChance }],
    witnesses: witnesses(reading, loose.slice(0, LISTED), () => [{ definition: 'degree', value: 1 }]),
    witnessTotal: loose.length,
    certainty: certaintyOf(coverage, null, sureness, tied),
    task: loose.length === 0 ? null : proposeFor(reading, 'robust', loose.slice(0, LISTED)),
  }
}

/** Where the best connected leave so much less than chance does, a map leans on them. */
const FRAGILE = 0.8
