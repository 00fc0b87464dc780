import type { Tx } from '../../kernel/ctx.ts'
import { type Filter, streamPartyIds } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import type { EcosystemMap } from './answers/index.ts'
import { type Moment, type PlaceColumns, readWhole } from './arrays.ts'
import type { NamedParty } from './schema.ts'

export type { Moment } from './arrays.ts'

/** The map, and what else is shown of its parties, in their order. */
export type Read = { map: EcosystemMap; columns: PlaceColumns }

/** Reads what the answers and the measures need: all parties and ties that hold now, or held at `asOf`. Scores are private: owners and coordinators only. */
export async function readMap(tx: Tx, at: Moment = {}): Promise<Read> {
  allow(tx, 'insight.read')
  const { columns, ...map } = await readWhole(tx, at)
  return { map, columns }
}

/** The parties with these ids as an answer names them, in the order of the map. */
export function namesOf({ map, columns }: Read, ids: Iterable<string>): NamedParty[] {
  const named = new Set(ids)
  return map.parties.flatMap((party, k) => (named.has(party.id) ? [{ ...party, kinds: [...party.kinds], city: columns.city[k]! }] : []))
}

/** The ids the filter keeps, in one order with the map; read in the same transaction as the map. */
export async function readChosen(tx: Tx, filter: Filter): Promise<ReadonlySet<string> | undefined> {
  allow(tx, 'insight.read')
  const isAll = Object.entries(filter).every(([key, value]) => key === 'asOf' || value === undefined)
  if (isAll) return undefined
  const chosen = new Set<string>()
  for await (const ids of streamPartyIds(tx, filter)) for (const id of ids) chosen.add(id)
  return chosen
}
