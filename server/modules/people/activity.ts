import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { decodeCursor, type Page, type Paging, toPage } from '../../kernel/paging.ts'
import { allowList } from './rights.ts'

export type LogRow = {
  id: string
  at: string
  type: string
  actor: { kind: string; id: string | null; name: string | null }
  subjectId: string | null
  payload: Record<string, unknown>
}

type Filter = Paging & { subject?: string | undefined; type?: string | undefined }

/** The log, newest first. A member reads what happened to their own organisation. */
export async function listLog(ctx: Ctx | Tx, filter: Filter): Promise<Page<LogRow>> {
  const reach = allowList(ctx, 'events.read')
  let query = ctx.db
    .selectFrom('events')
    .selectAll()
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
  if (!reach.all) query = query.where('subject_id', 'in', reach.partyIds)
  if (filter.subject !== undefined) query = query.where('subject_id', '=', filter.subject)
  if (filter.type !== undefined) query = query.where('type', '=', filter.type)
  if (filter.cursor !== undefined) query = query.where('id', '<', String(decodeCursor(filter.cursor, 1)[0]))
  const page = toPage(await query.execute(), filter.limit, (row) => [row.id])
  const names = await actorNames(
    ctx,
    page.items.map(({ actor_id }) => actor_id).filter((id) => id !== null),
  )
  const items = page.items.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    type: row.type,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_id === null ? null : (names.get(row.actor_id) ?? null) },
    subjectId: row.subject_id,
    payload: row.payload,
  }))
  return { items, nextCursor: page.nextCursor }
}

/** The names people have today; a key is called by its own name. Somebody who was erased has none. */
export async function actorNames(ctx: Ctx | Tx, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const people = await ctx.db.selectFrom('auth.user').select(['id', 'name']).where('id', 'in', ids).where('name', '<>', '').execute()
  const keys = await ctx.db
    .selectFrom('auth.keys')
    .select(['id', 'name'])
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('id', 'in', ids)
    .execute()
  return new Map([...people, ...keys].map(({ id, name }) => [id, name]))
}
