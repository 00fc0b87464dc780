/** Which records are worth comparing: those that share a rare trait. Pure. */
import type { Traits } from '../matching.ts'

/** A trait shared by more than this many records (a switchboard, a chain's name) is no trace of one organisation. */
const BLOCK_MEMBERS_MAX = 60
const INDEX_LIMIT = 2 ** 21
const GRID_DEGREES = 0.004

/**
 * Pairs `[i, j]`, i < j, that share a block, each once. The first `settled` records are known to be apart and are not paired with each other.
 * Keys are hashed into one sorted array of numbers (hash in the high 32 bits, index in the low 21), which stays small for 100,000 records;
 * a collision of hashes costs a comparison, never a result.
 */
export function candidatePairs(traits: readonly Traits[], settled = 0): [number, number][] {
  if (traits.length > INDEX_LIMIT) throw new RangeError(`more than ${INDEX_LIMIT} records`)
  const keys: number[] = []
  for (const [index, trait] of traits.entries()) for (const key of blockKeys(trait)) keys.push(hash(key) * INDEX_LIMIT + index)
  const sorted = Float64Array.from(keys).sort()
  const seen = new Set<number>()
  const pairs: [number, number][] = []
  for (let from = 0; from < sorted.length; ) {
    const block = Math.floor(sorted[from]! / INDEX_LIMIT)
    let to = from + 1
    while (to < sorted.length && Math.floor(sorted[to]! / INDEX_LIMIT) === block) to++
    if (to - from > 1 && to - from <= BLOCK_MEMBERS_MAX) pairUp(sorted.subarray(from, to), settled, seen, pairs)
    from = to
  }
  return pairs
}

function pairUp(block: Float64Array, settled: number, seen: Set<number>, pairs: [number, number][]): void {
  for (let x = 0; x < block.length; x++) {
    const i = block[x]! % INDEX_LIMIT
    for (let y = x + 1; y < block.length; y++) {
      const j = block[y]! % INDEX_LIMIT // sorted, so i <= j
      if (i === j || j < settled) continue
      const pair = i * INDEX_LIMIT + j
      if (seen.has(pair)) continue
      seen.add(pair)
      pairs.push([i, j])
    }
  }
}

function blockKeys(trait: Traits): string[] {
  const keys = trait.identifiers.map((value) => `i${value}`)
  if (trait.phone) keys.push(`p${trait.phone.slice(-8)}`)
  if (trait.email) keys.push(`e${trait.email}`)
  if (trait.domain) keys.push(`d${trait.domain}`)
  if (trait.name.sorted)
    keys.push(`n${trait.name.text}`, `n${trait.name.sorted}|${trait.city}`, `n${trait.name.sorted}|${trait.postalCode}`)
  if (trait.street.number) for (const word of trait.street.words) keys.push(`s${trait.street.number}|${word}`)
  for (const word of trait.name.core) {
    const start = word.slice(0, 5)
    if (trait.postalCode) keys.push(`z${trait.postalCode}|${start}`)
    else if (trait.city) keys.push(`c${trait.city}|${start}`)
    if (trait.point) for (const cell of cells(trait.point)) keys.push(`g${cell}|${start}`)
  }
  return [...new Set(keys)]
}

/** The four cells of a shifted grid around a point, so that neighbours share one wherever the lines run. */
function cells({ latitude, longitude }: { latitude: number; longitude: number }): string[] {
  const rows = [Math.floor(latitude / GRID_DEGREES), Math.floor(latitude / GRID_DEGREES + 0.5) + 0.5]
  const columns = [Math.floor(longitude / GRID_DEGREES), Math.floor(longitude / GRID_DEGREES + 0.5) + 0.5]
  return rows.flatMap((row) => columns.map((column) => `${row},${column}`))
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value >>> 0
}
