import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { reachOf } from '../people/index.ts'
import type { Filter } from './schema.ts'

type Reading = Pick<Ctx, 'ecosystemId' | 'now'>
type Condition = (ctx: Reading, values: readonly string[], asOf: Date | undefined) => RawBuilder<boolean>
type Count = (ctx: Ctx, filter: Filter) => Promise<Record<string, number>>

const conditions = new Map<'tieType', { condition: Condition; count: Count }>()

/**
 * Lets a module further down answer a part of the filter from its own tables. The condition speaks of `p.id`; the count says for each value
 * how many of the filtered parties there are.
 */
export function setCondition(name: 'tieType', condition: Condition, count: Count): void {
  conditions.set(name, { condition, count })
}

/** How many of the filtered parties have each value of a part that another module answers. */
export async function countCondition(ctx: Ctx, name: 'tieType', filter: Filter): Promise<Record<string, number>> {
  return (await conditions.get(name)?.count(ctx, filter)) ?? {}
}

/**
 * The parties as a table to select from: those there are now, or, with `asOf`, those there were then with the values known then. Merged
 * parties are left out, they show as the party they were merged into.
 */
export function partiesAt({ ecosystemId }: Pick<Ctx, 'ecosystemId'>, asOf?: Date): RawBuilder<unknown> {
  if (!asOf) {
    return sql`(
      select p.* from parties p where p.ecosystem_id = ${ecosystemId} and p.ended_at is null
        and p.id not in (select a.party_id from aliases a where a.ecosystem_id = ${ecosystemId} and a.until is null))`
  }
  const there = sql`
    p.ecosystem_id = ${ecosystemId} and p.created_at <= ${asOf} and (p.ended_at is null or p.ended_at > ${asOf})
    and p.id not in (
      select c.party_id from party_changes c where c.ecosystem_id = ${ecosystemId} and c.field = 'ended_at' and c.until > ${asOf}
        and (c.value #>> '{}')::timestamptz <= ${asOf})
    and p.id not in (
      select a.party_id from aliases a where a.ecosystem_id = ${ecosystemId} and a.since <= ${asOf} and (a.until is null or a.until > ${asOf}))`
  // of all values that held until some time after `asOf`, the one that ended first is the one that held then
  return sql`(
    with past as materialized (
      select party_id, jsonb_object_agg(field, value) as facts from (
        select distinct on (c.party_id, c.field) c.party_id, c.field, c.value from party_changes c
        where c.ecosystem_id = ${ecosystemId} and c.until > ${asOf} and c.field not in ('identifiers', 'ended_at')
        order by c.party_id, c.field, c.until) first
      group by party_id)
    select p.* from parties p where ${there} and p.id not in (select party_id from past)
    union all
    select held.* from past join parties p on p.id = past.party_id cross join lateral jsonb_populate_record(p, past.facts) as held
    where ${there})`
}

/** Who stated what is private, so only those who see it everywhere may ask for it. Throws forbidden. */
export function allowFilter(ctx: Ctx, filter: Filter): void {
  if (filter.source === undefined || seesSources(ctx)) return
  throw new DomainError('forbidden', 'source_hidden', 'Your role does not show who stated a fact, so you cannot ask for it.')
}

export function seesSources({ actor }: Pick<Ctx, 'actor'>): boolean {
  return reachOf(actor, 'parties.private') === 'all'
}

