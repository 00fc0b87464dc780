import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { readAliases, readContacts, readNames, selectAliases } from '../parties/index.ts'
import { reachOf, readMembers } from '../people/index.ts'
import type { Answer } from './rules.ts'
import type { Guest, Meeting } from './schema.ts'

export type MeetingRow = {
  id: string
  title: string
  starts_at: Date
  ends_at: Date
  place: string | null
  link: string | null
  organiser_id: string | null
  sequence: number
  notes: string | null
  version: number
  created_at: Date
  updated_at: Date
  held_at: Date | null
  held_by: string | null
  cancelled_at: Date | null
  cancelled_by: string | null
}

export type GuestRow = {
  id: string
  meeting_id: string
  person_id: string | null
  contact_id: string | null
  invited_at: Date | null
  invited_sequence: number | null
  answer: Answer | null
  answered_at: Date | null
}

/** Which rows `m` of meetings the actor may see: coordinators all, members those with their organisation and those they are asked to. */
export function visible(ctx: Ctx): RawBuilder<boolean> {
  const reach = reachOf(ctx.actor, 'meetings.read')
  if (reach !== 'own' || ctx.actor.kind === 'system') return reach === 'all' ? sql`true` : sql`false`
  const { personId, partyIds } = ctx.actor
  return sql`(
    exists (select from meeting_guests g where g.ecosystem_id = m.ecosystem_id and g.meeting_id = m.id and g.person_id = ${personId})
    or ${withParties(partyIds)})`
}

/** Whether a row `m` of meetings is with one of these parties. */
export function withParties(partyIds: readonly string[]): RawBuilder<boolean> {
  return sql`exists (
    select from meeting_parties p where p.ecosystem_id = m.ecosystem_id and p.meeting_id = m.id and p.party_id = any (${partyIds}::uuid[]))`
}

/** Rows as the API shows them. Who may not change meetings sees of the guests themselves and their own people, and no notes. */
export async function showMeetings(ctx: Ctx, rows: readonly MeetingRow[]): Promise<Meeting[]> {
  const ids = rows.map(({ id }) => id)
  const parties = Map.groupBy(await readParties(ctx, ids), ({ meetingId }) => meetingId)
  const guestRows = await readGuests(ctx, ids)
  const guests = await showGuests(ctx, guestRows)
  const seesAll = reachOf(ctx.actor, 'meetings.read') === 'all'
  return rows.map((row) => {
    const own = guestRows.filter(({ meeting_id }) => meeting_id === row.id)
    return {
      id: row.id,
      title: row.title,
      startsAt: row.starts_at.toISOString(),
      endsAt: row.ends_at.toISOString(),
      place: row.place,
      link: row.link,
      parties: (parties.get(row.id) ?? []).map(({ meetingId: _, ...party }) => party),
      guests: own.flatMap(({ id }) => guests.get(id) ?? []),
      guestCount: own.length,
      organiserId: row.organiser_id,
      notes: seesAll ? row.notes : null,
      held: doing(row.held_at, row.held_by),
      cancelled: doing(row.cancelled_at, row.cancelled_by),
      sequence: row.sequence,
      version: row.version,
      createdAt: row.created_at.toISOString(),
      updatedAt: row.updated_at.toISOString(),
    }
  })
}

export async function readGuests(ctx: Ctx, meetingIds: readonly string[]): Promise<GuestRow[]> {
  if (meetingIds.length === 0) return []
  return await ctx.db
    .selectFrom('meeting_guests')
    .selectAll()
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('meeting_id', 'in', meetingIds)
    .orderBy('id')
    .execute()
}

type PartyOfMeeting = { meetingId: string; id: string; name: string; endedAt: string | null; came: boolean }

/** The parties of meetings, by the party each was merged into; two that became one stand there once. */
async function readParties(ctx: Ctx, meetingIds: readonly string[]): Promise<PartyOfMeeting[]> {
  const { rows } = await sql<{ meetingId: string; id: string; came: boolean }>`
    select p.meeting_id as "meetingId", coalesce(a.target_id, p.party_id) as id, bool_or(p.came_at is not null) as came
    from meeting_parties p left join ${selectAliases(ctx)} a on a.party_id = p.party_id
    where p.ecosystem_id = ${ctx.ecosystemId} and p.meeting_id = any (${meetingIds}::uuid[]) group by 1, 2`.execute(ctx.db)
  const names = await readNames(
    ctx,
    rows.map(({ id }) => id),
  )
  return rows
    .map((row) => ({ ...row, name: names.get(row.id)?.name ?? '', endedAt: names.get(row.id)?.endedAt?.toISOString() ?? null }))
    .sort((one, other) => one.name.localeCompare(other.name))
}

/** Guests by id, those whom the actor may know. */
async function showGuests(ctx: Ctx, rows: readonly GuestRow[]): Promise<Map<string, Guest>> {
  const members = await readMembers(
    ctx,
    rows.flatMap(({ person_id }) => person_id ?? []),
  )
  const contacts = await readContacts(
    ctx,
    rows.flatMap(({ contact_id }) => contact_id ?? []),
  )
  const aliases = await readAliases(ctx)
  const seesPeople = reachOf(ctx.actor, 'people.read') === 'all'
  const self = ctx.actor.kind === 'system' ? null : ctx.actor.personId
  const shown = rows
    .filter(({ person_id, contact_id }) => (contact_id === null ? seesPeople || person_id === self : contacts.has(contact_id)))
    .map((row): Guest => {
      const member = row.person_id === null ? undefined : members.get(row.person_id)
      const contact = row.contact_id === null ? undefined : contacts.get(row.contact_id)
      return {
        id: row.id,
        personId: row.person_id,
        contactId: row.contact_id,
        partyId: contact === undefined ? null : aliases.targetOf(contact.partyId),
        name: member?.name ?? contact?.name ?? null,
        hasAddress: Boolean(member?.email ?? contact?.email),
        invitedAt: row.invited_at?.toISOString() ?? null,
        answer: row.answer,
        answeredAt: row.answered_at?.toISOString() ?? null,
      }
    })
  return new Map(shown.map((guest) => [guest.id, guest]))
}

function doing(at: Date | null, by: string | null): { at: string; by: string } | null {
  return at === null || by === null ? null : { at: at.toISOString(), by }
}
