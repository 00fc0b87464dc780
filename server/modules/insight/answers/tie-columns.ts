/** The ties of a map as columns: five million of them are some numbers in a row instead of five million objects. Pure. */
import { ID_BYTES, ID_WORDS, idOf, wordsOf, writeId } from '../../../kernel/id-table.ts'

/** Tie `k` leads from party `from[k]` to party `to[k]`, positions in the list of parties. */
export type TieColumns = {
  count: number
  from: Uint32Array
  to: Uint32Array
  /** Positions in `types`. */
  type: Uint16Array
  types: readonly string[]
  /** 0 … 1, NaN when nobody knows it. */
  strength: Float64Array
  /** 16 bytes a tie; `tieIdOf` writes one out. */
  ids: Uint8Array
}

/** One tie, where there are few. `id` is a UUID; without one the place of the tie stands for it. */
export type MapTie = { id?: string; from: number; to: number; type: string; strength: number | null }

export function emptyTies(count: number, types: readonly string[], ids: Uint8Array = new Uint8Array(count * ID_BYTES)): TieColumns {
  return {
    count,
    from: new Uint32Array(count),
    to: new Uint32Array(count),
    type: new Uint16Array(count),
    types,
    strength: new Float64Array(count),
    ids,
  }
}

/** Columns from a list of ties. */
export function tiesFrom(list: readonly MapTie[]): TieColumns {
  const types = [...new Set(list.map(({ type }) => type))]
  const ties = emptyTies(list.length, types)
  const words = wordsOf(ties.ids)
  for (const [k, { id, from, to, type, strength }] of list.entries()) {
    ties.from[k] = from
    ties.to[k] = to
    ties.type[k] = types.indexOf(type)
    ties.strength[k] = strength ?? Number.NaN
    writeId(id ?? k.toString(16).padStart(2 * ID_BYTES, '0'), words, k * ID_WORDS)
  }
  return ties
}

/** The ties one by one, for those who look at few or write a test. Whoever walks a whole region reads the columns. */
export function* eachTie(ties: TieColumns): Generator<MapTie & { id: string }> {
  for (let k = 0; k < ties.count; k++) {
    yield { id: tieIdOf(ties, k), from: ties.from[k]!, to: ties.to[k]!, type: typeOf(ties, k), strength: strengthOf(ties, k) }
  }
}

export function tieIdOf({ ids }: TieColumns, k: number): string {
  return idOf(ids, k * ID_BYTES)
}

export function typeOf({ type, types }: TieColumns, k: number): string {
  return types[type[k]!]!
}

export function strengthOf({ strength }: TieColumns, k: number): number | null {
  return Number.isNaN(strength[k]) ? null : strength[k]!
}

/** Whether tie `k` is of one of these types: the names are compared once, not once a tie. */
export function isOfTypes({ type, types }: TieColumns, wanted: ReadonlySet<string>): (k: number) => boolean {
  const isWanted = types.map((name) => wanted.has(name))
  return (k) => isWanted[type[k]!]!
}
