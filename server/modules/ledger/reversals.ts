import { sql } from 'kysely'
import { type Ctx, type Tx, transaction } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import type { Posted } from './booking.ts'
import { post } from './posting.ts'
import type { JsonValue, Posting, Reversal } from './rules.ts'

export type Undoing = Pick<Posting, 'scope' | 'key' | 'effectiveOn' | 'late' | 'ruleVersionId'> & {
  transactionId: string
  explanation: JsonValue
  kind?: string
  /** How much of which of its entries, by their number; all that is left of it when it is left out. */
  parts?: ReadonlyMap<number, bigint>
}

/**
 * Books the contrary of a transaction, or of parts of it: the only way to correct what was booked. All reversals of a transaction together are
 * never more than it was. Waits with others as post() does.
 */
export async function reverse(ctx: Ctx, undoing: Undoing): Promise<Posted> {
  return await post(ctx, await transaction(ctx, (tx) => reversalOf(tx, undoing)))
}

/** The same as a posting, for postAll(). Throws not_found, and conflict for a reversal: what was reversed by mistake is booked anew. */
export async function reversalOf(tx: Tx, { transactionId, parts, kind = 'reversal', ...rest }: Undoing): Promise<Posting> {
  const { rows } = await sql<{ reverses: string | null; n: number; account_id: string; amount: bigint }>`
    select t.reverses, e.n, e.account_id, e.amount from ledger_transactions t
    join ledger_entries e on e.ecosystem_id = t.ecosystem_id and e.transaction_id = t.id
    where t.ecosystem_id = ${tx.ecosystemId} and t.id = ${transactionId} order by e.n`.execute(tx.db)
  const { reverses } = found(rows[0], 'transaction')
  if (reverses !== null) throw new DomainError('conflict', 'is_reversal', 'This is a reversal itself. Please book anew what should hold.')
  const original = rows.map(({ n, account_id: accountId, amount }) => ({ n, accountId, amount }))
  const reversal: Reversal = { transactionId, original, parts }
  return { ...rest, kind, entries: [], reverses: reversal }
}

/** Which of these transactions were reversed, all or a part of them, and why as far as it was said. Asks for no right. */
export async function findReversed({ db, ecosystemId }: Ctx, transactionIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; note: string }>`
    select reverses::text as id, coalesce(explanation->>'note', '') as note from ledger_transactions
    where ecosystem_id = ${ecosystemId} and reverses = any(${transactionIds}::uuid[]) order by id desc`.execute(db)
  return new Map(rows.map(({ id, note }) => [id, note]))
}

export type ReversedEntry = { transactionId: string; ownerPartyId: string | null; purpose: string; explanation: JsonValue; amount: bigint }

/** How much of the entries of these transactions was reversed, each with its account and what it said. Asks for no right. */
export async function readReversedEntries({ db, ecosystemId }: Ctx, transactionIds: readonly string[]): Promise<ReversedEntry[]> {
  const { rows } = await sql<ReversedEntry>`
    select t.reverses as "transactionId", a.owner_party_id as "ownerPartyId", a.purpose, o.explanation, abs(e.amount) as amount
    from ledger_transactions t join ledger_entries e on e.ecosystem_id = t.ecosystem_id and e.transaction_id = t.id
    join ledger_entries o on o.ecosystem_id = t.ecosystem_id and o.transaction_id = t.reverses and o.n = e.reverses_n
    join ledger_accounts a on a.ecosystem_id = o.ecosystem_id and a.id = o.account_id
    where t.ecosystem_id = ${ecosystemId} and t.reverses = any(${transactionIds}::uuid[])`.execute(db)
  return rows
}
