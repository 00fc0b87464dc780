import { sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { decodeCursor, type Page, toPage } from '../../kernel/paging.ts'
import { readAliases, resolveParties } from '../parties/index.ts'
import { allow, allowList } from '../people/index.ts'
import { addGuests, changeGuests } from './guests.ts'
import { sendCancellations, sendChanges } from './invitations.ts'
import { lockMeeting, mustStand, partyIdsOf, readMeeting } from './locking.ts'
import { type MeetingRow, readGuests, showMeetings, visible, withParties } from './reading.ts'
import { difference, isNewsToCalendars, timesComplaint, voidsAnswers } from './rules.ts'
import type { Meeting, MeetingChange, MeetingList, NewMeeting } from './schema.ts'

/** Plans a meeting. Nobody is written to before invitations are sent. Throws invalid for times that make no sense, not_found for a party. */
export async function planMeeting(tx: Tx, input: NewMeeting): Promise<Meeting> {
  allow(tx, 'meetings.write')
  const [startsAt, endsAt] = [new Date(input.startsAt), new Date(input.endsAt)]
  mustMakeSense(tx, startsAt, endsAt)
  const partyIds = await resolved(tx, input.partyIds ?? [])
  const id = newId()
  await tx.db
    .insertInto('meetings')
    .values({
      ecosystem_id: tx.ecosystemId,
      id,
      title: input.title,
      starts_at: startsAt,
      ends_at: endsAt,
      place: input.place ?? null,
      link: input.link ?? null,
      organiser_id: tx.actor.kind === 'system' ? null : tx.actor.personId,
      source: sourceOf(tx.actor),
      created_at: tx.now(),
      updated_at: tx.now(),
    })
    .execute()
  await addParties(tx, id, partyIds)
  await addGuests(tx, id, { contactIds: input.contactIds ?? [], personIds: input.personIds ?? [] })
  await emit(tx, 'meeting.planned', id, { partyIds, guests: (await readGuests(tx, [id])).length })
  return await getMeeting(tx, id)
}

const COLUMNS = { title: 'title', startsAt: 'starts_at', endsAt: 'ends_at', place: 'place', link: 'link' } as const
type Fact = keyof typeof COLUMNS

/**
 * Changes a meeting. What stands in calendars raises the sequence, and whoever was invited is written to at once, so that no calendar shows
 * what is no longer so; a new time asks everybody anew. Throws conflict when somebody else was faster, or it was cancelled.
 */
export async function changeMeeting(tx: Tx, id: string, { version, ...input }: MeetingChange): Promise<Meeting> {
  const row = await lockMeeting(tx, id, version)
  mustStand(row)
  const next = {
    title: input.title ?? row.title,
    startsAt: input.startsAt === undefined ? row.starts_at : new Date(input.startsAt),
    endsAt: input.endsAt === undefined ? row.ends_at : new Date(input.endsAt),
    place: input.place === undefined ? row.place : input.place,
    link: input.link === undefined ? row.link : input.link,
  }
  const fields: string[] = (Object.keys(COLUMNS) as Fact[]).filter((fact) => String(next[fact]) !== String(row[COLUMNS[fact]]))
  if (voidsAnswers(fields)) mustMakeSense(tx, next.startsAt, next.endsAt)
  const isNews = isNewsToCalendars(fields)
  if (input.partyIds && (await setParties(tx, id, input.partyIds))) fields.push('partyIds')
  if (await changeGuests(tx, row, input)) fields.push('guests')
  if (fields.length === 0) return await getMeeting(tx, id)
  await tx.db
    .updateTable('meetings')
    .set({
      title: next.title,
      starts_at: next.startsAt,
      ends_at: next.endsAt,
      place: next.place,
      link: next.link,
      sequence: row.sequence + (isNews ? 1 : 0),
      version: row.version + 1,
      updated_at: tx.now(),
    })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', id)
    .execute()
  if (voidsAnswers(fields)) await forgetAnswers(tx, id)
  if (isNews) await sendChanges(tx, await readMeeting(tx, id))
  await emit(tx, 'meeting.changed', id, { partyIds: await partyIdsOf(tx, id), fields, sequence: row.sequence + (isNews ? 1 : 0) })
  return await getMeeting(tx, id)
}

/** Calls a meeting off and tells whoever was invited. It stays in the list. Throws conflict for one that was held or cancelled. */
export async function cancelMeeting(tx: Tx, id: string, version: number): Promise<Meeting> {
  const row = await lockMeeting(tx, id, version)
  mustStand(row)
  if (row.held_at !== null) throw new DomainError('conflict', 'meeting_held', 'This meeting took place. Remove what was written about it first.') // biome-ignore format: one line reads better
  const sequence = row.sequence + 1
  await tx.db
    .updateTable('meetings')
    .set({ cancelled_at: tx.now(), cancelled_by: sourceOf(tx.actor), sequence, version: row.version + 1, updated_at: tx.now() })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', id)
    .execute()
  await sendCancellations(tx, await readMeeting(tx, id), await readGuests(tx, [id]))
  await emit(tx, 'meeting.cancelled', id, { partyIds: await partyIdsOf(tx, id), sequence })
  return await getMeeting(tx, id)
}

/** One meeting the actor may see. Throws not_found. */
export async function getMeeting(ctx: Ctx, id: string): Promise<Meeting> {
  allowList(ctx, 'meetings.read')
  const [meeting] = await showMeetings(ctx, [await readMeeting(ctx, id)])
  return meeting!
}

/** A page of the meetings the actor may see, by their beginning. */
export async function listMeetings(ctx: Ctx, query: MeetingList): Promise<Page<Meeting>> {
  allowList(ctx, 'meetings.read')
  const parts = [visible(ctx)]
  if (query.from !== undefined) parts.push(sql`m.ends_at > ${query.from}::timestamptz`)
  if (query.until !== undefined) parts.push(sql`m.starts_at < ${query.until}::timestamptz`)
  if (query.partyId !== undefined) parts.push(withParties((await readAliases(ctx)).membersOf(query.partyId)))
  const isFirst = query.order === 'first'
  if (query.cursor !== undefined) {
    const [at, id] = decodeCursor(query.cursor, 2)
    parts.push(sql`(m.starts_at, m.id) ${isFirst ? sql`>` : sql`<`} (${at}::timestamptz, ${id}::uuid)`)
  }
  const direction = isFirst ? sql`asc` : sql`desc`
  const { rows } = await sql<MeetingRow>`
    select m.* from meetings m where m.ecosystem_id = ${ctx.ecosystemId} and ${sql.join(parts, sql` and `)}
    order by m.starts_at ${direction}, m.id ${direction} limit ${query.limit + 1}`.execute(ctx.db)
  const page = toPage(rows, query.limit, ({ starts_at, id }) => [starts_at.toISOString(), id])
  return { items: await showMeetings(ctx, page.items), nextCursor: page.nextCursor }
}

function mustMakeSense(tx: Tx, startsAt: Date, endsAt: Date): void {
  const wrong = timesComplaint(startsAt, endsAt, tx.now())
  if (wrong) throw new DomainError('invalid', 'invalid_times', wrong.message, [wrong])
}

async function resolved(tx: Tx, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  return [...new Set((await resolveParties(tx, ids)).values())]
}

async function addParties(tx: Tx, meetingId: string, partyIds: readonly string[]): Promise<void> {
  if (partyIds.length === 0) return
  await tx.db
    .insertInto('meeting_parties')
    .values(partyIds.map((party_id) => ({ ecosystem_id: tx.ecosystemId, meeting_id: meetingId, party_id })))
    .execute()
}

/** Parties that came stay: what is recorded with them is taken back in the report. Answers whether anything changed. */
async function setParties(tx: Tx, meetingId: string, ids: readonly string[]): Promise<boolean> {
  const aliases = await readAliases(tx)
  const stored = await tx.db
    .selectFrom('meeting_parties')
    .select(['party_id', 'came_at'])
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('meeting_id', '=', meetingId)
    .execute()
  const before = [...new Set(stored.map(({ party_id }) => aliases.targetOf(party_id)))]
  const came = stored.filter(({ came_at }) => came_at !== null).map(({ party_id }) => aliases.targetOf(party_id))
  const { added, removed } = difference(before, [...ids.map((id) => aliases.targetOf(id)), ...came])
  await addParties(tx, meetingId, await resolved(tx, added))
  const gone = stored.map(({ party_id }) => party_id).filter((id) => removed.includes(aliases.targetOf(id)))
  if (gone.length > 0) {
    await tx.db
      .deleteFrom('meeting_parties')
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('meeting_id', '=', meetingId)
      .where('party_id', 'in', gone)
      .execute()
  }
  return added.length + removed.length > 0
}

async function forgetAnswers(tx: Tx, meetingId: string): Promise<void> {
  await tx.db
    .updateTable('meeting_guests')
    .set({ answer: null, answered_at: null })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('meeting_id', '=', meetingId)
    .execute()
}
