// Settlements are held against what their accounts did; each kind of damage is named.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../kernel/ctx.ts'
import { checkLedger } from '../ledger/index.ts'
import { wrongAfter } from '../ledger/testing.ts'
import { call, clock, place, testSettlement } from './testing.ts'

const at = await testSettlement()
const [bakery, ferry] = [await at.party('Bakery'), await at.party('Ferry')]
await at.account(bakery, 0)
await at.own()
await at.owe(bakery, 12_000, { effectiveOn: '2026-04-10' })
await at.owe(ferry, 9_000, { effectiveOn: '2026-04-20' })
const { id } = (await at.close('2026-04-30')).json
await call(at.two, 'POST', `/settlements/${id}/approval`)
await at.owe(bakery, 500, { effectiveOn: '2026-05-03' })
clock.now = new Date('2026-06-02T10:00:00Z')
await at.close('2026-05-31')

test('what was settled is found sound', async () => {
  const { checks } = await transaction(at.system, checkLedger)
  assert.deepEqual(checks.filter(({ wrong }) => wrong !== null), []) // biome-ignore format: one line reads better
  assert.equal(checks.at(-1)!.key, 'settled')
})

const OF_FIRST = `(select id from settlements where ecosystem_id = :eco and number = 1)`
const DAMAGES: [what: string, statement: string, names: string][] = [
  ['what moved in a line', `update settlement_lines set incoming = incoming + 1, closing = closing + 1 where ecosystem_id = :eco and settlement_id = ${OF_FIRST} and n = 1`, 'settlement 1, line 1: it says that 12001 moved and 12001 were owed then, the entries say 12000 and 12000'],
  ['a line that is gone', `delete from settlement_lines where ecosystem_id = :eco and settlement_id = ${OF_FIRST} and n = 2`, 'settlement 1: its lines come to 12000, 21000 were owed then'],
  ['days that are settled twice', `update settlements set since = '2026-04-15' where ecosystem_id = :eco and number = 2`, 'settlement 2: it begins after 2026-04-15, the one before ended with 2026-04-30'],
  ['an account that stands in two lines', `update settlement_lines set account_ids = account_ids || (select account_ids from settlement_lines where ecosystem_id = :eco and settlement_id = ${OF_FIRST} and n = 2) where ecosystem_id = :eco and settlement_id = ${OF_FIRST} and n = 1`, 'stands in 2 of its lines'],
  ['a payout that was never booked', `update settlement_payouts set outcome = 'paid', ended_by = 'system', ended_at = now() where ecosystem_id = :eco`, 'settlement 1: 12000 were paid of line 1, 0 were booked'],
] // biome-ignore format: a table
for (const [what, statement, names] of DAMAGES) {
  test(`damage is found and named: ${what}`, async () => {
    const wrong = await wrongAfter(place, at.system, statement)
    const named = wrong.find(({ key }) => key === 'settled')?.wrong
    assert.ok(named?.includes(names), JSON.stringify(wrong, null, 1))
  })
}
