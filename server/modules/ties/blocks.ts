import { sql } from 'kysely'
import type { Tx } from '../../kernel/ctx.ts'
import { ID_BYTES, ID_WORDS, type IdTable, idOf, idTableFrom, idTableOf, wordsOf } from '../../kernel/id-table.ts'
import { ahead, inKeyOrder, streamRows } from '../../kernel/sets.ts'
import { type Aliases, type Filter, momentOf, readAliases, selectAliases } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import { holds, tiesAt } from './reading.ts'
import { fill, statedPart } from './rules.ts'
import { type ActivityIndex, readActivity } from './strength.ts'

/** Some ties as columns of equal length, their ids as bytes, 16 each; `strength` is what it has become, 0..1. */
export type TieBlock = {
  count: number
  ids: Uint8Array
  fromIds: Uint8Array
  toIds: Uint8Array
  type: readonly string[]
  strength: Float64Array
}

const ROWS_AT_ONCE = 25_000
const FIRST_ID = '00000000-0000-0000-0000-000000000000'

/**
 * All ties that hold now, or at `asOf`: the same ties and strengths as those of readGraph(), for sets that no list of objects could hold. An
 * end may be a party that is not on the map; whoever reads this knows the parties.
 *
 * Nearly all ties are what their row says and are read as bytes, in the order of their ids. Those that a merge or a past date makes
 * different are left out there, read with all that it takes, and come last, in the order of theirs.
 */
export async function* streamTieBlocks(tx: Tx, { asOf: day }: Pick<Filter, 'asOf'> = {}): AsyncGenerator<TieBlock> {
  allow(tx, 'ties.read')
  const asOf = momentOf({ asOf: day })
  const moment = asOf ?? tx.now()
  const aliases = await readAliases(tx, asOf)
  const strengthOf = strengthsAt(moment, await readActivity(tx, aliases, { asOf }))
  const apart = await readApart(tx, aliases, asOf)
  const stored = inKeyOrder(tx, storedPages(tx, asOf, moment))
  for await (const page of ahead(stored)) yield blockOf(apart ? pick(page, placesOutside(page, apart)) : page, strengthOf)
  if (apart) for await (const page of resolvedPages(tx, aliases, { asOf, moment })) yield blockOf(page, strengthOf)
}

/** Ties as they came: numbers with the highest byte first, moments in microseconds since 2000. */
type Page = {
  count: number
  ids: Uint8Array
  fromIds: Uint8Array
  toIds: Uint8Array
  type: readonly string[]
  stated: DataView
  statedAt: DataView
  /** 1 for those with a last day. */
  finished: Uint8Array
  /** The ids of all that became one by a merge, where it is more than one. */
  mergedIds: readonly (readonly string[] | null)[]
}

type PageRow = {
  count: number
  ids: Buffer | null
  from_ids: Buffer
  to_ids: Buffer
  types: string
  strengths: Buffer
  strengths_at: Buffer
  finished: Buffer
}

const NO_MERGES: Page['mergedIds'] = []

/** The rows of the table that hold, a page at a time, each from where the last one ended. */
async function* storedPages({ db, ecosystemId }: Tx, asOf: Date | undefined, moment: Date): AsyncGenerator<Page> {
  const known = asOf ? sql`t.created_at <= ${asOf} and (t.ended_at is null or t.ended_at > ${asOf})` : sql`t.ended_at is null`
  for (let last = FIRST_ID; ; ) {
    // each column is put together by the database, because sending a row takes longer than appending to a text
    const { rows } = await sql<PageRow>`
      select count(*)::int as count, string_agg(uuid_send(t.id), '') as ids, string_agg(uuid_send(t.from_id), '') as from_ids,
        string_agg(uuid_send(t.to_id), '') as to_ids, string_agg(t.type, ',') as types,
        string_agg(float8send(coalesce(t.strength, 'NaN')), '') as strengths,
        string_agg(timestamptz_send(t.strength_at), '') as strengths_at,
        string_agg(case when t.until is null then '\\x00'::bytea else '\\x01'::bytea end, '') as finished
      from (
        select t.* from (
          select t.id, t.from_id, t.to_id, t.type, t.strength, t.strength_at, t.since::text as since, t.until::text as until from ties t
          where t.ecosystem_id = ${ecosystemId} and t.id > ${last} and ${known}
        ) t where ${holds(moment)} order by t.id limit ${ROWS_AT_ONCE}
      ) t`.execute(db)
    const { count, ids, from_ids, to_ids, types, strengths, strengths_at, finished } = rows[0]!
    if (ids === null) return
    yield {
      count,
      ids,
      fromIds: from_ids,
      toIds: to_ids,
      type: types.split(','),
      stated: viewOf(strengths),
      statedAt: viewOf(strengths_at),
      finished,
      mergedIds: NO_MERGES,
    }
    if (count < ROWS_AT_ONCE) return
    last = idOf(ids, (count - 1) * ID_BYTES)
  }
}

