import type { Measures } from './answers/index.ts'
import type { MeasureColumns } from './schema.ts'

/** The measures of the chosen parties, of all without a choice. */
export function pickMeasures(measures: Measures & { partyId: string[] }, chosen: ReadonlySet<string> | undefined): MeasureColumns {
  if (chosen === undefined) return measures
  const kept = measures.partyId.flatMap((id, k) => (chosen.has(id) ? [k] : []))
  const pick = (column: readonly unknown[] | null) => column && kept.map((k) => column[k])
  return Object.fromEntries(Object.entries(measures).map(([key, column]) => [key, pick(column)])) as MeasureColumns
}
