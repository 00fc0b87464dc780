import type { Ctx } from '../../kernel/ctx.ts'
import { type Filter, type PartyColumns, readPartyColumns } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import { readGraph } from '../ties/index.ts'
import { type EcosystemMap, type MapTie, tiesFrom } from './answers/index.ts'
import { computeAnswers, computeMeasures } from './compute.ts'
import type { Answers, MeasureColumns } from './schema.ts'

export type Read = { map: EcosystemMap; columns: PartyColumns }
type Moment = Pick<Filter, 'asOf'>

/**
 * Reads what the answers and the measures need, in one transaction: all parties and ties that hold now, or held at `asOf`. The computing
 * comes after it, so that no connection waits for it. Scores are private: owners and coordinators only.
 */
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

/** What the map says: all cards, with the names of every party they speak of. */
export async function answersOf({ map, columns }: Read, at: Date): Promise<Answers> {
  const items = await computeAnswers(map)
  const named = new Set(
    items.flatMap(({ witnesses, categories, task }) => [
      ...witnesses.flatMap(({ partyId, pieces }) => [partyId, ...pieces.flatMap(({ partyIds }) => partyIds)]),
      ...categories.flatMap(({ partyIds }) => partyIds),
      ...(task?.partyIds ?? []),
    ]),
  )
  const parties = map.parties.flatMap((party, k) =>
    named.has(party.id) ? [{ ...party, kinds: [...party.kinds], city: columns.city[k]! }] : [],
  )
  return { items, parties, at: at.toISOString() }
}

/** The ids the filter keeps, in one order with the map; read in the same transaction as the map. */
export async function readChosen(ctx: Ctx, filter: Filter): Promise<ReadonlySet<string> | undefined> {
  allow(ctx, 'insight.read')
  const isAll = Object.entries(filter).every(([key, value]) => key === 'asOf' || value === undefined)
  return isAll ? undefined : new Set((await readPartyColumns(ctx, filter)).id)
}

/** The measures of the chosen parties, of all without a choice. Measured over the whole map. */
export async function measuresOf({ map }: Read, chosen: ReadonlySet<string> | undefined): Promise<MeasureColumns> {
  const measures = await computeMeasures(map)
  const kept = map.parties.flatMap(({ id }, k) => (chosen === undefined || chosen.has(id) ? [k] : []))
  const pick = <T>(column: readonly T[]) => kept.map((k) => column[k]!)
  return {
    partyId: kept.map((k) => map.parties[k]!.id),
    degree: pick(measures.degree),
    strength: pick(measures.strength),
    core: pick(measures.core),
    clustering: pick(measures.clustering),
    constraint: pick(measures.constraint),
    effectiveSize: pick(measures.effectiveSize),
    cutOff: pick(measures.cutOff),
    fragmentationChange: pick(measures.fragmentationChange),
    component: pick(measures.component),
    pageRank: pick(measures.pageRank),
    closeness: measures.closeness && pick(measures.closeness),
    betweenness: measures.betweenness && pick(measures.betweenness),
  }
}
