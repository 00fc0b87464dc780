import { sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { readWholeSet } from '../../kernel/sets.ts'
import { allow } from '../people/index.ts'
import { visible } from './offers.ts'
import { offersNow } from './reading.ts'

/** An offer or a need that is open today and says what it is about. */
export type Trade = { id: string; partyId: string; side: 'offer' | 'need'; category: string }

/** All of them that this actor may see. What has no category is left out: nobody can tell who could meet it. */
export async function readTrades(ctx: Ctx): Promise<Trade[]> {
  allow(ctx, 'offers.read')
  const today = ctx.now().toISOString().slice(0, 10)
  const query = sql<Trade>`
    select o.id, o.party_id as "partyId", o.side, o.category from ${offersNow(ctx)} o
    where ${visible(ctx)} and o.category is not null and coalesce(o.period_to, '9') >= ${today} order by o.id`
  return (await readWholeSet(ctx, () => query.execute(ctx.db))).rows
}
