import { sql } from 'kysely'
import { type Actor, type Ctx, type Tx, transaction } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { emit } from '../../kernel/events.ts'
import { emptyContacts, listPartyIdsOf, readNames, type TakenBack, takeBack, undoMerge } from '../parties/index.ts'
import { endTiesOf } from '../ties/index.ts'
import { sourceOfImport } from './apply.ts'
import { selectImports, setState } from './imports.ts'
import type { Leftover } from './schema.ts'
import { doWork, isWanted, mustBeWanted, Unwanted, type Work, workOf } from './work.ts'

/** As many as can be taken off the map in one go, so that whatever is named can be. */
const LEFTOVERS_MAX = 1000

/**
 * Takes back what an import did, in one transaction. What somebody built on since stays, and is named with the reason. Merges that were
 * decided in the review of this import's own questions are taken back with it. Runs again without harm.
 */
export async function takeBackImport(ctx: Ctx, payload: Record<string, unknown>): Promise<void> {
  const work = workOf('undoing', payload)
  await doWork(ctx, work, () => transaction({ ...ctx, actor: payload.by as Actor }, (tx) => takeBackAll(tx, work)))
}

/** The row is not locked before the end, so that whoever stops this need not wait for it. */
async function takeBackAll(tx: Tx, work: Work): Promise<void> {
  const { id } = work
  const row = await selectImports(tx).where('id', '=', id).executeTakeFirst()
  if (!row || row.applied_at === null || !isWanted(row, work)) throw new Unwanted()
  const source = sourceOfImport(id)
  const merges = await undoOwnMerges(tx, id)
  await endTiesOf(tx, source)
  const made = await listPartyIdsOf(tx, source)
  const built = await builtUpon(tx, made, row.applied_at, merges)
  const taken = await takeBack(tx, source, [...built.keys()])
  await emptyContacts(tx, row.filled ?? [])
  await tx.db.deleteFrom('suppressions').where('ecosystem_id', '=', tx.ecosystemId).where('source', '=', source).execute()
  await tx.db.deleteFrom('duplicates').where('ecosystem_id', '=', tx.ecosystemId).where('import_id', '=', id).execute()
  const leftovers = await leftoversOf(tx, built, taken)
  const kept = { items: leftovers.slice(0, LEFTOVERS_MAX), total: leftovers.length }
  await mustBeWanted(tx, work)
  await setState(tx, id, { state: 'undone', step: null, undone_at: tx.now(), leftovers: JSON.stringify(kept), filled: null })
  await emit(tx, 'import.undone', id, { ended: taken.ended, left: leftovers.length })
}

/**
 * Takes back merges answered with "the same" in the review, and answers all merges of that review, past ones too: they are no reason to keep
 * a party. One that was built upon already stays as it is.
 */
async function undoOwnMerges(tx: Tx, id: string): Promise<string[]> {
  const { rows } = await sql<{ merge_id: string; live: boolean }>`
    select e.payload ->> 'mergeId' as merge_id, bool_or(d.merge_id::text = e.payload ->> 'mergeId') as live, max(e.id::text) as latest
    from duplicates d join events e on e.ecosystem_id = d.ecosystem_id and e.subject_id = d.id and e.type = 'duplicate.decided'
    where d.ecosystem_id = ${tx.ecosystemId} and d.import_id = ${id} and e.payload ->> 'mergeId' is not null
    group by 1 order by latest desc`.execute(tx.db)
  const undone: string[] = []
  for (const { merge_id, live } of rows) {
    try {
      if (live) await undoMerge(tx, merge_id)
      undone.push(merge_id)
    } catch (error) {
      if (!(error instanceof DomainError) || error.kind !== 'conflict') throw error
    }
  }
  return undone
}

/** Of the parties an import made, those of which the log speaks since, with what it says last: somebody changed them or hung something on them. */
async function builtUpon(tx: Tx, ids: readonly string[], since: Date, merges: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; type: string }>`
    with later as (
      select e.id, e.type, e.subject_id, e.payload from events e where e.ecosystem_id = ${tx.ecosystemId} and e.at > ${since}
        and e.type not like 'import.%' and e.type <> 'duplicate.decided' and not coalesce(e.payload ->> 'mergeId' = any (${merges}), false)
    ), mentions as (
      select id, type, subject_id::text as party from later
      union all
      select l.id, l.type, v.value from later l cross join lateral jsonb_each_text(l.payload) v
    )
    select distinct on (m.party) m.party as id, m.type from mentions m join unnest(${ids}::uuid[]) as made (id) on made.id::text = m.party
    order by m.party, m.id desc`.execute(tx.db)
  return new Map(rows.map(({ id, type }) => [id, type]))
}

async function leftoversOf(tx: Tx, built: ReadonlyMap<string, string>, taken: TakenBack): Promise<Leftover[]> {
  const nameOf = await readNames(tx, [...built.keys(), ...taken.keptFacts.map(({ partyId }) => partyId)])
  return [
    ...[...built].map(([id, why]): Leftover => ({ kind: 'party', id, name: nameOf.get(id)?.name ?? null, why })),
    ...taken.keptFacts.map(
      ({ partyId, field }): Leftover => ({ kind: 'fact', id: partyId, name: nameOf.get(partyId)?.name ?? null, why: field }),
    ),
    ...taken.keptContacts.map((id): Leftover => ({ kind: 'contact', id, name: null, why: 'contact.changed' })),
  ]
}
