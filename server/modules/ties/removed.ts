import { sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import type { Page, Paging } from '../../kernel/paging.ts'
import { readNames } from '../parties/index.ts'
import { allowList, type RemovedEntry, readRemovals } from '../people/index.ts'
import { touches } from './ties.ts'

/** The ties that were taken off the map of late and that this actor may put back. */
export async function listRemovedTies(ctx: Ctx, paging: Paging): Promise<Page<RemovedEntry>> {
  const reach = allowList(ctx, 'ties.write')
  const own = reach.all ? sql`true` : touches(reach.partyIds)
  const gone = sql`e.subject_id in (select t.id from ties t where t.ecosystem_id = ${ctx.ecosystemId} and t.ended_at is not null and ${own})`
  const { items, nextCursor } = await readRemovals(ctx, 'tie.ended', gone, paging)
  const ids = items.map(({ id }) => id)
  const { rows } = await sql<{ id: string; type: string; ends: string[] }>`
    select t.id, t.type, array[t.from_id, t.to_id] as ends from ties t
    where t.ecosystem_id = ${ctx.ecosystemId} and t.id = any (${ids})`.execute(ctx.db)
  const ties = new Map(rows.map((row) => [row.id, row]))
  const names = await readNames(ctx, rows.flatMap(({ ends }) => ends)) // biome-ignore format: one line reads better
  const described = items.map((item) => {
    const { type = null, ends = [] } = ties.get(item.id) ?? {}
    return { ...item, names: ends.map((id) => names.get(id)?.name ?? ''), type }
  })
  return { items: described, nextCursor }
}
