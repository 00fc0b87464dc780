import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { decodeCursor, type Page, type Paging, toPage } from '../../kernel/paging.ts'
import { readWholeSet } from '../../kernel/sets.ts'
import { selectAliases } from '../parties/index.ts'
import { allow } from '../people/index.ts'

/**
 * Which way value went in some days: from whom, as what, to whom. Places are `party:<id>`, `own:<purpose>` for the ecosystem's accounts, or
 * `others` for all but the `top` largest; what it was shared as is `step:<rule>:<step>`, `vat`, `kind:<kind>`, or `others`.
 */
export type FlowQuestion = {
  asset: string
  from: string
  to: string
  /** How many places and steps stand for themselves in each column. */
  top: number
  /** The rule each version belongs to, so that the versions of a rule are told together. */
  rules: ReadonlyMap<string, string>
}
export type Flow = { source: string; middle: string; target: string; amount: string; postings: number }
export type FlowPosting = {
  transactionId: string
  n: number
  kind: string
  effectiveOn: string
  amount: string
  reference: string | null
}

const FLOWS_MAX = 2000

/** The versions of rules by which something was shared in some days. */
export async function readRulesShared(ctx: Ctx, { from, to }: Pick<FlowQuestion, 'from' | 'to'>): Promise<string[]> {
  allow(ctx, 'ledger.read')
  const { rows } = await sql<{ id: string }>`
    select distinct rule_version_id as id from ledger_transactions
    where ecosystem_id = ${ctx.ecosystemId} and effective_on between ${from}::date and ${to}::date and rule_version_id is not null`.execute(
    ctx.db,
  )
  return rows.map(({ id }) => id)
}

/** What went which way, the most first. What was given back is taken off, so a flow can lie below zero. */
export async function readFlows(ctx: Ctx, question: FlowQuestion): Promise<Flow[]> {
  allow(ctx, 'ledger.read')
  const query = sql<Flow>`${folded(ctx, question)}
    select source, middle, target, sum(amount)::text as amount, count(*)::int as postings from folded
    group by source, middle, target order by sum(amount) desc, source, middle, target limit ${FLOWS_MAX}`
  return (await readWhole(ctx, query)).rows
}

/** What one flow is made of, the newest first. */
export async function listFlowPostings(
  ctx: Ctx,
  question: FlowQuestion,
  { source, middle, target }: Pick<Flow, 'source' | 'middle' | 'target'>,
  { limit, cursor }: Paging,
): Promise<Page<FlowPosting>> {
  allow(ctx, 'ledger.read')
  const [day, id, n] = cursor === undefined ? [null, null, null] : decodeCursor(cursor, 3)
  const before = cursor === undefined ? sql`true` : sql`(effective_on, id, n) < (${day}::date, ${id}::uuid, ${n}::int)`
  const query = sql<FlowPosting>`${folded(ctx, question)}
    select id as "transactionId", n, kind, effective_on::text as "effectiveOn", sum(amount)::text as amount, min(reference) as reference
    from folded where source = ${source} and middle = ${middle} and target = ${target} and ${before}
    group by id, n, kind, effective_on order by effective_on desc, id desc, n desc limit ${limit + 1}`
  const { rows } = await readWhole(ctx, query)
  return toPage(rows, limit, ({ effectiveOn, transactionId, n }) => [effectiveOn, transactionId, n])
}

/** Every line of these days is sorted more than once. */
async function readWhole<T>(ctx: Ctx, query: RawBuilder<T>) {
  await sql`set local work_mem = '64MB'`.execute(ctx.db)
  return await readWholeSet(ctx, () => query.execute(ctx.db))
}

/**
 * Everything given is paired with what was taken by the same transaction, in the order of the lines: where the stretches that two lines cover
 * of the whole overlap, the one went to the other. So pairs are whole units, and they sum to the transaction. From a debit to a credit, unless
 * the credit is on an account like the bank's, from which it left. A refund and a reversal are what they undo, below zero.
 */
function folded(ctx: Ctx, { asset, from, to, top, rules }: FlowQuestion): RawBuilder<unknown> {
  const { ecosystemId } = ctx
  const place = (side: string) =>
    sql.raw(`case when ${side}.owner is null then 'own:' || ${side}.purpose else 'party:' || ${side}.owner end`)
  const rank = (column: string) =>
    sql.raw(`(select ${column} as key, row_number() over (order by abs(sum(amount)) desc, ${column}) as rank from named group by 1)`)
  return sql`
    with versions as (
      select * from unnest(${[...rules.keys()]}::uuid[], ${[...rules.values()]}::text[]) as v(id, rule)
    ), lines as (
      select t.id, t.effective_on, coalesce(o.kind, t.kind) as kind, t.reverses is not null or t.kind = 'refund' as back,
        coalesce(t.explanation->>'reference', t.explanation->>'note') as reference, coalesce(v.rule, '') as rule, e.n,
        case when t.reverses is not null or t.kind = 'refund' then -e.amount::numeric else e.amount end as amount,
        coalesce(al.target_id, a.owner_party_id)::text as owner, a.purpose, a.normal_side,
        coalesce(e.explanation->>'step', oe.explanation->>'step') as step
      from ledger_transactions t
      join ledger_entries e on e.ecosystem_id = t.ecosystem_id and e.transaction_id = t.id
      join ledger_accounts a on a.ecosystem_id = e.ecosystem_id and a.id = e.account_id and a.asset = ${asset}
      left join ${selectAliases(ctx)} al on al.party_id = a.owner_party_id
      left join ledger_transactions o on o.ecosystem_id = t.ecosystem_id and o.id = t.reverses
      left join ledger_entries oe on oe.ecosystem_id = t.ecosystem_id and oe.transaction_id = t.reverses and oe.n = e.reverses_n
      left join versions v on v.id = coalesce(t.rule_version_id, o.rule_version_id)
      where t.ecosystem_id = ${ecosystemId} and t.effective_on between ${from}::date and ${to}::date
    ), debits as (
      select *, sum(amount) over (partition by id order by n) - amount as low, sum(amount) over (partition by id order by n) as high
      from lines where amount > 0
    ), credits as (
      select *, sum(-amount) over (partition by id order by n) + amount as low, sum(-amount) over (partition by id order by n) as high
      from lines where amount < 0
    ), named as (
      select d.id, d.effective_on, d.kind, d.reference, case when c.normal_side = 'debit' then d.n else c.n end as n,
        (least(d.high, c.high) - greatest(d.low, c.low)) * case when d.back then -1 else 1 end as amount,
        case when c.normal_side = 'debit' then ${place('c')} else ${place('d')} end as source,
        case when c.normal_side = 'debit' then ${place('d')} else ${place('c')} end as target,
        case when d.kind in ('sale', 'refund') and coalesce(c.step, d.step) is not null then 'step:' || d.rule || ':' || coalesce(c.step, d.step)
          when 'vat' in (c.purpose, d.purpose) then 'vat' else 'kind:' || d.kind end as middle
      from debits d join credits c on c.id = d.id and c.low < d.high and d.low < c.high
      where d.purpose not like 'recouped:%' and c.purpose not like 'recouped:%' -- they count what was owed, nothing went there
    ), folded as (
      select x.id, x.effective_on, x.kind, x.reference, x.n, x.amount, case when s.rank <= ${top} then x.source else 'others' end as source,
        case when m.rank <= ${top} then x.middle else 'others' end as middle, case when r.rank <= ${top} then x.target else 'others' end as target
      from named x join ${rank('source')} s on s.key = x.source join ${rank('middle')} m on m.key = x.middle
      join ${rank('target')} r on r.key = x.target
    )`
}
