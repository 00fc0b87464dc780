/** Ties between parties: what was stated, what happened along them, and how strong they are now. */
import { setCondition } from '../parties/index.ts'
import { countTieTypes, hasTieOfType } from './graph.ts'

setCondition('tieType', hasTieOfType, countTieTypes)

export { areInConflict, countInteractions, findPurchase, findTiedTo, readTiesOf } from './around.ts'
export { streamTieBlocks, type TieBlock } from './blocks.ts'
export { createTies, endTiesOf, eraseTiesOf, findTied, type TieOutcome } from './bulk.ts'
export { countTieChanges } from './changes.ts'
export { type Graph, readGraph } from './graph.ts'
export { eraseInteraction, recordInteraction } from './interactions.ts'
export { personalData } from './personal-data.ts'
export { routes } from './routes.ts'
export { currentStrength, FORMULA, HALF_LIFE_DAYS, INTERACTION_KINDS, TIE_TYPES, WEIGHTS } from './rules.ts'
export { type Events, type Interaction, NewTie, type NewTieType, type Tables, Tie, type TieType } from './schema.ts'
export { searchInteractions } from './search.ts'
export { type NamedInteraction, type NamedTie, streamInteractions, streamTies } from './streams.ts'
export { createTie, endTie, getTie, listTies } from './ties.ts'
export { addTieType, eraseTieTypes, listTieTypes, mustKnowTypes, OWN_TYPES_MAX, removeUnusedTieTypes } from './types.ts'
export { countTiesUpTo, readGraphVersion } from './versions.ts'
