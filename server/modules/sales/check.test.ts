// What was shared is held against what was sold and booked; each kind of damage is named.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../kernel/ctx.ts'
import { testDatabase, testJobs } from '../../kernel/testing.ts'
import { checkLedger, setBookChecks } from '../ledger/index.ts'
import { wrongAfter } from '../ledger/testing.ts'
import { bookChecks } from './check.ts'
import { testSales } from './testing.ts'

const database = await testDatabase()
await testJobs(database, {})
setBookChecks(bookChecks)

const market = await testSales(database.db, () => new Date('2026-05-20T10:00:00Z'))
const sold = await market.call(market.owner, 'POST', '/sales', market.sale())
const saleId: string = sold.json.id
await market.call(market.owner, 'POST', `/sales/${saleId}/refunds`, { reference: 'back', amount: '7000' })

test('what was shared out is found sound', async () => {
  const { checks } = await transaction(market.system, checkLedger)
  assert.deepEqual(checks.filter(({ wrong }) => wrong !== null), []) // biome-ignore format: one line reads better
  assert.equal(checks.at(-1)!.key, 'shares')
})

const DAMAGES: [what: string, statement: string, names: string][] = [
  ['what a line was paid', `update sale_allocations set paid = paid + 1 where ecosystem_id = :eco and n = 1`, `sale ${saleId}: its shares come to 20001, it was sold for 23800, 20000`],
  ['a line that is gone', `delete from sale_allocations where ecosystem_id = :eco and n = 2`, `sale ${saleId}: its shares come to`],
  ['the price', `update sales set net = net - 1 where ecosystem_id = :eco`, `sale ${saleId}: its shares come to 20000, it was sold for 23800, 19999`],
  ['what was given back', `update sale_refund_parts set amount = amount + 100000 where ecosystem_id = :eco and n = 1`, `sale ${saleId}, line 1:`],
  ['shares that were moved from one to another in the books alone', `update ledger_entries set explanation = explanation - 'step' where ecosystem_id = :eco and explanation ? 'step' and amount < 0`, `and 0 were booked`],
] // biome-ignore format: a table
for (const [what, statement, names] of DAMAGES) {
  test(`damage is found and named: ${what}`, async () => {
    const wrong = await wrongAfter(database, market.system, statement)
    const named = wrong.find(({ key }) => key === 'shares')?.wrong
    assert.ok(named?.includes(names), JSON.stringify(wrong, null, 1))
  })
}
