/** Insight: what the map says, in answers with evidence, and the measures behind them. */
export {
  type EcosystemMap,
  emptyTies,
  ID_BYTES,
  type MapParty,
  type MapState,
  PAIR_LISTS,
  PAIR_REASONS,
  type PairInput,
  type TieColumns,
  type Trade,
  tiesFrom,
  typeOf,
} from './answers/index.ts'
export { computeComparison, computePairCheck, computePairs } from './compute.ts'
export { readTradesOn } from './departure.ts'
export { answersOf, measuresOf, type Read, readMap } from './insight.ts'
export { routes } from './routes.ts'
export {
  type Answers,
  Certainty,
  Figure,
  Introduction,
  listed,
  type MeasureColumns,
  NamedParty,
  Piece,
  partyChanges,
  tieChanges,
  Whole,
} from './schema.ts'
