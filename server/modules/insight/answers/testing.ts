import { tiesFrom } from './tie-columns.ts'
import type { EcosystemMap } from './types.ts'

/** For tests: a map of parties by letter, and ties as `ab`, `ab:type` or `ab:type=strength`. The id of a tie is its place. */
export function mapOf(letters: string, pairs: string): EcosystemMap {
  const parties = [...letters].map((id) => ({ id, name: `Party ${id}`, kinds: [], sectorScheme: null, sectorCode: null }))
  const ties = pairs
    .split(' ')
    .filter(Boolean)
    .map((pair) => {
      const [, from, to, type = 'supplies', strength] = /^(.)(.)(?::(\w+))?(?:=([\d.]+))?$/.exec(pair)!
      const known = strength === undefined ? null : Number(strength)
      return { from: letters.indexOf(from!), to: letters.indexOf(to!), type, strength: known }
    })
  return { parties, ties: tiesFrom(ties) }
}
