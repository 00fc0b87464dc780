import { readFileSync } from 'node:fs'
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

/** For tests: one of the real networks of samples/, its kinds the categories of its table. */
export function sampleMap(name: string): EcosystemMap {
  const rows = (file: string) =>
    readFileSync(new URL(`../../../../samples/networks/${name}.${file}.csv`, import.meta.url), 'utf8')
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((row) => row.split(','))
  const parties = rows('nodes').map(([, label, category]) => ({
    id: `id-${label}`,
    name: label!,
    kinds: [`kind-${category}`],
    sectorScheme: null,
    sectorCode: null,
  }))
  const ties = rows('edges').map(([from, to]) => ({ from: Number(from) - 1, to: Number(to) - 1, type: 'informs', strength: 0.5 }))
  return { parties, ties: tiesFrom(ties) }
}