/** What a tie must have nothing to do with to be what its row says. */
type Apart = { parties: IdTable; ties: IdTable; finishedToo: boolean }

/** undefined where every tie is what its row says. */
async function readApart(tx: Tx, { isEmpty }: Aliases, asOf: Date | undefined): Promise<Apart | undefined> {
  if (isEmpty && asOf === undefined) return undefined
  const { rows } = await sql<{ parties: Buffer | null; ties: Buffer | null }>`
    select (select string_agg(uuid_send(id), '') from ${mergedIds(tx, asOf)} m (id)) as parties,
      (select string_agg(uuid_send(id), '') from ${changedSince(tx, asOf)} c (id)) as ties`.execute(tx.db)
  const { parties, ties } = rows[0]!
  if (isEmpty && ties === null) return undefined
  return { parties: idTableFrom(parties ?? Buffer.alloc(0)), ties: idTableFrom(ties ?? Buffer.alloc(0)), finishedToo: !isEmpty }
}

/** Both ends of every merge. */
function mergedIds(tx: Tx, asOf: Date | undefined) {
  return sql`(select unnest(array[a.party_id, a.target_id]) from ${selectAliases(tx, asOf)} a)`
}

function changedSince({ ecosystemId }: Tx, asOf: Date | undefined) {
  if (!asOf) return sql`(select null::uuid where false)`
  return sql`(select distinct c.tie_id from tie_changes c where c.ecosystem_id = ${ecosystemId} and c.until > ${asOf})`
}

function placesOutside({ count, ids, fromIds, toIds, finished }: Page, { parties, ties, finishedToo }: Apart): number[] {
  const [words, fromWords, toWords] = [wordsOf(ids), wordsOf(fromIds), wordsOf(toIds)]
  const places: number[] = []
  for (let k = 0; k < count; k++) {
    const at = k * ID_WORDS
    // several finished periods may lie between the same two, and only where nobody was merged they all stay
    const isApart = (finishedToo && finished[k] === 1) || ties.has(words, at) || parties.has(fromWords, at) || parties.has(toWords, at)
    if (!isApart) places.push(k)
  }
  return places
}

function pick(page: Page, places: readonly number[]): Page {
  if (places.length === page.count) return page
  const bytes = (from: Uint8Array, size: number) => {
    const picked = new Uint8Array(places.length * size)
    for (const [place, k] of places.entries()) picked.set(from.subarray(k * size, (k + 1) * size), place * size)
    return picked
  }
  const view = (from: DataView) =>
    viewOf(bytes(new Uint8Array(from.buffer, from.byteOffset, from.byteLength), Float64Array.BYTES_PER_ELEMENT))
  return {
    count: places.length,
    ids: bytes(page.ids, ID_BYTES),
    fromIds: bytes(page.fromIds, ID_BYTES),
    toIds: bytes(page.toIds, ID_BYTES),
    type: places.map((k) => page.type[k]!),
    stated: view(page.stated),
    statedAt: view(page.statedAt),
    finished: bytes(page.finished, 1),
    mergedIds: page.mergedIds,
  }
}

