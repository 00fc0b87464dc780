import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { allow, readMembers } from '../people/index.ts'
import type { Step } from './rules.ts'
import type { Skip } from './schema.ts'

/** Sets a step aside for this ecosystem. Where somebody did before, that stays as it was. */
export async function skipStep(tx: Tx, step: Step): Promise<Skip> {
  allow(tx, 'guide.write')
  const made = await tx.db
    .insertInto('guide_skips')
    .values({ ecosystem_id: tx.ecosystemId, id: newId(), step, skipped_by: sourceOf(tx.actor), skipped_at: tx.now() })
    .onConflict((conflict) => conflict.columns(['ecosystem_id', 'step']).where('resumed_at', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (made) await emit(tx, 'guide.step_skipped', null, { step })
  return { step, isSkipped: true }
}

/** Takes a step up again that somebody set aside. */
export async function resumeStep(tx: Tx, step: Step): Promise<Skip> {
  allow(tx, 'guide.write')
  const resumed = await tx.db
    .updateTable('guide_skips')
    .set({ resumed_by: sourceOf(tx.actor), resumed_at: tx.now() })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('step', '=', step)
    .where('resumed_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  if (resumed) await emit(tx, 'guide.step_resumed', null, { step })
  return { step, isSkipped: false }
}

/** The steps that are set aside now: since when, and by whom as far as they still have access. */
export async function readSkips(ctx: Ctx): Promise<Map<Step, { at: string; by: string | null }>> {
  const rows = await ctx.db
    .selectFrom('guide_skips')
    .select(['step', 'skipped_by', 'skipped_at'])
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('resumed_at', 'is', null)
    .execute()
  const personOf = (source: string) => source.replace(/^person:/, '')
  const members = await readMembers(ctx, [...new Set(rows.map((row) => personOf(row.skipped_by)))])
  return new Map(
    rows.map((row) => [row.step, { at: row.skipped_at.toISOString(), by: members.get(personOf(row.skipped_by))?.name ?? null }]),
  )
}
