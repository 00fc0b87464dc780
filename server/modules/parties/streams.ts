import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../kernel/ctx.ts'
import { streamRows } from '../../kernel/sets.ts'
import { allow, allowList, type Right } from '../people/index.ts'
import { selectAliases } from './aliases.ts'
import { shown, shownNote } from './contacts.ts'
import { allowFilter, kindsHeld, matches, momentOf, partiesAt, selectPartyIds } from './filter.ts'
import { FACTS } from './rules.ts'
import type { Contact, Filter, Note, Party, Tables } from './schema.ts'
import { type PartyRecord, showParties } from './shown.ts'

const COLUMNS = ['id', ...Object.values(FACTS), 'source', 'sources', 'version', 'created_at', 'updated_at', 'ended_at']

/** All filtered parties as this actor may see them, some at a time, in the order in which they were made. */
export async function* streamParties(tx: Tx, filter: Filter): AsyncGenerator<Party[]> {
  allow(tx, 'parties.read')
  allowFilter(tx, filter)
  const asOf = momentOf(filter)
  // not the index of words, which is longer than the rest
  const columns = sql.join(COLUMNS.map((column) => sql.ref(`p.${column}`)))
  const query = sql<PartyRecord>`select ${columns} from ${partiesAt(tx, asOf)} p where ${matches(tx, filter)} order by p.id`
  for await (const rows of streamRows(tx, query)) yield await showParties(tx, rows, asOf)
}

/** What the reading of a whole map knows of a party. */
export type MapPartyFacts = [
  id: string,
  name: string,
  /** Several words, in order. */
  kinds: string | null,
  sectorScheme: 'nace' | 'naics' | null,
  sectorCode: string | null,
  city: string | null,
  latitude: number | null,
  longitude: number | null,
]
/** `facts` is the text of MapPartyFacts as JSON: one text is cheaper to receive and to keep than what it holds. */
export type MapPartyRow = { id: string; facts: string }

/** All parties on the map now, or at `asOf`, in the order of their ids, some at a time: what everybody may see of them. */
export function streamMapParties(tx: Tx, { asOf: day }: Pick<Filter, 'asOf'> = {}): AsyncGenerator<MapPartyRow[]> {
  allow(tx, 'parties.read')
  const asOf = momentOf({ asOf: day })
  return streamRows(
    tx,
    sql<MapPartyRow>`
      with kinds as (
        select party_id, string_agg(kind, ' ' order by kind) as kinds from (select distinct party_id, kind from ${kindsHeld(tx, asOf)} k) held
        group by party_id)
      select p.id, json_build_array(p.id, p.name, k.kinds, p.sector_scheme, p.sector_code, p.city, p.latitude, p.longitude)::text
        as facts
      from ${partiesAt(tx, asOf)} p left join kinds k on k.party_id = p.id order by p.id`,
  )
}

/** The ids of the filtered parties, some at a time, in their order. */
export async function* streamPartyIds(tx: Tx, filter: Filter): AsyncGenerator<string[]> {
  allow(tx, 'parties.read')
  allowFilter(tx, filter)
  const query = sql<{ id: string }>`select p.id from ${partiesAt(tx, momentOf(filter))} p where ${matches(tx, filter)} order by p.id`
  for await (const rows of streamRows(tx, query)) yield rows.map(({ id }) => id)
}

export type ContactPerson = Contact & { partyName: string }
export type NamedNote = Note & { partyName: string }

/** The people at the filtered parties, party by party. Throws forbidden for those who may see no contact people at all. */
export async function* streamContacts(tx: Tx, filter: Filter): AsyncGenerator<ContactPerson[]> {
  const concerns = readable(tx, 'contacts.read')
  const query = sql<Tables['contacts'] & { party_name: string }>`
    select c.*, p.id as party_id, p.name as party_name from contacts c
    left join ${selectAliases(tx)} a on a.party_id = c.party_id
    join ${partiesAt(tx)} p on p.id = coalesce(a.target_id, c.party_id)
    where c.ecosystem_id = ${tx.ecosystemId} and ${concerns} and p.id in ${selectPartyIds(tx, filter)} order by p.id, c.id`
  for await (const rows of streamRows(tx, query)) yield rows.map((row) => ({ ...shown(row), partyName: row.party_name }))
}

/** The notes on the filtered parties, party by party. Throws forbidden for those who may read no notes at all. */
export async function* streamNotes(tx: Tx, filter: Filter): AsyncGenerator<NamedNote[]> {
  const concerns = readable(tx, 'notes.read')
  const query = sql<Tables['notes'] & { party_name: string }>`
    select c.*, p.id as party_id, p.name as party_name from notes c
    left join ${selectAliases(tx)} a on a.party_id = c.party_id
    join ${partiesAt(tx)} p on p.id = coalesce(a.target_id, c.party_id)
    where c.ecosystem_id = ${tx.ecosystemId} and ${concerns} and p.id in ${selectPartyIds(tx, filter)} order by p.id, c.at, c.id`
  for await (const rows of streamRows(tx, query)) yield rows.map((row) => ({ ...shownNote(row), partyName: row.party_name }))
}

/** Which rows `c` of a party this actor may read. */
function readable(tx: Tx, right: Right): RawBuilder<boolean> {
  const reach = allowList(tx, right)
  return reach.all ? sql`true` : sql`c.party_id = any (${reach.partyIds})`
}
