/** Numbers by which others know a party: VAT number, register, the id in another system. */
import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { soundIdentifiers } from './rules.ts'
import type { Identifier } from './schema.ts'

type StatedIdentifier = Identifier & { party_id: string; source: string }

/**
 * Makes `identifiers` the identifiers of a party, given first of `ids`, and of those merged into it. The list before goes to the history of
 * each whose list changes. Answers whether anything changed. Throws invalid for a new one that cannot be right.
 */
export async function replaceIdentifiers(
  tx: Tx,
  ids: readonly string[],
  identifiers: readonly Identifier[],
  source: string,
): Promise<boolean> {
  const { rows: before } = await sql<StatedIdentifier>`select * from ${identifiersAt(tx, ids)} identifiers`.execute(tx.db)
  const key = ({ scheme, value }: Identifier) => `${scheme} ${value}`
  const present = new Set(before.map(key))
  const wanted = new Map(soundIdentifiers(identifiers, (identifier) => present.has(key(identifier))).map((each) => [key(each), each]))
  const gone = before.filter((identifier) => !wanted.has(key(identifier)))
  const fresh = [...wanted].filter(([name]) => !present.has(name)).map(([, identifier]) => ({ ...identifier, party_id: ids[0]! }))
  if (gone.length + fresh.length === 0) return false
  await keepIdentifiers(tx, [...new Set([...gone, ...fresh].map(({ party_id }) => party_id))], source)
  await sql`
    delete from party_identifiers i using jsonb_to_recordset(${JSON.stringify(gone)}::jsonb) as x (party_id uuid, scheme text, value text)
    where i.ecosystem_id = ${tx.ecosystemId} and i.party_id = x.party_id and i.scheme = x.scheme and i.value = x.value`.execute(tx.db)
  await addIdentifiers(tx, fresh, source)
  return true
}

export async function addIdentifiers(tx: Tx, identifiers: readonly (Identifier & { party_id: string })[], source: string): Promise<void> {
  if (identifiers.length === 0) return
  await sql`
    insert into party_identifiers (ecosystem_id, party_id, scheme, value, source)
    select ${tx.ecosystemId}, x.party_id, x.scheme, x.value, ${source}
    from jsonb_to_recordset(${JSON.stringify(identifiers)}::jsonb) as x (party_id uuid, scheme text, value text)
    on conflict do nothing`.execute(tx.db)
}

/** Writes to the history what the identifiers of these parties are, because `source` is about to change them. */
export async function keepIdentifiers(tx: Tx, partyIds: readonly string[], source: string): Promise<void> {
  const changes = partyIds.map((id) => ({ id, change_id: newId() }))
  await sql`
    insert into party_changes (ecosystem_id, id, party_id, field, value, source, until, next_source)
    select ${tx.ecosystemId}, x.change_id, x.id, 'identifiers', before.list, coalesce(before.source, ${source}), ${tx.now()}, ${source}
    from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as x (change_id uuid, id uuid) cross join lateral (
      select coalesce(jsonb_agg(jsonb_build_object('scheme', scheme, 'value', value, 'source', i.source) order by scheme, value), '[]') as list,
        min(i.source) as source
      from party_identifiers i where i.ecosystem_id = ${tx.ecosystemId} and i.party_id = x.id) before`.execute(tx.db)
}

/** The identifiers of these parties as a table to select from, those there are now or, with `asOf`, those of then. */
export function identifiersAt({ ecosystemId }: Pick<Ctx, 'ecosystemId'>, partyIds: readonly string[], asOf?: Date): RawBuilder<unknown> {
  const present = sql`
    select party_id, scheme, value, source from party_identifiers where ecosystem_id = ${ecosystemId} and party_id = any (${partyIds})`
  if (!asOf) return sql`(${present})`
  // the list that ended first after that moment is the one that held then; where none ended since, the present one did
  return sql`(
    with past as (
      select distinct on (party_id) party_id, value as list from party_changes
      where ecosystem_id = ${ecosystemId} and party_id = any (${partyIds}) and field = 'identifiers' and until > ${asOf}
      order by party_id, until
    )
    select past.party_id, x.scheme, x.value, x.source
    from past cross join lateral jsonb_to_recordset(past.list) as x (scheme text, value text, source text)
    union all select * from (${present}) present where party_id not in (select party_id from past))`
}
