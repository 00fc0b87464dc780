/** Writing and taking back many facts at once, for imports. Without events and without asking for rights: the caller does both. */
import { sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { addKinds } from './facts.ts'
import { addIdentifiers, keepIdentifiers } from './identifiers.ts'
import { FACTS, type Fact } from './rules.ts'
import type { Identifier } from './schema.ts'

const BATCH = 2000

/** What is known of a party on the map, with what was merged into it, for telling whether a row speaks of it. */
export type KnownParty = {
  id: string
  kinds: string[]
  identifiers: Identifier[]
  /** The first mail address and number of somebody there. */
  contactEmail: string | null
  contactPhone: string | null
} & Record<Exclude<Fact, 'fields'>, unknown>

/** All parties on the map. One query; as JSON text, because a hundred thousand rows are parsed at once faster than one by one. */
export async function readKnownParties(ctx: Ctx): Promise<KnownParty[]> {
  const facts = sql.join(
    Object.entries(FACTS).flatMap(([fact, column]) => (fact === 'fields' ? [] : [sql.lit(fact), sql.ref(`p.${column}`)])),
  )
  const { rows } = await sql<{ parties: KnownParty[] }>`
    with live as (
      select a.party_id, a.target_id from aliases a where a.ecosystem_id = ${ctx.ecosystemId} and a.until is null
    ), identifiers as (
      select coalesce(l.target_id, i.party_id) as party_id, json_agg(json_build_object('scheme', i.scheme, 'value', i.value)) as list
      from party_identifiers i left join live l on l.party_id = i.party_id where i.ecosystem_id = ${ctx.ecosystemId} group by 1
    ), kinds as (
      select coalesce(l.target_id, k.party_id) as party_id, array_agg(distinct k.kind) as list
      from party_kinds k left join live l on l.party_id = k.party_id where k.ecosystem_id = ${ctx.ecosystemId} and k.until is null group by 1
    ), people as (
      select coalesce(l.target_id, c.party_id) as party_id, min(c.email) as email, min(c.phone) as phone
      from contacts c left join live l on l.party_id = c.party_id where c.ecosystem_id = ${ctx.ecosystemId} group by 1
    )
    select coalesce(json_agg(json_build_object('id', p.id, 'kinds', coalesce(k.list, '{}'), 'identifiers', coalesce(i.list, '[]'), 'contactEmail', c.email,
      'contactPhone', c.phone, ${facts}) order by p.id), '[]') as parties
    from parties p left join identifiers i on i.party_id = p.id left join kinds k on k.party_id = p.id left join people c on c.party_id = p.id
    where p.ecosystem_id = ${ctx.ecosystemId} and p.ended_at is null and not exists (select from live l where l.party_id = p.id)`.execute(
    ctx.db,
  )
  return rows[0]!.parties
}

/** `facts` by their API names, values as in NewParty; `tags` are added to those there are. */
export type Fill = { partyId: string; facts: Partial<Record<Fact, unknown>>; kinds: string[]; identifiers: Identifier[] }
export type Change = { id: string; field: string; before: unknown; value: unknown; source: string }

/**
 * Fills what is empty in many parties; `replace` also overwrites. An approximate place gives way to a given one. What held before goes to
 * the history. Answers how many parties changed.
 */
export async function fillParties(tx: Tx, fills: readonly Fill[], source: string, replace: boolean): Promise<number> {
  const changed = new Set<string>()
  for (let from = 0; from < fills.length; from += BATCH) {
    const batch = fills.slice(from, from + BATCH)
    const changes = await changesOf(tx, batch, replace)
    for (const { id } of changes) changed.add(id)
    await keepHistory(tx, changes, source)
    await setFacts(tx, changes, source)
    await addMissing(tx, batch, source)
  }
  return changed.size
}

async function changesOf(tx: Tx, fills: readonly Fill[], replace: boolean): Promise<Change[]> {
  const wanted = fills.map(({ partyId, facts }) => ({
    id: partyId,
    facts: Object.fromEntries(Object.entries(facts).map(([fact, value]) => [FACTS[fact as Fact], value])),
  }))
  const { rows } = await sql<Change>`
    with x as (select * from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as x (id uuid, facts jsonb)),
    locked as (
      select p.* from parties p where p.ecosystem_id = ${tx.ecosystemId} and p.id in (select id from x) and p.ended_at is null
      order by p.id for update
    )
    select l.id, e.key as field, now.value as before, e.value, coalesce(l.sources ->> e.key, l.source) as source
    from locked l join x on x.id = l.id cross join lateral (
      select key, case when key = 'tags' then to_jsonb(l.tags || array(
        select tag from jsonb_array_elements_text(value) with ordinality as t (tag, n) where not tag = any (l.tags) order by n)) else value end as value
      from jsonb_each(x.facts)
    ) e cross join lateral (select to_jsonb(l) -> e.key as value) now
    where now.value is distinct from e.value and (${replace} or e.key = 'tags' or now.value = 'null'
      or (l.place_approximate and e.key in ('latitude', 'longitude', 'place_approximate')))`.execute(tx.db)
  return rows
}

/** Keeps what held before. */
export async function keepHistory(tx: Tx, changes: readonly Change[], source: string): Promise<void> {
  const rows = changes.map((change) => ({ ...change, change_id: newId() }))
  await sql`
    insert into party_changes (ecosystem_id, id, party_id, field, value, source, until, next_source)
    select ${tx.ecosystemId}, x.change_id, x.id, x.field, coalesce(x.before, 'null'), x.source, ${tx.now()}, ${source}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (change_id uuid, id uuid, field text, before jsonb, source text)`.execute(
    tx.db,
  )
}

/** Sets the values; each field's source is `source`, or the one given with the change. */
export async function setFacts(tx: Tx, changes: readonly Change[], source: string | null): Promise<void> {
  const columns = Object.values(FACTS)
  const set = sql.join(columns.map((column) => sql`${sql.ref(column)} = r.${sql.ref(column)}`))
  await sql`
    with x as (
      select c.id, jsonb_object_agg(c.field, c.value) as facts, jsonb_object_agg(c.field, coalesce(${source}::text, c.source)) as sources
      from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as c (id uuid, field text, value jsonb, source text) group by c.id
    ), r as (
      select x.sources as next_sources, f.* from x join parties p on p.ecosystem_id = ${tx.ecosystemId} and p.id = x.id
      cross join lateral jsonb_populate_record(p, x.facts) f
    )
    update parties p set ${set}, sources = p.sources || r.next_sources, updated_at = ${tx.now()}, version = p.version + 1
    from r where p.ecosystem_id = ${tx.ecosystemId} and p.id = r.id`.execute(tx.db)
}

async function addMissing(tx: Tx, fills: readonly Fill[], source: string): Promise<void> {
  const kinds = fills.flatMap(({ partyId, kinds: words }) => words.map((kind) => ({ party_id: partyId, kind })))
  const { rows: missing } = await sql<{ party_id: string; kind: string }>`
    select distinct x.party_id, x.kind from jsonb_to_recordset(${JSON.stringify(kinds)}::jsonb) as x (party_id uuid, kind text)
    where not exists (select from party_kinds k where k.ecosystem_id = ${tx.ecosystemId} and k.party_id = x.party_id and k.kind = x.kind and k.until is null)`.execute(
    tx.db,
  )
  await addKinds(tx, missing, source)
  const identifiers = fills.flatMap(({ partyId, identifiers: list }) => list.map((identifier) => ({ ...identifier, party_id: partyId })))
  await keepIdentifiers(tx, [...new Set(identifiers.map(({ party_id }) => party_id))], source)
  await addIdentifiers(tx, identifiers, source)
}

/** Facts of an import that a later statement took the place of, and so stay. */
export type KeptFact = { partyId: string; field: string }
export type TakenBack = { ended: number; restored: number; keptFacts: KeptFact[]; keptContacts: string[] }

/**
 * Takes back what one source stated. Parties it made are ended, except those in `keep`; facts it changed elsewhere become what they were,
 * unless somebody stated them anew, with its kinds and identifiers there; its notes and people go, except people somebody changed since.
 */
export async function takeBack(tx: Tx, source: string, keep: readonly string[]): Promise<TakenBack> {
  const { rows: ended } = await sql<{ id: string }>`
    update parties set ended_at = ${tx.now()}, updated_at = ${tx.now()}, version = version + 1
    where ecosystem_id = ${tx.ecosystemId} and source = ${source} and ended_at is null and not id = any (${keep}) returning id`.execute(
    tx.db,
  )
  const { restored, keptFacts } = await restoreFacts(tx, source)
  await sql`
    update party_kinds k set until = greatest(k.since, ${tx.now()}) from parties p
    where k.ecosystem_id = ${tx.ecosystemId} and k.source = ${source} and k.until is null
      and p.ecosystem_id = k.ecosystem_id and p.id = k.party_id and p.source <> ${source}`.execute(tx.db)
  await takeBackIdentifiers(tx, source)
  await tx.db.deleteFrom('notes').where('ecosystem_id', '=', tx.ecosystemId).where('author', '=', source).execute()
  const { rows: contacts } = await sql<{ id: string; changed: boolean }>`
    with gone as (
      delete from contacts where ecosystem_id = ${tx.ecosystemId} and source = ${source} and updated_at = created_at returning id
    )
    select id, true as changed from contacts where ecosystem_id = ${tx.ecosystemId} and source = ${source} and updated_at > created_at`.execute(
    tx.db,
  )
  return { ended: ended.length, restored, keptFacts, keptContacts: contacts.map(({ id }) => id) }
}

async function takeBackIdentifiers(tx: Tx, source: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select distinct p.id from party_identifiers i join parties p on p.ecosystem_id = i.ecosystem_id and p.id = i.party_id
    where i.ecosystem_id = ${tx.ecosystemId} and i.source = ${source} and p.source <> ${source}`.execute(tx.db)
  const ids = rows.map(({ id }) => id)
  await keepIdentifiers(tx, ids, source)
  await sql`
    delete from party_identifiers
    where ecosystem_id = ${tx.ecosystemId} and party_id = any (${ids}) and source = ${source}`.execute(tx.db)
}

async function restoreFacts(tx: Tx, source: string): Promise<{ restored: number; keptFacts: KeptFact[] }> {
  const { rows } = await sql<Change & { stands: boolean }>`
    select distinct on (c.party_id, c.field) c.party_id as id, c.field, to_jsonb(p) -> c.field as before, c.value, c.source,
      (p.sources ->> c.field) = ${source} as stands
    from party_changes c join parties p on p.ecosystem_id = c.ecosystem_id and p.id = c.party_id
    where c.ecosystem_id = ${tx.ecosystemId} and c.next_source = ${source} and c.field <> 'identifiers' and p.ended_at is null
    order by c.party_id, c.field, c.until`.execute(tx.db)
  const back = rows.filter(({ stands }) => stands)
  await keepHistory(
    tx,
    back.map((change) => ({ ...change, source })),
    `undo:${source}`,
  )
  await setFacts(tx, back, null)
  const keptFacts = rows.filter(({ stands }) => !stands).map(({ id, field }) => ({ partyId: id, field }))
  return { restored: new Set(back.map(({ id }) => id)).size, keptFacts }
}

/** The parties on the map that one source made. */
export async function listPartyIdsOf(ctx: Ctx, source: string): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('parties')
    .select('id')
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('source', '=', source)
    .where('ended_at', 'is', null)
    .execute()
  return rows.map(({ id }) => id)
}

/** The names of parties, on the map or not, and when they were taken off it. */
export async function readNames(ctx: Ctx, ids: readonly string[]): Promise<Map<string, { name: string; endedAt: Date | null }>> {
  const { rows } = await sql<{ id: string; name: string; endedAt: Date | null }>`
    select id, name, ended_at as "endedAt" from parties where ecosystem_id = ${ctx.ecosystemId} and id = any (${ids})`.execute(ctx.db)
  return new Map(rows.map(({ id, ...row }) => [id, row]))
}
