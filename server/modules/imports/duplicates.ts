import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { decodeCursor, type Paging, toPage } from '../../kernel/paging.ts'
import { getParty, mergeParties, type Party, undoMerge } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import type { Decision, Duplicate } from './schema.ts'

/** Pairs a person should look at, the likeliest first; what was put off comes last. Pairs that are one already, or half gone, are left out. */
export async function listDuplicates(
  ctx: Ctx,
  { limit, cursor }: Paging,
): Promise<{ items: Duplicate[]; nextCursor: string | null; total: number | null }> {
  allow(ctx, 'imports.read')
  let query = open(ctx)
    .select((eb) => [
      eb.fn.coalesce('decision', eb.val('')).as('put_off'),
      'id',
      'one_id',
      'other_id',
      'score',
      'evidence',
      'decision',
      'merge_id',
      'import_id',
    ])
    .orderBy('put_off')
    .orderBy('score', 'desc')
    .orderBy('id')
    .limit(limit + 1)
  if (cursor !== undefined) {
    const [putOff, score, id] = decodeCursor(cursor, 3) as [string, number, string]
    query = query.where((eb) =>
      eb(
        eb.refTuple(eb.fn.coalesce('decision', eb.val('')) as never, eb.neg('score') as never, 'id'),
        '>',
        eb.tuple(putOff as never, -score as never, id as never),
      ),
    )
  }
  const page = toPage(await query.execute(), limit, (row) => [row.put_off, row.score, row.id])
  const items: Duplicate[] = []
  for (const row of page.items) {
    const [one, other] = [await partyOf(ctx, row.one_id), await partyOf(ctx, row.other_id)]
    if (!one || !other || one.id === other.id) continue
    items.push({
      id: row.id,
      one,
      other,
      score: row.score,
      evidence: row.evidence,
      decision: row.decision,
      mergeId: row.merge_id,
      importId: row.import_id,
    })
  }
  return { items, nextCursor: page.nextCursor, total: cursor === undefined ? await countOpen(ctx) : null }
}

/** Keeps what a person says about a pair. "The same" merges; any other answer given later takes that merge back. */
export async function decideDuplicate(
  tx: Tx,
  id: string,
  { decision, targetId }: Decision,
): Promise<{ id: string; decision: string; mergeId: string | null }> {
  allow(tx, 'imports.write')
  const query = tx.db.selectFrom('duplicates').selectAll().where('ecosystem_id', '=', tx.ecosystemId).where('id', '=', id).forUpdate()
  const pair = found(await query.executeTakeFirst(), 'duplicate')
  if (pair.decision === decision) return { id, decision, mergeId: pair.merge_id }
  if (pair.decision === 'same' && pair.merge_id !== null) await undoMerge(tx, pair.merge_id)
  const target = targetId ?? pair.one_id
  if (target !== pair.one_id && target !== pair.other_id) {
    throw new DomainError('invalid', 'not_of_this_pair', 'The organisation that goes on must be one of the two.')
  }
  const alias = target === pair.one_id ? pair.other_id : pair.one_id
  const mergeId = decision === 'same' ? (await mergeParties(tx, { targetId: target, aliasId: alias, take: {} })).mergeId : null
  await tx.db
    .updateTable('duplicates')
    .set({ decision, decided_by: sourceOf(tx.actor), decided_at: tx.now(), merge_id: mergeId })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', id)
    .execute()
  await emit(tx, 'duplicate.decided', id, { decision, oneId: pair.one_id, otherId: pair.other_id, mergeId })
  return { id, decision, mergeId }
}

function open(ctx: Ctx) {
  return ctx.db
    .selectFrom('duplicates')
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where((eb) => eb.or([eb('decision', 'is', null), eb('decision', '=', 'later')]))
}

async function countOpen(ctx: Ctx): Promise<number> {
  const row = await open(ctx)
    .select((eb) => eb.fn.countAll().as('n'))
    .executeTakeFirstOrThrow()
  return Number(row.n)
}

async function partyOf(ctx: Ctx, id: string): Promise<Party | undefined> {
  try {
    return await getParty(ctx, id)
  } catch (error) {
    if (error instanceof DomainError && error.kind === 'not_found') return undefined
    throw error
  }
}
