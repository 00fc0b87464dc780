import { sql } from 'kysely'
import { complaint } from '../../kernel/complaints.ts'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { listKinds, readNames } from '../parties/index.ts'
import { readMembers } from '../people/index.ts'
import { mustKnowTypes } from '../ties/index.ts'
import { partyIdsOf } from './rules.ts'
import { CHANGES_MAX, type Change, type NewChange, type StoredChange } from './schema.ts'

/** The changes of a scenario in the order in which they are applied. */
export async function readChanges(ctx: Ctx, scenarioId: string): Promise<Change[]> {
  const rows = await ctx.db
    .selectFrom('scenario_changes')
    .select(['id', 'change', 'added_by', 'added_at'])
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('scenario_id', '=', scenarioId)
    .where('ended_at', 'is', null)
    .orderBy('id')
    .limit(CHANGES_MAX)
    .execute()
  const personOf = ({ added_by }: { added_by: string }) => added_by.replace(/^person:/, '')
  const people = await readMembers(ctx, [...new Set(rows.map(personOf))])
  return rows.map((row) => ({
    id: row.id,
    change: row.change,
    addedBy: people.get(personOf(row))?.name ?? null,
    addedAt: row.added_at.toISOString(),
  }))
}

/** Writes new changes in this order, each checked against what is known here. Answers their ids. */
export async function insertChanges(tx: Tx, scenarioId: string, changes: readonly NewChange[]): Promise<string[]> {
  if (changes.length === 0) return []
  await mustHaveRoom(tx, scenarioId, changes.length)
  await mustBeKnown(tx, scenarioId, changes)
  const stored = changes.map((change) => (change.what === 'partyJoins' ? { ...change, partyId: newId() } : change))
  return await copyChanges(tx, scenarioId, stored)
}

/** Writes changes as they are: whoever joins keeps the id that other changes name. */
export async function copyChanges(tx: Tx, scenarioId: string, changes: readonly StoredChange[]): Promise<string[]> {
  const rows = changes.map((change) => ({
    ecosystem_id: tx.ecosystemId,
    id: newId(),
    scenario_id: scenarioId,
    change: JSON.stringify(change),
    added_by: sourceOf(tx.actor),
    added_at: tx.now(),
  }))
  if (rows.length > 0) await tx.db.insertInto('scenario_changes').values(rows).execute()
  return rows.map(({ id }) => id)
}

/** Ends a change, or takes its end back with null. Throws not_found for one that is not there to be. */
export async function setChangeEnd(
  tx: Tx,
  { scenarioId, id, endedAt }: { scenarioId: string; id: string; endedAt: Date | null },
): Promise<void> {
  const { numUpdatedRows } = await tx.db
    .updateTable('scenario_changes')
    .set({ ended_at: endedAt })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('scenario_id', '=', scenarioId)
    .where('id', '=', id)
    .where('ended_at', endedAt === null ? 'is not' : 'is', null)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) found(undefined, 'scenario_change')
}

/** Throws conflict when so many more are too many. */
export async function mustHaveRoom(tx: Tx, scenarioId: string, more: number): Promise<void> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from scenario_changes
    where ecosystem_id = ${tx.ecosystemId} and scenario_id = ${scenarioId} and ended_at is null`.execute(tx.db)
  if (rows[0]!.n + more <= CHANGES_MAX) return
  throw new DomainError('conflict', 'too_many_scenario_changes', `A scenario can have at most ${CHANGES_MAX} changes.`)
}

/** Parties were here at some time or join in this scenario, kinds and types of tie are known, and a tie has two ends. */
async function mustBeKnown(tx: Tx, scenarioId: string, changes: readonly NewChange[]): Promise<void> {
  const ids = changes.flatMap(partyIdsOf)
  const joining = (await readChanges(tx, scenarioId)).flatMap(({ change }) => (change.what === 'partyJoins' ? [change.partyId] : []))
  const known = await readNames(tx, ids)
  if (ids.some((id) => !known.has(id) && !joining.includes(id))) found(undefined, 'party')
  if (changes.some((change) => 'fromId' in change && change.fromId === change.toId)) refuse('toId', complaint('toId', 'same_party'))
  await mustKnowTypes(
    tx,
    changes.flatMap((change) => ('type' in change && change.type !== null ? [change.type] : [])),
  )
  const kinds = new Set((await listKinds(tx)).map(({ key }) => key))
  const unknown = changes.flatMap((change) => ('kind' in change && change.kind !== null && !kinds.has(change.kind) ? [change.kind] : []))
  if (unknown.length > 0) refuse('kind', complaint('kind', 'kind_unknown', { keys: unknown.join(', ') }))
}

function refuse(field: string, why: ReturnType<typeof complaint>): never {
  throw new DomainError('invalid', `invalid_${field.toLowerCase()}`, 'Something in the input is not right.', [why])
}
