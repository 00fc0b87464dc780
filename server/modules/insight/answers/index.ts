/** The answers: pure rules from a map to cards that say what it shows, what that rests on, how sure it is and what to do. */
import { bridgesGroups } from './brokers.ts'
import { readMap } from './reading.ts'
import { thinKinds, thinSectors } from './thin.ts'
import { bestConnected, cutOff, wouldCutOff } from './ties.ts'
import type { Answer, EcosystemMap } from './types.ts'

export { BROKER_ROLES } from './brokerage.ts'
export { CHANGES_LISTED, compareMaps, type MapDifference, underLaterIds } from './changes.ts'
export { type Comparison, compareStates, type MapState } from './comparison.ts'
export { type Departure, letLeave } from './departure.ts'
export { type Figures, figuresOf } from './figures.ts'
export {
  findGaps,
  GAP_SORTS,
  type Gap,
  type GapQuestion,
  type GapSort,
  type GapsFound,
  type GapTrade,
  type ReferenceTable,
  speakingCertainty,
  type Value,
} from './gaps/index.ts'
export { type Grouping, type GroupStability, groupingOf, groupStability } from './grouping.ts'
export { type Groups, groupMembers, groupsOf, type KnownGrouping } from './groups.ts'
export { changeCertainty, coverageCertainty, departureCertainty, onlyWayCertainty } from './how-sure.ts'
export { type Measures, measureMap } from './measures.ts'
export { checkPairs, type PairCheck } from './pair-check.ts'
export { PAIR_LISTS, type PairInput } from './pair-ground.ts'
export { type ProposedPairs, proposePairs } from './pair-lists.ts'
export { WAYS_OF_NEARNESS } from './pair-ranking.ts'
export { PAIR_REASONS } from './pair-reasons.ts'
export { DIVIDING_TYPES, readGround } from './reading.ts'
export { eachTie, emptyTies, isOfTypes, type MapTie, type TieColumns, tieIdOf, tiesFrom, typeOf } from './tie-columns.ts'
export { holdTogether, type Known, type Together } from './together.ts'
export type { Trade } from './trades.ts'
export { GROUPINGS, TRAITS, type Traits } from './traits.ts'
export * from './types.ts'
export { mapWithin } from './within.ts'

/** All cards, in the order in which they are shown. The same map gives the same answers, also in another thread. */
export function answerMap(map: EcosystemMap): Answer[] {
  const reading = readMap(map)
  return [bestConnected, cutOff, wouldCutOff, bridgesGroups, thinKinds, thinSectors].map((answer) => answer(reading))
}
