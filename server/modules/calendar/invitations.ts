import { addressOf } from '../../kernel/address.ts'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { createEntrance } from '../../kernel/entrances.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit } from '../../kernel/events.ts'
import { sendMail } from '../../kernel/mail.ts'
import { readContacts } from '../parties/index.ts'
import { allow, readMembers } from '../people/index.ts'
import { type CalendarMeeting, type CalendarPerson, invitationFile } from './ics.ts'
import { lockMeeting, mustStand, readMeeting } from './locking.ts'
import { invitationText, type MeetingMail } from './mails.ts'
import { type GuestRow, type MeetingRow, readGuests } from './reading.ts'

export const ANSWER_KIND = 'meeting_answer'
export const MAIL_KIND = 'meeting_invitation'

/** Writes to everybody on the list who was not told the present state yet. Throws conflict for a meeting that is over or was cancelled. */
export async function sendInvitations(tx: Tx, id: string, version: number): Promise<{ sent: number; withoutAddress: number }> {
  const meeting = await lockMeeting(tx, id, version)
  mustStand(meeting)
  mustLieAhead(tx, meeting)
  const guests = (await readGuests(tx, [id])).filter(({ invited_sequence }) => (invited_sequence ?? -1) < meeting.sequence)
  const sent = await sendTo(tx, 'invitation', meeting, guests)
  if (sent.length > 0) await emit(tx, 'meeting.invited', id, { guestIds: sent, sequence: meeting.sequence })
  return { sent: sent.length, withoutAddress: guests.length - sent.length }
}

/** The link by which one guest answers, for whoever hands it over without mail. It is answered once and kept as a hash only. */
export async function makeAnswerLink(tx: Tx, id: string, guestId: string): Promise<{ link: string }> {
  allow(tx, 'meetings.write')
  const meeting = await readMeeting(tx, id)
  mustStand(meeting)
  mustLieAhead(tx, meeting)
  const guest = found(
    (await readGuests(tx, [id])).find((one) => one.id === guestId),
    'guest',
  )
  const link = addressOf(`/meetings/${await makeAnswerKey(tx, meeting, guest.id)}`)
  await emit(tx, 'meeting.invited', id, { guestIds: [guest.id], sequence: meeting.sequence })
  return { link }
}

/** Tells whoever was invited what is so now. */
export async function sendChanges(tx: Tx, meeting: MeetingRow): Promise<void> {
  const guests = (await readGuests(tx, [meeting.id])).filter(({ invited_at }) => invited_at !== null)
  await sendTo(tx, 'change', meeting, guests)
}

/** Takes the meeting out of the calendars of those of the guests who were invited. */
export async function sendCancellations(tx: Tx, meeting: MeetingRow, guests: readonly GuestRow[]): Promise<void> {
  await sendTo(
    tx,
    'cancellation',
    meeting,
    guests.filter(({ invited_at }) => invited_at !== null),
  )
}

/** The meeting as a calendar holds it. */
export function calendarMeeting(meeting: MeetingRow, description?: string): CalendarMeeting {
  return {
    id: meeting.id,
    title: meeting.title,
    startsAt: meeting.starts_at,
    endsAt: meeting.ends_at,
    place: meeting.place,
    link: meeting.link,
    sequence: meeting.sequence,
    updatedAt: meeting.updated_at,
    isCancelled: meeting.cancelled_at !== null,
    description,
  }
}

export async function readEcosystem(ctx: Ctx): Promise<{ name: string; locale: 'en' | 'de'; timeZone: string }> {
  const row = await ctx.db
    .selectFrom('ecosystems')
    .select(['name', 'locale', 'time_zone'])
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .executeTakeFirstOrThrow()
  return { name: row.name, locale: row.locale, timeZone: row.time_zone }
}

type Reached = CalendarPerson & { locale: 'en' | 'de'; guest: GuestRow }

