import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { isOnMap, selectAliases, selectPartyIds } from '../parties/index.ts'
import type { Rhythm } from './schema.ts'

export type OfferRow = {
  id: string
  party_id: string
  side: 'offer' | 'need'
  category: string | null
  title: string
  description: string | null
  quantity: number | null
  unit: string | null
  rhythm: Rhythm | null
  price_minor: bigint | null
  price_asset: string | null
  period_from: string | null
  period_to: string | null
  visibility: 'ecosystem' | 'coordinators'
  source: string
  version: number
  created_at: Date
  updated_at: Date
  ended_at: Date | null
}

/**
 * The offers and needs of the parties on the map, as a table, with the party that theirs was merged into. For few rows each party is looked up by its key; who reads
 * the whole set says so, and the parties are joined.
 */
export function offersNow(ctx: Pick<Ctx, 'ecosystemId' | 'now'>, { isWhole = false } = {}): RawBuilder<unknown> {
  const onMap = isWhole ? sql`join ${selectPartyIds(ctx, {})} p on p.id = s.party_id` : sql`where ${isOnMap(ctx, sql`s.party_id`)}`
  return sql`(
    select s.* from (
      select s.id, coalesce(a.target_id, s.party_id) as party_id, s.side, s.category, s.title, s.description, s.quantity, s.unit,
        s.rhythm, s.price_minor, s.price_asset,
        s.period_from::text as period_from, s.period_to::text as period_to, s.visibility, s.source, s.version, s.created_at, s.updated_at,
        s.ended_at, s.search
      from offers s left join ${selectAliases(ctx)} a on a.party_id = s.party_id
      where s.ecosystem_id = ${ctx.ecosystemId} and s.ended_at is null
    ) s ${onMap})`
}

/** All words as beginnings of words, or a title that is nearly the same. */
export function matchesText(q: string): RawBuilder<boolean> {
  const query = q.toLowerCase()
  const words = query.match(/[\p{L}\p{N}]+/gu) ?? []
  const near = sql<boolean>`${query} <% lower(o.title)`
  return words.length === 0 ? near : sql`(o.search @@ to_tsquery('simple', ${words.map((word) => `${word}:*`).join(' & ')}) or ${near})`
}
