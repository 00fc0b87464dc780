import { sql } from 'kysely'
import type { Tx } from '../../kernel/ctx.ts'
import { LINE_SUM } from './line-sum.ts'

/** Entries of one block: what is summed up by one statement. */
const BLOCK_ENTRIES = 20_000

/**
 * Seals what was booked since the last time: a block holds a stretch of each account that has something new, and its sum is chained to the one
 * before. The stretches are those of one moment, and the sequence of an account has no gaps at any moment, so nobody who books has to wait.
 * Answers how many entries were sealed; called again until it is none.
 */
export async function sealEntries(tx: Tx): Promise<number> {
  const { db, ecosystemId } = tx
  await sql`select pg_advisory_xact_lock(hashtextextended(${`ledger-seal:${ecosystemId}`}, 0))`.execute(db)
  const { rows } = await sql<{ entries: bigint }>`
    with sealed as (
      select account_id, max(to_sequence) as upto from ledger_seal_ranges where ecosystem_id = ${ecosystemId} group by 1
    ), fresh as (
      select b.account_id, coalesce(s.upto, 0) + 1 as first, b.last_sequence as last,
        sum(b.last_sequence - coalesce(s.upto, 0)) over (order by b.account_id) as upto
      from ledger_balances b left join sealed s using (account_id)
      where b.ecosystem_id = ${ecosystemId} and b.last_sequence > coalesce(s.upto, 0)
    ), ranges as (
      select account_id, first, least(last, first - 1 + ${BLOCK_ENTRIES} - (upto - (last - first + 1))) as last from fresh
      where upto - (last - first + 1) < ${BLOCK_ENTRIES}
    ), sums as (
      select e.account_id, e.sequence, ${LINE_SUM} as line
      from ranges r join ledger_entries e on e.ecosystem_id = ${ecosystemId} and e.account_id = r.account_id and e.sequence between r.first and r.last,
        lateral (select * from ledger_transactions where ecosystem_id = ${ecosystemId} and id = e.transaction_id limit 1) t
    ), before as (
      select number, root from ledger_seals where ecosystem_id = ${ecosystemId} order by number desc limit 1
    ), block as (
      select count(*) as entries, string_agg(line, ''::bytea order by account_id, sequence) as lines from sums
    ), seal as (
      insert into ledger_seals (ecosystem_id, number, previous, root, entries, sealed_at)
      select ${ecosystemId}, coalesce(p.number, 0) + 1, coalesce(p.root, sha256('')), sha256(coalesce(p.root, sha256('')) || b.lines), b.entries, ${tx.now()}
      from block b left join before p on true where b.entries > 0 returning number, entries
    ), kept as (
      insert into ledger_seal_ranges (ecosystem_id, account_id, from_sequence, to_sequence, seal_number)
      select ${ecosystemId}, r.account_id, r.first, r.last, s.number from ranges r, seal s
    )
    select entries from seal`.execute(db)
  return Number(rows[0]?.entries ?? 0)
}