type ResolvedRow = {
  id: Buffer
  from_id: Buffer
  to_id: Buffer
  type: string
  strength: Buffer
  strength_at: Buffer
  tie_ids: string[] | null
}

/** The ties that placesOutside() leaves out, by the same conditions in the words of the database. */
async function* resolvedPages(
  tx: Tx,
  { isEmpty }: Aliases,
  { asOf, moment }: { asOf: Date | undefined; moment: Date },
): AsyncGenerator<Page> {
  const merged = mergedIds(tx, asOf)
  const finished = isEmpty ? sql`false` : sql`t.until is not null`
  const where = sql`(${finished} or t.id in ${changedSince(tx, asOf)} or t.from_id in ${merged} or t.to_id in ${merged})`
  const query = sql<ResolvedRow>`
    select uuid_send(t.id) as id, uuid_send(t.from_id) as from_id, uuid_send(t.to_id) as to_id, t.type,
      float8send(coalesce(t.strength, 'NaN')) as strength, timestamptz_send(t.strength_at) as strength_at,
      case when cardinality(t.tie_ids) > 1 then t.tie_ids end as tie_ids
    from ${tiesAt(tx, { asOf, where, isUnmerged: isEmpty })} t where ${holds(moment)} order by t.id`
  for await (const rows of streamRows(tx, query)) {
    yield {
      count: rows.length,
      ids: Buffer.concat(rows.map(({ id }) => id)),
      fromIds: Buffer.concat(rows.map(({ from_id }) => from_id)),
      toIds: Buffer.concat(rows.map(({ to_id }) => to_id)),
      type: rows.map(({ type }) => type),
      stated: viewOf(Buffer.concat(rows.map(({ strength }) => strength))),
      statedAt: viewOf(Buffer.concat(rows.map(({ strength_at }) => strength_at))),
      finished: new Uint8Array(rows.length),
      mergedIds: rows.map(({ tie_ids }) => tie_ids),
    }
  }
}

function blockOf(page: Page, strengthOf: StrengthOf): TieBlock {
  const words = { ids: wordsOf(page.ids), fromIds: wordsOf(page.fromIds), toIds: wordsOf(page.toIds) }
  const { count, ids, fromIds, toIds, type } = page
  const strength = new Float64Array(count)
  for (let k = 0; k < count; k++) strength[k] = strengthOf(page, words, k)
  return { count, ids, fromIds, toIds, type, strength }
}

type Words = Record<'ids' | 'fromIds' | 'toIds', Uint32Array>
type StrengthOf = (page: Page, words: Words, k: number) => number

const MICROSECONDS_BEFORE_2000 = 946_684_800_000_000

/** How strong a tie of a page is at a moment. What happened along ties is looked up by their ids only where something did. */
function strengthsAt(moment: Date, activity: ActivityIndex): StrengthOf {
  const [ties, parties] = [idTableOf(activity.tieIds), idTableOf(activity.partyIds)]
  return (page, words, k) => {
    const stated = page.stated.getFloat64(k * 8)
    const microseconds = page.statedAt.getInt32(k * 8) * 2 ** 32 + page.statedAt.getUint32(k * 8 + 4)
    const at = new Date((microseconds + MICROSECONDS_BEFORE_2000) / 1000)
    const part = statedPart({ strength: Number.isNaN(stated) ? null : stated, at }, moment)
    const mergedIds = page.mergedIds[k]
    const isActive =
      mergedIds ||
      (ties.size > 0 && ties.has(words.ids, k * ID_WORDS)) ||
      (parties.size > 0 && parties.has(words.fromIds, k * ID_WORDS) && parties.has(words.toIds, k * ID_WORDS))
    if (!isActive) return fill(part, 0)
    const id = (bytes: Uint8Array) => idOf(bytes, k * ID_BYTES)
    const happened = activity.of(mergedIds ?? [id(page.ids)], id(page.fromIds), id(page.toIds))
    return fill(part, happened.reduce((sum, { logGap }) => sum + logGap, 0)) // biome-ignore format: one line reads better
  }
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}
