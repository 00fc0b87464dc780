import { complaint } from '../../kernel/complaints.ts'
import type { Tx } from '../../kernel/ctx.ts'
import { revokeEntrances } from '../../kernel/entrances.ts'
import { DomainError } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import { readContacts } from '../parties/index.ts'
import { mustBeMember } from '../people/index.ts'
import { ANSWER_KIND, sendCancellations } from './invitations.ts'
import { type GuestRow, type MeetingRow, readGuests } from './reading.ts'
import { difference } from './rules.ts'
import { GUESTS_MAX } from './schema.ts'

type Guests = { contactIds: readonly string[]; personIds: readonly string[] }

/** Puts people on the list of those asked to come. Throws invalid for somebody who is not here, or too many. */
export async function addGuests(tx: Tx, meetingId: string, { contactIds, personIds }: Guests): Promise<void> {
  const contacts = await readContacts(tx, contactIds)
  const unknown = contactIds.filter((id) => !contacts.has(id))
  if (unknown.length > 0) throw refused(complaint('contactIds', 'contact_unknown', { keys: unknown.join(', ') }))
  for (const personId of personIds) await mustBeMember(tx, personId, 'personIds')
  const rows = [
    ...[...new Set(contactIds)].map((contact_id) => ({ contact_id, person_id: null })),
    ...[...new Set(personIds)].map((person_id) => ({ contact_id: null, person_id })),
  ]
  const before = (await readGuests(tx, [meetingId])).length
  if (before + rows.length > GUESTS_MAX) throw refused(complaint('contactIds', 'too_many_guests', { limit: GUESTS_MAX }))
  if (rows.length === 0) return
  await tx.db
    .insertInto('meeting_guests')
    .values(rows.map((row) => ({ ecosystem_id: tx.ecosystemId, id: newId(), meeting_id: meetingId, ...row })))
    .execute()
}

/** Makes the list what is asked for. Whoever was invited and is taken off is told so, and their link ends. Answers whether anything changed. */
export async function changeGuests(
  tx: Tx,
  meeting: MeetingRow,
  input: { contactIds?: readonly string[] | undefined; personIds?: readonly string[] | undefined },
): Promise<boolean> {
  if (input.contactIds === undefined && input.personIds === undefined) return false
  const before = await readGuests(tx, [meeting.id])
  const contacts = changeOf(before, 'contact_id', input.contactIds)
  const people = changeOf(before, 'person_id', input.personIds)
  const gone = before.filter(
    ({ contact_id, person_id }) => contacts.removed.includes(contact_id ?? '') || people.removed.includes(person_id ?? ''),
  )
  if (gone.length > 0) await removeGuests(tx, meeting, gone)
  await addGuests(tx, meeting.id, { contactIds: contacts.added, personIds: people.added })
  return gone.length + contacts.added.length + people.added.length > 0
}

async function removeGuests(tx: Tx, meeting: MeetingRow, gone: readonly GuestRow[]): Promise<void> {
  // one more than whatever they hold, or their calendars would not listen
  await sendCancellations(tx, { ...meeting, sequence: meeting.sequence + 1 }, gone)
  for (const { id } of gone) await revokeEntrances(tx, ANSWER_KIND, id)
  await tx.db
    .deleteFrom('meeting_guests')
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where(
      'id',
      'in',
      gone.map(({ id }) => id),
    )
    .execute()
}

function changeOf(before: readonly GuestRow[], column: 'contact_id' | 'person_id', after: readonly string[] | undefined) {
  const ids = before.flatMap((guest) => guest[column] ?? [])
  return difference(ids, after ?? ids)
}

function refused(wrong: ReturnType<typeof complaint>): DomainError {
  return new DomainError('invalid', 'invalid_meeting', wrong.message, [wrong])
}
