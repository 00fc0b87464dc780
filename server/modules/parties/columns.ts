import { sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { readWholeSet } from '../../kernel/sets.ts'
import { allow, hiddenFieldNames } from '../people/index.ts'
import { readAliases } from './aliases.ts'
import { allowFilter, matches, momentOf, partiesAt } from './filter.ts'
import type { Filter } from './schema.ts'
import { mustKnowFields } from './vocabulary.ts'

export type FieldValue = string | number | boolean | null

/** Parties as columns of equal length, for maps and measures. What everybody on the map may see; of own fields, what this actor may see. */
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
  placeApproximate: boolean[]
  tags: string[][]
  /** Own fields that were asked for, a column each. */
  fields: Record<string, FieldValue[]>
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
  fields: FieldValue[],
  placeApproximate: boolean,
]

type Wanted = {
  limit?: number
  /** Keys of own fields. */
  fields?: readonly string[]
}

const PARTIES_MAX = 1_000_000

/**
 * The filtered parties in the order of their ids, which is the order in which they were made. One query, whatever their number. Throws
 * invalid for a field that there is not.
 */
export async function readPartyColumns(
  ctx: Ctx,
  filter: Filter = {},
  { limit = PARTIES_MAX, fields = [] }: Wanted = {},
): Promise<PartyColumns> {
  allow(ctx, 'parties.read')
  allowFilter(ctx, filter)
  await mustKnowFields(ctx, fields)
  const asOf = momentOf(filter)
  const held = asOf ? sql`k.since <= ${asOf} and (k.until is null or k.until > ${asOf})` : sql`k.until is null`
  const live = asOf ? sql`a.since <= ${asOf} and (a.until is null or a.until > ${asOf})` : sql`a.until is null`
  const values = sql`json_build_array(${sql.join(fields.map((key) => sql`s.fields -> ${key}::text`))})`
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
      s.tags, ${values}, s.place_approximate) order by s.id), '[]') as rows
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
    placeApproximate: parties.map((row) => row[11]),
    tags: parties.map(([, , , , , , , , , tags]) => tags),
    fields: await visibleColumns(ctx, fields, parties),
    isTruncated: rows[0]!.rows.length > limit,
  }
}

/** The tags of all parties on the map today that have any, by id. */
export async function readTags(ctx: Ctx): Promise<Map<string, string[]>> {
  allow(ctx, 'parties.read')
  const query = sql<{ rows: [string, string[]][] }>`
    select coalesce(json_agg(json_build_array(p.id, p.tags)), '[]') as rows from ${partiesAt(ctx)} p where p.tags <> '{}'`
  return new Map((await readWholeSet(ctx, () => query.execute(ctx.db))).rows[0]!.rows)
}

/** A column for each field, empty for those parties whose fields this actor may not see. */
async function visibleColumns(ctx: Ctx, fields: readonly string[], parties: readonly Row[]): Promise<PartyColumns['fields']> {
  if (fields.length === 0) return {}
  // whose a party is, is a matter of today: a merge that was undone opens nothing
  const aliases = await readAliases(ctx)
  const visible = parties.map(([id]) => !hiddenFieldNames(ctx, 'parties', aliases.membersOf(id)).includes('fields'))
  return Object.fromEntries(
    fields.map((key, index) => [key, parties.map((row, party) => (visible[party] ? (row[10][index] ?? null) : null))]),
  )
}
