/** Insight: what the map says, in answers with evidence, and the measures behind them. */
export {
  type EcosystemMap,
  emptyTies,
  ID_BYTES,
  type MapParty,
  type MapState,
  type TieColumns,
  type Trade,
  tiesFrom,
  typeOf,
} from './answers/index.ts'
export { computeComparison } from './compute.ts'
export { readTradesOn } from './departure.ts'
export { answersOf, measuresOf, type Read, readMap } from './insight.ts'
export { routes } from './routes.ts'
export {
  type Answers,
  Certainty,
  Introduction,
  listed,
  type MeasureColumns,
  NamedParty,
  Piece,
  partyChanges,
  tieChanges,
  Whole,
} from './schema.ts'
