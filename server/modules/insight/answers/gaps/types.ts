/** What is missing, as one list. Plain data, so that it can be asked of another thread. */
import type { Certainty, EcosystemMap, Figure, Sentence, TaskProposal } from '../types.ts'

export const GAP_SORTS = ['need', 'supplier', 'onlyWay', 'hole', 'sector', 'kind', 'lonely'] as const
export type GapSort = (typeof GAP_SORTS)[number]

export type Rhythm = 'day' | 'week' | 'month' | 'year'

/** An offer or a need that is open. `party` is a position in the map; money in minor units, for one unit where there is one. */
export type GapTrade = {
  id: string
  party: number
  side: 'offer' | 'need'
  category: string
  title: string
  quantity: number | null
  unit: string | null
  rhythm: Rhythm | null
  priceMinor: bigint | null
  priceAsset: string | null
}

/**
 * How many of each sector there are elsewhere: `counts[area × codes + code]`. `inhabitants` is null where the table does not know them.
 * `ownArea` is the place of one's own among the areas; without it the map itself is compared.
 */
export type ReferenceTable = {
  scheme: 'nace' | 'naics'
  areas: readonly string[]
  inhabitants: readonly (number | null)[]
  codes: readonly string[]
  counts: readonly number[]
  ownArea: number | null
}

export type GapQuestion = {
  map: EcosystemMap
  trades: readonly GapTrade[]
  /** Degrees, NaN for a party without a place. */
  latitude: Float64Array
  longitude: Float64Array
  /** A need counts as unmet when everybody who offers for it is farther away. Null: wherever they are. */
  withinKm: number | null
  reference: ReferenceTable | null
}

/** What one party needs, and at what price: the need's own, or that of an offer in the same category and unit. */
export type ValueTerm = {
  partyId: string
  quantity: number | null
  unit: string | null
  rhythm: Rhythm | null
  priceMinor: bigint | null
  priceFrom: 'need' | 'offer' | null
}

/**
 * What is at stake, with its formula: the sum over `terms`. Where rhythms differ it is the sum of a year. `unknown` where neither a price nor a
 * quantity is written down.
 */
export type Value = {
  measure: 'money' | 'quantity' | 'unknown'
  amountMinor: bigint | null
  asset: string | null
  quantity: number | null
  unit: string | null
  rhythm: Rhythm | null
  /** Money in a year, by which amounts are ordered. */
  yearMinor: bigint | null
  terms: ValueTerm[]
  /** Of so many needs that are concerned. */
  needs: number
}

export type Gap = {
  /** The same for the same gap, as long as it is there. */
  key: string
  sort: GapSort
  sentence: Sentence
  /** Whom it is about, the first of them. */
  partyIds: string[]
  partyTotal: number
  /** What would fall off, or the groups that it lies between. */
  groups: { size: number; partyIds: string[] }[]
  figures: Figure[]
  value: Value
  /** How many organisations it concerns. */
  concerned: number
  /** What orders those without money and quantity: the organisations it concerns, for a sector those that are missing × how much goes with it. */
  weight: number
  certainty: Certainty | null
  task: TaskProposal
}

export type GapsFound = {
  /** Ranked, of each sort the first. */
  items: Gap[]
  totals: Record<GapSort, number>
  /** What could not be looked at, and why. */
  parties: number
  tied: number
  speaking: number
}

export const NO_VALUE: Value = {
  measure: 'unknown',
  amountMinor: null,
  asset: null,
  quantity: null,
  unit: null,
  rhythm: null,
  yearMinor: null,
  terms: [],
  needs: 0,
}
