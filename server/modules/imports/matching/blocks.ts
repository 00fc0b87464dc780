/** Which records are worth comparing: those that share a rare trait. Pure. */
import type { Traits } from '../matching.ts'

/**
 * A trait shared by more than this many records (a switchboard, a chain's name) is no trace of one organisation. The beginning of a word in
 * one town is a weak trace, so it counts only where few share it.
 */
const BLOCK_MEMBERS_MAX = 60
const WEAK_MEMBERS_MAX = 20
/** How many records can be told apart in a code. */
export const PAIR = 2 ** 21
const GRID_DEGREES = 0.004
const PAUSE_RECORDS = 500

/**
 * Pairs (i, j) with i < j that share a block, each once, as `i * PAIR + j` in order. The first `settled` records are known to be apart and are
 * not paired with each other. Keys are hashed into one sorted array of numbers (hash in the high 32 bits, index in the low 21), which stays
 * small for 100,000 records; a collision of hashes costs a comparison, never a result. Pauses now and then with the number of records seen.
 */
export function* candidatePairs(traits: readonly Traits[], settled = 0): Generator<number, Float64Array> {
  if (traits.length > PAIR) throw new RangeError(`more than ${PAIR} records`)
  const strong: number[] = []
  const weak: number[] = []
  for (const [index, trait] of traits.entries()) {
    if (index % PAUSE_RECORDS === 0) yield index
    for (const key of new Set(strongKeys(trait))) strong.push(hash(key) * PAIR + index)
    for (const key of new Set(weakKeys(trait))) weak.push(hash(key) * PAIR + index)
  }
  const codes: number[] = []
  pairUp(Float64Array.from(strong).sort(), BLOCK_MEMBERS_MAX, settled, codes)
  pairUp(Float64Array.from(weak).sort(), WEAK_MEMBERS_MAX, settled, codes)
  const sorted = Float64Array.from(codes).sort()
  return sorted.filter((code, at) => at === 0 || code !== sorted[at - 1])
}

function pairUp(sorted: Float64Array, membersMax: number, settled: number, codes: number[]): void {
  for (let from = 0; from < sorted.length; ) {
    const block = Math.floor(sorted[from]! / PAIR)
    let to = from + 1
    while (to < sorted.length && Math.floor(sorted[to]! / PAIR) === block) to++
    for (let x = from; to - from <= membersMax && x < to; x++) {
      const i = sorted[x]! % PAIR
      for (let y = x + 1; y < to; y++) {
        const j = sorted[y]! % PAIR // sorted, so i <= j
        if (i !== j && j >= settled) codes.push(i * PAIR + j)
      }
    }
    from = to
  }
}

function strongKeys(trait: Traits): string[] {
  const keys = trait.identifiers.map((value) => `i${value}`)
  if (trait.phone) keys.push(`p${trait.phone.slice(-8)}`)
  if (trait.email) keys.push(`e${trait.email}`)
  if (trait.domain) keys.push(`d${trait.domain}`)
  if (trait.name.sorted)
    keys.push(`n${trait.name.text}`, `n${trait.name.sorted}|${trait.city}`, `n${trait.name.sorted}|${trait.postalCode}`)
  if (trait.street.number) for (const word of trait.street.words) keys.push(`s${trait.street.number}|${word}`)
  return keys
}

function weakKeys(trait: Traits): string[] {
  return trait.name.core.flatMap((word) => {
    const start = word.slice(0, 5)
    const place = trait.postalCode ? `z${trait.postalCode}|${start}` : trait.city ? `c${trait.city}|${start}` : undefined
    return [...(place ? [place] : []), ...(trait.point ? cells(trait.point).map((cell) => `g${cell}|${start}`) : [])]
  })
}

/** The four cells of a shifted grid around a point, so that neighbours share one wherever the lines run. */
function cells({ latitude, longitude }: { latitude: number; longitude: number }): string[] {
  const rows = [Math.floor(latitude / GRID_DEGREES), Math.floor(latitude / GRID_DEGREES + 0.5) + 0.5]
  const columns = [Math.floor(longitude / GRID_DEGREES), Math.floor(longitude / GRID_DEGREES + 0.5) + 0.5]
  return rows.flatMap((row) => columns.map((column) => `${row},${column}`))
}

/** FNV-1a, 32 bits. */
export function hash(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value >>> 0
}
