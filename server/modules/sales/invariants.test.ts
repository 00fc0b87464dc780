// Whatever many callers sell and give back at once, in two processes: what was shared is what was sold, nothing is given back twice, all of it
// can be, and the books are sound.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { type Ctx, transaction } from '../../kernel/ctx.ts'
import { openDb, openPool } from '../../kernel/db.ts'
import { testDatabase, testJobs } from '../../kernel/testing.ts'
import { checkLedger, setBookChecks } from '../ledger/index.ts'
import { sharesRule, WEEKEND } from '../sharing/rule/testing.ts'
import { bookChecks } from './check.ts'
import { recordSales } from './recording.ts'
import { refundSale } from './refunds.ts'
import { releaseSome } from './releases.ts'
import { NewRefund, NewSale } from './schema.ts'
import { testSales } from './testing.ts'

const RUNS = 4
const TODAY = new Date('2026-05-20T10:00:00Z')
const LATER = new Date('2026-06-20T10:00:00Z')

const database = await testDatabase()
await testJobs(database, {})
setBookChecks(bookChecks)
const other = openPool({ host: database.host, user: 'tutti_app', database: database.database, max: 4 })
database.closeWith(() => other.end())
const processes = [database.db, openDb(other)]

const anyStep = fc.record({
  what: fc.constantFrom('sell', 'sell', 'sell', 'batch', 'refund', 'refund', 'refund', 'release'),
  key: fc.nat(20),
  rule: fc.nat(2),
  net: fc.bigInt({ min: 1n, max: 20_000n }),
  vat: fc.constantFrom([], ['7/100'], ['19/100', '7/100']),
  visits: fc.tuple(fc.nat(3), fc.nat(3)),
  part: fc.bigInt({ min: 1n, max: 6n }),
  isCollected: fc.boolean(),
  process: fc.nat(1),
})
type Step = typeof anyStep extends fc.Arbitrary<infer T> ? T : never
type Market = Awaited<ReturnType<typeof testSales>>

let sold = 0
let givenBack = 0

test('after anything at all, sold and given back by many at once, every cent is accounted for, and all can be given back', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 30, maxLength: 60 }), async (steps) => {
      const market = await testSales(database.db, () => TODAY)
      const held = sharesRule({ museum: '1/3', ferry: '2/3' })
      const rules = [
        market.ruleId,
        await market.makeRule({ ...held, steps: [{ ...held.steps[0], heldDays: 5 }] }),
        await market.makeRule({ ...WEEKEND, basis: 'gross' }),
      ]
      const half = Math.ceil(steps.length / 2)
      // the second half gives back and repeats what the first has done
      for (const part of [steps.slice(0, half), steps.slice(half)]) await Promise.all(part.map((step) => act(step, market, rules)))
      await mustAddUp(market.system)
      sold += (await openSales(market.system)).length
      await Promise.all((await openSales(market.system)).map(({ id, left }) => giveBack({ ...market.owner, now: () => LATER }, id, left)))
      await mustAddUp(market.system)
      await mustBeEmpty(market.system)
    }),
    { numRuns: RUNS },
  )
  assert.ok(sold > 5 * RUNS && givenBack > 2 * RUNS, `${sold} sales and ${givenBack} refunds in between`)
})

/** Does one step. A refusal is fine, anything else is not. */
async function act(step: Step, { owner, parties }: Market, rules: string[]): Promise<void> {
  const ctx = { ...owner, db: processes[step.process]! }
  if (step.what === 'release') return void (await transaction({ ...ctx, now: () => LATER }, releaseSome))
  if (step.what === 'refund') {
    const open = await openSales(ctx)
    const sale = open[step.key % (open.length || 1)]
    return sale && (await giveBack(ctx, sale.id, sale.left / step.part, step.key))
  }
  const one = saleOf(step, parties, rules)
  const sales = step.what === 'sell' ? [one] : [one, { ...one, reference: `${one.reference}b` }, { ...one, net: '0' }, one]
  const { items } = await transaction(ctx, (tx) => recordSales(tx, sales))
  if (step.what === 'batch' && items[0]!.saleId !== null) assert.equal(items[3]!.saleId, items[0]!.saleId)
}

