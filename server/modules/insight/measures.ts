import { giveTurn, STRETCH } from '../../kernel/columns.ts'
import { type EcosystemMap, measureMap } from './answers/index.ts'
import type { Measured } from './schema.ts'

/** The measures of everybody on a map. */
export function measuresOf(map: EcosystemMap): Measured {
  return { partyId: map.parties.map(({ id }) => id), ...measureMap(map) }
}

/** The measures of the chosen parties, of all without a choice. */
export async function pickMeasures(measures: Measured, chosen: ReadonlySet<string> | undefined): Promise<Measured> {
  if (chosen === undefined) return measures
  const kept: number[] = []
  for (const [k, id] of measures.partyId.entries()) {
    if (k % STRETCH === STRETCH - 1) await giveTurn()
    if (chosen.has(id)) kept.push(k)
  }
  const picked: Record<string, unknown> = {}
  for (const [key, column] of Object.entries(measures)) {
    if (kept.length > STRETCH) await giveTurn()
    picked[key] = column && kept.map((k) => column[k])
  }
  return picked as Measured
}
