import { sql } from 'kysely'
import type { Tx } from '../../kernel/ctx.ts'
import { sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import type { StoredTie } from './ties.ts'

/** The facts of a tie that keep a history: name in the API and column. */
export const FACTS = { strength: 'strength', trust: 'trust', since: 'since', until: 'until', evidence: 'evidence' } as const
export type Fact = keyof typeof FACTS

/**
 * Changes facts of one tie and keeps what held before, with the source it had and the source of what took its place. The caller has locked
 * the row. `endedAt` is the end that a restoration takes back.
 */
export async function changeTie(tx: Tx, row: StoredTie, change: Partial<Record<Fact, unknown>>, endedAt?: Date): Promise<void> {
  const now = tx.now()
  const source = sourceOf(tx.actor)
  const facts = Object.keys(change) as Fact[]
  const past: { field: string; value: unknown }[] = facts.map((fact) => ({ field: FACTS[fact], value: row[fact] }))
  if ('strength' in change) past.push({ field: 'strength_at', value: row.strength_at })
  if (endedAt) past.push({ field: 'ended_at', value: endedAt })
  if (past.length > 0) {
    const rows = past.map(({ field, value }) => ({
      ecosystem_id: tx.ecosystemId,
      id: newId(),
      tie_id: row.id,
      field,
      value: JSON.stringify(value ?? null),
      source: row.sources[field] ?? row.source,
      until: now,
      next_source: source,
    }))
    await tx.db.insertInto('tie_changes').values(rows).execute()
  }
  const set = Object.fromEntries(facts.map((fact) => [FACTS[fact], change[fact]]))
  await tx.db
    .updateTable('ties')
    .set({
      ...set,
      ...('strength' in change ? { strength_at: now } : {}),
      sources: sql`sources || ${JSON.stringify(Object.fromEntries(facts.map((fact) => [FACTS[fact], source])))}::jsonb`,
      updated_at: now,
      version: row.version + 1,
      ended_at: endedAt ? null : row.ended_at,
    })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', row.id)
    .execute()
}
