import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { readNames, selectAliases } from '../parties/index.ts'
import { type Right, reachOf } from '../people/index.ts'
import type { Reader } from './rules.ts'
import type { Task } from './schema.ts'

export type TaskRow = {
  id: string
  title: string
  body: string | null
  owner_id: string | null
  due: string | null
  is_overdue: boolean
  party_id: string | null
  tie_id: string | null
  proposed_by: string | null
  source: string
  version: number
  created_at: Date
  updated_at: Date
  ended_at: Date | null
  completion_id: string | null
  completed_at: Date | null
  completed_by: string | null
}

/** The tasks as a table, with their completion and the party that theirs was merged into. Overdue is told by the ecosystem's own day. */
export function tasksNow(ctx: Pick<Ctx, 'ecosystemId' | 'now'>): RawBuilder<unknown> {
  return sql`(
    select s.id, s.title, s.body, s.owner_id, s.due::text as due, coalesce(a.target_id, s.party_id) as party_id, s.tie_id, s.proposed_by,
      s.source, s.version, s.created_at, s.updated_at, s.ended_at, s.search, c.id as completion_id, c.at as completed_at, c.by as completed_by,
      (c.id is null and s.due < (${ctx.now()}::timestamptz at time zone e.time_zone)::date) is true as is_overdue
    from tasks s
    join ecosystems e on e.ecosystem_id = s.ecosystem_id
    left join task_completions c on c.ecosystem_id = s.ecosystem_id and c.task_id = s.id and c.undone_at is null
    left join ${selectAliases(ctx)} a on a.party_id = s.party_id
    where s.ecosystem_id = ${ctx.ecosystemId} and s.ended_at is null)`
}

/** Who reads: how far the right reaches, as whom, for which party. */
export function readerOf({ actor }: Ctx, right: Right): Reader {
  const reach = reachOf(actor, right)
  if (actor.kind === 'system') return { reach, personId: null, ownPartyIds: [] }
  return { reach, personId: actor.personId, ownPartyIds: actor.partyIds }
}

/** isVisible() for rows `t` of tasksNow(). */
export function visible({ reach, personId, ownPartyIds }: Reader): RawBuilder<boolean> {
  if (reach !== 'own') return reach === 'all' ? sql`true` : sql`false`
  return sql`(t.owner_id = ${personId} or t.party_id = any (${ownPartyIds}::uuid[])) is true`
}

/** Rows as the API shows them, with the name of the party each is about, whether that is still on the map or not. */
export async function showTasks(ctx: Ctx, rows: readonly TaskRow[]): Promise<Task[]> {
  const parties = await readNames(
    ctx,
    rows.flatMap(({ party_id }) => party_id ?? []),
  )
  return rows.map((row) => toTask(row, row.party_id === null ? undefined : parties.get(row.party_id)))
}

function toTask(row: TaskRow, party: { name: string; endedAt: Date | null } | undefined): Task {
  return {
    id: row.id,
    title: row.title,
    body: row.body,
    ownerId: row.owner_id,
    due: row.due,
    isOverdue: row.is_overdue,
    partyId: row.party_id,
    partyName: party?.name ?? null,
    partyEndedAt: party?.endedAt?.toISOString() ?? null,
    tieId: row.tie_id,
    proposedBy: row.proposed_by,
    source: row.source,
    completion: row.completed_at === null ? null : { at: row.completed_at.toISOString(), by: row.completed_by! },
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}
