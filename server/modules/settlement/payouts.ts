import { sql } from 'kysely'
import type { Tx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { lockForHolds, postAll, postHolds, reversalOf, voidHolds } from '../ledger/index.ts'
import { allow } from '../people/index.ts'
import { lockSettlements } from './lock.ts'
import type { NewFailures, NewPayments, Settlement } from './schema.ts'
import { getSettlement, readStanding, type Standing } from './settlements.ts'

/** What is held back for a payout on one account, and the transaction that paid it. */
export type Held = {
  payoutId: string
  holdId: string
  accountId: string
  bankId: string
  transactionId: string | null
  outcome: 'paid' | 'failed' | 'returned' | null
}

/** Says that payouts reached their accounts, and books them. Those that were said to be paid before stay so. Throws conflict for one that failed. */
export async function markPaid(tx: Tx, id: string, { payoutIds }: NewPayments): Promise<Settlement> {
  const { standing, held } = await lockPayouts(tx, id, payoutIds)
  if (payoutIds !== undefined && held.some(({ outcome }) => outcome === 'failed' || outcome === 'returned'))
    throw new DomainError('conflict', 'payout_failed', 'One of these payouts failed and is carried forward. Nothing was booked.')
  const waiting = held.filter(({ outcome }) => outcome === null)
  const posted = await postHolds(tx, waiting.map(({ holdId }) => holdId)) // biome-ignore format: one line reads better
  await sql`
    update settlement_payout_holds h set transaction_id = x.transaction_id
    from unnest(${waiting.map(({ holdId }) => holdId)}::uuid[], ${posted.map(({ id }) => id)}::uuid[]) as x(hold_id, transaction_id)
    where h.ecosystem_id = ${tx.ecosystemId} and h.hold_id = x.hold_id`.execute(tx.db)
  const payouts = await endPayouts(tx, waiting, { outcome: 'paid', cause: null, note: null })
  if (payouts > 0) await emit(tx, 'settlement.paid', id, { settlementId: id, number: standing.number, payouts })
  return await getSettlement(tx, id)
}

/**
 * Says that payouts did not reach their accounts, and why: what was held back is let go, and what was booked as paid came back. It is carried forward
 * to the next settlement. Those that were said to have failed before stay so.
 */
export async function markFailed(tx: Tx, id: string, { payoutIds, cause, note }: NewFailures): Promise<Settlement> {
  const { standing, held } = await lockPayouts(tx, id, payoutIds)
  const waiting = held.filter(({ outcome }) => outcome === null)
  const returned = payoutIds === undefined ? [] : held.filter(({ outcome }) => outcome === 'paid')
  await letGo(tx, waiting)
  const reversals = []
  for (const { transactionId, payoutId, holdId } of returned) {
    const explanation = { settlement: id, payout: payoutId, cause }
    reversals.push(await reversalOf(tx, { scope: 'settlement', key: `returned:${holdId}`, transactionId: transactionId!, explanation }))
  }
  if (reversals.length > 0) await postAll(tx, reversals)
  const failed = await endPayouts(tx, waiting, { outcome: 'failed', cause, note })
  const back = await endPayouts(tx, returned, { outcome: 'returned', cause, note })
  if (failed + back > 0)
    await emit(tx, 'settlement.failed', id, { settlementId: id, number: standing.number, payouts: failed + back, cause })
  return await getSettlement(tx, id)
}

/** Everything that is held back for an approval, or for some of its payouts. */
export async function readHolds(tx: Tx, approvalId: string, payoutIds?: readonly string[]): Promise<Held[]> {
  const rows = await tx.db
    .selectFrom('settlement_payouts as p')
    .innerJoin('settlement_payout_holds as h', (join) =>
      join.onRef('h.ecosystem_id', '=', 'p.ecosystem_id').onRef('h.payout_id', '=', 'p.id'),
    )
    .select([
      'p.id as payoutId',
      'h.hold_id as holdId',
      'h.account_id as accountId',
      'h.bank_id as bankId',
      'h.transaction_id as transactionId',
    ])
    .select('p.outcome')
    .where('p.ecosystem_id', '=', tx.ecosystemId)
    .where('p.approval_id', '=', approvalId)
    .where(payoutIds === undefined ? sql<boolean>`true` : sql<boolean>`p.id = any(${payoutIds}::uuid[])`)
    .orderBy('h.hold_id')
    .execute()
  return rows
}

export async function letGo(tx: Tx, held: readonly Held[]): Promise<void> {
  await voidHolds(tx, held.map(({ holdId }) => holdId)) // biome-ignore format: one line reads better
}

async function lockPayouts(tx: Tx, id: string, payoutIds: readonly string[] | undefined): Promise<{ standing: Standing; held: Held[] }> {
  allow(tx, 'settlement.pay')
  await lockSettlements(tx)
  const standing = await readStanding(tx, id)
  if (standing.approvalId === null) throw new DomainError('conflict', 'settlement_not_approved', 'This settlement has not been approved.')
  const held = await readHolds(tx, standing.approvalId, payoutIds)
  const known = new Set(held.map(({ payoutId }) => payoutId))
  if (payoutIds?.some((payoutId) => !known.has(payoutId)))
    throw new DomainError('not_found', 'payout_not_found', 'There is no such payout in this settlement.')
  await lockForHolds(tx, held.flatMap(({ accountId, bankId }) => [accountId, bankId])) // biome-ignore format: one line reads better
  return { standing, held }
}

type Ended = { outcome: 'paid' | 'failed' | 'returned'; cause: string | null; note: string | null }

/** Answers how many. */
async function endPayouts(tx: Tx, held: readonly Held[], { outcome, cause, note }: Ended): Promise<number> {
  const ids = [...new Set(held.map(({ payoutId }) => payoutId))]
  await sql`
    update settlement_payouts set outcome = ${outcome}, cause = ${cause}, note = ${note}, ended_by = ${sourceOf(tx.actor)}, ended_at = ${tx.now()}
    where ecosystem_id = ${tx.ecosystemId} and id = any(${ids}::uuid[])`.execute(tx.db)
  return ids.length
}
