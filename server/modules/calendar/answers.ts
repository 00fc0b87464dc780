import { type Ctx, type Tx, transaction } from '../../kernel/ctx.ts'
import { type Entrance, openEntrance } from '../../kernel/entrances.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit } from '../../kernel/events.ts'
import { readMembers } from '../people/index.ts'
import { meetingFile } from './ics.ts'
import { ANSWER_KIND, calendarMeeting, readEcosystem } from './invitations.ts'
import { readMeeting } from './locking.ts'
import type { MeetingRow } from './reading.ts'
import type { Answer } from './rules.ts'

type Door = Pick<Ctx, 'db' | 'now'>

export type AskedMeeting = {
  meeting: MeetingRow
  ecosystem: { name: string; locale: 'en' | 'de'; timeZone: string }
  /** The guest's own language, where it is known. */
  locale: 'en' | 'de'
  organiser: string | null
  answer: Answer | null
  state: 'open' | 'cancelled' | 'over'
}

/** What the holder of an invitation's link sees: the meeting and their own answer, nobody else's. Errors of openEntrance. */
export async function previewMeeting(door: Door, key: string): Promise<AskedMeeting> {
  return await inside(door, key, async (tx, { target }) => await readAsked(tx, target))
}

/** Keeps the answer; it can be changed as long as the meeting is ahead. Throws conflict for one that was cancelled or is over. */
export async function answerMeeting(door: Door, key: string, answer: Answer): Promise<void> {
  await inside(door, key, async (tx, { target }) => {
    await tx.db
      .selectFrom('meeting_guests')
      .select('id')
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('id', '=', target)
      .forUpdate()
      .execute()
    const { meeting, state, answer: before } = await readAsked(tx, target)
    if (state !== 'open') throw new DomainError('conflict', `meeting_${state}`, 'This meeting was cancelled or is over. Your answer was not kept.') // biome-ignore format: one line reads better
    if (before === answer) return
    await tx.db
      .updateTable('meeting_guests')
      .set({ answer, answered_at: tx.now() })
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('id', '=', target)
      .execute()
    await emit(tx, 'meeting.answered', meeting.id, { guestId: target, answer })
  })
}

/** The meeting as a file for the calendar of whoever holds the link. */
export async function askedMeetingFile(door: Door, key: string): Promise<string> {
  const { meeting } = await previewMeeting(door, key)
  return meetingFile(calendarMeeting(meeting))
}

async function inside<T>(door: Door, key: string, work: (tx: Tx, entrance: Entrance) => Promise<T>): Promise<T> {
  const entrance = await openEntrance(door, ANSWER_KIND, key)
  const ecosystemId = found(entrance.ecosystemId ?? undefined, 'meeting')
  return await transaction({ ...door, actor: { kind: 'system' }, ecosystemId }, (tx) => work(tx, entrance))
}

async function readAsked(tx: Tx, guestId: string): Promise<AskedMeeting> {
  const row = await tx.db
    .selectFrom('meeting_guests')
    .selectAll()
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', guestId)
    .executeTakeFirst()
  const guest = found(row, 'meeting')
  const meeting = await readMeeting(tx, guest.meeting_id)
  const ecosystem = await readEcosystem(tx)
  const members = await readMembers(
    tx,
    [guest.person_id, meeting.organiser_id].flatMap((id) => id ?? []),
  )
  const state = meeting.cancelled_at !== null ? 'cancelled' : meeting.ends_at <= tx.now() ? 'over' : 'open'
  return {
    meeting,
    ecosystem,
    locale: members.get(guest.person_id ?? '')?.locale ?? ecosystem.locale,
    organiser: members.get(meeting.organiser_id ?? '')?.name ?? null,
    answer: guest.answer,
    state,
  }
}
