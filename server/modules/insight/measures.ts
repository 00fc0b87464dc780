import { type EcosystemMap, measureMap } from './answers/index.ts'
import type { Measured } from './schema.ts'

/** The measures of everybody on a map. */
export function measuresOf(map: EcosystemMap): Measured {
  return { partyId: map.parties.map(({ id }) => id), ...measureMap(map) }
}

/** The measures of the chosen parties, of all without a choice. */
export function pickMeasures(measures: Measured, chosen: ReadonlySet<string> | undefined): Measured {
  if (chosen === undefined) return measures
  const kept = measures.partyId.flatMap((id, k) => (chosen.has(id) ? [k] : []))
  const pick = (column: readonly unknown[] | null) => column && kept.map((k) => column[k])
  return Object.fromEntries(Object.entries(measures).map(([key, column]) => [key, pick(column)])) as Measured
}
