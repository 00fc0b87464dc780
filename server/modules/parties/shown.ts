import { type Selectable, sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { visibleFields } from '../people/index.ts'
import type { Identifier, Party, PartyRow } from './schema.ts'

export type PartyRecord = Selectable<PartyRow>
type Side = { kinds: string[]; identifiers: Identifier[]; merged: string[] }

/**
 * Rows as the API shows them to this actor: with kinds, identifiers and merged parties, and without what is private to others. One query
 * for all rows.
 */
export async function showParties(ctx: Ctx, rows: readonly PartyRecord[], asOf?: Date): Promise<Party[]> {
  if (rows.length === 0) return []
  const sides = await readSides(ctx, rows, asOf)
  return rows.map((row) => {
    const side = sides.get(row.id) ?? { kinds: [], identifiers: [], merged: [] }
    return visibleFields(ctx, 'parties', toParty(row, side), [row.id, ...side.merged])
  })
}

async function readSides({ db, ecosystemId }: Ctx, rows: readonly PartyRecord[], asOf?: Date): Promise<Map<string, Side>> {
  const ids = rows.map(({ id }) => id)
  const at = asOf ?? null
  const { rows: sides } = await sql<Side & { id: string }>`
    with live as (
      select a.party_id, a.target_id from aliases a where a.ecosystem_id = ${ecosystemId} and a.target_id = any (${ids})
        and case when ${at}::timestamptz is null then a.until is null else a.since <= ${at} and (a.until is null or a.until > ${at}) end
    ), members as (
      select party_id, target_id from live union all select id, id from unnest(${ids}::uuid[]) as given (id)
    )
    select m.target_id as id,
      coalesce((select array_agg(distinct k.kind) from party_kinds k join members o on o.party_id = k.party_id
        where k.ecosystem_id = ${ecosystemId} and o.target_id = m.target_id
          and case when ${at}::timestamptz is null then k.until is null else k.since <= ${at} and (k.until is null or k.until > ${at}) end), '{}') as kinds,
      coalesce((select jsonb_agg(distinct jsonb_build_object('scheme', i.scheme, 'value', i.value)) from party_identifiers i
        join members o on o.party_id = i.party_id where i.ecosystem_id = ${ecosystemId} and o.target_id = m.target_id), '[]') as identifiers,
      coalesce((select array_agg(l.party_id) from live l where l.target_id = m.target_id), '{}') as merged
    from members m where m.party_id = m.target_id`.execute(db)
  return new Map(sides.map((side) => [side.id, side]))
}

function toParty(row: PartyRecord, { kinds, identifiers, merged }: Side): Party {
  return {
    id: row.id,
    form: row.form,
    name: row.name,
    kinds,
    sectorScheme: row.sector_scheme,
    sectorCode: row.sector_code,
    description: row.description,
    website: row.website,
    email: row.email,
    phone: row.phone,
    street: row.street,
    postalCode: row.postal_code,
    city: row.city,
    region: row.region,
    country: row.country,
    latitude: row.latitude,
    longitude: row.longitude,
    placeApproximate: row.place_approximate,
    tags: row.tags,
    fields: row.fields,
    identifiers,
    source: row.source,
    sources: row.sources,
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    mergedIds: merged,
  }
}
