import { sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { readWholeSet } from '../../kernel/sets.ts'
import { type DayOfChange, selectEverPartyIds, type UndatedFilter } from '../parties/index.ts'
import { allow } from '../people/index.ts'

/**
 * On which days (UTC) ties between the filtered parties came onto the map and left it: a tie is there from the later of the day it was noted
 * and the day it began, until it was ended or its last day is over. With `tieType`, ties of these types only.
 */
export async function countTieChanges(ctx: Ctx, filter: UndatedFilter): Promise<DayOfChange[]> {
  allow(ctx, 'ties.read')
  const { tieType, ...ofParties } = filter // both ends of a tie of a type had one of this type
  const isAll = Object.values(ofParties).every((value) => value === undefined)
  const chosen = isAll ? sql`` : sql`chosen as materialized ${selectEverPartyIds(ctx, ofParties)}, `
  const among = isAll ? sql`true` : sql`t.from_id in (select id from chosen) and t.to_id in (select id from chosen)`
  const ofType = tieType ? sql`t.type = any (${tieType})` : sql`true`
  const query = sql<DayOfChange>`
    with ${chosen}shown as (
      select t.id, greatest(t.created_at, t.since::timestamp at time zone 'UTC') as came,
        least(t.ended_at, (t.until + 1)::timestamp at time zone 'UTC') as went
      from ties t where t.ecosystem_id = ${ctx.ecosystemId} and ${ofType} and ${among}
    ), steps as (
      select came as at, true as came from shown where came < coalesce(went, 'infinity')
      union all select went, false from shown where came < went
      union all select (c.value #>> '{}')::timestamptz, false from tie_changes c join shown on shown.id = c.tie_id
        where c.ecosystem_id = ${ctx.ecosystemId} and c.field = 'ended_at'
      union all select c.until, true from tie_changes c join shown on shown.id = c.tie_id
        where c.ecosystem_id = ${ctx.ecosystemId} and c.field = 'ended_at'
    )
    select to_char(at at time zone 'UTC', 'YYYY-MM-DD') as day, count(*) filter (where came)::int as came,
      count(*) filter (where not came)::int as went
    from steps where at <= ${ctx.now()} group by 1 order by 1`
  return (await readWholeSet(ctx, () => query.execute(ctx.db))).rows
}
