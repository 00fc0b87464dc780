import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '../../kernel/ctx.ts'
import { readWholeSet } from '../../kernel/sets.ts'
import { allow } from '../people/index.ts'
import { LINE_SUM } from './line-sum.ts'

export const CHECKS = [
  'unchangeable',
  'balanced',
  'whole',
  'keys',
  'running',
  'balances',
  'bounds',
  'held',
  'assets',
  'conversions',
  'reversals',
  'closings',
  'seals',
] as const
export type CheckKey = (typeof CHECKS)[number]

export type Checked = { isSound: boolean; entries: number; checks: { key: string; wrong: string | null }[] }

/** What modules below say about what they made of the ledger: the first row that breaks a rule of theirs, by the name of the rule. */
export type BookChecks = Readonly<Record<string, (tx: Tx) => Promise<string | null>>>

let further: BookChecks = {}

/** Called once at the start, by whoever knows the modules. */
export function setBookChecks(checks: BookChecks): void {
  further = checks
}

/**
 * Recomputes the books of an ecosystem from their entries and names, for each rule, the first row that breaks it. Every rule is one statement over
 * the whole set, so it sees one moment and holds on books that are being written to.
 */
export async function checkLedger(ctx: Tx): Promise<Checked> {
  allow(ctx, 'ledger.read')
  await sql`set local work_mem = '64MB'`.execute(ctx.db) // everything is sorted, by account and by transaction
  const checks: Checked['checks'] = []
  for (const key of CHECKS) {
    const query = QUERIES[key](ctx.ecosystemId)
    const { rows } = await readWholeSet(ctx, () => sql<{ wrong: string }>`${query} limit 1`.execute(ctx.db))
    checks.push({ key, wrong: rows[0]?.wrong ?? null })
  }
  for (const [key, check] of Object.entries(further)) checks.push({ key, wrong: await readWholeSet(ctx, () => check(ctx)) })
  const { rows } = await sql<{ entries: bigint }>`
    select coalesce(sum(last_sequence), 0)::bigint as entries from ledger_balances where ecosystem_id = ${ctx.ecosystemId}`.execute(ctx.db)
  return { isSound: checks.every(({ wrong }) => wrong === null), entries: Number(rows[0]!.entries), checks }
}

const TABLES = 'assets accounts transactions entries conversions holds hold_ends closings closing_balances seals seal_ranges'
  .split(' ')
  .map((name) => `ledger_${name}`)

type Query = (ecosystemId: string) => RawBuilder<{ wrong: string }>

