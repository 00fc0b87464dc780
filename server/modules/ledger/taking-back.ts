/** How what a program booked is taken back where it was made: asked for there, booked here as its contrary. */
import { sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import type { Posted } from './booking.ts'
import { postAll } from './posting.ts'
import { reversalOf } from './reversals.ts'
import type { JsonValue, Posting } from './rules.ts'

const SCOPE = 'taken_back'

export type Booked = {
  id: string
  day: string
  bookedAt: Date
  explanation: JsonValue
  entries: { accountId: string; ownerPartyId: string | null; asset: string; purpose: string }[]
}

/** What was booked under a scope, which is by one program: what people book by hand has others. Asks for no right. */
export async function findBooked({ db, ecosystemId }: Ctx | Tx, scope: string, id: string): Promise<Booked | undefined> {
  const { rows } = await sql<Omit<Booked, 'entries'> & Booked['entries'][number]>`
    select t.id, t.effective_on::text as day, t.booked_at as "bookedAt", t.explanation, e.account_id as "accountId",
      a.owner_party_id as "ownerPartyId", a.asset, a.purpose
    from ledger_transactions t join ledger_entries e on e.ecosystem_id = t.ecosystem_id and e.transaction_id = t.id
    join ledger_accounts a on a.ecosystem_id = e.ecosystem_id and a.id = e.account_id
    where t.ecosystem_id = ${ecosystemId} and t.id = ${id} and t.scope = ${scope} order by e.n`.execute(db)
  const [first] = rows
  if (!first) return undefined
  const { day, bookedAt, explanation } = first
  const entries = rows.map(({ accountId, ownerPartyId, asset, purpose }) => ({ accountId, ownerPartyId, asset, purpose }))
  return { id, day, bookedAt, explanation, entries }
}

/**
 * Takes back the whole of a transaction, from today on, with the reason; `first` is booked before it. The same again does nothing and gives the
 * same answer. Throws conflict for what was taken back otherwise, and what the bounds of its accounts say. To be called once in a transaction,
 * after other locks; asks for no right.
 */
export async function takeBack(tx: Tx, transactionId: string, reason: string, first: readonly Posting[] = []): Promise<Posted> {
  const contrary = await reversalOf(tx, { scope: SCOPE, key: transactionId, transactionId, explanation: { note: reason } })
  const posted = await postAll(tx, [...first, contrary]).catch((error: unknown) => {
    if (!(error instanceof DomainError) || !['already_reversed', 'idempotency_key_reused'].includes(error.code)) throw error
    throw new DomainError('conflict', 'taken_back_already', 'This was taken back already.')
  })
  return posted.at(-1)!
}

/** The sentence of a refusal by the bounds of an account, in the words of whoever takes something back. For `catch`. */
export function sayingWhy(sentences: Record<string, { code: string; message: string }>): (error: unknown) => never {
  return (error) => {
    const said = error instanceof DomainError ? sentences[error.code] : undefined
    throw said ? new DomainError('conflict', said.code, said.message) : error
  }
}
