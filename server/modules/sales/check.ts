import { sql } from 'kysely'
import { type BookChecks, bookedLines } from '../ledger/index.ts'

/** What was shared is what was sold: by the lines of a sale, by its price, and by what was booked. Nobody was asked back more than he got. */
export const bookChecks: BookChecks = {
  async shares({ db, ecosystemId }) {
    const { rows } = await sql<{ wrong: string }>`
      with shared as (
        select sale_id, sum(paid) as paid from sale_allocations where ecosystem_id = ${ecosystemId} group by 1
      ), booked as (
        select transaction_id, -sum(amount) as amount from ${bookedLines(ecosystemId)} l where step is not null group by 1
      )
      select * from (
        select s.id, format('sale %s: its shares come to %s, it was sold for %s, %s of it without tax, and %s were booked', s.id,
          coalesce(a.paid, 0), s.gross, s.net, coalesce(b.amount, 0)) as wrong
        from sales s left join shared a on a.sale_id = s.id left join booked b on b.transaction_id = s.transaction_id
        where s.ecosystem_id = ${ecosystemId}
          and (coalesce(a.paid, 0) not in (s.net, s.gross) or coalesce(b.amount, 0) <> coalesce(a.paid, 0))
        union all
        select p.sale_id, format('sale %s, line %s: %s were given back of %s', p.sale_id, p.n, p.amount, a.paid)
        from (select sale_id, n, sum(amount) as amount from sale_refund_parts where ecosystem_id = ${ecosystemId} group by 1, 2) p
        join sale_allocations a on a.ecosystem_id = ${ecosystemId} and a.sale_id = p.sale_id and a.n = p.n
        where p.amount > a.paid or p.amount < 0
      ) x order by id limit 1`.execute(db)
    return rows[0]?.wrong ?? null
  },
}
