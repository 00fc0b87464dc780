// Whether the books hold what the callers were told, by the ledger's own check and by SQL of its own.
import { sql } from 'kysely'
import { type Ctx, transaction } from '../server/kernel/ctx.ts'
import { checkLedger } from '../server/modules/ledger/index.ts'
import type { Told } from './chaos-load.ts'

/** What breaks a promise, in words; none when all is well. `isOver`: everything was answered, so there may be nothing else in the books. */
export async function findBroken(ctx: Ctx, told: Told, isOver: boolean): Promise<{ broken: string[]; transactions: number }> {
  const booked = new Map(told.booked) // what is answered from here on may not be seen below
  return await transaction(ctx, async (tx) => {
    const { checks } = await checkLedger(tx)
    const broken = checks.flatMap(({ key, wrong }) => (wrong === null ? [] : [`${key}: ${wrong}`]))
    for (const [rule, query] of RULES) {
      const { rows } = await sql<{ wrong: string }>`${query} limit 1`.execute(tx.db)
      broken.push(...rows.map(({ wrong }) => `${rule}: ${wrong}`))
    }
    const { rows } = await sql<{ id: string; name: string }>`select id, scope || '/' || key as name from ledger_transactions`.execute(tx.db)
    const ids = new Map(rows.map(({ id, name }) => [name, id]))
    for (const [name, { id }] of booked) {
      if (!ids.has(name)) broken.push(`lost: ${name} was acknowledged`)
      else if (id !== undefined && ids.get(name) !== id) broken.push(`another: ${name} was acknowledged as ${id}`)
    }
    if (isOver) broken.push(...(await findSurplus(tx, told, ids)))
    return { broken: [...told.wrong, ...broken], transactions: rows.length }
  })
}

/** Of a rule, the first row that breaks it, told in other words than the ledger's own check has. */
const RULES = [
  ['an asset sums to zero', sql`select asset || ' sums to ' || sum(amount) as wrong from ledger_entries e join ledger_accounts a on a.id = e.account_id group by asset having sum(amount) <> 0`],
  ['a transaction sums to zero', sql`select transaction_id || ' sums to ' || sum(amount) as wrong from ledger_entries e join ledger_accounts a on a.id = e.account_id group by transaction_id, asset having sum(amount) <> 0 or count(*) < 2`],
  ['a balance is the sum of the entries', sql`select account_id || ' holds ' || balance as wrong from ledger_balances b where (balance, last_sequence) <> (select coalesce(sum(amount), 0), count(*) from ledger_entries e where e.account_id = b.account_id)`],
  ['bounds hold', sql`select account_id || ' holds ' || balance as wrong from ledger_balances where balance - held_credit < lowest or balance + held_debit > highest`],
  ['what is held back is what the holds say', sql`select 'the sum of holds differs' as wrong from (select coalesce(sum(held_debit), 0) as debit, coalesce(sum(held_credit), 0) as credit from ledger_balances) b, (select coalesce(sum(amount), 0) as sum from ledger_holds where id not in (select hold_id from ledger_hold_ends)) h where h.sum <> b.debit or h.sum <> b.credit`],
  ['nothing takes effect on a closed day', sql`select c.through::text as wrong from ledger_closings c where transactions <> (select count(*) from ledger_transactions where effective_on <= c.through)`],
] as const // biome-ignore format: a table

/** What is in the books and nobody was told of, or was refused; and balances that are not the sum of what was acknowledged. */
async function findSurplus(ctx: Ctx, { booked, refused, holds }: Told, ids: ReadonlyMap<string, string>): Promise<string[]> {
  const surplus = [...ids.keys()].filter((name) => !booked.has(name)).map((name) => `surplus: ${name}`)
  for (const name of refused) if (ids.has(name)) surplus.push(`refused: ${name} was booked all the same`)
  const sums = new Map<string, bigint>()
  for (const { entries } of booked.values()) {
    for (const { accountId, amount } of entries) sums.set(accountId, (sums.get(accountId) ?? 0n) + amount)
  }
  const { rows: balances } = await sql<{ id: string; balance: bigint }>`select account_id as id, balance from ledger_balances`.execute(
    ctx.db,
  )
  for (const { id, balance } of balances) {
    if ((sums.get(id) ?? 0n) !== balance) surplus.push(`account ${id} holds ${balance}, acknowledged were ${sums.get(id) ?? 0n}`)
  }
  const { rows: kept } = await sql<{ id: string; how: string }>`
    select h.id, coalesce(e.how, 'open') as how from ledger_holds h left join ledger_hold_ends e on e.hold_id = h.id`.execute(ctx.db)
  for (const { id, how } of kept) if (holds.get(id) !== how) surplus.push(`hold ${id} is ${how}, acknowledged was ${holds.get(id)}`)
  if (kept.length !== holds.size) surplus.push(`${kept.length} holds are there, ${holds.size} were acknowledged`)
  return surplus
}
