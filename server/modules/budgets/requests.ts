import { sql } from 'kysely'
import { complaint } from '../../kernel/complaints.ts'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { decodeCursor, type Page, type Paging, toPage } from '../../kernel/paging.ts'
import { findOrOpenAccount, findReversed, postAll, readOwnerNames } from '../ledger/index.ts'
import { readAliases, resolveParties } from '../parties/index.ts'
import { allow, allowList, may, readMembers, readPeopleBehind } from '../people/index.ts'
import { type BudgetRow, findBudget, memberOf, readGiven, SPENT } from './budgets.ts'
import { isApproved } from './rules.ts'
import type { BudgetRequest, NewRequest } from './schema.ts'

type Row = {
  id: string
  party_id: string
  to_party_id: string
  amount: bigint
  what: string
  asked_by: string
  asked_at: Date
  how: 'spent' | 'withdrawn' | null
  transaction_id: string | null
}
type ApprovalRow = { request_id: string; party_id: string; approved_by: string; approved_at: Date }

/** A member asks that something is spent. Nothing moves before enough members have approved it. */
export async function askOfBudget(tx: Tx, budgetId: string, { partyId, toPartyId, amount, what }: NewRequest): Promise<BudgetRequest> {
  allow(tx, 'budgets.give', partyId)
  const budget = await findBudget(tx, budgetId)
  const row = {
    ecosystem_id: tx.ecosystemId,
    id: newId(),
    budget_id: budgetId,
    party_id: await memberOf(tx, budgetId, partyId, 'partyId'),
    to_party_id: (await resolveParties(tx, [toPartyId])).get(toPartyId)!,
    amount: BigInt(amount),
    what,
    asked_by: sourceOf(tx.actor),
    asked_at: tx.now(),
  }
  await tx.db.insertInto('budget_requests').values(row).execute()
  await emit(tx, 'budget.asked', row.party_id, { budgetId, requestId: row.id })
  return await readRequest(tx, budget, row.id)
}

/** What is asked of a budget and what became of it, the last first. */
export async function listRequests(ctx: Ctx, budgetId: string, { limit, cursor }: Paging): Promise<Page<BudgetRequest>> {
  allowList(ctx, 'budgets.read')
  const budget = await findBudget(ctx, budgetId)
  const before = cursor === undefined ? sql`true` : sql`r.id < ${decodeCursor(cursor, 1)[0]}::uuid`
  const { rows } = await sql<Row>`
    select r.*, e.how, e.transaction_id from budget_requests r left join budget_request_ends e on e.ecosystem_id = r.ecosystem_id and e.request_id = r.id
    where r.ecosystem_id = ${ctx.ecosystemId} and r.budget_id = ${budgetId} and ${before} order by r.id desc limit ${limit + 1}`.execute(
    ctx.db,
  )
  const page = toPage(rows, limit, ({ id }) => [id])
  return { items: await show(ctx, budget, page.items), nextCursor: page.nextCursor }
}

/**
 * A member approves. With the last approval that is needed it is spent at once: what was asked is owed to who is to get it. When there is not
 * enough in the budget by then, neither the approval nor anything else is kept. The budget is never overspent, however many approve at once: its
 * account is never below nothing.
 */
export async function approveRequest(tx: Tx, budgetId: string, id: string, partyId: string): Promise<BudgetRequest> {
  allow(tx, 'budgets.approve', partyId)
  const budget = await findBudget(tx, budgetId)
  const row = await lockOpen(tx, budgetId, id)
  const party = await memberOf(tx, budgetId, partyId, 'partyId')
  const { targetOf } = await readAliases(tx)
  const isSame = (id: string) => targetOf(id) === targetOf(party)
  const givers = new Set([...(await readGiven(tx, budget)).keys()].map(targetOf))
  if (!givers.has(targetOf(party))) {
    throw new DomainError('conflict', 'gave_nothing', 'Whoever has given nothing to a budget does not decide on it yet.', [
      complaint('partyId', 'gave_nothing_yet'),
    ])
  }
  const by = sourceOf(tx.actor)
  const approvals = await readApprovals(tx, [id])
  if (approvals.some((one) => isSame(one.party_id) || one.approved_by === by))
    throw new DomainError('conflict', 'approved_already', 'You, or somebody of this organisation, have approved this already.')
  const approval = { ecosystem_id: tx.ecosystemId, request_id: id, party_id: party, approved_by: by, approved_at: tx.now() }
  await tx.db.insertInto('budget_approvals').values(approval).execute()
  await emit(tx, 'budget.approved', party, { budgetId, requestId: id })
  // members that became one are one, and whoever asked by a key is the person behind it
  const all = new Map(
    [...approvals, approval].map((one) => [targetOf(one.party_id), { partyId: targetOf(one.party_id), by: one.approved_by }]),
  )
  const asked = { partyId: targetOf(row.party_id), by: (await readPeopleBehind(tx, [row.asked_by]))(row.asked_by) }
  // whoever took back what they gave does not decide any more
  const counted = [...all.values()].filter(({ partyId }) => givers.has(partyId))
  if (isApproved(counted, budget.approvals, asked)) await spend(tx, budget, row)
  return await readRequest(tx, budget, id)
}

