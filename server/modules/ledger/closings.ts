import { sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { readWholeSet } from '../../kernel/sets.ts'
import { allow, getEcosystem } from '../people/index.ts'
import { dayOf, lockOnOpenDays } from './booking.ts'
import { isDay } from './rules.ts'

export type Closing = { number: number; through: string; transactions: number; closedAt: Date }

/**
 * Closes all days up to one, for good: nothing takes effect on them any more, and what every account held at their end is kept. Waits until
 * whoever is booking has ended. Throws conflict for a day that is closed, and for one that is not over.
 */
export async function closePeriod(tx: Tx, through: string): Promise<Closing> {
  allow(tx, 'ledger.write')
  if (!isDay(through)) throw new DomainError('invalid', 'ledger_day', 'This is no day such as 2026-05-31.')
  await sql.raw(lockOnOpenDays(tx, 'alone')).execute(tx.db)
  const { timeZone } = await getEcosystem(tx)
  if (through >= dayOf(tx.now(), timeZone)) throw new DomainError('conflict', 'day_not_over', 'This day is not over. Nothing was closed.')
  const last = await lastClosing(tx)
  if (last && through <= last.through)
    throw new DomainError('conflict', 'period_closed', `The days until ${last.through} are closed already.`)
  const { rows } = await sql<{ transactions: bigint }>`
    with booked as (select count(*) as transactions from ledger_transactions where ecosystem_id = ${tx.ecosystemId} and effective_on <= ${through}::date)
    insert into ledger_closings (ecosystem_id, number, through, transactions, closed_at, closed_by)
    select ${tx.ecosystemId}, ${(last?.number ?? 0) + 1}, ${through}::date, transactions, ${tx.now()}, ${sourceOf(tx.actor)} from booked
    returning transactions`.execute(tx.db)
  const closing = { number: (last?.number ?? 0) + 1, through, transactions: Number(rows[0]!.transactions), closedAt: tx.now() }
  await readWholeSet(tx, () => keepBalances(tx, closing, last))
  await emit(tx, 'ledger.closed', null, { number: closing.number, through, transactions: closing.transactions })
  return closing
}

export async function lastClosing({ db, ecosystemId }: Ctx): Promise<Closing | undefined> {
  const { rows } = await sql<{ number: number; through: string; transactions: bigint; closed_at: Date }>`
    select number, through::text, transactions, closed_at from ledger_closings where ecosystem_id = ${ecosystemId}
    order by number desc limit 1`.execute(db)
  return (
    rows[0] && { number: rows[0].number, through: rows[0].through, transactions: Number(rows[0].transactions), closedAt: rows[0].closed_at }
  )
}

/** The opening balance of an account is what it closed with before; nothing between the two can be booked any more. */
async function keepBalances({ db, ecosystemId }: Tx, { number, through }: Closing, last: Closing | undefined): Promise<void> {
  await sql`
    with moved as (
      select e.account_id, sum(e.amount) as amount from ledger_transactions t
      join ledger_entries e on e.ecosystem_id = t.ecosystem_id and e.transaction_id = t.id
      where t.ecosystem_id = ${ecosystemId} and t.effective_on <= ${through}::date
        and t.effective_on > ${last?.through ?? '-infinity'}::date group by 1
    ), before as (
      select account_id, closing from ledger_closing_balances where ecosystem_id = ${ecosystemId} and closing_number = ${last?.number ?? 0}
    )
    insert into ledger_closing_balances (ecosystem_id, closing_number, account_id, opening, closing)
    select ${ecosystemId}, ${number}::int, account_id, coalesce(b.closing, 0), coalesce(b.closing, 0) + coalesce(m.amount, 0)
    from before b full join moved m using (account_id)`.execute(db)
}
