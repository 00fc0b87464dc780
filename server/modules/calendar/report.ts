import { complaint } from '../../kernel/complaints.ts'
import type { Tx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { findOwnParty, readAliases, readNames } from '../parties/index.ts'
import { eraseInteraction, recordInteraction } from '../ties/index.ts'
import { lockMeeting, mustStand, partyIdsOf } from './locking.ts'
import { getMeeting } from './meetings.ts'
import type { MeetingRow } from './reading.ts'
import type { Meeting, MeetingReport } from './schema.ts'

/**
 * Writes down what came of a meeting. Each organisation that came counts as met, with the ecosystem's own organisation where it has one,
 * which feeds the strength of their ties; one that is no longer said to have come is forgotten again. Throws conflict before it begins.
 */
export async function reportMeeting(tx: Tx, id: string, { notes, cameIds, version }: MeetingReport): Promise<Meeting> {
  const row = await lockMeeting(tx, id, version)
  mustStand(row)
  if (row.starts_at > tx.now()) throw new DomainError('conflict', 'meeting_not_begun', 'This meeting has not begun yet. What came of it can be written down afterwards.') // biome-ignore format: one line reads better
  const came = await withAliases(tx, id, cameIds)
  await settleInteractions(tx, row, came)
  await tx.db
    .updateTable('meetings')
    .set({
      notes,
      held_at: row.held_at ?? tx.now(),
      held_by: row.held_by ?? sourceOf(tx.actor),
      version: row.version + 1,
      updated_at: tx.now(),
    })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', id)
    .execute()
  await emit(tx, 'meeting.held', id, { partyIds: [...came] })
  return await getMeeting(tx, id)
}

/** Erases the notes and forgets that anybody met. */
export async function removeReport(tx: Tx, id: string, version: number): Promise<Meeting> {
  const row = await lockMeeting(tx, id, version)
  await settleInteractions(tx, row, new Set())
  await tx.db
    .updateTable('meetings')
    .set({ notes: null, held_at: null, held_by: null, version: row.version + 1, updated_at: tx.now() })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', id)
    .execute()
  await emit(tx, 'meeting.report_removed', id, { partyIds: await partyIdsOf(tx, id) })
  return await getMeeting(tx, id)
}

/** The rows of the meeting's parties that are meant, of two that were merged one. Throws invalid for a party it is not with. */
async function withAliases(tx: Tx, id: string, cameIds: readonly string[]): Promise<ReadonlySet<string>> {
  const aliases = await readAliases(tx)
  const stored = await partyIdsOf(tx, id)
  const came = new Set<string>()
  for (const partyId of cameIds) {
    const named = stored.find((one) => aliases.targetOf(one) === aliases.targetOf(partyId))
    if (named === undefined) {
      const wrong = complaint('cameIds', 'not_with_this_party')
      throw new DomainError('invalid', 'invalid_report', wrong.message, [wrong])
    }
    came.add(named)
  }
  return came
}

async function settleInteractions(tx: Tx, row: MeetingRow, came: ReadonlySet<string>): Promise<void> {
  const stored = await tx.db
    .selectFrom('meeting_parties')
    .selectAll()
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('meeting_id', '=', row.id)
    .orderBy('party_id')
    .execute()
  for (const { party_id, came_at, interaction_id } of stored) {
    const isSaid = came.has(party_id)
    if (isSaid === (came_at !== null)) continue
    if (!isSaid && interaction_id !== null) await eraseInteraction(tx, interaction_id)
    const change = isSaid
      ? { came_at: tx.now(), interaction_id: await recordMet(tx, row, party_id) }
      : { came_at: null, interaction_id: null }
    await tx.db
      .updateTable('meeting_parties')
      .set(change)
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('meeting_id', '=', row.id)
      .where('party_id', '=', party_id)
      .execute()
  }
}

/** The notes stay with the meeting, where they are read by fewer; the interaction says what the meeting was called. */
async function recordMet(tx: Tx, row: MeetingRow, storedId: string): Promise<string | null> {
  const partyId = (await readAliases(tx)).targetOf(storedId)
  const isOnMap = (await readNames(tx, [partyId])).get(partyId)?.endedAt === null
  const own = await findOwnParty(tx)
  if (!isOnMap || own?.id === partyId) return null
  const input = { partyId, otherPartyId: own?.id ?? null, kind: 'met' as const, at: row.starts_at.toISOString(), text: row.title }
  return (await recordInteraction(tx, input)).id
}
