import { sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { readWholeSet } from '../../kernel/sets.ts'

export type MonthSum = { key: string; month: string; way: 'in' | 'out'; amount: string }
type Question = { asset: string; from: string; to: string; purposes: readonly string[]; accountIds: readonly string[] }

/**
 * What came in and went out, month by month: by purpose over all its accounts, and by account. What was given back is taken off what it undoes.
 * Asks for no right: it serves operations that have asked for theirs.
 */
export async function readMonths(ctx: Ctx, { asset, from, to, purposes, accountIds }: Question): Promise<MonthSum[]> {
  const query = sql<MonthSum>`
    with moved as (
      select a.id, a.purpose, to_char(t.effective_on, 'YYYY-MM') as month, e.reverses_n is not null or t.kind = 'refund' as back,
        case a.normal_side when 'debit' then e.amount::numeric else -e.amount::numeric end as amount
      from ledger_accounts a
      join ledger_entries e on e.ecosystem_id = a.ecosystem_id and e.account_id = a.id
      join ledger_transactions t on t.ecosystem_id = e.ecosystem_id and t.id = e.transaction_id
      where a.ecosystem_id = ${ctx.ecosystemId} and a.asset = ${asset} and t.effective_on between ${from}::date and ${to}::date
        and (a.purpose = any(${purposes}::text[]) or a.id = any(${accountIds}::uuid[]))
    ), sides as (
      select id, purpose, month, case when (amount > 0) <> back then 'in' else 'out' end as way,
        case when (amount > 0) <> back then amount else -amount end as amount
      from moved
    )
    select 'purpose:' || purpose as key, month, way, sum(amount)::text as amount from sides where purpose = any(${purposes}::text[]) group by 1, 2, 3
    union all
    select 'account:' || id, month, way, sum(amount)::text from sides where id = any(${accountIds}::uuid[]) group by 1, 2, 3`
  return (await readWholeSet(ctx, () => query.execute(ctx.db))).rows
}
