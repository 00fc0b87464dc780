import { sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import type { Hit } from '../parties/index.ts'
import { may } from '../people/index.ts'
import { visible } from './offers.ts'
import { matchesText, offersNow } from './reading.ts'

/** Offers and needs by their words, those that the actor may see. */
export async function searchOffers(ctx: Ctx, q: string, limit: number): Promise<Hit<'offer'>[]> {
  if (!may(ctx, 'offers.read')) return []
  const { rows } = await sql<Hit<'offer'>>`
    select 'offer' as kind, o.id, o.party_id as "partyId", o.title, o.category as detail,
      word_similarity(${q.toLowerCase()}, lower(o.title))::float8 as rank
    from ${offersNow(ctx)} o where ${matchesText(q)} and ${visible(ctx)}
    order by rank desc, o.title limit ${limit}`.execute(ctx.db)
  return rows
}
