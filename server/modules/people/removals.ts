import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { decodeCursor, type Page, type Paging, toPage } from '../../kernel/paging.ts'
import { actorNames } from './activity.ts'
import type { LogEntry } from './schema.ts'

const DAYS_SHOWN = 30
const DAY_MS = 86_400_000

export type Removal = { id: string; at: string; actor: LogEntry['actor'] }

/**
 * Who removed what of one kind in the last 30 days, and when, the latest first. `isGone` says of `e.subject_id` that it is still removed
 * and the actor's to put back, so what was erased since is not among them. Whoever calls asks for the right.
 */
export async function readRemovals(ctx: Ctx, type: string, isGone: RawBuilder<unknown>, { limit, cursor }: Paging): Promise<Page<Removal>> {
  const before = cursor === undefined ? sql`true` : sql`e.id < ${decodeCursor(cursor, 1)[0]}::uuid`
  const since = new Date(ctx.now().getTime() - DAYS_SHOWN * DAY_MS)
  const { rows } = await sql<{ id: string; at: Date; actor_kind: string; actor_id: string | null; subject_id: string }>`
    select e.id, e.at, e.actor_kind, e.actor_id, e.subject_id from events e
    where e.ecosystem_id = ${ctx.ecosystemId} and e.type = ${type} and e.at > ${since} and ${before} and ${isGone}
      and not exists (
        select from events later where later.ecosystem_id = e.ecosystem_id and later.subject_id = e.subject_id
          and later.type = e.type and later.id > e.id)
    order by e.id desc limit ${limit + 1}`.execute(ctx.db)
  const page = toPage(rows, limit, ({ id }) => [id])
  const names = await actorNames(ctx, page.items.flatMap(({ actor_id }) => actor_id ?? [])) // biome-ignore format: one line reads better
  const items = page.items.map((row) => ({
    id: row.subject_id,
    at: row.at.toISOString(),
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_id === null ? null : (names.get(row.actor_id) ?? null) },
  }))
  return { items, nextCursor: page.nextCursor }
}
