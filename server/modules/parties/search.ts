import { sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { may, partiesWithin } from '../people/index.ts'
import { matches, partiesAt } from './filter.ts'

/** One thing found. `rank` compares things of one kind: the higher the better. */
export type Hit<K extends string = 'party' | 'contact' | 'note'> = {
  kind: K
  id: string
  partyId: string | null
  title: string
  detail: string | null
  rank: number
}

/** Parties by name, place and description; small misspellings are forgiven. */
export async function searchParties(ctx: Ctx, q: string, limit: number): Promise<Hit[]> {
  if (!may(ctx, 'parties.read')) return []
  const { rows } = await sql<Hit>`
    select 'party' as kind, p.id, p.id as "partyId", p.name as title, p.city as detail,
      (word_similarity(${q.toLowerCase()}, lower(p.name)) + case when lower(p.name) like ${`${likeStart(q)}%`} then 1 else 0 end)::float8 as rank
    from ${partiesAt(ctx)} p where ${matches(ctx, { q })} order by rank desc, p.name limit ${limit}`.execute(ctx.db)
  return rows
}

/** Contact people, for those who may know them: everybody's, or those of one's own organisation. */
export async function searchContacts(ctx: Ctx, q: string, limit: number): Promise<Hit[]> {
  const own = partiesWithin(ctx, 'contacts.read')
  if (own?.length === 0) return []
  const { rows } = await sql<Hit>`
    select 'contact' as kind, c.id, p.id as "partyId", c.name as title, p.name as detail, word_similarity(${q.toLowerCase()}, lower(c.name))::float8 as rank
    from contacts c
    left join aliases a on a.ecosystem_id = c.ecosystem_id and a.party_id = c.party_id and a.until is null
    join parties p on p.ecosystem_id = c.ecosystem_id and p.id = coalesce(a.target_id, c.party_id) and p.ended_at is null
    where c.ecosystem_id = ${ctx.ecosystemId} and ${own ? sql`p.id = any (${own}::uuid[])` : sql`true`}
      and (${q.toLowerCase()} <% lower(c.name) or lower(c.name) like ${`%${likeStart(q)}%`} or lower(c.email) like ${`${likeStart(q)}%`})
    order by rank desc, c.name limit ${limit}`.execute(ctx.db)
  return rows
}

const EXCERPT_LENGTH = 120

/** Notes by their words, for those who may read them. */
export async function searchNotes(ctx: Ctx, q: string, limit: number): Promise<Hit[]> {
  const own = partiesWithin(ctx, 'notes.read')
  if (own?.length === 0) return []
  const { rows } = await sql<Hit>`
    select 'note' as kind, n.id, p.id as "partyId", p.name as title, left(n.body, ${EXCERPT_LENGTH}) as detail,
      ts_rank(to_tsvector('simple', n.body), websearch_to_tsquery('simple', ${q}))::float8 as rank
    from notes n
    left join aliases a on a.ecosystem_id = n.ecosystem_id and a.party_id = n.party_id and a.until is null
    join parties p on p.ecosystem_id = n.ecosystem_id and p.id = coalesce(a.target_id, n.party_id) and p.ended_at is null
    where n.ecosystem_id = ${ctx.ecosystemId} and ${own ? sql`p.id = any (${own}::uuid[])` : sql`true`}
      and to_tsvector('simple', n.body) @@ websearch_to_tsquery('simple', ${q})
    order by rank desc, n.at desc limit ${limit}`.execute(ctx.db)
  return rows
}

function likeStart(q: string): string {
  return q.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')
}
