import { ID_BYTES, ID_WORDS, idOf, idTableFrom, wordsOf } from '../../kernel/id-table.ts'

/** A bit for each place of the picture, the lowest first, set where its id is among `matching`; and how many are set. Ids are 16 bytes one after the other. */
export function matchBits(
  matching: Uint8Array,
  areas: readonly { first: number; ids: Uint8Array }[],
  parties: number,
): { bits: Uint8Array; count: number } {
  const known = idTableFrom(matching)
  const bits = new Uint8Array(Math.ceil(parties / 8))
  let count = 0
  for (const { first, ids } of areas) {
    const words = wordsOf(ids)
    for (let place = first, at = 0; at < words.length; place++, at += ID_WORDS) {
      if (!known.has(words, at)) continue
      bits[place >> 3]! |= 1 << (place & 7)
      count++
    }
  }
  return { bits, count }
}

/** Ids as UUIDs are written. */
export function idsIn(bytes: Uint8Array): string[] {
  return Array.from({ length: bytes.length / ID_BYTES }, (_, k) => idOf(bytes, k * ID_BYTES))
}
