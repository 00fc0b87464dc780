import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit } from '../../kernel/events.ts'
import type { Page, Paging } from '../../kernel/paging.ts'
import { findBooked, type JsonValue, listEntriesOfKind, readOwnerNames, sayingWhy, type TakeBack, takeBack } from '../ledger/index.ts'
import { allow, allowList, may } from '../people/index.ts'
import { findBudget, GIVEN, getBudget } from './budgets.ts'
import { lockRequest, readRequest } from './requests.ts'
import type { Budget, BudgetRequest, Contribution } from './schema.ts'

type Said = { budget?: string; from?: string; source?: string }

/** What was given to a budget, the last first, with what was taken back of it. */
export async function listContributions(ctx: Ctx, budgetId: string, paging: Paging): Promise<Page<Contribution>> {
  allowList(ctx, 'budgets.read')
  await findBudget(ctx, budgetId)
  const wanted = { kind: GIVEN, purpose: `budget:${budgetId}`, owners: undefined }
  const page = await listEntriesOfKind(ctx, wanted, paging)
  const fromOf = ({ explanation }: { explanation: JsonValue }) => said(explanation).from!
  const nameOf = await readOwnerNames(ctx, page.items.map(fromOf))
  const items = page.items.map((entry) => {
    const from = fromOf(entry)
    const isTheirs = said(entry.explanation).source === 'payable' ? may(ctx, 'budgets.give', from) : may(ctx, 'budgets.write')
    return {
      transactionId: entry.transactionId,
      on: entry.bookedAt.toISOString(),
      party: { id: from, name: nameOf(from) },
      amount: String(entry.amount),
      takenBack: entry.takenBack,
      mayTakeBack: entry.takenBack === null && isTheirs,
    }
  })
  return { items, nextCursor: page.nextCursor }
}

/**
 * Takes back what was given: by whoever may give it, so of money that came into the bank by coordinators alone. Throws conflict when it has been
 * spent, so that there is not as much in the budget any more.
 */
export async function takeBackContribution(tx: Tx, budgetId: string, id: string, { reason }: TakeBack): Promise<Budget> {
  allowList(tx, 'budgets.give')
  await findBudget(tx, budgetId)
  const booked = await findBooked(tx, GIVEN, id)
  const { budget, from, source } = said(booked?.explanation ?? null)
  if (!from || budget !== budgetId) return found<never>(undefined, 'contribution')
  allow(tx, 'budgets.give', from)
  if (source !== 'payable') allow(tx, 'budgets.write')
  const posted = await takeBack(tx, id, reason).catch(
    sayingWhy({
      insufficient_balance: { code: 'gift_spent', message: 'There is not as much in the budget any more: it has been spent. Nothing was booked.' },
    }), // biome-ignore format: one line reads better
  )
  if (!posted.isRepeat) await emit(tx, 'budget.gift_taken_back', from, { budgetId, transactionId: id })
  return await getBudget(tx, budgetId)
}

/**
 * Takes back what was spent: it is in the budget again, and who got it is no longer owed it, or owes it where it was paid out already. It takes
 * away from an organisation what several decided on, so coordinators do it, in person.
 */
export async function takeBackSpending(tx: Tx, budgetId: string, requestId: string, { reason }: TakeBack): Promise<BudgetRequest> {
  allow(tx, 'budgets.approve')
  const budget = await findBudget(tx, budgetId)
  const { transaction_id: spentBy } = await lockRequest(tx, budgetId, requestId)
  if (spentBy === null) throw new DomainError('conflict', 'request_not_spent', 'Nothing was spent for this. Nothing was booked.')
  const posted = await takeBack(tx, spentBy, reason)
  if (!posted.isRepeat) await emit(tx, 'budget.spending_taken_back', null, { budgetId, requestId })
  return await readRequest(tx, budget, requestId)
}

function said(explanation: JsonValue): Said {
  return (explanation ?? {}) as Said
}
