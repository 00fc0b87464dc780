import { sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import type { Hit } from '../parties/index.ts'
import { readerOf, tasksNow, visible } from './reading.ts'

/** Tasks by their words, those that the actor may see; open ones first. */
export async function searchTasks(ctx: Ctx, q: string, limit: number): Promise<Hit<'task'>[]> {
  const reader = readerOf(ctx, 'tasks.read')
  if (reader.reach === 'none') return []
  const query = q.toLowerCase()
  const words = query.match(/[\p{L}\p{N}]+/gu) ?? []
  const prefixes = words.map((word) => `${word}:*`).join(' & ')
  const matches = words.length === 0 ? sql`false` : sql`t.search @@ to_tsquery('simple', ${prefixes})`
  const { rows } = await sql<Hit<'task'>>`
    select 'task' as kind, t.id, t.party_id as "partyId", t.title, t.due as detail, word_similarity(${query}, lower(t.title))::float8 as rank
    from ${tasksNow(ctx)} t where (${matches} or ${query} <% lower(t.title)) and ${visible(reader)}
    order by t.completion_id is null desc, rank desc, t.title limit ${limit}`.execute(ctx.db)
  return rows
}
