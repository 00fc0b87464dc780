import { sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { readWholeSet } from '../../kernel/sets.ts'
import { allow } from '../people/index.ts'
import { visible } from './offers.ts'
import { offersNow } from './reading.ts'
import type { Rhythm } from './schema.ts'

/** An offer or a need that is open today and says what it is about. */
export type Trade = {
  id: string
  partyId: string
  side: 'offer' | 'need'
  category: string
  title: string
  quantity: number | null
  unit: string | null
  rhythm: Rhythm | null
  /** For one unit where there is one, else for all of it. */
  priceMinor: bigint | null
  priceAsset: string | null
}

/** How many offers and needs there are, counted no further than to `limit`. */
export async function countOffersUpTo(ctx: Ctx, limit: number): Promise<number> {
  allow(ctx, 'offers.read')
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from offers where ecosystem_id = ${ctx.ecosystemId} and ended_at is null limit ${limit}) as counted`.execute(ctx.db)
  return rows[0]!.count
}

/** All of them that this actor may see. What has no category is left out: nobody can tell who could meet it. */
export async function readTrades(ctx: Ctx): Promise<Trade[]> {
  allow(ctx, 'offers.read')
  const today = ctx.now().toISOString().slice(0, 10)
  const query = sql<Trade>`
    select o.id, o.party_id as "partyId", o.side, o.category, o.title, o.quantity, o.unit, o.rhythm,
      o.price_minor as "priceMinor", o.price_asset as "priceAsset"
    from ${offersNow(ctx, { isWhole: true })} o
    where ${visible(ctx)} and o.category is not null and coalesce(o.period_to, '9') >= ${today} order by o.id`
  return (await readWholeSet(ctx, () => query.execute(ctx.db))).rows
}
