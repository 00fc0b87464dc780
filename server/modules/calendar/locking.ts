import { sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { allow } from '../people/index.ts'
import { type MeetingRow, visible } from './reading.ts'

/** The row of a meeting that the actor may see. */
export async function readMeeting(ctx: Ctx, id: string): Promise<MeetingRow> {
  const { rows } = await sql<MeetingRow>`
    select m.* from meetings m where m.ecosystem_id = ${ctx.ecosystemId} and m.id = ${id} and ${visible(ctx)}`.execute(ctx.db)
  return found(rows[0], 'meeting')
}

/** The row, held until commit, for whoever may change meetings. Throws conflict when somebody else changed it meanwhile. */
export async function lockMeeting(tx: Tx, id: string, version: number): Promise<MeetingRow> {
  allow(tx, 'meetings.write')
  await sql`select from meetings where ecosystem_id = ${tx.ecosystemId} and id = ${id} for update`.execute(tx.db)
  const row = await readMeeting(tx, id)
  if (row.version === version) return row
  throw new DomainError('conflict', 'meeting_changed', 'Somebody else changed this meeting meanwhile. Load the new state and try again.')
}

export function mustStand(row: MeetingRow): void {
  if (row.cancelled_at !== null) throw new DomainError('conflict', 'meeting_cancelled', 'This meeting was cancelled.')
}

/** The parties as they were named, without regard to merges: what the log keeps. */
export async function partyIdsOf(ctx: Ctx, id: string): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('meeting_parties')
    .select('party_id')
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('meeting_id', '=', id)
    .orderBy('party_id')
    .execute()
  return rows.map(({ party_id }) => party_id)
}
