import { sql } from 'kysely'
import { type BookChecks, bookedLines } from '../ledger/index.ts'
import { PURPOSE } from './lines.ts'

/**
 * Every entry on what is owed was settled at most once, and settlements together are what the accounts did: each begins with the day after the one
 * before, no account stands in two lines of one, what a line says moved is the sum of its entries, and a payout that was made was booked.
 */
export const bookChecks: BookChecks = {
  async settled({ db, ecosystemId }) {
    const { rows } = await sql<{ wrong: string }>`
      with periods as (
        select *, lag(through) over (order by number) as before from settlements where ecosystem_id = ${ecosystemId}
      ), accounts as (
        select l.*, a.account_id from settlement_lines l, unnest(l.account_ids) as a(account_id) where l.ecosystem_id = ${ecosystemId}
      ), entries as (
        select account_id, transaction_id, effective_on, -amount as amount from ${bookedLines(ecosystemId)} l where purpose = ${PURPOSE}
      ), moved as (
        select a.id, coalesce(sum(e.amount), 0) as until, coalesce(sum(e.amount) filter (where p.since is null or e.effective_on > p.since), 0) as amount
        from accounts a join periods p on p.id = a.settlement_id
        left join entries e on e.account_id = a.account_id and e.effective_on <= p.through group by 1
      )
      select * from (
        select p.number, 1 as place, format('settlement %s: it begins after %s, the one before ended with %s', p.number, coalesce(p.since::text, 'nothing'),
          coalesce(p.before::text, 'nothing')) as wrong from periods p where p.since is distinct from p.before
        union all
        select p.number, 2, format('settlement %s: account %s stands in %s of its lines', p.number, a.account_id, count(*))
        from accounts a join periods p on p.id = a.settlement_id group by p.number, a.account_id having count(*) > 1
        union all
        select p.number, 3, format('settlement %s, line %s: it says that %s moved and %s were owed then, the entries say %s and %s', p.number, l.n,
          l.incoming - l.outgoing, l.closing, m.amount, m.until)
        from settlement_lines l join periods p on p.id = l.settlement_id join moved m on m.id = l.id
        where l.ecosystem_id = ${ecosystemId} and (l.incoming - l.outgoing <> m.amount or l.closing <> m.until)
        union all
        select p.number, 4, format('settlement %s: its lines come to %s, %s were owed then', p.number, coalesce(l.closing, 0), coalesce(e.amount, 0))
        from periods p left join (select settlement_id, sum(closing) as closing from settlement_lines where ecosystem_id = ${ecosystemId} group by 1) l
          on l.settlement_id = p.id
        left join (select p.id, sum(e.amount) as amount from periods p join entries e on e.effective_on <= p.through group by 1) e on e.id = p.id
        where coalesce(l.closing, 0) <> coalesce(e.amount, 0)
        union all
        select s.number, 5, format('settlement %s: %s were paid of line %s, %s were booked', s.number, o.amount, l.n, coalesce(-b.amount, 0))
        from settlement_payouts o join settlement_lines l on l.ecosystem_id = o.ecosystem_id and l.id = o.line_id
        join periods s on s.id = l.settlement_id
        left join (select h.payout_id, sum(e.amount) as amount from settlement_payout_holds h
          join entries e on e.transaction_id = h.transaction_id and e.account_id = h.account_id
          where h.ecosystem_id = ${ecosystemId} group by 1) b on b.payout_id = o.id
        where o.ecosystem_id = ${ecosystemId} and o.outcome = 'paid' and o.amount <> coalesce(-b.amount, 0)
      ) x order by number, place, wrong limit 1`.execute(db)
    return rows[0]?.wrong ?? null
  },
}
