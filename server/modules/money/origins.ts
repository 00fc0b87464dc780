import type { Ctx } from '../../kernel/ctx.ts'
import { readBudgetNames } from '../budgets/index.ts'
import { getTransaction } from '../ledger/index.ts'
import { allowList } from '../people/index.ts'
import { findVersionWords, readPurposeLabels } from '../sharing/index.ts'
import type { Names, Origin } from './schema.ts'

/** By which rule a transaction was shared, in words; what was shared of it to whom, its entries say. Throws not_found. */
export async function explainTransaction(ctx: Ctx, id: string, locale: 'en' | 'de'): Promise<Origin> {
  const { ruleVersionId } = await getTransaction(ctx, id)
  return { rule: ruleVersionId === null ? null : ((await findVersionWords(ctx, ruleVersionId, locale)) ?? null) }
}

/** What the funds are called that rules give to, and shared budgets. */
export async function listNames(ctx: Ctx): Promise<Names> {
  allowList(ctx, 'ledger.read')
  const labels = await readPurposeLabels(ctx)
  const funds = [...labels].map(([key, name]) => ({ purpose: `fund:${key}`, name }))
  const budgets = [...(await readBudgetNames(ctx))].map(([purpose, name]) => ({ purpose, name }))
  return { items: [...funds, ...budgets] }
}