/** Answers the ids of the guests who were written to: those who have an address. Of what is over nobody is told. */
async function sendTo(tx: Tx, mail: MeetingMail, meeting: MeetingRow, guests: readonly GuestRow[]): Promise<string[]> {
  if (guests.length === 0 || meeting.ends_at <= tx.now()) return []
  const ecosystem = await readEcosystem(tx)
  const organiser = await organiserOf(tx, meeting)
  const reached = await addressesOf(tx, guests, ecosystem.locale)
  const method = mail === 'cancellation' ? ('CANCEL' as const) : ('REQUEST' as const)
  for (const { guest, locale, ...person } of reached) {
    const content = invitationFile(method, calendarMeeting(meeting), { organiser, guest: person, answer: guest.answer })
    const writeBack = `mailto:${encodeURI(organiser.email)}`
    await sendMail(tx, {
      kind: MAIL_KIND,
      ecosystemId: tx.ecosystemId,
      to: person.email,
      replyTo: organiser.email,
      calendar: { method, content },
      link: method === 'CANCEL' ? writeBack : addressOf(`/meetings/${await makeAnswerKey(tx, meeting, guest.id)}`),
      expiresAt: meeting.ends_at,
      ...invitationText(locale, mail, { meeting, organiser: organiser.name, ecosystem }),
    })
  }
  const ids = reached.map(({ guest }) => guest.id)
  if (ids.length > 0) await noteInvited(tx, meeting, ids)
  return ids
}

function mustLieAhead(tx: Tx, meeting: MeetingRow): void {
  if (meeting.ends_at > tx.now()) return
  throw new DomainError('conflict', 'meeting_over', 'This meeting is over, so nobody can be invited to it any more.')
}

/** Links of earlier mails to the same guest stay good: they all lead to the same answer. */
async function makeAnswerKey(tx: Tx, meeting: MeetingRow, guestId: string): Promise<string> {
  const made = await createEntrance(tx, {
    kind: ANSWER_KIND,
    ecosystemId: tx.ecosystemId,
    target: guestId,
    scope: { meetingId: meeting.id },
    expiresAt: meeting.ends_at,
  })
  return made.key
}

async function noteInvited(tx: Tx, meeting: MeetingRow, ids: readonly string[]): Promise<void> {
  await tx.db
    .updateTable('meeting_guests')
    .set({ invited_at: tx.now(), invited_sequence: meeting.sequence })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', 'in', ids)
    .execute()
}

/** Whoever planned the meeting, as long as they have access; then whoever acts. A calendar takes changes from the same organiser only. */
export async function organiserOf(tx: Tx, meeting: MeetingRow): Promise<CalendarPerson> {
  const acting = tx.actor.kind === 'system' ? [] : [tx.actor.personId]
  const ids = [...(meeting.organiser_id === null ? [] : [meeting.organiser_id]), ...acting]
  const members = await readMembers(tx, ids)
  const organiser = ids.map((id) => members.get(id)).find((member) => member !== undefined)
  if (organiser) return { name: organiser.name, email: organiser.email }
  throw new DomainError('conflict', 'no_organiser', 'Nobody with access stands behind this meeting, so nobody could be answered to.')
}

async function addressesOf(tx: Tx, guests: readonly GuestRow[], locale: 'en' | 'de'): Promise<Reached[]> {
  const members = await readMembers(
    tx,
    guests.flatMap(({ person_id }) => person_id ?? []),
  )
  const contacts = await readContacts(
    tx,
    guests.flatMap(({ contact_id }) => contact_id ?? []),
  )
  return guests.flatMap((guest): Reached[] => {
    const member = guest.person_id === null ? undefined : members.get(guest.person_id)
    if (member) return [{ guest, name: member.name, email: member.email, locale: member.locale }]
    const contact = guest.contact_id === null ? undefined : contacts.get(guest.contact_id)
    return contact?.email ? [{ guest, name: contact.name, email: contact.email, locale }] : []
  })
}
