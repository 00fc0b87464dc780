import type { Ctx } from '../../kernel/ctx.ts'
import { type Filter, type PartyColumns, readPartyColumns } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import { readGraph } from '../ties/index.ts'
import { type EcosystemMap, type MapTie, tiesFrom } from './answers/index.ts'
import type { NamedParty } from './schema.ts'

export type Read = { map: EcosystemMap; columns: PartyColumns }
export type Moment = Pick<Filter, 'asOf'>

/** Reads what the answers and the measures need: all parties and ties that hold now, or held at `asOf`. Scores are private: owners and coordinators only. */
export async function readMap(ctx: Ctx, { asOf }: Moment = {}): Promise<Read> {
  allow(ctx, 'insight.read')
  const at = asOf === undefined ? {} : { asOf }
  const columns = await readPartyColumns(ctx, at)
  const graph = await readGraph(ctx, at)
  const place = new Map(columns.id.map((id, k) => [id, k]))
  const ties: MapTie[] = []
  for (const [k, id] of graph.id.entries()) {
    const [one, other] = [graph.fromId[k]!, graph.toId[k]!]
    // a tie without direction reads the same whichever of its ends was stated first
    const isTurned = !graph.directed[k] && other < one
    const from = place.get(isTurned ? other : one)
    const to = place.get(isTurned ? one : other)
    if (from === undefined || to === undefined) continue
    ties.push({ id, from, to, type: graph.type[k]!, strength: graph.strength[k]! })
  }
  const parties = columns.id.map((id, k) => ({
    id,
    name: columns.name[k]!,
    kinds: columns.kinds[k]!,
    sectorScheme: columns.sectorScheme[k]!,
    sectorCode: columns.sectorCode[k]!,
  }))
  return { map: { parties, ties: tiesFrom(ties) }, columns }
}

/** The parties with these ids as an answer names them, in the order of the map. */
export function namesOf({ map, columns }: Read, ids: Iterable<string>): NamedParty[] {
  const named = new Set(ids)
  return map.parties.flatMap((party, k) => (named.has(party.id) ? [{ ...party, kinds: [...party.kinds], city: columns.city[k]! }] : []))
}

/** The ids the filter keeps, in one order with the map; read in the same transaction as the map. */
export async function readChosen(ctx: Ctx, filter: Filter): Promise<ReadonlySet<string> | undefined> {
  allow(ctx, 'insight.read')
  const isAll = Object.entries(filter).every(([key, value]) => key === 'asOf' || value === undefined)
  return isAll ? undefined : new Set((await readPartyColumns(ctx, filter)).id)
}
