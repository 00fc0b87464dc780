import { sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { readWholeSet } from '../../kernel/sets.ts'
import { type Filter, momentOf, readAliases, selectPartyIds } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import { holds, tiesAt } from './reading.ts'
import { fill, statedPart } from './rules.ts'
import { readActivity } from './strength.ts'

/** Ties as columns of equal length. `stated` is the strength as stated, `strength` what it has become, both 0..1. */
export type Graph = {
  id: string[]
  fromId: string[]
  toId: string[]
  type: string[]
  directed: boolean[]
  stated: (number | null)[]
  strength: number[]
  /** There are more ties than were asked for. */
  isTruncated: boolean
}

const TIES_MAX = 1_000_000
const TYPES_MAX = 200

type Columns = {
  rows: [
    id: string,
    tieIds: string[] | null,
    from: string,
    to: string,
    type: string,
    directed: boolean,
    stated: number | null,
    statedAt: number,
  ][]
}

/**
 * All ties that hold now, or at the filter's `asOf`, between the filtered parties; without a filter, between all. With `tieType`, ties of
 * these types only. One query for the ties, one for what happened along them, so that 100,000 ties are a matter of a second.
 */
export async function readGraph(ctx: Ctx, filter: Filter = {}, limit = TIES_MAX): Promise<Graph> {
  allow(ctx, 'ties.read')
  const asOf = momentOf(filter)
  const moment = asOf ?? ctx.now()
  const aliases = await readAliases(ctx, asOf)
  const isAll = Object.entries(filter).every(([key, value]) => key === 'asOf' || value === undefined)
  const chosen = isAll ? sql`` : sql`chosen as materialized ${selectPartyIds(ctx, filter)}, `
  const among = isAll ? sql`true` : sql`t.from_id in (select id from chosen) and t.to_id in (select id from chosen)`
  const where = filter.tieType ? sql`t.type = any (${filter.tieType})` : sql`true`
  // as one JSON text: a hundred thousand rows are parsed at once instead of one by one
  const query = sql<Columns>`
    with ${chosen}shown as (
      select * from ${tiesAt(ctx, { asOf, where, isUnmerged: aliases.isEmpty })} t where ${holds(moment)} and ${among} order by t.id limit ${limit + 1}
    )
    select coalesce(json_agg(json_build_array(t.id, case when cardinality(t.tie_ids) > 1 then t.tie_ids end, t.from_id, t.to_id, t.type,
      t.directed, t.strength, extract(epoch from t.strength_at) * 1000) order by t.id), '[]') as rows
    from shown t`
  const { rows } = await readWholeSet(ctx, () => query.execute(ctx.db))
  const activity = await readActivity(ctx, aliases, { asOf })
  const ties = rows[0]!.rows.slice(0, limit)
  return {
    id: ties.map(([id]) => id),
    fromId: ties.map(([, , from]) => from),
    toId: ties.map(([, , , to]) => to),
    type: ties.map(([, , , , type]) => type),
    directed: ties.map(([, , , , , directed]) => directed),
    stated: ties.map(([, , , , , , stated]) => stated),
    strength: ties.map(([id, tieIds, from, to, , , strength, statedAt]) => {
      const logGap = activity.of(tieIds ?? [id], from, to).reduce((sum, { logGap }) => sum + logGap, 0)
      return fill(statedPart({ strength, at: new Date(statedAt) }, moment), logGap)
    }),
    isTruncated: rows[0]!.rows.length > limit,
  }
}

/** The ids of parties that have a tie of one of these types that holds, as an SQL condition on a party `p`: the `tieType` of the filter. */
export function hasTieOfType(ctx: Pick<Ctx, 'ecosystemId' | 'now'>, types: readonly string[], asOf?: Date) {
  const ties = tiesAt(ctx, { asOf, where: sql`t.type = any (${types})` })
  return sql<boolean>`(p.id in (select unnest(array[t.from_id, t.to_id]) from ${ties} t where ${holds(asOf ?? ctx.now())})) is true`
}

/** How many of the filtered parties have a tie of each type that holds; the commonest 200. */
export async function countTieTypes(ctx: Ctx, filter: Filter): Promise<Record<string, number>> {
  allow(ctx, 'ties.read')
  const asOf = momentOf(filter)
  const { isEmpty } = await readAliases(ctx, asOf)
  const query = sql<{ counts: Record<string, number> }>`
    with chosen as materialized ${selectPartyIds(ctx, filter)},
    ends as (select distinct t.type, unnest(array[t.from_id, t.to_id]) as id from ${tiesAt(ctx, { asOf, isUnmerged: isEmpty })} t
      where ${holds(asOf ?? ctx.now())})
    select coalesce(jsonb_object_agg(type, n), '{}') as counts from (
      select ends.type, count(*)::int as n from ends join chosen on chosen.id = ends.id group by 1 order by 2 desc, 1 limit ${TYPES_MAX}) top`
  const { rows } = await readWholeSet(ctx, () => query.execute(ctx.db))
  return rows[0]!.counts
}
