import { sql } from 'kysely'
import type { Tx } from '../../kernel/ctx.ts'

/**
 * One writer at a time in an ecosystem: who closes, approves, pays or changes a bank account waits for whoever does so. To be taken before any lock of
 * the ledger.
 */
export async function lockSettlements(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`settlement:${tx.ecosystemId}`}, 0))`.execute(tx.db)
}
