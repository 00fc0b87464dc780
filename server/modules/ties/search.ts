import { sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import type { Hit } from '../parties/index.ts'
import { partiesWithin } from '../people/index.ts'
import { concerns, readInteractions } from './interactions.ts'

const EXCERPT_LENGTH = 120

/** Interactions by the words of their texts, for those who may read them. */
export async function searchInteractions(ctx: Ctx, q: string, limit: number): Promise<Hit<'interaction'>[]> {
  const own = partiesWithin(ctx, 'interactions.read')
  if (own?.length === 0) return []
  const words = sql`to_tsvector('simple', coalesce(i.text, ''))`
  const query = sql`websearch_to_tsquery('simple', ${q})`
  const where = sql`${words} @@ ${query} and ${own ? concerns(own) : sql`true`}`
  const { rows } = await sql<Hit<'interaction'>>`
    select 'interaction' as kind, i.id, i.party_id as "partyId", i.kind as title, left(i.text, ${EXCERPT_LENGTH}) as detail,
      ts_rank(${words}, ${query})::float8 as rank
    from ${readInteractions(ctx, where)} i order by rank desc, i.at desc limit ${limit}`.execute(ctx.db)
  return rows
}
