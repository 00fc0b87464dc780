import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { readWholeSet } from '../../kernel/sets.ts'
import { allow } from '../people/index.ts'
import { allowFilter, matches } from './filter.ts'
import type { Filter } from './schema.ts'

/** How many came onto the map and left it on a day (UTC). */
export type DayOfChange = { day: string; came: number; went: number }
/** A filter without a day: what it asks for is asked of what is known of a party today, or was known last. */
export type UndatedFilter = Omit<Filter, 'asOf'>

/** The filtered parties' ids as a subquery, of those too that were taken off the map or merged. */
export function selectEverPartyIds(ctx: Pick<Ctx, 'ecosystemId' | 'now'>, filter: UndatedFilter): RawBuilder<string> {
  return sql`(select p.id from parties p where p.ecosystem_id = ${ctx.ecosystemId} and ${matches(ctx, filter)})`
}

/** On which days parties came onto the map and left it: made, brought back or parted again; taken off or merged into another. */
export async function countPartyChanges(ctx: Ctx, filter: UndatedFilter): Promise<DayOfChange[]> {
  allow(ctx, 'parties.read')
  allowFilter(ctx, filter)
  const query = sql<DayOfChange>`
    with chosen as materialized (
      select p.id, p.created_at, p.ended_at from parties p where p.ecosystem_id = ${ctx.ecosystemId} and ${matches(ctx, filter)}
    ), pauses as (
      select (c.value #>> '{}')::timestamptz as since, c.until from party_changes c join chosen on chosen.id = c.party_id
      where c.ecosystem_id = ${ctx.ecosystemId} and c.field = 'ended_at'
      union all
      select a.since, a.until from aliases a join chosen on chosen.id = a.party_id where a.ecosystem_id = ${ctx.ecosystemId}
    ), steps as (
      select created_at as at, true as came from chosen
      union all select ended_at, false from chosen
      union all select since, false from pauses
      union all select until, true from pauses
    )
    select to_char(at at time zone 'UTC', 'YYYY-MM-DD') as day, count(*) filter (where came)::int as came,
      count(*) filter (where not came)::int as went
    from steps where at <= ${ctx.now()} group by 1 order by 1`
  return (await readWholeSet(ctx, () => query.execute(ctx.db))).rows
}
