/** The whole map out of the database into arrays, piece by piece: a region of a million parties in seconds, without a list of what each row says. */
import type { Tx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { ID_BYTES, ID_WORDS, IdTable, wordsOf, writeId } from '../../kernel/id-table.ts'
import { ahead } from '../../kernel/sets.ts'
import { type Filter, type MapPartyFacts, type PartyColumns, streamMapParties } from '../parties/index.ts'
import { streamTieBlocks, type TieBlock } from '../ties/index.ts'
import { emptyTies, type MapParty, type TieColumns } from './answers/index.ts'

export type Moment = Pick<Filter, 'asOf'>
/** What is shown of parties besides, in their order. */
export type PlaceColumns = Pick<PartyColumns, 'city' | 'latitude' | 'longitude'>
export type WholeMap = { parties: MapParty[]; ties: TieColumns; columns: PlaceColumns }

/** What a computer of an ordinary size still reads; a map beyond it is told so. */
const PARTIES_MAX = 4_000_000
const TIES_MAX = 20_000_000

/**
 * All parties on the map and all ties between them that hold, now or at a moment, both in the order of their ids. Needs nothing but its
 * transaction, in whichever thread. Throws too_large.
 */
export async function readWhole(tx: Tx, at: Moment): Promise<WholeMap> {
  const { places, facts } = await readFacts(tx, at)
  const ties = await readTies(tx, at, places)
  // only now: as long as there are few objects, whoever tidies up the memory while the ties go by has little to look through
  return { ...partiesFrom(facts), ties }
}

async function readFacts(tx: Tx, at: Moment): Promise<{ places: IdTable; facts: string[] }> {
  const places = new IdTable()
  const facts: string[] = []
  const words = new Uint32Array(ID_WORDS)
  for await (const rows of ahead(streamMapParties(tx, at))) {
    for (const { id } of rows) {
      writeId(id, words, 0)
      places.add(words, 0)
    }
    facts.push(`[${rows.map((row) => row.facts).join(',')}]`)
    if (places.size > PARTIES_MAX) throw tooLarge()
  }
  return { places, facts }
}

function partiesFrom(facts: string[]): Pick<WholeMap, 'parties' | 'columns'> {
  const parties: MapParty[] = []
  const columns: PlaceColumns = { city: [], latitude: [], longitude: [] }
  const kindsOf = new Map<string | null, readonly string[]>([[null, []]])
  const once = onceEach()
  for (const [k, piece] of facts.entries()) {
    for (const [id, name, kinds, sectorScheme, sectorCode, city, latitude, longitude] of JSON.parse(piece) as MapPartyFacts[]) {
      // a thousand parties share a text, and hold it once
      if (!kindsOf.has(kinds)) kindsOf.set(kinds, kinds!.split(' '))
      parties.push({ id, name, kinds: kindsOf.get(kinds)!, sectorScheme: once(sectorScheme), sectorCode: once(sectorCode) })
      columns.city.push(once(city))
      columns.latitude.push(latitude)
      columns.longitude.push(longitude)
    }
    facts[k] = ''
  }
  return { parties, columns }
}

async function readTies(tx: Tx, at: Moment, places: IdTable): Promise<TieColumns> {
  const types = new Map<string, number>()
  const pieces: TieColumns[] = []
  let count = 0
  for await (const block of streamTieBlocks(tx, at)) {
    const piece = placed(block, places, types)
    pieces.push(piece)
    count += piece.count
    if (count > TIES_MAX) throw tooLarge()
  }
  return inOrder(joined(pieces, count, [...types.keys()]))
}

/** The ties of a block between parties that there are. */
function placed({ count, ids, fromIds, toIds, type, strength }: TieBlock, places: IdTable, types: Map<string, number>): TieColumns {
  const [fromPlaces, toPlaces] = [places.placesOf(wordsOf(fromIds)), places.placesOf(wordsOf(toIds))]
  const piece = emptyTies(count, [], ids)
  let kept = 0
  for (let k = 0; k < count; k++) {
    const [from, to] = [fromPlaces[k]!, toPlaces[k]!]
    if (from < 0 || to < 0) continue
    if (!types.has(type[k]!)) types.set(type[k]!, types.size)
    piece.from[kept] = from
    piece.to[kept] = to
    piece.type[kept] = types.get(type[k]!)!
    piece.strength[kept] = strength[k]!
    if (kept < k) ids.copyWithin(kept * ID_BYTES, k * ID_BYTES, (k + 1) * ID_BYTES)
    kept++
  }
  return { ...piece, count: kept }
}

function joined(pieces: TieColumns[], count: number, types: readonly string[]): TieColumns {
  const ties = emptyTies(count, types)
  let at = 0
  for (const [k, piece] of pieces.entries()) {
    ties.from.set(piece.from.subarray(0, piece.count), at)
    ties.to.set(piece.to.subarray(0, piece.count), at)
    ties.type.set(piece.type.subarray(0, piece.count), at)
    ties.strength.set(piece.strength.subarray(0, piece.count), at)
    ties.ids.set(piece.ids.subarray(0, piece.count * ID_BYTES), at * ID_BYTES)
    at += piece.count
    delete pieces[k] // no more than one piece is held twice
  }
  return ties
}

/** The same ties in the order of their ids: two runs that are each in order, or one that is already. */
function inOrder(ties: TieColumns): TieColumns {
  const { ids, count } = ties
  const isBefore = (a: number, b: number) => compareIds(ids, a, b) < 0
  let second = 1
  while (second < count && isBefore(second - 1, second)) second++
  if (second >= count) return ties
  const order = new Uint32Array(count)
  for (let k = 0, one = 0, other = second; k < count; k++) {
    const isOne = other === count || (one < second && isBefore(one, other))
    order[k] = isOne ? one++ : other++
  }
  const sorted = emptyTies(count, ties.types)
  for (let k = 0; k < count; k++) {
    const from = order[k]!
    sorted.from[k] = ties.from[from]!
    sorted.to[k] = ties.to[from]!
    sorted.type[k] = ties.type[from]!
    sorted.strength[k] = ties.strength[from]!
    sorted.ids.set(ids.subarray(from * ID_BYTES, (from + 1) * ID_BYTES), k * ID_BYTES)
  }
  return sorted
}

function compareIds(ids: Uint8Array, a: number, b: number): number {
  for (let byte = 0; byte < ID_BYTES; byte++) {
    const difference = ids[a * ID_BYTES + byte]! - ids[b * ID_BYTES + byte]!
    if (difference !== 0) return difference
  }
  return 0
}

/** The first of all equal texts. */
function onceEach(): <T extends string | null>(text: T) => T {
  const known = new Map<string | null, string | null>()
  return <T extends string | null>(text: T) => {
    if (!known.has(text)) known.set(text, text)
    return known.get(text) as T
  }
}

function tooLarge(): DomainError {
  return new DomainError('too_large', 'map_too_large', 'This map is too large to be read as a whole.')
}
