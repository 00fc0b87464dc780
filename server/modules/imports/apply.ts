import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { type Actor, type Ctx, type Tx, transaction } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { emit } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import {
  type ContactFill,
  createContacts,
  createNotes,
  createParties,
  fillContacts,
  fillParties,
  resolveParties,
} from '../parties/index.ts'
import { addTieType, createTies, listTieTypes } from '../ties/index.ts'
import { forgetContent, reportProgress, selectImports, setState } from './imports.ts'
import type { ItemKind, Items } from './planning/plan.ts'
import { doWork, isWanted, mustBeWanted, Unwanted, type Work, workOf } from './work.ts'

const BATCH = 1000
const ORDER: readonly ItemKind[] = ['party', 'fill', 'contact', 'contact_fill', 'note', 'tie_type', 'tie', 'suppression', 'question']

/** Where the facts stated by an import come from. */
export const sourceOfImport = (id: string) => `import:${id}`

/**
 * Writes what the dry run kept, in one transaction: all of it or nothing. Says how far it is from outside that transaction and looks there
 * whether it shall stop. Runs again without harm: after it has been written there is nothing left to do.
 */
export async function writeImport(ctx: Ctx, payload: Record<string, unknown>): Promise<void> {
  const work = workOf('applying', payload)
  await doWork(ctx, work, () => transaction({ ...ctx, actor: payload.by as Actor }, (tx) => writeAll(ctx, tx, work)))
}

async function writeAll(ctx: Ctx, tx: Tx, work: Work): Promise<void> {
  const { id } = work
  const row = await selectImports(tx).where('id', '=', id).executeTakeFirst()
  if (!row || !isWanted(row, work)) throw new Unwanted()
  const { rows: sizes } = await sql<{ kind: ItemKind; n: number }>`
    select kind, count(*)::int as n from import_items where ecosystem_id = ${tx.ecosystemId} and import_id = ${id} group by 1`.execute(
    tx.db,
  )
  const total = sizes.reduce((sum, { n }) => sum + n, 0)
  await mustStand(tx, id)
  let done = 0
  for (const kind of ORDER) {
    for (let after = 0; sizes.some((entry) => entry.kind === kind); ) {
      if (!isWanted(await reportProgress(ctx, id, 'writing', done, total), work)) throw new Unwanted()
      const { items, last } = await readItems(tx, id, kind, after)
      if (last === null) break
      await WRITERS[kind](tx, id, items as never, row.settings.replace)
      done += items.length
      after = last
    }
  }
  await mustBeWanted(tx, work)
  const counts = row.counts ?? { parties: 0, contacts: 0, ties: 0 }
  await keepHashes(tx, id)
  await forgetContent(tx, id)
  await setState(tx, id, { state: 'applied', step: null, done: total, total, applied_at: tx.now(), problem: null })
  await emit(tx, 'import.applied', id, { parties: counts.parties, contacts: counts.contacts, ties: counts.ties })
}

/** The next items in order. Positions may have gaps; `last` is where to go on, null at the end. */
async function readItems(tx: Tx, id: string, kind: ItemKind, after: number): Promise<{ items: unknown[]; last: number | null }> {
  const { rows } = await sql<{ items: unknown[]; last: number | null }>`
    select coalesce(json_agg(data order by position), '[]') as items, max(position) as last from (
      select position, data from import_items
      where ecosystem_id = ${tx.ecosystemId} and import_id = ${id} and kind = ${kind} and position > ${after}
      order by position limit ${BATCH}) as batch`.execute(tx.db)
  return rows[0]!
}

