import { sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit, isAuthor, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { decodeCursor, type Page, type Paging, toPage } from '../../kernel/paging.ts'
import { allow, eraseContact, exportContact, partiesWithin } from '../people/index.ts'
import { selectAliases } from './aliases.ts'
import { getParty } from './parties.ts'
import type { Contact, ContactChange, NewContact, Note, Tables } from './schema.ts'

/** A page of the people at a party and at those merged into it, by name. Throws forbidden for those who may not know them. */
export async function listContacts(ctx: Ctx, partyId: string, { limit, cursor }: Paging): Promise<Page<Contact>> {
  const ids = await idsOf(ctx, partyId)
  allow(ctx, 'contacts.read', ids)
  let query = ctx.db.selectFrom('contacts').selectAll().where('ecosystem_id', '=', ctx.ecosystemId).where('party_id', 'in', ids)
  if (cursor !== undefined) {
    const [name, id] = decodeCursor(cursor, 2)
    query = query.where(sql<boolean>`(name, id) > (${name}, ${id}::uuid)`)
  }
  const rows = await query
    .orderBy('name')
    .orderBy('id')
    .limit(limit + 1)
    .execute()
  const page = toPage(rows, limit, ({ name, id }) => [name, id])
  return { items: page.items.map(shown), nextCursor: page.nextCursor }
}

/** Where somebody at a party is written to, if that is `email`, in whatever case it is written. */
export async function findContactAddress(ctx: Ctx, partyId: string, email: string): Promise<string | undefined> {
  const ids = await idsOf(ctx, partyId)
  allow(ctx, 'contacts.read', ids)
  const row = await ctx.db
    .selectFrom('contacts')
    .select('email')
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('party_id', 'in', ids)
    .where(sql<boolean>`lower(email) = ${email.toLowerCase()}`)
    .limit(1)
    .executeTakeFirst()
  return row?.email ?? undefined
}

/** How many people are known at each party, those at parties merged into it included. Nothing for parties with none. */
export async function countContacts(ctx: Ctx): Promise<Map<string, number>> {
  allow(ctx, 'contacts.read')
  const { rows } = await sql<{ id: string; n: number }>`
    select coalesce(a.target_id, c.party_id) as id, count(*)::int as n from contacts c
    left join ${selectAliases(ctx)} a on a.party_id = c.party_id
    where c.ecosystem_id = ${ctx.ecosystemId} group by 1`.execute(ctx.db)
  return new Map(rows.map(({ id, n }) => [id, n]))
}

/** Contact people by id, those whom the actor may know: how they are named, where to write to, and to which party they belong. */
export async function readContacts(
  ctx: Ctx,
  ids: readonly string[],
): Promise<Map<string, { name: string; email: string | null; partyId: string }>> {
  const reach = partiesWithin(ctx, 'contacts.read')
  if (ids.length === 0 || reach?.length === 0) return new Map()
  let query = ctx.db
    .selectFrom('contacts')
    .select(['id', 'name', 'email', 'party_id'])
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('id', 'in', ids)
  if (reach !== undefined) query = query.where('party_id', 'in', reach)
  return new Map((await query.execute()).map(({ id, name, email, party_id }) => [id, { name, email, partyId: party_id }]))
}

/** The person who was known first, at a party that is on the map. */
export async function findFirstContact(ctx: Ctx): Promise<{ id: string; name: string; partyId: string } | undefined> {
  allow(ctx, 'contacts.read')
  const { rows } = await sql<{ id: string; name: string; partyId: string }>`
    select c.id, c.name, p.id as "partyId" from contacts c
    left join ${selectAliases(ctx)} a on a.party_id = c.party_id
    join parties p on p.ecosystem_id = c.ecosystem_id and p.id = coalesce(a.target_id, c.party_id) and p.ended_at is null
    where c.ecosystem_id = ${ctx.ecosystemId} order by c.id limit 1`.execute(ctx.db)
  return rows[0]
}

export async function addContact(tx: Tx, partyId: string, input: NewContact): Promise<Contact> {
  const [party] = await idsOf(tx, partyId)
  allow(tx, 'contacts.write', party)
  const now = tx.now()
  const row = {
    ecosystem_id: tx.ecosystemId,
    id: newId(),
    party_id: party!,
    ...toColumns({ givenName: null, familyName: null, role: null, email: null, phone: null, mobile: null, ...input }),
    name: input.name,
    source: sourceOf(tx.actor),
    created_at: now,
    updated_at: now,
  }
  const contact = await tx.db.insertInto('contacts').values(row).returningAll().executeTakeFirstOrThrow()
  await emit(tx, 'contact.added', party!, { contactId: contact.id })
  return shown(contact)
}

export async function updateContact(tx: Tx, id: string, change: ContactChange): Promise<Contact> {
  const contact = await lockContact(tx, id)
  const columns = toColumns(change)
  if (Object.keys(columns).length === 0) return shown(contact)
  const changed = await tx.db
    .updateTable('contacts')
    .set({ ...columns, updated_at: tx.now() })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await emit(tx, 'contact.changed', contact.party_id, { contactId: id })
  return shown(changed)
}

/** Everything that is held on a person at a party, for them to have. */
export async function exportContactData(tx: Tx, id: string): Promise<Record<string, unknown>> {
  await lockContact(tx, id)
  return await exportContact(tx, id)
}

/**
 * Removes a person for good, their name and addresses in notes and kept answers included. Nothing stays but the fact that somebody was
 * removed, so that a restored backup removes them again.
 */
export async function removeContact(tx: Tx, id: string): Promise<{ id: string }> {
  const contact = await lockContact(tx, id)
  await eraseContact(tx, id)
  await tx.db.deleteFrom('contacts').where('ecosystem_id', '=', tx.ecosystemId).where('id', '=', id).execute()
  await emit(tx, 'contact.removed', contact.party_id, { contactId: id })
  return { id }
}

/** A page of the notes on a party and on those merged into it, the newest first. */
export async function listNotes(ctx: Ctx, partyId: string, { limit, cursor }: Paging): Promise<Page<Note>> {
  const ids = await idsOf(ctx, partyId)
  allow(ctx, 'notes.read', ids)
  let query = ctx.db.selectFrom('notes').selectAll().where('ecosystem_id', '=', ctx.ecosystemId).where('party_id', 'in', ids)
  if (cursor !== undefined) {
    const [at, id] = decodeCursor(cursor, 2)
    query = query.where(sql<boolean>`(at, id) < (${at}::timestamptz, ${id}::uuid)`)
  }
  const rows = await query
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const page = toPage(rows, limit, ({ at, id }) => [at.toISOString(), id])
  return { items: page.items.map(shownNote), nextCursor: page.nextCursor }
}

export async function writeNote(tx: Tx, partyId: string, body: string): Promise<Note> {
  const [party] = await idsOf(tx, partyId)
  allow(tx, 'notes.write', party)
  const note = await tx.db
    .insertInto('notes')
    .values({ ecosystem_id: tx.ecosystemId, id: newId(), party_id: party!, body, author: sourceOf(tx.actor), at: tx.now() })
    .returningAll()
    .executeTakeFirstOrThrow()
  await emit(tx, 'note.written', party!, { noteId: note.id })
  return shownNote(note)
}

/** Removes a note for good. A member removes only what they wrote themselves. */
export async function removeNote(tx: Tx, id: string): Promise<{ id: string }> {
  const row = await tx.db
    .selectFrom('notes')
    .selectAll()
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  const note = found(row, 'note')
  allow(tx, 'notes.write', note.party_id)
  if (tx.actor.kind !== 'system' && tx.actor.role === 'member' && !isAuthor(tx.actor, note.author)) {
    throw new DomainError('forbidden', 'not_your_note', 'Only who wrote a note, or a coordinator, can remove it.')
  }
  await tx.db.deleteFrom('notes').where('ecosystem_id', '=', tx.ecosystemId).where('id', '=', id).execute()
  await emit(tx, 'note.removed', note.party_id, { noteId: id })
  return { id }
}

async function lockContact(tx: Tx, id: string): Promise<Tables['contacts']> {
  const row = await tx.db
    .selectFrom('contacts')
    .selectAll()
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  const contact = found(row, 'contact')
  allow(tx, 'contacts.write', contact.party_id)
  return contact
}

/** A party's id and those merged into it, the party first. */
async function idsOf(ctx: Ctx, partyId: string): Promise<string[]> {
  const party = await getParty(ctx, partyId)
  return [party.id, ...party.mergedIds]
}

const COLUMNS = {
  name: 'name',
  givenName: 'given_name',
  familyName: 'family_name',
  role: 'role',
  email: 'email',
  phone: 'phone',
  mobile: 'mobile',
} as const
type Columns = Partial<Pick<Tables['contacts'], (typeof COLUMNS)[keyof typeof COLUMNS]>>

function toColumns(input: ContactChange): Columns {
  return Object.fromEntries(
    Object.entries(input)
      .filter(([, value]) => value !== undefined)
      .map(([field, value]) => [COLUMNS[field as keyof typeof COLUMNS], value]),
  )
}

export function shown(row: Tables['contacts']): Contact {
  return {
    id: row.id,
    partyId: row.party_id,
    name: row.name,
    givenName: row.given_name,
    familyName: row.family_name,
    role: row.role,
    email: row.email,
    phone: row.phone,
    mobile: row.mobile,
    source: row.source,
    createdAt: row.created_at.toISOString(),
  }
}

export function shownNote(row: Tables['notes']): Note {
  return { id: row.id, partyId: row.party_id, body: row.body, author: row.author, at: row.at.toISOString() }
}
