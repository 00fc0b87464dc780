/** Giving many parties their place at once, for the module of places. Without events and without asking for rights: the caller does both. */
import { sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { partiesAt } from './filter.ts'
import { type Change, keepHistory, setFacts } from './imported.ts'

export type Address = {
  street: string | null
  postalCode: string | null
  city: string | null
  region: string | null
  country: string | null
}
export type PartyAddress = Address & { id: string }
export type Placement = PartyAddress & { latitude: number; longitude: number; isApproximate: boolean }

const BATCH = 2000
const ADDRESS = sql`p.street, p.postal_code as "postalCode", p.city, p.region, p.country`

/**
 * The addresses of parties that have no place, in the order of their ids. `over` names sources whose approximate places count as none where
 * there is a street to look for; `ids` narrows to these parties.
 */
export async function listUnplaced(
  ctx: Ctx,
  { over, ids, limit }: { over: readonly string[]; ids?: readonly string[]; limit: number },
): Promise<PartyAddress[]> {
  const these = ids === undefined ? sql`true` : sql`p.id = any (${ids})`
  const { rows } = await sql<PartyAddress>`
    select p.id, ${ADDRESS} from ${partiesAt(ctx)} p
    where ${these} and (p.latitude is null or (p.street is not null and ${isFrom(over)})) order by p.id limit ${limit}`.execute(ctx.db)
  return rows
}

/**
 * Gives parties their place, unless they have one: a given place never gives way, an approximate one of a source in `over` gives way to one
 * that is not. A party whose address changed since it was read stays as it is. Answers the ids of those placed.
 */
export async function placeParties(
  tx: Tx,
  placements: readonly Placement[],
  source: string,
  over: readonly string[] = [],
): Promise<string[]> {
  const placed: string[] = []
  for (let from = 0; from < placements.length; from += BATCH) {
    const { rows } = await sql<Change>`
      with x as (
        select * from jsonb_to_recordset(${JSON.stringify(placements.slice(from, from + BATCH))}::jsonb) as x (id uuid, street text,
          "postalCode" text, city text, region text, country text, latitude float8, longitude float8, "isApproximate" boolean)
      ), locked as (
        select p.* from parties p where p.ecosystem_id = ${tx.ecosystemId} and p.id in (select id from x) and p.ended_at is null
        order by p.id for update
      )
      select p.id, e.key as field, to_jsonb(p) -> e.key as before, e.value, coalesce(p.sources ->> e.key, p.source) as source
      from locked p join x on x.id = p.id cross join lateral jsonb_each(jsonb_build_object(
        'latitude', x.latitude, 'longitude', x.longitude, 'place_approximate', x."isApproximate")) e
      where (p.street, p.postal_code, p.city, p.region, p.country) is not distinct from (x.street, x."postalCode", x.city, x.region, x.country)
        and (p.latitude is null or (not x."isApproximate" and ${isFrom(over)}))`.execute(tx.db)
    await keepHistory(tx, rows, source)
    await setFacts(tx, rows, source)
    placed.push(...new Set(rows.map(({ id }) => id)))
  }
  return placed
}

/** Gives back what was before to those whose place is still the one this source gave. Answers how many. */
export async function takeBackPlaces(tx: Tx, source: string): Promise<number> {
  const { rows } = await sql<Change>`
    with locked as (
      select p.* from parties p where p.ecosystem_id = ${tx.ecosystemId} and p.sources ->> 'latitude' = ${source}
        and p.sources ->> 'longitude' = ${source} and p.sources ->> 'place_approximate' = ${source} order by p.id for update
    )
    select distinct on (c.party_id, c.field) c.party_id as id, c.field, to_jsonb(p) -> c.field as before, c.value, c.source
    from locked p join party_changes c on c.ecosystem_id = ${tx.ecosystemId} and c.party_id = p.id and c.next_source = ${source}
    order by c.party_id, c.field, c.until desc`.execute(tx.db)
  await keepHistory(
    tx,
    rows.map((change) => ({ ...change, source })),
    `undo:${source}`,
  )
  await setFacts(tx, rows, null)
  return new Set(rows.map(({ id }) => id)).size
}

export type Placed = { total: number; missing: number; missingWithTown: number; approximate: number }

/** How many parties there are on the map, how many of them have no place, and of those a town, and how many an approximate one. */
export async function countPlaced(ctx: Ctx): Promise<Placed> {
  const { rows } = await sql<Placed>`
    select count(*)::int as total, (count(*) filter (where p.latitude is null))::int as missing,
      (count(*) filter (where p.latitude is null and p.city is not null))::int as "missingWithTown",
      (count(*) filter (where p.latitude is not null and p.place_approximate))::int as approximate
    from ${partiesAt(ctx)} p`.execute(ctx.db)
  return rows[0]!
}

function isFrom(sources: readonly string[]) {
  return sql`(p.place_approximate and split_part(p.sources ->> 'latitude', ':', 1) = any (${sources}))`
}