/** Throws conflict when a party that rows were joined to has left the map or been merged since the dry run: then it has to be made again. */
async function mustStand(tx: Tx, id: string): Promise<void> {
  const { rows } = await sql<{ met: string[]; fresh: string[] }>`
    select
      coalesce((select json_agg(distinct party_id) from import_rows
        where ecosystem_id = ${tx.ecosystemId} and import_id = ${id} and party_id is not null), '[]') as met,
      coalesce((select json_agg(data ->> 'id') from import_items
        where ecosystem_id = ${tx.ecosystemId} and import_id = ${id} and kind = 'party'), '[]') as fresh`.execute(tx.db)
  const fresh = new Set(rows[0]!.fresh)
  const ids = rows[0]!.met.filter((party) => !fresh.has(party))
  const outdated = () =>
    new DomainError('conflict', 'import_outdated', 'The map has changed since the check. Please have the files checked again.')
  try {
    const targets = await resolveParties(tx, ids)
    if (ids.some((party) => targets.get(party) !== party)) throw outdated()
  } catch (error) {
    throw error instanceof DomainError && error.kind === 'not_found' ? outdated() : error
  }
}

type Writers = { [K in ItemKind]: (tx: Tx, id: string, items: Items[K], replace: boolean) => Promise<void> }

const WRITERS: Writers = {
  party: async (tx, id, items) => {
    await createParties(
      tx,
      items.map(({ draft }) => draft),
      sourceOfImport(id),
      items.map((item) => item.id),
    )
  },
  fill: async (tx, id, items, replace) => {
    await fillParties(tx, items, sourceOfImport(id), replace)
  },
  contact: (tx, id, items) => createContacts(tx, items, sourceOfImport(id)),
  contact_fill: async (tx, id, items) => {
    const filled = await fillContacts(tx, items)
    await sql`
      insert into import_items (ecosystem_id, import_id, kind, position, data)
      select ${tx.ecosystemId}, ${id}, 'contact_fill', least(0, (select min(position) from import_items
        where ecosystem_id = ${tx.ecosystemId} and import_id = ${id} and kind = 'contact_fill')) - x.n, x.data
      from jsonb_array_elements(${JSON.stringify(filled.map(hashed))}::jsonb) with ordinality as x (data, n)`.execute(tx.db)
  },
  note: async (tx, id, items) => {
    await createNotes(tx, items, sourceOfImport(id))
  },
  tie_type: async (tx, _, items) => {
    // somebody may have added one since the check
    const present = new Set((await listTieTypes(tx)).map(({ key }) => key))
    for (const item of items) if (!present.has(item.key)) await addTieType(tx, item)
  },
  tie: async (tx, id, items) => {
    await createTies(tx, items, sourceOfImport(id))
  },
  suppression: async (tx, id, items) => {
    const rows = items.map((item) => ({ ...item, id: newId() }))
    await sql`
      insert into suppressions (ecosystem_id, id, channel, address, reason, source, at)
      select ${tx.ecosystemId}, x.id, x.channel, x.address, x.reason, ${sourceOfImport(id)}, ${tx.now()}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (id uuid, channel text, address text, reason text)
      on conflict (ecosystem_id, channel, address) do nothing`.execute(tx.db)
  },
  question: async (tx, id, items) => {
    const rows = items.map((item) => ({ ...item, id: newId() }))
    await sql`
      insert into duplicates (ecosystem_id, id, one_id, other_id, score, evidence, import_id, created_at)
      select ${tx.ecosystemId}, x.id, x."oneId", x."otherId", x.score, x.evidence, ${id}, ${tx.now()}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (id uuid, "oneId" uuid, "otherId" uuid, score double precision, evidence jsonb)
      on conflict (ecosystem_id, one_id, other_id) do nothing`.execute(tx.db)
  },
}

/** An undo must know what was filled in, not what it was: the hash tells whether it still stands there. */
function hashed({ id, facts }: ContactFill) {
  const hashes = Object.fromEntries(
    Object.entries(facts).map(([fact, value]) => [fact, createHash('sha256').update(String(value)).digest('hex')]),
  )
  return { id, hashes }
}

/** Moves the hashes, which stand before the plan's own items, to where they outlive it. */
async function keepHashes(tx: Tx, id: string): Promise<void> {
  await sql`
    update imports set filled = coalesce((select jsonb_agg(data order by position desc) from import_items
      where ecosystem_id = ${tx.ecosystemId} and import_id = ${id} and kind = 'contact_fill' and position < 0), '[]')
    where ecosystem_id = ${tx.ecosystemId} and id = ${id}`.execute(tx.db)
}