const QUERIES: Record<CheckKey, Query> = {
  /** What keeps the books from being changed is in its place: triggers that fire, keys that hold, and no right of the program to change. */
  unchangeable: () => sql`
    select format('table %s: %s', name, problem) as wrong from (
      select name, case
        when (select count(*) from pg_trigger where tgrelid = name::regclass and tgname like 'append\\_only%' and tgenabled in ('O', 'A')) < 2
          then 'the triggers that keep it from being changed are gone or off'
        when has_table_privilege('tutti_app', name, 'update') or has_table_privilege('tutti_app', name, 'delete')
          or has_table_privilege('tutti_app', name, 'truncate') then 'the program may change it'
        when not (select relrowsecurity and relforcerowsecurity from pg_class where oid = name::regclass)
          then 'ecosystems are not kept apart'
        end as problem from unnest(${TABLES}::text[]) name
      union all select 'ledger_entries', 'the trigger that holds every transaction to a sum of zero is gone or off'
        where not exists (select from pg_trigger where tgrelid = 'ledger_entries'::regclass and tgname = 'balanced' and tgenabled in ('O', 'A'))
      union all select 'ledger_transactions', 'the trigger that keeps closed days closed is gone or off'
        where not exists (select from pg_trigger where tgrelid = 'ledger_transactions'::regclass and tgname = 'open_day' and tgenabled in ('O', 'A'))
    ) x where problem is not null order by name`,

  /** 1: the entries of a transaction sum to zero for each asset, at least two. */
  balanced: (id) => sql`
    select format('transaction %s: %s entries sum to %s %s', transaction_id, entries, sum, asset) as wrong from (
      select e.transaction_id, a.asset, count(*) as entries, sum(e.amount) as sum
      from ledger_entries e left join ledger_accounts a on a.ecosystem_id = e.ecosystem_id and a.id = e.account_id
      where e.ecosystem_id = ${id} group by 1, 2) x where sum <> 0 or entries < 2 or asset is null order by transaction_id`,

  /** Transactions and entries belong together: numbered from one, none missing, none alone. */
  whole: (id) => sql`
    select format('transaction %s: %s', coalesce(t.id, e.transaction_id),
      case when t.id is null then 'its entries are there, itself is not' when e.transaction_id is null then 'it has no entries'
        else 'its entries are not numbered from one' end) as wrong
    from (select id from ledger_transactions where ecosystem_id = ${id}) t full join (
      select transaction_id, count(*) as entries, min(n) as first, max(n) as last from ledger_entries where ecosystem_id = ${id} group by 1
    ) e on e.transaction_id = t.id
    where t.id is null or e.transaction_id is null or e.first <> 1 or e.last <> e.entries order by coalesce(t.id, e.transaction_id)`,

  /** 3: a key has one effect, and so has a hold. */
  keys: (id) => sql`
    select format('%s: the key %L of %L stands %s times', what, key, scope, times) as wrong from (
      select 'transactions' as what, scope, key, count(*) as times, min(booked_at) as first from ledger_transactions
      where ecosystem_id = ${id} group by scope, key
      union all select 'holds', scope, key, count(*), min(held_at) from ledger_holds where ecosystem_id = ${id} group by scope, key
    ) x where times > 1 order by first`,

  /** 4: the running balance and the sequence of an account have no gaps. */
  running: (id) => sql`
    select format('account %s, entry %s: %s', account_id, sequence, case when sequence <> place then format('it is number %s', place)
      else format('the balance is %s, not %s', balance_after, before + amount) end) as wrong from (
      select account_id, sequence, amount, balance_after, row_number() over by_sequence as place,
        coalesce(lag(balance_after) over by_sequence, 0) as before
      from ledger_entries where ecosystem_id = ${id} window by_sequence as (partition by account_id order by sequence)) x
    where sequence <> place or balance_after::numeric <> before::numeric + amount order by account_id, sequence`,

  /** 4: the balance of an account is the sum of its entries. */
  balances: (id) => sql`
    select format('account %s: the balance is %s after %s entries, the entries give %s after %s', a.id, coalesce(b.balance::text, 'missing'),
      coalesce(b.last_sequence, 0), coalesce(e.sum, 0), coalesce(e.entries, 0)) as wrong
    from ledger_accounts a left join ledger_balances b on b.ecosystem_id = a.ecosystem_id and b.account_id = a.id
    left join (select account_id, sum(amount) as sum, count(*) as entries from ledger_entries where ecosystem_id = ${id} group by 1) e
      on e.account_id = a.id
    where a.ecosystem_id = ${id}
      and (b.balance is null or b.balance <> coalesce(e.sum, 0) or b.last_sequence <> coalesce(e.entries, 0)) order by a.id`,

  /** 5: the bounds hold, whatever becomes of what is held back. */
  bounds: (id) => sql`
    select format('account %s: the balance %s, with %s and %s held, lies outside %s to %s', account_id, balance, held_debit, held_credit,
      coalesce(lowest::text, 'nothing'), coalesce(highest::text, 'nothing')) as wrong
    from ledger_balances where ecosystem_id = ${id}
      and (balance::numeric - held_credit < lowest or balance::numeric + held_debit > highest) order by account_id`,

  /** 5: what an account says is held back is what the open holds say. */
  held: (id) => sql`
    with open as (
      select h.* from ledger_holds h left join ledger_hold_ends e on e.ecosystem_id = h.ecosystem_id and e.hold_id = h.id
      where h.ecosystem_id = ${id} and e.hold_id is null
    ), sums as (
      select account_id, sum(debit) as debit, sum(credit) as credit from (
        select debit_account_id as account_id, amount as debit, 0 as credit from open
        union all select credit_account_id, 0, amount from open) x group by 1
    )
    select format('account %s: %s and %s are held, the open holds give %s and %s', b.account_id, b.held_debit, b.held_credit,
      coalesce(s.debit, 0), coalesce(s.credit, 0)) as wrong
    from ledger_balances b left join sums s using (account_id)
    where b.ecosystem_id = ${id} and (b.held_debit <> coalesce(s.debit, 0) or b.held_credit <> coalesce(s.credit, 0)) order by b.account_id`,

  /** 6, 10: over all accounts, issuers included, an asset sums to zero, and every account is in one that exists. */
  assets: (id) => sql`
    select coalesce('account ' || a.id || ': there is no asset ' || a.asset, 'asset ' || x.asset || ': all accounts sum to ' || x.sum) as wrong
    from (select a.asset, sum(b.balance) as sum from ledger_accounts a
      join ledger_balances b on b.ecosystem_id = a.ecosystem_id and b.account_id = a.id where a.ecosystem_id = ${id} group by 1) x
    left join ledger_assets s on s.ecosystem_id = ${id} and s.code = x.asset
    left join lateral (select min(id::text) as id, min(asset) as asset from ledger_accounts
      where ecosystem_id = ${id} and asset = x.asset and s.code is null) a on s.code is null
    where s.code is null or x.sum <> 0 order by x.asset`,

  /** 6: an exchange has both legs, at the rate that is stored. */
  conversions: (id) => sql`
    select format('transaction %s: the exchange of %s %s for %s %s is not what was booked', c.transaction_id, c.given, c.from_asset, c.taken,
      c.to_asset) as wrong
    from ledger_conversions c left join (
      select e.transaction_id, a.asset, max(e.amount) as amount from ledger_entries e
      join ledger_conversions c on c.ecosystem_id = e.ecosystem_id and c.transaction_id = e.transaction_id
      join ledger_accounts a on a.ecosystem_id = e.ecosystem_id and a.id = e.account_id
      where e.ecosystem_id = ${id} group by 1, 2) leg on leg.transaction_id = c.transaction_id
    where c.ecosystem_id = ${id} group by c.ecosystem_id, c.transaction_id
    having not coalesce(bool_or(leg.asset = c.from_asset and leg.amount = c.given), false)
      or not coalesce(bool_or(leg.asset = c.to_asset and leg.amount = c.taken), false) or count(*) <> 2
      or c.taken <> div(c.given::numeric * c.rate_numerator, c.rate_denominator) order by c.transaction_id`,

  /** 2: all reversals of a transaction together are never more than it was, and each undoes the entry it names. */
  reversals: (id) => sql`
    select format('transaction %s, entry %s: %s was reversed of %s', o.id, x.n, x.amount, coalesce(e.amount::text, 'nothing')) as wrong from (
      select t.reverses, r.reverses_n as n, sum(r.amount) as amount, count(distinct r.account_id) as accounts, min(r.account_id::text)::uuid as account
      from ledger_transactions t join ledger_entries r on r.ecosystem_id = t.ecosystem_id and r.transaction_id = t.id
      where t.ecosystem_id = ${id} and t.reverses is not null group by 1, 2) x
    join ledger_transactions o on o.ecosystem_id = ${id} and o.id = x.reverses
    left join ledger_entries e on e.ecosystem_id = ${id} and e.transaction_id = x.reverses and e.n = x.n
    where e.n is null or o.reverses is not null or x.accounts <> 1 or x.account <> e.account_id or sign(x.amount) = sign(e.amount)
      or abs(x.amount) > abs(e.amount::numeric) order by o.id, x.n`,

  /** 9, 11: what was closed is still what the entries of its days give, and opens the next. */
  closings: (id) => sql`
    with closings as (
      select number, through, transactions, lag(number) over (order by number) as before from ledger_closings where ecosystem_id = ${id}
    ), days as (
      select t.id, (select min(c.number) from closings c where c.through >= t.effective_on) as number
      from ledger_transactions t where t.ecosystem_id = ${id}
    ), moved as (
      select d.number, e.account_id, sum(e.amount) as amount from days d
      join ledger_entries e on e.ecosystem_id = ${id} and e.transaction_id = d.id where d.number is not null group by 1, 2
    ), kept as (
      select b.closing_number as number, b.account_id, b.opening, b.closing, coalesce(p.closing, 0) as before
      from ledger_closing_balances b join closings c on c.number = b.closing_number
      left join ledger_closing_balances p on p.ecosystem_id = b.ecosystem_id and p.closing_number = c.before and p.account_id = b.account_id
      where b.ecosystem_id = ${id}
    ), counted as (select number, sum(count(*)) over (order by number) as transactions from days where number is not null group by number)
    select wrong from (
      select coalesce(k.number, m.number) as number, format('closing %s, account %s: it opened with %s and closed with %s, its entries give %s and %s',
        coalesce(k.number, m.number), account_id, coalesce(k.opening, 0), coalesce(k.closing, 0), coalesce(k.before, 0),
        coalesce(k.before, 0) + coalesce(m.amount, 0)) as wrong
      from kept k full join moved m using (number, account_id)
      where k.number is null or k.opening <> k.before or k.closing <> k.opening + coalesce(m.amount, 0)
      union all
      select c.number, format('closing %s: %s transactions take effect by %s, %s were closed', c.number, coalesce(x.transactions, 0), c.through,
        c.transactions)
      from closings c left join lateral (select max(n.transactions) as transactions from counted n where n.number <= c.number) x on true
      where c.transactions <> coalesce(x.transactions, 0)
    ) y order by number, wrong`,

  /** 12: every block is what it was when it was sealed, and all of them follow each other without a gap. */
  seals: (id) => sql`
    with lines as (
      select r.seal_number as number, string_agg(${LINE_SUM}, ''::bytea order by e.account_id, e.sequence) as lines, count(*) as entries
      from ledger_entries e join ledger_transactions t on t.ecosystem_id = e.ecosystem_id and t.id = e.transaction_id
      join (select account_id, seal_number, generate_series(from_sequence, to_sequence) as sequence from ledger_seal_ranges
        where ecosystem_id = ${id}) r on r.account_id = e.account_id and r.sequence = e.sequence
      where e.ecosystem_id = ${id} group by 1
    ), chain as (
      select s.*, coalesce(lag(root) over (order by number), sha256('')) as before, row_number() over (order by number) as place
      from ledger_seals s where ecosystem_id = ${id}
    ), gaps as (
      select account_id, seal_number, from_sequence, coalesce(lag(to_sequence) over (partition by account_id order by from_sequence), 0) + 1 as due
      from ledger_seal_ranges where ecosystem_id = ${id}
    )
    select wrong from (
      select s.number, format('block %s: %s', s.number, case when s.number <> s.place then 'one before it is missing'
        when s.previous <> s.before then 'it does not follow the one before it'
        when l.entries is distinct from s.entries then format('%s entries are there, %s were sealed', coalesce(l.entries, 0), s.entries)
        else 'an entry in it, or what its transaction says, is not what was sealed' end) as wrong
      from chain s left join lines l using (number)
      where s.number <> s.place or s.previous <> s.before or l.entries is distinct from s.entries or s.root <> sha256(s.previous || l.lines)
      union all
      select seal_number, format('block %s, account %s: it begins with entry %s where %s is due', seal_number, account_id, from_sequence, due)
      from gaps where from_sequence <> due
    ) x order by number, wrong`,
}
