import { sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { found } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { readAliases } from '../parties/index.ts'
import { allow, readMembers } from '../people/index.ts'
import { keyNow, whyBack } from './rules.ts'
import type { Aside, Gap, NewAside } from './schema.ts'

const ASIDES_MAX = 5_000

/** Sets a gap aside with a reason, as large as it was seen. Set aside anew, the reason before is kept as ended. */
export async function setAside(tx: Tx, { key, reason, until, concerned, yearMinor, asset }: NewAside): Promise<Aside> {
  allow(tx, 'gaps.write')
  await lockGaps(tx)
  const gapKey = keyNow(key, (await readAliases(tx)).targetOf)
  await tx.db
    .updateTable('gap_asides')
    .set({ ended_at: tx.now() })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('gap_key', '=', gapKey)
    .where('ended_at', 'is', null)
    .execute()
  const row = {
    id: newId(),
    gap_key: gapKey,
    reason,
    until,
    concerned,
    year_minor: yearMinor === null ? null : BigInt(yearMinor),
    asset,
    set_by: sourceOf(tx.actor),
    set_at: tx.now(),
  }
  await tx.db
    .insertInto('gap_asides')
    .values({ ...row, ecosystem_id: tx.ecosystemId })
    .execute()
  await emit(tx, 'gap.set_aside', row.id, {})
  const names = await readMembers(tx, [writerOf(row)])
  return {
    id: row.id,
    key: gapKey,
    reason,
    until,
    setAt: row.set_at.toISOString(),
    setBy: names.get(writerOf(row))?.name ?? null,
    isBack: null,
  }
}

/** Shows a gap again that was set aside. */
export async function endAside(tx: Tx, id: string): Promise<{ id: string }> {
  allow(tx, 'gaps.write')
  const ended = await tx.db
    .updateTable('gap_asides')
    .set({ ended_at: tx.now() })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returning('id')
    .executeTakeFirst()
  found(ended, 'aside')
  await emit(tx, 'gap.taken_back', id, {})
  return { id }
}

/** Answers for each gap whether it was set aside, and why it is shown again all the same. */
export async function readAsides(ctx: Ctx): Promise<(gap: Pick<Gap, 'key' | 'concerned' | 'value'>) => Aside | null> {
  const rows = await ctx.db
    .selectFrom('gap_asides')
    .select(['id', 'gap_key', 'reason', 'concerned', 'year_minor', 'asset', 'set_by', 'set_at'])
    .select(sql<string | null>`until::text`.as('until'))
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('ended_at', 'is', null)
    .orderBy('set_at', 'desc')
    .limit(ASIDES_MAX)
    .execute()
  const { targetOf } = await readAliases(ctx)
  const names = await readMembers(ctx, [...new Set(rows.map(writerOf))])
  const byKey = new Map(rows.toReversed().map((row) => [keyNow(row.gap_key, targetOf), row]))
  const today = ctx.now().toISOString().slice(0, 10)
  return ({ key, concerned, value }) => {
    const row = byKey.get(key)
    if (row === undefined) return null
    const then = { ...row, yearMinor: row.year_minor }
    return {
      id: row.id,
      key,
      reason: row.reason,
      until: row.until,
      setAt: row.set_at.toISOString(),
      setBy: names.get(writerOf(row))?.name ?? null,
      isBack: whyBack(then, { concerned, asset: value.asset, yearMinor: value.yearMinor === null ? null : BigInt(value.yearMinor) }, today),
    }
  }
}

/** Of two who set the same aside, or choose a table, at once the second waits and comes after. */
export async function lockGaps(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`gaps:${tx.ecosystemId}`}, 0))`.execute(tx.db)
}

function writerOf({ set_by }: { set_by: string }): string {
  return set_by.replace(/^person:/, '')
}
