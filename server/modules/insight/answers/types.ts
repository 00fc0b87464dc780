import type { TieColumns } from './tie-columns.ts'

/** The map as an answer sees it. Plain data, so that it can be sent to another thread. */
export type MapParty = {
  id: string
  name: string
  kinds: readonly string[]
  sectorScheme: 'nace' | 'naics' | null
  sectorCode: string | null
}

/** The parties, and the ties between them that hold. */
export type EcosystemMap = { parties: readonly MapParty[]; ties: TieColumns }

/** Every number an answer shows, by the key of its definition in docs/network.md. */
export const DEFINITIONS = [
  'parties',
  'ties',
  'coverage',
  'stability',
  'degree',
  'strength',
  'reach',
  'component',
  'core',
  'clustering',
  'constraint',
  'effectiveSize',
  'circles',
  'cutOff',
  'fragmentation',
  'fragmentationChange',
  'pageRank',
  'closeness',
  'betweenness',
  'kindParties',
  'kindTied',
  'kindCoverage',
  'sectorCoverage',
  'wayShare',
  'errorBound',
  'repeats',
  'sameAgain',
  'pairsApart',
  'reachedTogether',
  'leftByDegree',
  'leftByChance',
  'modularity',
  'agreement',
  'speaking',
  'quotient',
  'expected',
  'relatedness',
  'peerAreas',
  'chance',
  'groupStability',
  'heldTogether',
  'roleShare',
  'brokeredPaths',
] as const
export type Definition = (typeof DEFINITIONS)[number]

/** A number with the key of its definition. Shares are 0 … 1. */
export type Figure = { definition: Definition; value: number }

/** Words are the reader's: a key into the catalogue below `insight.`, and what to put in. Lists of names are put together by the reader's language. */
export type Sentence = { key: string; values: Record<string, string | number | string[]> }

/** A party that an answer rests on, with its numbers, some of its ties, and the pieces that would be left without it. */
export type Witness = { partyId: string; figures: Figure[]; tieIds: string[]; pieces: { size: number; partyIds: string[] }[] }

/** A kind (`key` of the kind) or a sector (`nace:55`) with its numbers and some of its parties. */
export type Category = { key: string; figures: Figure[]; partyIds: string[] }

export type Certainty = { level: 'low' | 'medium' | 'high'; figures: Figure[] }

export type TaskProposal = { title: Sentence; partyIds: string[] }

export const ANSWER_KEYS = ['bestConnected', 'cutOff', 'wouldCutOff', 'bridgesGroups', 'thinKinds', 'thinSectors'] as const
/** The cards that "Who holds it together" has besides. */
export const TOGETHER_KEYS = ['carriesFlow', 'breakTogether', 'reachTogether', 'robust'] as const
export type AnswerKey = (typeof ANSWER_KEYS)[number] | (typeof TOGETHER_KEYS)[number]

/**
 * One card of "What your map says". `state`: `found` something, `nothing` to report (which is an answer too), or `unknown` because the map does
 * not yet hold enough to tell.
 */
export type Answer = {
  key: AnswerKey
  state: 'found' | 'nothing' | 'unknown'
  sentence: Sentence
  figures: Figure[]
  witnesses: Witness[]
  /** How many parties the answer is about; `witnesses` shows the first of them. */
  witnessTotal: number
  categories: Category[]
  certainty: Certainty | null
  task: TaskProposal | null
}
