import { type RawBuilder, sql } from 'kysely'
import { complaint } from '../../kernel/complaints.ts'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { decodeCursor, type Page, type Paging, toPage } from '../../kernel/paging.ts'
import { findOrMakeMoney, findOrOpenAccount, postAll, readAccounts, readOwnerNames, sumBy } from '../ledger/index.ts'
import { readAliases, resolveParties } from '../parties/index.ts'
import { allow, allowList, may, partiesWithin } from '../people/index.ts'
import type { Budget, BudgetMember, BudgetSummary, NewBudget, NewContribution } from './schema.ts'

export const GIVEN = 'budget.given'
export const SPENT = 'budget.spent'
const MEMBERS_MAX = 50
const NAMES_MAX = 500

export type BudgetRow = { id: string; account_id: string; name: string; asset: string; approvals: number }

/** Begins a shared budget: what it is for, who is in it, and how many of them have to approve what is spent. */
export async function makeBudget(tx: Tx, { name, money, approvals, partyIds }: NewBudget): Promise<Budget> {
  allow(tx, 'budgets.write')
  const members = [...new Set((await resolveParties(tx, partyIds)).values())]
  if (approvals > members.length) {
    throw new DomainError('invalid', 'too_few_members', 'More would have to approve than there are. Nothing was kept.', [
      complaint('approvals', 'too_large', { limit: members.length }),
    ])
  }
  const id = newId()
  await findOrMakeMoney(tx, money)
  const wanted = { ownerPartyId: null, asset: money, purpose: `budget:${id}`, normalSide: 'credit' as const, minimum: 0n }
  const row = {
    ecosystem_id: tx.ecosystemId,
    id,
    account_id: await findOrOpenAccount(tx, wanted),
    name,
    asset: money,
    approvals,
    made_by: sourceOf(tx.actor),
    made_at: tx.now(),
  }
  await tx.db.insertInto('budgets').values(row).execute()
  await insertMembers(tx, id, members)
  await emit(tx, 'budget.made', null, { budgetId: id })
  return await getBudget(tx, id)
}

/** Lets one more organisation in. Done again it does nothing. */
export async function addBudgetMember(tx: Tx, id: string, partyId: string): Promise<Budget> {
  allow(tx, 'budgets.write')
  await findBudget(tx, id)
  const party = (await resolveParties(tx, [partyId])).get(partyId)!
  const members = await readMemberIds(tx, id)
  if (members.length >= MEMBERS_MAX) throw new DomainError('conflict', 'too_many_members', `A budget has at most ${MEMBERS_MAX} members.`)
  await insertMembers(tx, id, [party])
  if (!members.includes(party)) await emit(tx, 'budget.member_added', party, { budgetId: id, partyId: party })
  return await getBudget(tx, id)
}

/** Budgets, the newest first: all of them, or those the own organisation is in. */
export async function listBudgets(ctx: Ctx, { limit, cursor }: Paging): Promise<Page<BudgetSummary>> {
  allowList(ctx, 'budgets.read')
  const conditions: RawBuilder<unknown>[] = [
    ...isIn(ctx),
    ...(cursor === undefined ? [] : [sql`b.id < ${decodeCursor(cursor, 1)[0]}::uuid`]),
  ]
  const page = toPage(await selectBudgets(ctx, conditions, limit + 1), limit, ({ id }) => [id])
  return { items: await summarise(ctx, page.items), nextCursor: page.nextCursor }
}

/** A budget with who gave what, what was spent and what is left. Throws not_found, also for whoever is not in it. */
export async function getBudget(ctx: Ctx | Tx, id: string): Promise<Budget> {
  allowList(ctx, 'budgets.read')
  const row = found((await selectBudgets(ctx, [sql`b.id = ${id}`, ...isIn(ctx)], 1))[0], 'budget')
  const members = await readMemberIds(ctx, id)
  const given = await readGiven(ctx, row)
  const spent = await sumBy(ctx, row.account_id, SPENT, 'budget')
  const nameOf = await readOwnerNames(ctx, members)
  const shown = members.map((party): BudgetMember => {
    const isOwn = ctx.actor.kind !== 'system' && ctx.actor.partyIds.includes(party)
    return { party: { id: party, name: nameOf(party) }, given: String(given.get(party) ?? 0n), isOwn }
  })
  const [summary] = await summarise(ctx, [row])
  const sum = (amounts: Iterable<bigint>) => String([...amounts].reduce((all, amount) => all + amount, 0n))
  return { ...summary!, given: sum(given.values()), spent: sum(spent.values()), members: shown }
}

/**
 * A member gives to the budget: out of what it is owed, never more than that, or out of money of its own that has come into the bank, which
 * coordinators alone can say.
 */
