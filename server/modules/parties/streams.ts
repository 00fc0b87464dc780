import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../kernel/ctx.ts'
import { streamRows } from '../../kernel/sets.ts'
import { allow, allowList, type Right } from '../people/index.ts'
import { selectAliases } from './aliases.ts'
import { shown, shownNote } from './contacts.ts'
import { allowFilter, matches, momentOf, partiesAt, selectPartyIds } from './filter.ts'
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
