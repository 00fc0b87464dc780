import { sql } from 'kysely'
import type { Tx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { findOrOpenAccount, holdAll, lockForHolds, type Movement } from '../ledger/index.ts'
import { readAliases } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import { type Decided, decideLines, PAYOUT, readLines, readMovementsOf, underWayOf } from './lines.ts'
import { lockSettlements } from './lock.ts'
import { letGo, readHolds } from './payouts.ts'
import { EURO, takeFrom } from './rules.ts'
import type { Settlement } from './schema.ts'
import { approverFor, getSettlement, readStanding, type Standing } from './settlements.ts'

const ROWS_AT_ONCE = 500

/**
 * Decides what is paid and holds it back on the books until it is paid. A second person does so; whoever is the only one signs in again for it,
 * which is written down. Throws forbidden, and conflict when it was approved, when there is a newer settlement, or when nothing would be paid.
 */
export async function approveSettlement(tx: Tx, id: string): Promise<Settlement> {
  allow(tx, 'settlement.approve')
  await lockSettlements(tx)
  const standing = await readStanding(tx, id)
  mustBeOpen(standing)
  const isWaiver = await mustBeSecond(tx, standing)
  const { lines, movements, banks } = await lockLines(tx, standing)
  const paid = lines.filter(({ pays }) => pays > 0n)
  if (paid.length === 0) throw new DomainError('conflict', 'nothing_to_pay', 'Nothing would be paid. All of it is carried forward.')
  const approvalId = newId()
  await tx.db
    .insertInto('settlement_approvals')
    .values({
      ecosystem_id: tx.ecosystemId,
      id: approvalId,
      settlement_id: id,
      approved_by: sourceOf(tx.actor),
      approved_at: tx.now(),
      is_waiver: isWaiver,
    })
    .execute()
  await keepDecisions(tx, lines)
  await makePayouts(tx, paid, { settlementId: id, approvalId, movements, banks })
  const told = { settlementId: id, number: standing.number, payouts: paid.length }
  await emit(tx, isWaiver ? 'settlement.approved_alone' : 'settlement.approved', id, told)
  return await getSettlement(tx, id)
}

/** Takes the approval back, as long as no file was made that a bank may have. What was held back is let go. */
export async function withdrawApproval(tx: Tx, id: string): Promise<Settlement> {
  allow(tx, 'settlement.approve')
  await lockSettlements(tx)
  const { approvalId, hasFile, payouts, number } = await readStanding(tx, id)
  if (approvalId === null) throw new DomainError('conflict', 'settlement_not_approved', 'This settlement has not been approved.')
  if (hasFile || payouts.paid + payouts.failed > 0)
    throw new DomainError('conflict', 'settlement_file_made', 'The payment file was made, so a bank may have it. Say of each payout what became of it instead.')
  await letGo(tx, await readHolds(tx, approvalId))
  await sql`
    update settlement_approvals set withdrawn_by = ${sourceOf(tx.actor)}, withdrawn_at = ${tx.now()}
    where ecosystem_id = ${tx.ecosystemId} and id = ${approvalId}`.execute(tx.db)
  await sql`
    update settlement_lines set under_way = null, pays = null, reason = null
    where ecosystem_id = ${tx.ecosystemId} and settlement_id = ${id}`.execute(tx.db)
  await emit(tx, 'settlement.approval_withdrawn', id, { settlementId: id, number })
  return await getSettlement(tx, id)
} // biome-ignore format: one line reads better

function mustBeOpen({ state }: Standing): void {
  if (state === 'open') return
  if (state === 'superseded')
    throw new DomainError('conflict', 'settlement_superseded', 'There is a newer settlement, and what is owed here is part of it. Please approve that one.')
  throw new DomainError('conflict', 'settlement_approved', 'This settlement has been approved already.')
} // biome-ignore format: one line reads better

/** Answers whether somebody approves alone what they closed themselves. */
async function mustBeSecond(tx: Tx, standing: Standing): Promise<boolean> {
  if (tx.actor.kind !== 'person') throw new DomainError('forbidden', 'person_needed', 'A person has to approve payouts.')
  const approver = await approverFor(tx, standing)
  if (approver === 'second') return false
  if (approver === 'alone') return true
  if (approver === 'again')
    throw new DomainError('forbidden', 'sign_in_again', 'You are the only one who could approve this, and you closed it yourself. Please sign in again first, so that it is sure to be you.')
  throw new DomainError('forbidden', 'second_person_needed', 'Whoever closed a settlement does not approve it. Please ask a second person.')
} // biome-ignore format: one line reads better

/** What is paid now, once nobody else can move anything on these accounts any more. */
async function lockLines(tx: Tx, standing: Standing) {
  const stored = await readLines(tx, standing.id)
  const banks = new Map<string, string>()
  for (const asset of new Set(stored.map((line) => line.asset))) {
    const isMissing = !stored.some((line) => line.asset === asset && line.closing > 0n)
    if (isMissing) continue
    banks.set(asset, await findOrOpenAccount(tx, { ownerPartyId: null, asset, purpose: 'bank', normalSide: 'debit' }))
  }
  const due = stored.filter(({ closing }) => closing > 0n)
  await lockForHolds(tx, [...banks.values(), ...due.flatMap(({ accountIds }) => accountIds)])
  const [movements, aliases] = [await readMovementsOf(tx, standing), await readAliases(tx)]
  const lines = await decideLines(tx, stored, { minimum: standing.minimum, movements, aliases })
  return { lines, movements: new Map(movements.map((movement) => [movement.accountId, movement])), banks }
}

async function keepDecisions(tx: Tx, lines: readonly Decided[]): Promise<void> {
  await sql`
    update settlement_lines l set under_way = x.under_way, pays = x.pays, reason = x.reason
    from unnest(${lines.map(({ id }) => id)}::uuid[], ${lines.map(({ underWay }) => String(underWay))}::numeric[],
      ${lines.map(({ pays }) => String(pays))}::bigint[], ${lines.map(({ reason }) => reason)}::text[]) as x(id, under_way, pays, reason)
    where l.ecosystem_id = ${tx.ecosystemId} and l.id = x.id`.execute(tx.db)
}

type For = { settlementId: string; approvalId: string; movements: ReadonlyMap<string, Movement>; banks: ReadonlyMap<string, string> }

/** Writes down what is paid, and holds it back on the books. */
async function makePayouts(tx: Tx, lines: readonly Decided[], { settlementId, approvalId, movements, banks }: For): Promise<void> {
  const payouts = lines.map((line) => ({ id: newId(), line }))
  const rows = payouts.map(({ id, line }) => ({
    ecosystem_id: tx.ecosystemId,
    id,
    approval_id: approvalId,
    line_id: line.id!,
    party_id: line.partyId,
    asset: line.asset,
    amount: line.pays,
    bank_account_id: line.asset === EURO ? line.paidTo!.account!.id : null,
  }))
  for (const some of inPieces(rows)) await tx.db.insertInto('settlement_payouts').values(some).execute()
  const parts = payouts.flatMap(({ id, line }) => {
    const accounts = line.accountIds.map((accountId) => {
      const movement = movements.get(accountId)
      return { accountId, available: (movement?.closing ?? 0n) - underWayOf(movement) }
    })
    const bankId = banks.get(line.asset)!
    return takeFrom(accounts, line.pays).map(({ account, amount }, place) => ({ id, place, lineId: line.id!, accountId: account.accountId, bankId, amount })) // biome-ignore format: one line reads better
  })
  const holdIds = await holdAll(
    tx,
    parts.map(({ id, place, lineId, accountId, bankId, amount }) => ({
      scope: 'settlement',
      key: `${id}:${place}`,
      kind: PAYOUT,
      debitAccountId: accountId,
      creditAccountId: bankId,
      amount,
      explanation: { settlement: settlementId, line: lineId, payout: id },
    })),
  )
  const held = parts.map(({ id, accountId, bankId }, place) => {
    return { ecosystem_id: tx.ecosystemId, payout_id: id, hold_id: holdIds[place]!, account_id: accountId, bank_id: bankId }
  })
  for (const some of inPieces(held)) await tx.db.insertInto('settlement_payout_holds').values(some).execute()
}

function inPieces<T>(rows: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(rows.length / ROWS_AT_ONCE) }, (_, k) => rows.slice(k * ROWS_AT_ONCE, (k + 1) * ROWS_AT_ONCE))
}
