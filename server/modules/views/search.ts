import { sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { searchOffers } from '../exchange/index.ts'
import { type Hit, searchContacts, searchNotes, searchParties } from '../parties/index.ts'
import { searchTasks } from '../tasks/index.ts'
import { searchInteractions } from '../ties/index.ts'
import { mergeRanked } from './rules.ts'
import type { SearchAnswer } from './schema.ts'
import { visible } from './views.ts'

/** Everything the actor may see that has to do with the words, the best first. Each module searches its own tables under its own rights. */
export async function searchEverything(ctx: Ctx, q: string, limit: number): Promise<SearchAnswer> {
  const lists: Hit<SearchAnswer['items'][number]['kind']>[][] = []
  for (const search of [searchParties, searchContacts, searchTasks, searchOffers, searchViews, searchNotes, searchInteractions]) {
    lists.push(await search(ctx, q, limit))
  }
  return {
    items: mergeRanked(lists, limit).map(({ kind, id, partyId, title, detail }) => ({ kind, id, partyId, title, detail })),
  }
}

async function searchViews(ctx: Ctx, q: string, limit: number): Promise<Hit<'view'>[]> {
  const query = q.toLowerCase()
  const { rows } = await sql<Hit<'view'>>`
    select 'view' as kind, v.id, null as "partyId", v.name as title, v.mode as detail, word_similarity(${query}, lower(v.name))::float8 as rank
    from saved_views v
    where v.ecosystem_id = ${ctx.ecosystemId} and v.ended_at is null and ${visible(ctx)}
      and (${query} <% lower(v.name) or strpos(lower(v.name), ${query}) > 0)
    order by rank desc, v.name limit ${limit}`.execute(ctx.db)
  return rows
}
