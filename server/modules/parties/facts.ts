import { sql } from 'kysely'
import { complaint } from '../../kernel/complaints.ts'
import type { Tx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import { addIdentifiers } from './identifiers.ts'
import { FACTS, type Fact, KINDS } from './rules.ts'
import type { NewParty } from './schema.ts'
import type { PartyRecord } from './shown.ts'

const BATCH = 1000

/**
 * Writes new parties set by set, without events and without asking for rights: the caller says what happened. `ids` are used where given,
 * in the order of the drafts. Answers the ids. Throws invalid for an unknown kind.
 */
export async function createParties(
  tx: Tx,
  drafts: readonly NewParty[],
  source: string,
  ids: readonly string[] = drafts.map(newId),
): Promise<readonly string[]> {
  for (let from = 0; from < drafts.length; from += BATCH) {
    const batch = drafts.slice(from, from + BATCH)
    const batchIds = ids.slice(from, from + BATCH)
    await insertRows(
      tx,
      batch.map((draft, index) => toRow(tx, batchIds[index]!, draft, source)),
    )
    const kinds = batch.flatMap((draft, index) => [...new Set(draft.kinds ?? [])].map((kind) => ({ party_id: batchIds[index]!, kind })))
    await addKinds(tx, kinds, source)
    await addIdentifiers(
      tx,
      batch.flatMap((draft, index) => (draft.identifiers ?? []).map((identifier) => ({ ...identifier, party_id: batchIds[index]! }))),
      source,
    )
  }
  return ids
}

/**
 * Changes facts of one party and keeps what held before, with the source it had and the source of what took its place. The caller has
 * locked the row. `endedAt` is the end that a restoration takes back.
 */
export async function changeFacts(
  tx: Tx,
  row: PartyRecord,
  change: Partial<Record<Fact, unknown>>,
  source: string,
  restored?: { endedAt: Date },
): Promise<void> {
  const now = tx.now()
  const columns = Object.entries(change).map(([fact, value]) => ({ column: FACTS[fact as Fact], value }))
  const past = columns.map(({ column }) => ({
    field: column as string,
    value: row[column] as unknown,
    source: row.sources[column] ?? row.source,
  }))
  if (restored) past.push({ field: 'ended_at', value: restored.endedAt, source: row.source })
  if (past.length > 0) {
    await tx.db
      .insertInto('party_changes')
      .values(
        past.map(({ field, value, source: before }) => ({
          ecosystem_id: tx.ecosystemId,
          id: newId(),
          party_id: row.id,
          field,
          value: JSON.stringify(value ?? null),
          source: before,
          until: now,
          next_source: source,
        })),
      )
      .execute()
  }
  const set = Object.fromEntries(columns.map(({ column, value }) => [column, column === 'fields' ? JSON.stringify(value) : value]))
  const sources = { ...row.sources, ...Object.fromEntries(columns.map(({ column }) => [column, source])) }
  await tx.db
    .updateTable('parties')
    .set({ ...set, sources: JSON.stringify(sources), updated_at: now, version: row.version + 1, ended_at: restored ? null : row.ended_at })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', row.id)
    .execute()
}

/**
 * Makes `kinds` the kinds of a party, given first of `ids`, and of those merged into it: new ones are its own since now, missing ones end
 * wherever they were stated. Answers whether anything changed.
 */
export async function changeKinds(tx: Tx, ids: readonly string[], kinds: readonly string[], source: string): Promise<boolean> {
  const live = await tx.db
    .selectFrom('party_kinds')
    .select('kind')
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('party_id', 'in', ids)
    .where('until', 'is', null)
    .execute()
  const present = new Set(live.map(({ kind }) => kind))
  const fresh = [...new Set(kinds)].filter((kind) => !present.has(kind))
  const gone = [...present].filter((kind) => !kinds.includes(kind))
  await addKinds(
    tx,
    fresh.map((kind) => ({ party_id: ids[0]!, kind })),
    source,
  )
  await endKinds(tx, ids, gone)
  return fresh.length + gone.length > 0
}

export async function addKinds(tx: Tx, kinds: readonly { party_id: string; kind: string }[], source: string): Promise<void> {
  if (kinds.length === 0) return
  await mustKnowKinds(tx, [...new Set(kinds.map(({ kind }) => kind))])
  await sql`
    insert into party_kinds (ecosystem_id, party_id, kind, since, source)
    select ${tx.ecosystemId}, x.party_id, x.kind, ${tx.now()}, ${source}
    from jsonb_to_recordset(${JSON.stringify(kinds)}::jsonb) as x (party_id uuid, kind text)
    on conflict (ecosystem_id, party_id, kind, since) do update set until = null`.execute(tx.db)
}

export async function endKinds(tx: Tx, partyIds: readonly string[], kinds: readonly string[]): Promise<void> {
  if (kinds.length === 0) return
  await sql`
    update party_kinds set until = greatest(since, ${tx.now()})
    where ecosystem_id = ${tx.ecosystemId} and party_id = any (${partyIds}) and kind = any (${kinds}) and until is null`.execute(tx.db)
}

function toRow(tx: Tx, id: string, draft: NewParty, source: string): Record<string, unknown> {
  const now = tx.now()
  const defaults = { form: 'organisation', tags: [], fields: {}, place_approximate: false, sources: {}, version: 1 }
  const facts = Object.entries(FACTS).flatMap(([fact, column]) => {
    const value = draft[fact as Fact]
    return value === undefined ? [] : [[column, value]]
  })
  return { ...defaults, ...Object.fromEntries(facts), ecosystem_id: tx.ecosystemId, id, source, created_at: now, updated_at: now }
}

const COLUMNS = ['ecosystem_id', 'id', ...Object.values(FACTS), 'source', 'sources', 'version', 'created_at', 'updated_at']

async function insertRows(tx: Tx, rows: readonly Record<string, unknown>[]): Promise<void> {
  const columns = sql.join(COLUMNS.map((column) => sql.ref(column)))
  await sql`
    insert into parties (${columns})
    select ${columns} from jsonb_populate_recordset(null::parties, ${JSON.stringify(rows)}::jsonb)`.execute(tx.db)
}

async function mustKnowKinds(tx: Tx, keys: readonly string[]): Promise<void> {
  const own = keys.filter((key) => !KINDS.some((kind) => kind.key === key))
  if (own.length === 0) return
  const known = await tx.db.selectFrom('kinds').select('key').where('ecosystem_id', '=', tx.ecosystemId).where('key', 'in', own).execute()
  const unknown = own.filter((key) => !known.some((kind) => kind.key === key))
  if (unknown.length === 0) return
  throw new DomainError('invalid', 'unknown_kind', 'Something in the input is not right.', [
    complaint('kinds', 'kind_unknown', { keys: unknown.join(', ') }),
  ])
}
