import { sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import type { Identifier } from './schema.ts'

export type PartyFrom = { id: string; name: string; source: string; identifiers: Identifier[] }

/** Every party that came from one of these sources, removed and merged ones too, with the identifiers it has. */
export async function listPartiesFrom(ctx: Ctx, sources: readonly string[]): Promise<PartyFrom[]> {
  const { rows } = await sql<PartyFrom>`
    select p.id, p.name, p.source, coalesce((
      select jsonb_agg(jsonb_build_object('scheme', i.scheme, 'value', i.value)) from party_identifiers i
      where i.ecosystem_id = p.ecosystem_id and i.party_id = p.id), '[]') as identifiers
    from parties p where p.ecosystem_id = ${ctx.ecosystemId} and p.source = any (${sources}) order by lower(p.name), p.id`.execute(ctx.db)
  return rows
}

/**
 * The parties from these sources about which somebody else has said something since: a fact, a kind, an identifier, a contact person, a
 * note, or that they are the same as another.
 */
export async function findBuiltOn(ctx: Ctx, sources: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select p.id from parties p where p.ecosystem_id = ${ctx.ecosystemId} and p.source = any (${sources}) and (
      exists (select from jsonb_each_text(p.sources) s where s.value <> all (${sources}))
      or exists (select from party_kinds k where k.ecosystem_id = p.ecosystem_id and k.party_id = p.id and k.source <> all (${sources}))
      or exists (select from party_identifiers i where i.ecosystem_id = p.ecosystem_id and i.party_id = p.id and i.source <> all (${sources}))
      or exists (select from contacts c where c.ecosystem_id = p.ecosystem_id and c.party_id = p.id)
      or exists (select from notes n where n.ecosystem_id = p.ecosystem_id and n.party_id = p.id)
      or exists (select from aliases a where a.ecosystem_id = p.ecosystem_id and p.id in (a.party_id, a.target_id) and a.until is null))`.execute(
    ctx.db,
  )
  return rows.map(({ id }) => id)
}

/** Removes parties for good, with everything known of them, as if they had never been. Only the log keeps their ids. */
export async function eraseParties(tx: Tx, ids: readonly string[]): Promise<number> {
  const { numAffectedRows } = await sql`delete from parties where ecosystem_id = ${tx.ecosystemId} and id = any (${ids})`.execute(tx.db)
  return Number(numAffectedRows ?? 0)
}

/** Removes own kinds that no party has or ever had, removed parties included. Answers which. */
export async function eraseKinds(tx: Tx, keys: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    delete from kinds k where k.ecosystem_id = ${tx.ecosystemId} and k.key = any (${keys})
      and not exists (select from party_kinds p where p.ecosystem_id = k.ecosystem_id and p.kind = k.key)
    returning k.key`.execute(tx.db)
  return rows.map(({ key }) => key)
}

/** Removes custom fields that no party uses or ever used, removed parties included. Answers which. */
export async function eraseFields(tx: Tx, keys: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    delete from fields f where f.ecosystem_id = ${tx.ecosystemId} and f.key = any (${keys})
      and not exists (select from parties p where p.ecosystem_id = f.ecosystem_id and p.fields ? f.key)
      and not exists (select from party_changes c where c.ecosystem_id = f.ecosystem_id and c.field = 'fields' and c.value ? f.key)
    returning f.key`.execute(tx.db)
  return rows.map(({ key }) => key)
}