/** What the filter asks of a party `p`, as one SQL condition. */
export function matches(ctx: Reading, filter: Filter): RawBuilder<boolean> {
  const asOf = momentOf(filter)
  const parts: RawBuilder<boolean>[] = [sql<boolean>`true`]
  if (filter.q) parts.push(matchesText(filter.q))
  if (filter.kind) parts.push(hasKind(ctx, filter.kind, asOf))
  if (filter.sector) parts.push(hasSector(filter.sector))
  if (filter.tag) parts.push(sql`p.tags && ${filter.tag}`)
  if (filter.city) parts.push(sql`p.city = any (${filter.city})`)
  if (filter.form) parts.push(sql`p.form = ${filter.form}`)
  if (filter.source) parts.push(sql`p.source = ${filter.source}`)
  if (filter.place) parts.push(PLACED[filter.place])
  if (filter.area) {
    const polygon = `(${filter.area
      .split(';')
      .map((point) => `(${point})`)
      .join(',')})`
    parts.push(sql`(p.latitude is not null and ${polygon}::polygon @> point(p.longitude, p.latitude))`)
  }
  if (filter.tieType) {
    const part = conditions.get('tieType')
    parts.push(part ? part.condition(ctx, filter.tieType, asOf) : sql<boolean>`false`)
  }
  return sql`(${sql.join(parts, sql` and `)})`
}

const PLACED = {
  none: sql<boolean>`p.latitude is null`,
  approximate: sql<boolean>`(p.latitude is not null and p.place_approximate)`,
  exact: sql<boolean>`(p.latitude is not null and not p.place_approximate)`,
}

/** The filtered parties' ids, as a subquery for other modules: `… in ${selectPartyIds(ctx, filter)}`. */
export function selectPartyIds(ctx: Reading, filter: Filter): RawBuilder<string> {
  return sql`(select p.id from ${partiesAt(ctx, momentOf(filter))} p where ${matches(ctx, filter)})`
}

export function momentOf(filter: Pick<Filter, 'asOf'>): Date | undefined {
  return filter.asOf === undefined ? undefined : new Date(filter.asOf)
}

/** All words as beginnings of words, or a name that is nearly the same. */
function matchesText(q: string): RawBuilder<boolean> {
  const query = q.toLowerCase()
  const words = query.match(/[\p{L}\p{N}]+/gu) ?? []
  const prefixes = words.map((word) => `${word}:*`).join(' & ')
  const near = sql<boolean>`(lower(p.name) like ${`%${likeLiteral(query)}%`} or ${query} <% lower(p.name))`
  return words.length === 0 ? near : sql`(p.search @@ to_tsquery('simple', ${prefixes}) or ${near})`
}

function hasKind(ctx: Reading, kinds: readonly string[], asOf: Date | undefined): RawBuilder<boolean> {
  // "is true" keeps it a set that is made once and looked up, whatever the database believes of the sizes
  return sql`(p.id in (select h.party_id from ${kindsHeld(ctx, asOf)} h where h.kind = any (${kinds}))) is true`
}

/** The parties with each kind they have, or had at a moment, as a table to select from. What a merged party has, its target has. */
export function kindsHeld({ ecosystemId }: Pick<Ctx, 'ecosystemId'>, asOf?: Date): RawBuilder<unknown> {
  const then = (row: 'k' | 'a') =>
    asOf
      ? sql`${sql.ref(`${row}.since`)} <= ${asOf} and (${sql.ref(`${row}.until`)} is null or ${sql.ref(`${row}.until`)} > ${asOf})`
      : sql`${sql.ref(`${row}.until`)} is null`
  return sql`(
    select coalesce(a.target_id, k.party_id) as party_id, k.kind from party_kinds k
    left join aliases a on a.ecosystem_id = k.ecosystem_id and a.party_id = k.party_id and ${then('a')}
    where k.ecosystem_id = ${ecosystemId} and ${then('k')})`
}

/** Each value is the beginning of a code, alone (any scheme) or after its scheme: `naics:722`. */
function hasSector(sectors: readonly string[]): RawBuilder<boolean> {
  const bare = sectors.filter((sector) => !sector.includes(':')).map((code) => `${likeLiteral(code)}%`)
  const schemed = sectors.filter((sector) => sector.includes(':')).map((sector) => `${likeLiteral(sector)}%`)
  return sql`(p.sector_code like any (${bare}) or p.sector_scheme || ':' || p.sector_code like any (${schemed}))`
}

function likeLiteral(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&')
}
