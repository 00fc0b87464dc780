import type { z } from '@hono/zod-openapi'
import { sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { readWholeSet } from '../../kernel/sets.ts'
import { allow } from '../people/index.ts'
import { addKinds, endKinds } from './facts.ts'
import { allowFilter, countCondition, kindsHeld, matches, momentOf, partiesAt, seesSources } from './filter.ts'
import { restoreParty } from './parties.ts'
import type { BulkChange, Facets, Filter } from './schema.ts'

type Change = BulkChange['change']

/** Changes many parties at once. Answers how many really changed and the request that takes exactly that back. */
export async function changeMany(tx: Tx, { ids, change }: BulkChange): Promise<{ changed: number; undo: BulkChange | null }> {
  allow(tx, 'parties.create')
  const { rows } = await sql<{ id: string }>`
    select id from parties where ecosystem_id = ${tx.ecosystemId} and id = any (${ids}) order by id for update`.execute(tx.db)
  const changed = await apply(
    tx,
    rows.map(({ id }) => id),
    change,
  )
  return { changed: changed.length, undo: changed.length === 0 ? null : { ids: changed, change: inverse(change) } }
}

async function apply(tx: Tx, ids: string[], change: Change): Promise<string[]> {
  if ('addTag' in change) return await changeTags(tx, ids, sql`tags || ${[change.addTag]}::text[]`, sql`not ${change.addTag} = any (tags)`)
  if ('removeTag' in change)
    return await changeTags(tx, ids, sql`array_remove(tags, ${change.removeTag})`, sql`${change.removeTag} = any (tags)`)
  if ('addKind' in change) {
    const holders = await holdersOf(tx, ids, change.addKind)
    const fresh = ids.filter((id) => !holders.has(id))
    await addKinds(
      tx,
      fresh.map((party_id) => ({ party_id, kind: change.addKind })),
      sourceOf(tx.actor),
    )
    return await told(tx, fresh, 'kinds')
  }
  if ('removeKind' in change) {
    const holders = [...(await holdersOf(tx, ids, change.removeKind))]
    await endKinds(tx, holders, [change.removeKind])
    return await told(tx, holders, 'kinds')
  }
  if ('restore' in change) {
    const { rows } = await sql<{ id: string }>`
      select id from parties where ecosystem_id = ${tx.ecosystemId} and id = any (${ids}) and ended_at is not null`.execute(tx.db)
    for (const { id } of rows) await restoreParty(tx, id)
    return rows.map(({ id }) => id)
  }
  const { rows } = await sql<{ id: string }>`
    update parties set ended_at = ${tx.now()}, updated_at = ${tx.now()}, version = version + 1
    where ecosystem_id = ${tx.ecosystemId} and id = any (${ids}) and ended_at is null returning id`.execute(tx.db)
  for (const { id } of rows) await emit(tx, 'party.ended', id, {})
  return rows.map(({ id }) => id)
}

function inverse(change: Change): Change {
  if ('addTag' in change) return { removeTag: change.addTag }
  if ('removeTag' in change) return { addTag: change.removeTag }
  if ('addKind' in change) return { removeKind: change.addKind }
  if ('removeKind' in change) return { addKind: change.removeKind }
  return 'end' in change ? { restore: true } : { end: true }
}

/** Sets the tags of those parties for which `when` holds, and keeps what they were. */
async function changeTags(tx: Tx, ids: string[], value: ReturnType<typeof sql>, when: ReturnType<typeof sql>): Promise<string[]> {
  const source = sourceOf(tx.actor)
  const { rows } = await sql<{ id: string; tags: string[]; source: string }>`
    select id, tags, coalesce(sources ->> 'tags', source) as source from parties
    where ecosystem_id = ${tx.ecosystemId} and id = any (${ids}) and ended_at is null and ${when}`.execute(tx.db)
  if (rows.length === 0) return []
  const changed = rows.map(({ id }) => id)
  await tx.db
    .insertInto('party_changes')
    .values(
      rows.map((row) => ({
        ecosystem_id: tx.ecosystemId,
        id: newId(),
        party_id: row.id,
        field: 'tags',
        value: JSON.stringify(row.tags),
        source: row.source,
        until: tx.now(),
        next_source: source,
      })),
    )
    .execute()
  await sql`
    update parties set tags = ${value}, sources = sources || jsonb_build_object('tags', ${source}::text), updated_at = ${tx.now()}, version = version + 1
    where ecosystem_id = ${tx.ecosystemId} and id = any (${changed})`.execute(tx.db)
  return await told(tx, changed, 'tags')
}

async function holdersOf(ctx: Ctx, ids: string[], kind: string): Promise<Set<string>> {
  const rows = await ctx.db
    .selectFrom('party_kinds')
    .select('party_id')
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('party_id', 'in', ids.length > 0 ? ids : [ctx.ecosystemId])
    .where('kind', '=', kind)
    .where('until', 'is', null)
    .execute()
  return new Set(rows.map(({ party_id }) => party_id))
}

async function told(tx: Tx, ids: string[], field: string): Promise<string[]> {
  for (const id of ids) await emit(tx, 'party.changed', id, { fields: [field] })
  return ids
}

const VALUES_MAX = 200

/** How many of the filtered parties there are of each kind, sector, tag, city, source and type of tie; the commonest 200 of each. */
export async function countFacets(ctx: Ctx, filter: Filter): Promise<z.infer<typeof Facets>> {
  allow(ctx, 'parties.read')
  allowFilter(ctx, filter)
  const asOf = momentOf(filter)
  const counted = (value: ReturnType<typeof sql>, from: ReturnType<typeof sql>) => sql`
    (select coalesce(jsonb_object_agg(value, n), '{}') from (
      select ${value} as value, count(*)::int as n from ${from} where ${value} is not null group by 1 order by 2 desc, 1 limit ${VALUES_MAX}) top)`
  const query = sql<{ facets: Omit<z.infer<typeof Facets>, 'tieTypes'> }>`
    with f as materialized (
      select p.id, p.sector_scheme || ':' || left(p.sector_code, 2) as sector, p.city, p.tags, p.source, p.latitude
      from ${partiesAt(ctx, asOf)} p where ${matches(ctx, filter)}
    ), k as (
      select distinct h.party_id, h.kind from ${kindsHeld(ctx, asOf)} h
    )
    select jsonb_build_object(
      'total', (select count(*) from f),
      'located', (select count(*) from f where latitude is not null),
      'kinds', ${counted(sql`k.kind`, sql`f join k on k.party_id = f.id`)},
      'sectors', ${counted(sql`f.sector`, sql`f`)},
      'tags', ${counted(sql`tag`, sql`f cross join unnest(f.tags) as tag`)},
      'cities', ${counted(sql`f.city`, sql`f`)},
      'sources', ${counted(sql`f.source`, sql`f`)},
      'firstAt', (select to_char(min(created_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') from parties where ecosystem_id = ${ctx.ecosystemId})
    ) as facets`
  const { rows } = await readWholeSet(ctx, () => query.execute(ctx.db))
  const facets = { ...rows[0]!.facets, tieTypes: await countCondition(ctx, 'tieType', filter) }
  return seesSources(ctx) ? facets : { ...facets, sources: {} }
}
