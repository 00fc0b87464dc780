import { sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { readWholeSet } from '../../kernel/sets.ts'
import { allow } from '../people/index.ts'
import { allowFilter, matches, momentOf, partiesAt } from './filter.ts'
import type { Filter } from './schema.ts'

/** Parties as columns of equal length, for maps and measures. What everybody on the map may see, nothing private. */
export type PartyColumns = {
  id: string[]
  name: string[]
  form: ('organisation' | 'group')[]
  kinds: string[][]
  sectorScheme: ('nace' | 'naics' | null)[]
  sectorCode: (string | null)[]
  city: (string | null)[]
  latitude: (number | null)[]
  longitude: (number | null)[]
  tags: string[][]
  /** There are more parties than were asked for. */
  isTruncated: boolean
}

type Row = [
  id: string,
  name: string,
  form: 'organisation' | 'group',
  kinds: string[] | null,
  sectorScheme: 'nace' | 'naics' | null,
  sectorCode: string | null,
  city: string | null,
  latitude: number | null,
  longitude: number | null,
  tags: string[],
]

const PARTIES_MAX = 1_000_000

/** The filtered parties in the order of their ids, which is the order in which they were made. One query, whatever their number. */
export async function readPartyColumns(ctx: Ctx, filter: Filter = {}, limit = PARTIES_MAX): Promise<PartyColumns> {
  allow(ctx, 'parties.read')
  allowFilter(ctx, filter)
  const asOf = momentOf(filter)
  const held = asOf ? sql`k.since <= ${asOf} and (k.until is null or k.until > ${asOf})` : sql`k.until is null`
  const live = asOf ? sql`a.since <= ${asOf} and (a.until is null or a.until > ${asOf})` : sql`a.until is null`
  // as one JSON text: a hundred thousand rows are parsed at once instead of one by one
  const query = sql<{ rows: Row[] }>`
    with shown as (
      select p.* from ${partiesAt(ctx, asOf)} p where ${matches(ctx, filter)} order by p.id limit ${limit + 1}
    ), kinds as (
      select coalesce(a.target_id, k.party_id) as party_id, array_agg(distinct k.kind) as kinds from party_kinds k
      left join aliases a on a.ecosystem_id = k.ecosystem_id and a.party_id = k.party_id and ${live}
      where k.ecosystem_id = ${ctx.ecosystemId} and ${held} group by 1
    )
    select coalesce(json_agg(json_build_array(s.id, s.name, s.form, k.kinds, s.sector_scheme, s.sector_code, s.city, s.latitude, s.longitude,
      s.tags) order by s.id), '[]') as rows
    from shown s left join kinds k on k.party_id = s.id`
  const { rows } = await readWholeSet(ctx, () => query.execute(ctx.db))
  const parties = rows[0]!.rows.slice(0, limit)
  return {
    id: parties.map(([id]) => id),
    name: parties.map(([, name]) => name),
    form: parties.map(([, , form]) => form),
    kinds: parties.map(([, , , kinds]) => kinds ?? []),
    sectorScheme: parties.map(([, , , , scheme]) => scheme),
    sectorCode: parties.map(([, , , , , code]) => code),
    city: parties.map(([, , , , , , city]) => city),
    latitude: parties.map(([, , , , , , , latitude]) => latitude),
    longitude: parties.map(([, , , , , , , , longitude]) => longitude),
    tags: parties.map(([, , , , , , , , , tags]) => tags),
    isTruncated: rows[0]!.rows.length > limit,
  }
}
