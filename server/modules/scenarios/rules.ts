import type { NewChange, StoredChange } from './schema.ts'

/** Why a change does nothing: the map has moved on since it was thought of, or an earlier change is in its way. */
export const IDLE = [
  'party_not_on_map',
  'party_left_already',
  'nobody_left',
  'same_party',
  'tie_there_already',
  'tie_not_there',
  'trade_there_already',
  'trade_not_there',
  'trades_unknown',
] as const
export type Idle = (typeof IDLE)[number]

/** The parties a change speaks of, real ones and those that join in the scenario. Whoever joins by it is not among them. */
export function partyIdsOf(change: NewChange | StoredChange): string[] {
  if ('fromId' in change) return [change.fromId, change.toId]
  return 'partyId' in change && change.what !== 'partyJoins' ? [change.partyId] : []
}