/** Takes a request back, by who asked or by coordinators. */
export async function withdrawRequest(tx: Tx, budgetId: string, id: string): Promise<BudgetRequest> {
  const budget = await findBudget(tx, budgetId)
  const row = await lockOpen(tx, budgetId, id)
  allow(tx, 'budgets.give', row.party_id)
  await end(tx, id, 'withdrawn', null)
  await emit(tx, 'budget.withdrawn', row.party_id, { budgetId, requestId: id })
  return await readRequest(tx, budget, id)
}

async function spend(tx: Tx, budget: BudgetRow, { id, to_party_id, amount, what }: Row): Promise<void> {
  const to = await findOrOpenAccount(tx, { ownerPartyId: to_party_id, asset: budget.asset, purpose: 'payable', normalSide: 'credit' })
  const posting = {
    scope: SPENT,
    key: id,
    kind: SPENT,
    explanation: { budget: budget.id, request: id, to: to_party_id, text: what },
    entries: [
      { accountId: budget.account_id, amount },
      { accountId: to, amount: -amount },
    ],
  }
  const [posted] = await postAll(tx, [posting]).catch((error: unknown) => {
    if (!(error instanceof DomainError) || error.code !== 'insufficient_balance') throw error
    throw new DomainError(
      'conflict',
      'budget_short',
      'There is not enough in the budget for this. Nothing was booked, and the approval was not kept.',
    )
  })
  await end(tx, id, 'spent', posted!.id)
  await emit(tx, 'budget.spent', null, { budgetId: budget.id, requestId: id })
}

/** Requests are never changed, so whoever decides on one takes a lock of its own. */
export async function lockRequest(tx: Tx, budgetId: string, id: string): Promise<Row> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`budget:${tx.ecosystemId}:${id}`}, 0))`.execute(tx.db)
  return found(await findRow(tx, budgetId, id), 'budget_request')
}

async function lockOpen(tx: Tx, budgetId: string, id: string): Promise<Row> {
  const row = await lockRequest(tx, budgetId, id)
  if (row.how !== null) throw new DomainError('conflict', 'request_ended', 'This was decided already.')
  return row
}

async function end(tx: Tx, requestId: string, how: 'spent' | 'withdrawn', transactionId: string | null): Promise<void> {
  await tx.db
    .insertInto('budget_request_ends')
    .values({
      ecosystem_id: tx.ecosystemId,
      request_id: requestId,
      how,
      transaction_id: transactionId,
      ended_by: sourceOf(tx.actor),
      ended_at: tx.now(),
    })
    .execute()
}

async function findRow({ db, ecosystemId }: Ctx | Tx, budgetId: string, id: string): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select r.*, e.how, e.transaction_id from budget_requests r left join budget_request_ends e on e.ecosystem_id = r.ecosystem_id and e.request_id = r.id
    where r.ecosystem_id = ${ecosystemId} and r.budget_id = ${budgetId} and r.id = ${id}`.execute(db)
  return rows[0]
}

export async function readRequest(ctx: Ctx | Tx, budget: BudgetRow, id: string): Promise<BudgetRequest> {
  return (await show(ctx, budget, [found(await findRow(ctx, budget.id, id), 'budget_request')]))[0]!
}

async function readApprovals({ db, ecosystemId }: Ctx | Tx, ids: readonly string[]): Promise<ApprovalRow[]> {
  if (ids.length === 0) return []
  return await db
    .selectFrom('budget_approvals')
    .select(['request_id', 'party_id', 'approved_by', 'approved_at'])
    .where('ecosystem_id', '=', ecosystemId)
    .where('request_id', 'in', ids)
    .orderBy('approved_at')
    .execute()
}

async function show(ctx: Ctx | Tx, budget: BudgetRow, rows: readonly Row[]): Promise<BudgetRequest[]> {
  const approvals = await readApprovals(ctx, rows.map(({ id }) => id)) // biome-ignore format: one line reads better
  const nameOf = await readOwnerNames(ctx, [
    ...rows.flatMap(({ party_id, to_party_id }) => [party_id, to_party_id]),
    ...approvals.map(({ party_id }) => party_id),
  ])
  const people = await readMembers(ctx, [...new Set(approvals.map(({ approved_by }) => approved_by.replace(/^person:/, '')))])
  const givers = [...(await readGiven(ctx, budget)).keys()]
  const party = (id: string) => ({ id, name: nameOf(id) })
  const me = sourceOf(ctx.actor)
  const reversed = await findReversed(ctx, rows.flatMap(({ transaction_id }) => transaction_id ?? [])) // biome-ignore format: one line reads better
  return rows.map(({ id, party_id, to_party_id, amount, what, asked_at, how, transaction_id }) => {
    const takenBack = reversed.get(transaction_id ?? '') ?? null
    const own = approvals.filter(({ request_id }) => request_id === id)
    const open = givers.filter((giver) => own.every((one) => one.party_id !== giver))
    return {
      id,
      party: party(party_id),
      to: party(to_party_id),
      amount: String(amount),
      what,
      askedOn: asked_at.toISOString(),
      state: takenBack === null ? (how ?? 'open') : 'returned',
      takenBack,
      approvals: own.map((one) => ({
        party: party(one.party_id),
        by: people.get(one.approved_by.replace(/^person:/, ''))?.name ?? null,
        on: one.approved_at.toISOString(),
      })),
      mayApprove: how === null && own.every((one) => one.approved_by !== me) && open.some((giver) => may(ctx, 'budgets.approve', giver)),
      mayTakeBack: how === 'spent' && takenBack === null && may(ctx, 'budgets.approve'),
    }
  })
}
