import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { isOnMap, selectAliases, selectPartyIds } from '../parties/index.ts'

type Reading = Pick<Ctx, 'ecosystemId' | 'now'>

/** A tie as it is read: its ends are the parties that they were merged into, and `tie_ids` are the ties that became one by a merge. */
export type TieRow = {
  id: string
  tie_ids: string[]
  from_id: string
  to_id: string
  type: string
  directed: boolean
  strength: number | null
  strength_at: Date
  trust: number | null
  since: string | null
  until: string | null
  evidence: string | null
  source: string
  sources: Record<string, string>
  version: number
  created_at: Date
  updated_at: Date
  ended_at: Date | null
}

export type TieScope = {
  asOf?: Date | undefined
  /** A condition on the stored row `t`, so that an index can be used. */
  where?: RawBuilder<unknown>
  /** A few rows are read, not the whole set: their ends are looked up one by one. */
  isPage?: boolean
  /** No parties were merged: nothing has to be resolved and no two ties can have become one. */
  isUnmerged?: boolean
}

/**
 * The ties as a table to select from: those there are now, or, with `asOf`, those that were known then with the values known then. Ends
 * are resolved through aliases; where a merge made two ties the same, the older one stands for both; a tie whose two ends became one party
 * is left out, and so is a tie with an end that is not on the map.
 */
export function tiesAt(ctx: Reading, { asOf, where = sql`true`, isPage = false, isUnmerged = false }: TieScope = {}): RawBuilder<unknown> {
  const stored = asOf ? storedAt(ctx, asOf, where) : storedNow(ctx, where)
  const columns = sql`r.id, r.type, r.directed, r.strength, r.strength_at, r.trust, r.since::text as since, r.until::text as until, r.evidence,
    r.source, r.sources, r.version, r.created_at, r.updated_at, r.ended_at`
  const parties = selectPartyIds(ctx, asOf ? { asOf: asOf.toISOString() } : {})
  // "is true" keeps it a set that is made once and looked up, whatever the database believes of the sizes
  const onMap = (end: RawBuilder<unknown>) => (isPage ? isOnMap(ctx, end, asOf) : sql`(${end} in ${parties}) is true`)
  if (isUnmerged) {
    return sql`(
      select ${columns}, r.from_id, r.to_id, array[r.id] as tie_ids from ${stored} r
      where ${onMap(sql`r.from_id`)} and ${onMap(sql`r.to_id`)})`
  }
  return sql`(
    select * from (
      select e.*, row_number() over same as place, array_agg(e.id) over (partition by e.from_id, e.to_id, e.type, e.until) as tie_ids
      from (
        select ${columns},
          case when r.directed or r.one < r.other then r.one else r.other end as from_id,
          case when r.directed or r.one < r.other then r.other else r.one end as to_id
        from (
          select t.*, coalesce(f.target_id, t.from_id) as one, coalesce(o.target_id, t.to_id) as other
          from ${stored} t
          left join ${selectAliases(ctx, asOf)} f on f.party_id = t.from_id
          left join ${selectAliases(ctx, asOf)} o on o.party_id = t.to_id
        ) r where r.one <> r.other and ${onMap(sql`r.one`)} and ${onMap(sql`r.other`)}
      ) e window same as (partition by e.from_id, e.to_id, e.type, e.until order by e.created_at, e.id)
    ) ranked where place = 1)`
}

/** Whether a tie `t` of `tiesAt` holds on the day of `moment`: it has begun, and its last day is not over. */
export function holds(moment: Date): RawBuilder<boolean> {
  const day = moment.toISOString().slice(0, 10)
  return sql`(coalesce(t.since, '') <= ${day} and coalesce(t.until, '9') >= ${day})` // dates as ISO texts sort as dates
}

function storedNow({ ecosystemId }: Reading, where: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`(select t.* from ties t where t.ecosystem_id = ${ecosystemId} and t.ended_at is null and ${where})`
}

function storedAt({ ecosystemId }: Reading, asOf: Date, where: RawBuilder<unknown>): RawBuilder<unknown> {
  // of all values that held until some time after `asOf`, the one that ended first is the one that held then
  return sql`(
    select (jsonb_populate_record(t, coalesce(past.facts, '{}'))).* from ties t
    left join (
      select tie_id, jsonb_object_agg(field, value) as facts from (
        select distinct on (c.tie_id, c.field) c.tie_id, c.field, c.value from tie_changes c
        where c.ecosystem_id = ${ecosystemId} and c.until > ${asOf} and c.field <> 'ended_at'
        order by c.tie_id, c.field, c.until) first
      group by tie_id
    ) past on past.tie_id = t.id
    where t.ecosystem_id = ${ecosystemId} and ${where} and t.created_at <= ${asOf} and (t.ended_at is null or t.ended_at > ${asOf})
      and not exists (
        select from tie_changes c where c.ecosystem_id = t.ecosystem_id and c.tie_id = t.id and c.field = 'ended_at'
          and c.until > ${asOf} and (c.value #>> '{}')::timestamptz <= ${asOf}))`
}
