/** Insight: what the map says, in answers with evidence, and the measures behind them. */
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
} from './answers/index.ts'
export { ask } from './ask.ts'
export { readTradesOn } from './departure.ts'
export { type Moment, namesOf, type Read, readMap } from './insight.ts'
export { areasOf, betweenGroups, buildGraph, communitiesOf, type Graph, type RegionLayout, regionLayout } from './network/index.ts'
export { type Question, question } from './questions.ts'
export { routes } from './routes.ts'
export {
  Certainty,
  Figure,
  Introduction,
  listed,
  NamedParty,
  Piece,
  partyChanges,
  Sentence,
  tieChanges,
  Whole,
} from './schema.ts'
