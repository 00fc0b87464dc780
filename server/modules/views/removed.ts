import { sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import type { Page, Paging } from '../../kernel/paging.ts'
import { allow, may, type RemovedEntry, readRemovals } from '../people/index.ts'
import { visible } from './views.ts'

/** The views that were removed of late and that this actor may put back: one's own and, with the right to share, shared ones. */
export async function listRemovedViews(ctx: Ctx, paging: Paging): Promise<Page<RemovedEntry>> {
  allow(ctx, 'views.write')
  const mine = may(ctx, 'views.share') ? visible(ctx) : sql`${visible(ctx)} and not v.shared`
  const gone = sql`e.subject_id in (
    select v.id from saved_views v where v.ecosystem_id = ${ctx.ecosystemId} and v.ended_at is not null and ${mine})`
  const { items, nextCursor } = await readRemovals(ctx, 'view.ended', gone, paging)
  const ids = items.map(({ id }) => id)
  const { rows } = await sql<{ id: string; name: string }>`
    select v.id, v.name from saved_views v where v.ecosystem_id = ${ctx.ecosystemId} and v.id = any (${ids})`.execute(ctx.db)
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return { items: items.map((item) => ({ ...item, names: [names.get(item.id) ?? ''], type: null })), nextCursor }
}
