// Every statement is made again and compared; what was changed since is named.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { testDatabase, testJobs } from '../../kernel/testing.ts'
import { checkLedger, setBookChecks } from '../ledger/index.ts'
import { wrongAfter } from '../ledger/testing.ts'
import { bookChecks } from './check.ts'
import { issueStatements } from './issue.ts'
import { testSales } from './testing.ts'

const database = await testDatabase()
await testJobs(database, {})
setBookChecks(bookChecks)
const books = await testSales(database.db, () => new Date('2026-05-30T10:00:00Z'))
const [museum, ferry] = [newId(), newId()]
const shares = [{ party: museum, amount: 6667, step: 'rest', exact: '20000/3', carry: '-1/3' }, { party: ferry, amount: 3333, step: 'rest', exact: '10000/3', carry: '1/3' }] // biome-ignore format: one line reads better
await books.sell({ day: '2026-04-03', reference: 'R-1', gross: 11900, net: 10000, shares })
await books.close('2026-04-30')
await issueStatements(books.system)

test('statements made again are what they were', async () => {
  const { checks } = await transaction(books.system, checkLedger)
  assert.deepEqual(checks.filter(({ wrong }) => wrong !== null), []) // biome-ignore format: one line reads better
  assert.equal(checks.at(-1)!.key, 'statements')
})

const DAMAGES: [what: string, statement: string][] = [
  ['the carry of a line', `update ledger_entries set explanation = explanation || '{"carry": "0"}' where ecosystem_id = :eco and explanation ->> 'carry' = '-1/3'`],
  ['the sum that was kept', `update statements set hash = sha256('x') where ecosystem_id = :eco and party_id = '${museum}'`],
] // biome-ignore format: a table
for (const [what, statement] of DAMAGES) {
  test(`damage is found and named: ${what}`, async () => {
    const wrong = await wrongAfter(database, books.system, statement)
    const named = wrong.find(({ key }) => key === 'statements')?.wrong
    assert.match(named ?? '', new RegExp(`^statement .*, number 1 of organisation ${museum}: it is not what it was$`))
  })
}