function saleOf({ key, rule, net, vat, visits, isCollected }: Step, { museum }: Market['parties'], rules: string[]): NewSale {
  const parts = vat.map((rate, k) => ({ rate, net: k === 0 ? net - BigInt(vat.length - 1) : 1n }))
  const lines = parts.map(({ rate, net }) => ({
    rate,
    country: 'DE',
    net: `${net < 0n ? 0n : net}`,
    vat: `${(net * BigInt(rate.split('/')[0]!)) / 100n}`,
  }))
  const tax = lines.reduce((sum, line) => sum + BigInt(line.vat), 0n)
  return NewSale.parse({
    reference: `receipt-${key}`,
    day: `2026-05-${10 + (key % 10)}`,
    ruleId: rules[rule],
    asset: 'EUR',
    gross: `${net + tax}`,
    net: `${net}`,
    vat: lines,
    collectedBy: isCollected ? museum : null,
    units: { guest_night: Number(net % 9n) },
    metrics: { visits: { museum: visits[0], ferry: visits[1] } },
    ...(isCollected ? { names: { referrer: { recipient: 'bakery', since: '2026-05-01' } } } : {}),
  })
}

async function giveBack(ctx: Ctx, saleId: string, amount: bigint, key?: number): Promise<void> {
  if (amount <= 0n) return
  const refund = NewRefund.parse({ reference: key === undefined ? `all of ${saleId}` : `refund-${key}`, amount: `${amount}` })
  try {
    await transaction(ctx, (tx) => refundSale(tx, saleId, refund))
    if (key !== undefined) givenBack++
  } catch (error) {
    if ((error as Error).name !== 'DomainError') throw error
  }
}

async function openSales(ctx: Ctx): Promise<{ id: string; left: bigint }[]> {
  const { rows } = await transaction(ctx, (tx) =>
    sql<{ id: string; left: bigint }>`
      select s.id, (s.gross - coalesce((select sum(amount) from sale_refunds r where r.sale_id = s.id), 0))::bigint as left
      from sales s order by s.id`.execute(tx.db),
  )
  return rows
}

/** Recomputed by SQL of its own: what was shared is what was sold, by the sale and by the books; nobody gave back more than he got. */
async function mustAddUp(ctx: Ctx): Promise<void> {
  const { rows } = await transaction(ctx, (tx) =>
    sql`
      select s.id, 'shares' as wrong from sales s join sale_allocations a on a.sale_id = s.id
      join sharing_rule_versions v on v.id = s.version_id
      group by s.id, s.net, s.gross, v.body::jsonb ->> 'basis'
      having sum(a.paid) <> case v.body::jsonb ->> 'basis' when 'net' then s.net else s.gross end
      union all select a.sale_id, 'a line gave back more than it got' from sale_allocations a
      where (select coalesce(sum(p.amount), 0) from sale_refund_parts p where p.sale_id = a.sale_id and p.n = a.n) > a.paid
      union all select s.id, 'more given back than sold' from sales s where (select sum(r.amount) from sale_refunds r where r.sale_id = s.id) > s.gross
      union all select s.id, 'the books say another price' from sales s join sharing_rule_versions v on v.id = s.version_id
      where case when s.collected_by is null or v.body::jsonb ->> 'basis' = 'gross' then s.gross else s.net end
        <> (select e.amount from ledger_entries e where e.transaction_id = s.transaction_id and e.n = 1)
      union all select null, 'not one transaction each' where (select count(*) from sales) <> (select count(*) from ledger_transactions where kind = 'sale')`.execute(
      tx.db,
    ),
  )
  assert.deepEqual(rows, [])
  const { checks } = await transaction(ctx, (tx) => checkLedger(tx))
  assert.deepEqual(checks.filter(({ wrong }) => wrong !== null), []) // biome-ignore format: one line reads better
}

/** When all is given back nobody owes or is owed anything, and nothing is left to give back. */
async function mustBeEmpty(ctx: Ctx): Promise<void> {
  assert.deepEqual((await openSales(ctx)).filter(({ left }) => left !== 0n), []) // biome-ignore format: one line reads better
  const { rows } = await transaction(ctx, (tx) => sql`select account_id, balance from ledger_balances where balance <> 0`.execute(tx.db))
  assert.deepEqual(rows, [])
}
