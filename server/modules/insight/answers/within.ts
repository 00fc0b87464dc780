/** A part of a map, as if there were nobody else. Pure. */
import { ID_BYTES } from '../../../kernel/id-table.ts'
import { emptyTies } from './tie-columns.ts'
import type { EcosystemMap } from './types.ts'

/** The chosen parties and the ties among them, both in the order they had. n + m. */
export function mapWithin({ parties, ties }: EcosystemMap, chosen: ReadonlySet<string>): EcosystemMap {
  const kept = parties.filter(({ id }) => chosen.has(id))
  const places = new Int32Array(parties.length).fill(-1)
  let place = 0
  for (const [k, { id }] of parties.entries()) if (chosen.has(id)) places[k] = place++
  const isAmong = (k: number) => places[ties.from[k]!]! >= 0 && places[ties.to[k]!]! >= 0
  let count = 0
  for (let k = 0; k < ties.count; k++) if (isAmong(k)) count++
  const among = emptyTies(count, ties.types)
  let write = 0
  for (let k = 0; k < ties.count; k++) {
    if (!isAmong(k)) continue
    among.from[write] = places[ties.from[k]!]!
    among.to[write] = places[ties.to[k]!]!
    among.type[write] = ties.type[k]!
    among.strength[write] = ties.strength[k]!
    among.ids.set(ties.ids.subarray(k * ID_BYTES, (k + 1) * ID_BYTES), write * ID_BYTES)
    write++
  }
  return { parties: kept, ties: among }
}
