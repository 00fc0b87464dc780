/** An id is 16 bytes, read as four words of 32 bits. */
export const ID_BYTES = 16
export const ID_WORDS = ID_BYTES / Uint32Array.BYTES_PER_ELEMENT

const EMPTY = -1
const SLOTS_MIN = 16

/**
 * Ids with the order in which they were added: a table of numbers, because a Map of a million texts takes half a gigabyte and a second for
 * each few hundred thousand questions. Open addressing with linear probing, at most half full. An id is four words of 32 bits in any order
 * of bytes, as long as it is the same for all.
 */
export class IdTable {
  #slots: Int32Array
  #words: Uint32Array
  #count = 0

  /** Room for so many ids; it grows when there are more. */
  constructor(room = 0) {
    this.#words = new Uint32Array(Math.max(SLOTS_MIN / 2, room) * ID_WORDS)
    this.#slots = emptySlots(room)
  }

  get size(): number {
    return this.#count
  }

  /** The place of the id whose words begin at `at`: a new one, or that which it had. */
  add(words: Uint32Array, at: number): number {
    const slot = this.#slotOf(words, at)
    if (this.#slots[slot] !== EMPTY) return this.#slots[slot]!
    const place = this.#count++
    if (place * ID_WORDS === this.#words.length) this.#grow()
    this.#words.set(words.subarray(at, at + ID_WORDS), place * ID_WORDS)
    if (this.#count * 2 > this.#slots.length) this.#rehash()
    else this.#slots[slot] = place
    return place
  }

  /** The place of the id whose words begin at `at`, -1 where it was never added. */
  placeOf(words: Uint32Array, at: number): number {
    return this.#slots[this.#slotOf(words, at)]!
  }

  /** The places of many ids, one after the other. Quicker than one at a time: the memory is asked for many at once, and waited for once. */
  placesOf(words: Uint32Array): Int32Array {
    const count = words.length / ID_WORDS
    const slots = this.#slots
    const mask = slots.length - 1
    const places = new Int32Array(count)
    for (let k = 0, at = 0; k < count; k++, at += ID_WORDS) places[k] = slots[hash(words, at) & mask]!
    // most are where they would be; the others are looked for
    for (let k = 0, at = 0; k < count; k++, at += ID_WORDS) {
      const place = places[k]!
      if (place !== EMPTY && !this.#isAt(place, words, at)) places[k] = this.placeOf(words, at)
    }
    return places
  }

  has(words: Uint32Array, at: number): boolean {
    return this.placeOf(words, at) !== EMPTY
  }

  #slotOf(words: Uint32Array, at: number): number {
    const mask = this.#slots.length - 1
    for (let slot = hash(words, at) & mask; ; slot = (slot + 1) & mask) {
      const place = this.#slots[slot]!
      if (place === EMPTY || this.#isAt(place, words, at)) return slot
    }
  }

  #isAt(place: number, words: Uint32Array, at: number): boolean {
    const known = this.#words
    const from = place * ID_WORDS
    // the last words are the likeliest to differ
    return (
      known[from + 3] === words[at + 3] &&
      known[from + 2] === words[at + 2] &&
      known[from + 1] === words[at + 1] &&
      known[from] === words[at]
    )
  }

  #grow(): void {
    const words = new Uint32Array(this.#words.length * 2)
    words.set(this.#words)
    this.#words = words
  }

  #rehash(): void {
    this.#slots = emptySlots(this.#count)
    for (let place = 0; place < this.#count; place++) this.#slots[this.#slotOf(this.#words, place * ID_WORDS)] = place
  }
}

/** A table of ids that are written as UUIDs. */
export function idTableOf(ids: Iterable<string>): IdTable {
  const table = new IdTable()
  const words = new Uint32Array(ID_WORDS)
  for (const id of ids) {
    writeId(id, words, 0)
    table.add(words, 0)
  }
  return table
}

/** A table of ids that came as bytes, one after the other. */
export function idTableFrom(bytes: Uint8Array): IdTable {
  const words = wordsOf(bytes)
  const table = new IdTable(words.length / ID_WORDS)
  for (let at = 0; at < words.length; at += ID_WORDS) table.add(words, at)
  return table
}

/** The words of ids that came as bytes, one after the other. */
export function wordsOf(bytes: Uint8Array): Uint32Array {
  const aligned = bytes.byteOffset % Uint32Array.BYTES_PER_ELEMENT === 0 ? bytes : new Uint8Array(bytes)
  return new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / Uint32Array.BYTES_PER_ELEMENT)
}

/** Writes a UUID as its 16 bytes to four words from `at` on. */
export function writeId(id: string, words: Uint32Array, at: number): void {
  const bytes = new Uint8Array(words.buffer, words.byteOffset + at * Uint32Array.BYTES_PER_ELEMENT, ID_BYTES)
  for (let byte = 0, from = 0; byte < ID_BYTES; byte++, from += 2) {
    if (id.charCodeAt(from) === DASH) from++
    bytes[byte] = (digit(id.charCodeAt(from)) << 4) | digit(id.charCodeAt(from + 1))
  }
}

/** The id in the 16 bytes from `at` on, as a UUID is written. */
export function idOf(bytes: Uint8Array, at: number): string {
  let text = ''
  for (let byte = 0; byte < ID_BYTES; byte++) {
    if (byte === 4 || byte === 6 || byte === 8 || byte === 10) text += '-'
    text += HEX[bytes[at + byte]!]
  }
  return text
}

const DASH = 45
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

function digit(code: number): number {
  return code < 58 ? code - 48 : (code & 0xdf) - 55
}

function emptySlots(count: number): Int32Array {
  let length = SLOTS_MIN
  while (length < count * 4) length *= 2
  return new Int32Array(length).fill(EMPTY)
}

/** Ids begin with the same moments and end with chance, so all four words are stirred (the last steps are those of MurmurHash3). */
function hash(words: Uint32Array, at: number): number {
  const one = Math.imul(words[at]! ^ Math.imul(words[at + 1]!, 0x9e3779b1), 0x85ebca6b)
  const other = Math.imul(words[at + 2]! ^ Math.imul(words[at + 3]!, 0x27d4eb2f), 0x165667b1)
  let h = one ^ other
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
