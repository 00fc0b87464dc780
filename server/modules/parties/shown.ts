import { type Selectable, sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { visibleFields } from '../people/index.ts'
import { identifiersAt } from './identifiers.ts'
import { FACTS } from './rules.ts'
import type { Identifier, Party, PartyRow } from './schema.ts'

export type PartyRecord = Selectable<PartyRow>
type Stated = Identifier & { source: string }
type Side = { kinds: string[]; identifiers: Stated[]; merged: string[] }

/**
 * Rows as the API shows them to this actor: with kinds, identifiers and merged parties, and without what is private to others. One query
 * for all rows.
 */
export async function showParties(ctx: Ctx, rows: readonly PartyRecord[], asOf?: Date): Promise<Party[]> {
  if (rows.length === 0) return []
  const sides = await readSides(ctx, rows, asOf)
  return rows.map((row) => {
    const side = sides.get(row.id) ?? { kinds: [], identifiers: [], merged: [] }
    return visibleFields(ctx, 'parties', toParty(row, side), row.id)
  })
}

async function readSides({ db, ecosystemId }: Ctx, rows: readonly PartyRecord[], asOf?: Date): Promise<Map<string, Side>> {
  const sides = new Map<string, Side>(rows.map(({ id }) => [id, { kinds: [], identifiers: [], merged: [] }]))
  const held = asOf ? sql<boolean>`since <= ${asOf} and (until is null or until > ${asOf})` : sql<boolean>`until is null`
  const ids = [...sides.keys()]
  const aliases = await db
    .selectFrom('aliases')
    .select(['party_id', 'target_id'])
    .where('ecosystem_id', '=', ecosystemId)
    .where('target_id', 'in', ids)
    .where(held)
    .execute()
  const targets = new Map(aliases.map(({ party_id, target_id }) => [party_id, target_id]))
  for (const { party_id, target_id } of aliases) sides.get(target_id)!.merged.push(party_id)
  const all = [...ids, ...targets.keys()]
  const { rows: found } = await sql<{ party_id: string; kind: string | null } & Stated>`
    select party_id, kind, null as scheme, null as value, null as source from party_kinds
    where ecosystem_id = ${ecosystemId} and party_id = any (${all}) and ${held}
    union select party_id, null, scheme, value, source from ${identifiersAt({ ecosystemId }, all, asOf)} identifiers
    order by 2, 3, 4`.execute(db)
  for (const { party_id, kind, ...stated } of found) {
    const { kinds, identifiers } = sides.get(targets.get(party_id) ?? party_id)!
    if (kind !== null) kinds.push(kind)
    else if (!identifiers.some(({ scheme, value }) => scheme === stated.scheme && value === stated.value)) identifiers.push(stated)
  }
  for (const side of sides.values()) side.kinds = [...new Set(side.kinds)]
  return sides
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
    identifiers: identifiers.map(({ scheme, value }) => ({ scheme, value })),
    source: row.source,
    sources: sourcesOf(row, identifiers),
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    mergedIds: merged,
  }
}

/** Who stated single facts, by the names of the API, and the numbers that somebody else stated than the party. */
function sourcesOf(row: PartyRecord, identifiers: readonly Stated[]): Record<string, string> {
  const facts = Object.entries(FACTS).map(([fact, column]) => [fact, row.sources[column]] as const)
  const numbers = identifiers
    .filter(({ source }) => source !== row.source)
    .map(({ scheme, source }) => [`identifiers.${scheme}`, source] as const)
  return Object.fromEntries([...facts, ...numbers].filter((entry): entry is [string, string] => entry[1] !== undefined))
}
