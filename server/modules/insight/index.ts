/** Insight: what the map says, in answers with evidence, and the measures behind them. */
import type { Jobs } from '../../kernel/jobs.ts'
import { GROUPING } from './grouping.ts'
import { ANSWERS, type AnyQuestion, MEASURES } from './questions.ts'
import { JOB, readAnew } from './standing.ts'

export {
  checkPairs,
  compareStates,
  type EcosystemMap,
  emptyTies,
  findGaps,
  GAP_SORTS,
  type Gap,
  type GapsFound,
  type GapTrade,
  type MapParty,
  type MapState,
  PAIR_LISTS,
  PAIR_REASONS,
  type PairInput,
  proposePairs,
  type ReferenceTable,
  type TieColumns,
  type Trade,
  tiesFrom,
  typeOf,
  WAYS_OF_NEARNESS,
} from './answers/index.ts'
export { ask } from './ask.ts'
export { readTradesOn } from './departure.ts'
export { communitiesOn, readGrouping } from './grouping.ts'
export { type Moment, namesOf, type Read, readMap } from './insight.ts'
export {
  areasOf,
  betweenGroups,
  buildGraph,
  communitiesOf,
  type Graph,
  numberBySize,
  type RegionLayout,
  regionLayout,
} from './network/index.ts'
export { type AnyQuestion, type Question, question } from './questions.ts'
export { routes } from './routes.ts'
export {
  Certainty,
  Figure,
  Freshness,
  Introduction,
  listed,
  NamedParty,
  Piece,
  partyChanges,
  Sentence,
  type Tables,
  Whole,
} from './schema.ts'
export { readStanding, resumeReadings, setStanding } from './standing.ts'

export const jobs: Jobs = { [JOB]: readAnew }
export const standing: readonly AnyQuestion[] = [ANSWERS, MEASURES, GROUPING]
