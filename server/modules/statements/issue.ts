import { sql } from 'kysely'
import { type Ctx, type Tx, transaction } from '../../kernel/ctx.ts'
import { emit } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { listClosedPeriods, readClosedBalances } from '../ledger/index.ts'
import { PURPOSE } from './schema.ts'
import { digestOf, sourceOf } from './sources.ts'

/** Far more than anybody closes before the first of them has its statements. */
const CLOSINGS_MAX = 1_000

/** Makes the statements of every closed period that has none yet, the oldest first. Done again it does nothing. */
export async function issueStatements(ctx: Ctx): Promise<void> {
  while (await transaction(ctx, issueNext));
}

/** The statements of one period, all or none. Answers whether there was one to do. */
async function issueNext(tx: Tx): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`statements:${tx.ecosystemId}`}, 0))`.execute(tx.db)
  const { rows } = await sql<{ done: number }>`
    select coalesce(max(closing_number), 0) as done from statement_runs where ecosystem_id = ${tx.ecosystemId}`.execute(tx.db)
  const periods = await listClosedPeriods(tx, CLOSINGS_MAX)
  const period = periods.findLast(({ number }) => number > rows[0]!.done)
  if (!period) return false
  const before = periods.find(({ number }) => number === period.number - 1)
  const numbers = await lastNumbers(tx)
  let count = 0
  for (const { accountId, ownerPartyId, asset, opening, closing } of await readClosedBalances(tx, period.number, PURPOSE)) {
    const source = await sourceOf(tx, { id: accountId, ownerPartyId, asset }, period, before)
    const { sums, hash } = await digestOf(tx, source)
    if (sums.lines === 0 && opening === 0n) continue
    if (sums.closing !== closing)
      throw new Error(`The entries of account ${accountId} do not lead to what it closed period ${period.number} with.`)
    const number = (numbers.get(ownerPartyId) ?? 0) + 1
    numbers.set(ownerPartyId, number)
    const row = {
      ecosystem_id: tx.ecosystemId,
      id: newId(),
      party_id: ownerPartyId,
      account_id: accountId,
      asset,
      closing_number: period.number,
      number,
      opening,
      closing,
      lines: sums.lines,
      hash: Buffer.from(hash, 'hex'),
      issued_at: tx.now(),
    }
    await tx.db.insertInto('statements').values(row).execute()
    count += 1
  }
  const run = { ecosystem_id: tx.ecosystemId, closing_number: period.number, statements: count, issued_at: tx.now() }
  await tx.db.insertInto('statement_runs').values(run).execute()
  await emit(tx, 'statement.issued', null, { closing: period.number, statements: count })
  return true
}

async function lastNumbers({ db, ecosystemId }: Tx): Promise<Map<string, number>> {
  const { rows } = await sql<{ party_id: string; number: number }>`
    select party_id, max(number) as number from statements where ecosystem_id = ${ecosystemId} group by 1`.execute(db)
  return new Map(rows.map(({ party_id, number }) => [party_id, number]))
}
