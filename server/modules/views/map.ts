import type { Ctx } from '../../kernel/ctx.ts'
import { countParties, readPartyColumns } from '../parties/index.ts'
import { readGraph } from '../ties/index.ts'
import { indexEnds, PARTIES_MAX, TIES_MAX } from './rules.ts'
import type { MapAnswer, MapQuery } from './schema.ts'

/**
 * The filtered parties and the ties between them as columns, now or at the filter's `asOf`: what the network and the geographic view draw.
 * With the own fields that were asked for. Throws invalid for a field that there is not.
 */
export async function readMap(ctx: Ctx, { fields, ...filter }: MapQuery, partiesMax = PARTIES_MAX): Promise<MapAnswer> {
  const parties = await readPartyColumns(ctx, filter, { limit: partiesMax, ...(fields && { fields }) })
  const graph = await readGraph(ctx, filter, TIES_MAX)
  const { kept, from, to, tieCount } = indexEnds(parties.id, graph)
  const pick = <T>(column: readonly T[]): T[] => kept.map((tie) => column[tie]!)
  return {
    parties: {
      id: parties.id,
      name: parties.name,
      form: parties.form,
      kinds: parties.kinds,
      sectorCode: parties.sectorCode,
      city: parties.city,
      latitude: parties.latitude,
      longitude: parties.longitude,
      placeApproximate: parties.placeApproximate,
      tags: parties.tags,
      tieCount,
      fields: parties.fields,
    },
    // without their ids, which nobody draws and which would be two thirds of the answer; a line is drawn no finer than a thousandth
    ties: { from, to, type: pick(graph.type), strength: pick(graph.strength).map(toThousandths), directed: pick(graph.directed) }, // biome-ignore format: one line reads better
    truncated: parties.isTruncated || graph.isTruncated,
    partyTotal: parties.isTruncated ? await countParties(ctx, filter) : parties.id.length,
  }
}

function toThousandths(strength: number): number {
  return Math.round(strength * 1000) / 1000
}
