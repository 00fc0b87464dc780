import { sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import type { Page, Paging } from '../../kernel/paging.ts'
import { allowList, type RemovedEntry, readRemovals } from '../people/index.ts'

/** The offers and needs that were taken back of late and that this actor may put back. */
export async function listRemovedOffers(ctx: Ctx, paging: Paging): Promise<Page<RemovedEntry>> {
  const reach = allowList(ctx, 'offers.write')
  const own = reach.all ? sql`true` : sql`o.party_id = any (${reach.partyIds})`
  const gone = sql`e.subject_id in (
    select o.id from offers o where o.ecosystem_id = ${ctx.ecosystemId} and o.ended_at is not null and ${own})`
  const { items, nextCursor } = await readRemovals(ctx, 'offer.ended', gone, paging)
  const ids = items.map(({ id }) => id)
  const { rows } = await sql<{ id: string; title: string; side: string }>`
    select o.id, o.title, o.side from offers o where o.ecosystem_id = ${ctx.ecosystemId} and o.id = any (${ids})`.execute(ctx.db)
  const offers = new Map(rows.map((row) => [row.id, row]))
  const described = items.map((item) => ({ ...item, names: [offers.get(item.id)?.title ?? ''], type: offers.get(item.id)?.side ?? null }))
  return { items: described, nextCursor }
}
