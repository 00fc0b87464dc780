import { type RawBuilder, sql } from 'kysely'

/**
 * Everything that was booked in an ecosystem, to be read from by statements of modules that hold what they keep themselves against the books: a
 * debit is positive; `step` is that of the rule a line came from.
 */
export function bookedLines(ecosystemId: string): RawBuilder<unknown> {
  return sql`(
    select e.transaction_id, e.n, e.account_id, a.purpose, a.asset, e.amount, t.effective_on, e.explanation ->> 'step' as step
    from ledger_entries e join ledger_transactions t on t.ecosystem_id = e.ecosystem_id and t.id = e.transaction_id
    join ledger_accounts a on a.ecosystem_id = e.ecosystem_id and a.id = e.account_id where e.ecosystem_id = ${ecosystemId})`
}