export async function contribute(tx: Tx, id: string, { partyId, amount, source }: NewContribution): Promise<Budget> {
  allow(tx, 'budgets.give', partyId)
  if (source === 'bank') allow(tx, 'budgets.write')
  const row = await findBudget(tx, id)
  const party = await memberOf(tx, id, partyId, 'partyId')
  const minor = BigInt(amount)
  const from =
    source === 'bank'
      ? await findOrOpenAccount(tx, { ownerPartyId: null, asset: row.asset, purpose: 'bank', normalSide: 'debit' })
      : await findOrOpenAccount(tx, { ownerPartyId: party, asset: row.asset, purpose: 'payable', normalSide: 'credit' })
  await postAll(tx, [
    {
      scope: GIVEN,
      key: newId(),
      kind: GIVEN,
      explanation: { budget: id, from: party, source },
      entries: [
        { accountId: from, amount: minor },
        { accountId: row.account_id, amount: -minor },
      ],
    },
  ])
  const [owed] = source === 'payable' ? await readAccounts(tx, [from]) : []
  // what is held back for a payout is on its way to the organisation already
  if (owed && owed.balance < owed.held) {
    throw new DomainError('conflict', 'owed_less', 'This is more than the organisation is owed. Nothing was booked.', [
      complaint('amount', 'balance_too_low'),
    ])
  }
  return await getBudget(tx, id)
}

/** What the accounts of budgets are called, of those this person sees. */
export async function readBudgetNames(ctx: Ctx | Tx): Promise<Map<string, string>> {
  const rows = await selectBudgets(ctx, isIn(ctx), NAMES_MAX)
  return new Map(rows.map(({ id, name }) => [`budget:${id}`, name]))
}

export async function findBudget(ctx: Ctx | Tx, id: string): Promise<BudgetRow> {
  return found((await selectBudgets(ctx, [sql`b.id = ${id}`, ...isIn(ctx)], 1))[0], 'budget')
}

/** The member somebody means, by any of its ids. Throws conflict for who is not in the budget. */
export async function memberOf(tx: Tx, budgetId: string, partyId: string, path: string): Promise<string> {
  const party = (await resolveParties(tx, [partyId])).get(partyId)!
  const { targetOf } = await readAliases(tx)
  const member = (await readMemberIds(tx, budgetId)).find((id) => targetOf(id) === party)
  if (member) return member
  throw new DomainError('conflict', 'not_in_budget', 'This organisation is not in this budget. Nothing was kept.', [
    complaint(path, 'not_in_it'),
  ])
}

/** Who gave how much, by the id they are a member under. */
export async function readGiven(ctx: Ctx | Tx, { account_id }: BudgetRow): Promise<Map<string, bigint>> {
  return await sumBy(ctx, account_id, GIVEN, 'from')
}

async function readMemberIds({ db, ecosystemId }: Ctx | Tx, budgetId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('budget_members')
    .select('party_id')
    .where('ecosystem_id', '=', ecosystemId)
    .where('budget_id', '=', budgetId)
    .orderBy('added_at')
    .orderBy('party_id')
    .execute()
  return rows.map(({ party_id }) => party_id)
}

async function insertMembers(tx: Tx, budgetId: string, partyIds: readonly string[]): Promise<void> {
  const added = { ecosystem_id: tx.ecosystemId, budget_id: budgetId, added_by: sourceOf(tx.actor), added_at: tx.now() }
  await tx.db
    .insertInto('budget_members')
    .values(partyIds.map((party_id) => ({ ...added, party_id })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** For whoever does not see all: the budgets the own organisation is in. */
function isIn(ctx: Ctx | Tx): RawBuilder<unknown>[] {
  if (may(ctx, 'budgets.write')) return []
  const within = partiesWithin(ctx, 'budgets.read') ?? []
  return [
    sql`exists (select from budget_members m where m.ecosystem_id = b.ecosystem_id and m.budget_id = b.id and m.party_id = any(${within}::uuid[]))`,
  ]
}

async function selectBudgets(
  { db, ecosystemId }: Ctx | Tx,
  conditions: readonly RawBuilder<unknown>[],
  limit: number,
): Promise<BudgetRow[]> {
  const { rows } = await sql<BudgetRow>`
    select b.id, b.account_id, b.name, b.asset, b.approvals from budgets b
    where ${sql.join([sql`b.ecosystem_id = ${ecosystemId}`, ...conditions], sql` and `)} order by b.id desc limit ${limit}`.execute(db)
  return rows
}

async function summarise(ctx: Ctx | Tx, rows: readonly BudgetRow[]): Promise<BudgetSummary[]> {
  const accounts = new Map((await readAccounts(ctx, rows.map(({ account_id }) => account_id))).map((account) => [account.id, account])) // biome-ignore format: one line reads better
  const ids = rows.map(({ id }) => id)
  const { rows: counted } = await sql<{ id: string; open: number }>`
    select r.budget_id as id, count(*)::int as open from budget_requests r
    where r.ecosystem_id = ${ctx.ecosystemId} and r.budget_id = any(${ids}::uuid[]) and not exists (
      select from budget_request_ends e where e.ecosystem_id = r.ecosystem_id and e.request_id = r.id)
    group by 1`.execute(ctx.db)
  const open = new Map(counted.map((row) => [row.id, row.open]))
  return rows.map(({ id, account_id, name, asset, approvals }) => {
    const { scale, balance } = accounts.get(account_id)!
    return { id, name, asset, scale, approvals, left: String(balance), open: open.get(id) ?? 0 }
  })
}
