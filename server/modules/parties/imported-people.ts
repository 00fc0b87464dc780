/** Contact people and notes, many at once, for imports. Without events and without asking for rights: the caller does both. */
import { sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'

const BATCH = 5000

export type ImportedContact = {
  id: string
  partyId: string
  name: string
  givenName: string | null
  familyName: string | null
  role: string | null
  email: string | null
  phone: string | null
  mobile: string | null
}
export type ContactFact = 'role' | 'email' | 'phone' | 'mobile'

/** The people at the given parties, and at those merged into them. */
export async function readKnownContacts(ctx: Ctx, partyIds: readonly string[]): Promise<ImportedContact[]> {
  const { rows } = await sql<{ contacts: ImportedContact[] }>`
    select coalesce(json_agg(json_build_object('id', c.id, 'partyId', coalesce(a.target_id, c.party_id), 'name', c.name, 'givenName', c.given_name,
      'familyName', c.family_name, 'role', c.role, 'email', c.email, 'phone', c.phone, 'mobile', c.mobile) order by c.id), '[]') as contacts
    from contacts c left join aliases a on a.ecosystem_id = c.ecosystem_id and a.party_id = c.party_id and a.until is null
    where c.ecosystem_id = ${ctx.ecosystemId} and coalesce(a.target_id, c.party_id) = any (${partyIds})`.execute(ctx.db)
  return rows[0]!.contacts
}

/** A contact person's name and mail address, undefined where they are gone. */
export async function findContactPerson(ctx: Ctx | Tx, id: string): Promise<{ name: string; email: string | null } | undefined> {
  return await ctx.db
    .selectFrom('contacts')
    .select(['name', 'email'])
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function createContacts(tx: Tx, contacts: readonly ImportedContact[], source: string): Promise<void> {
  for (let from = 0; from < contacts.length; from += BATCH) {
    await sql`
      insert into contacts (ecosystem_id, id, party_id, name, given_name, family_name, role, email, phone, mobile, source, created_at, updated_at)
      select ${tx.ecosystemId}, x.id, x."partyId", x.name, x."givenName", x."familyName", x.role, x.email, x.phone, x.mobile, ${source}, ${tx.now()}, ${tx.now()}
      from jsonb_to_recordset(${JSON.stringify(contacts.slice(from, from + BATCH))}::jsonb) as x (id uuid, "partyId" uuid, name text,
        "givenName" text, "familyName" text, role text, email text, phone text, mobile text)`.execute(tx.db)
  }
}

export type ContactFill = { id: string; facts: Partial<Record<ContactFact, string>> }

/** Fills what is empty in contact people that exist. Answers which facts of whom were filled, with the value. */
export async function fillContacts(tx: Tx, fills: readonly ContactFill[]): Promise<ContactFill[]> {
  if (fills.length === 0) return []
  const { rows } = await sql<ContactFill>`
    with x as (select * from jsonb_to_recordset(${JSON.stringify(fills)}::jsonb) as x (id uuid, facts jsonb)),
    filled as (
      select c.id, jsonb_object_agg(e.key, e.value) as facts from x join contacts c on c.ecosystem_id = ${tx.ecosystemId} and c.id = x.id
      cross join lateral jsonb_each(x.facts) e where to_jsonb(c) -> e.key = 'null' group by c.id
    )
    update contacts c set role = coalesce(c.role, f.facts ->> 'role'), email = coalesce(c.email, f.facts ->> 'email'),
      phone = coalesce(c.phone, f.facts ->> 'phone'), mobile = coalesce(c.mobile, f.facts ->> 'mobile'), updated_at = ${tx.now()}
    from filled f where c.ecosystem_id = ${tx.ecosystemId} and c.id = f.id returning c.id, f.facts`.execute(tx.db)
  return rows
}

/** Empties facts of contact people that still hold the value of which only the SHA-256 is known. Answers how many people changed. */
export async function emptyContacts(
  tx: Tx,
  fills: readonly { id: string; hashes: Partial<Record<ContactFact, string>> }[],
): Promise<number> {
  if (fills.length === 0) return 0
  const emptied = (fact: ContactFact) => sql`case when ${isStill(fact)} then null else ${sql.ref(`c.${fact}`)} end`
  const { numAffectedRows } = await sql`
    update contacts c set role = ${emptied('role')}, email = ${emptied('email')}, phone = ${emptied('phone')}, mobile = ${emptied('mobile')},
      updated_at = ${tx.now()}
    from jsonb_to_recordset(${JSON.stringify(fills)}::jsonb) as x (id uuid, hashes jsonb)
    where c.ecosystem_id = ${tx.ecosystemId} and c.id = x.id
      and (${isStill('role')} or ${isStill('email')} or ${isStill('phone')} or ${isStill('mobile')})`.execute(tx.db)
  return Number(numAffectedRows ?? 0n)
}

function isStill(fact: ContactFact) {
  return sql`coalesce(x.hashes ->> ${sql.lit(fact)} = encode(sha256(convert_to(${sql.ref(`c.${fact}`)}, 'UTF8')), 'hex'), false)`
}

export type ImportedNote = { id: string; partyId: string; body: string; at: string | null }

/** Writes notes; one that the party has already, word for word, is not written again. Answers how many were written. */
export async function createNotes(tx: Tx, notes: readonly ImportedNote[], author: string): Promise<number> {
  let written = 0n
  for (let from = 0; from < notes.length; from += BATCH) {
    const { numAffectedRows } = await sql`
      insert into notes (ecosystem_id, id, party_id, body, author, at)
      select ${tx.ecosystemId}, x.id, x."partyId", x.body, ${author}, coalesce(x.at, ${tx.now()})
      from jsonb_to_recordset(${JSON.stringify(notes.slice(from, from + BATCH))}::jsonb) as x (id uuid, "partyId" uuid, body text, at timestamptz)
      where not exists (select from notes n where n.ecosystem_id = ${tx.ecosystemId} and n.party_id = x."partyId" and n.body = x.body)`.execute(
      tx.db,
    )
    written += numAffectedRows ?? 0n
  }
  return Number(written)
}
