// Books of every kind of thing are sound; then one thing at a time is damaged, past everything that keeps it from being changed, and is named.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Ctx, transaction } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { testApi, testDatabase, testJobs } from '../../kernel/testing.ts'
import { type CheckKey, checkLedger } from './check.ts'
import { closePeriod } from './closings.ts'
import { exchange } from './exchanges.ts'
import { hold } from './holds.ts'
import { reverse } from './reversals.ts'
import { routes } from './routes.ts'
import { sealEntries } from './seals.ts'
import { testBooks, wrongAfter } from './testing.ts'

const database = await testDatabase()
await testJobs(database, {})

/** Sales, one of them refunded in part, an exchange, a hold, two closed periods, two blocks. */
async function fullBooks() {
  let now = new Date('2026-05-04T10:00:00Z')
  const books = await testBooks(database.db, () => now)
  const { system, move } = books
  const [till, inn, guest, work] = [
    await books.account({ minimum: -100_000n }),
    await books.account({ normalSide: 'credit' }),
    await books.account(),
    await books.account({ asset: 'HOURS' }),
  ]
  const sale = await move(till, inn, 1500, { effectiveOn: '2026-04-20' })
  await move(till, guest, 700, { effectiveOn: '2026-04-21' })
  await transaction(system, sealEntries)
  await transaction(system, (tx) => closePeriod(tx, '2026-04-30'))
  await reverse(system, { transactionId: sale.id, scope: 'test', key: 'refund', explanation: 'in part', parts: new Map([[1, 500n], [2, 500n]]) }) // biome-ignore format: one line reads better
  const rate = { numerator: 3n, denominator: 100n, source: 'agreed' }
  const { id: exchanged } = await exchange(system, {
    scope: 'test',
    key: 'exchange',
    fromAccountId: guest,
    toAccountId: work,
    given: 150n,
    rate,
  })
  const held = await transaction(system, (tx) => hold(tx, { scope: 'test', key: 'hold', kind: 'deposit', debitAccountId: inn, creditAccountId: till, amount: 40n })) // biome-ignore format: one line reads better
  now = new Date('2026-06-02T10:00:00Z')
  await transaction(system, (tx) => closePeriod(tx, '2026-05-31'))
  const last = await move(till, inn, 20)
  await transaction(system, sealEntries)
  return { ...books, till, inn, sale: sale.id, last: last.id, exchanged, held }
}
type Books = Awaited<ReturnType<typeof fullBooks>>

const check = (ctx: Ctx) => transaction(ctx, (tx) => checkLedger(tx))
const wrongOf = async (ctx: Ctx) => (await check(ctx)).checks.filter(({ wrong }) => wrong !== null)

const books = await fullBooks()

test('sound books are found sound, also empty ones', async () => {
  assert.deepEqual(await wrongOf(books.system), [])
  const { isSound, entries } = await check(books.coordinator)
  assert.deepEqual([isSound, entries], [true, 12])
  assert.deepEqual(await wrongOf((await testBooks(database.db)).system), [])
  await assert.rejects(check(books.viewer), { code: 'forbidden' })
})

const E = 'ledger_entries'
const T = 'ledger_transactions'
/** Each kind of damage, which rule finds it, and what it names. */
const DAMAGES: [what: string, statement: (books: Books) => string, found: CheckKey, names: (books: Books) => string][] = [
  ['an amount', (b) => `update ${E} set amount = amount - 1 where ecosystem_id = :eco and transaction_id = '${b.sale}' and n = 2`, 'balanced', (b) => `transaction ${b.sale}: 2 entries sum to -1 EUR`],
  ['an entry that moved to an account of another asset', (b) => `update ${E} set account_id = (select id from ledger_accounts where ecosystem_id = :eco and asset = 'HOURS' and purpose like 'p%') , sequence = 99 where ecosystem_id = :eco and transaction_id = '${b.sale}' and n = 2`, 'balanced', (b) => `transaction ${b.sale}`],
  ['an entry that is gone', (b) => `delete from ${E} where ecosystem_id = :eco and transaction_id = '${b.last}' and n = 2`, 'balanced', (b) => `transaction ${b.last}: 1 entries`],
  ['a transaction without its entries', (b) => `delete from ${E} where ecosystem_id = :eco and transaction_id = '${b.last}'`, 'whole', (b) => `transaction ${b.last}: it has no entries`],
  ['entries without their transaction', (b) => `delete from ${T} where ecosystem_id = :eco and id = '${b.last}'`, 'whole', (b) => `transaction ${b.last}: its entries are there`],
  ['the number of an entry', (b) => `update ${E} set n = 7 where ecosystem_id = :eco and transaction_id = '${b.last}' and n = 2`, 'whole', (b) => `transaction ${b.last}: its entries are not numbered`],
  ['a running balance', (b) => `update ${E} set balance_after = balance_after + 5 where ecosystem_id = :eco and transaction_id = '${b.sale}' and n = 2`, 'running', (b) => `account ${b.inn}, entry 1: the balance is 1505, not 1500`],
  ['a gap in the sequence', (b) => `update ${E} set sequence = sequence + 1 where ecosystem_id = :eco and transaction_id = '${b.last}' and n = 2`, 'running', (b) => `account ${b.inn}, entry 4: it is number 3`],
  ['a balance', (b) => `update ledger_balances set balance = balance + 1 where ecosystem_id = :eco and account_id = '${b.inn}'`, 'balances', (b) => `account ${b.inn}: the balance is 1021 after 3 entries, the entries give 1020`],
  ['a balance that is gone', (b) => `delete from ledger_balances where ecosystem_id = :eco and account_id = '${b.inn}'`, 'balances', (b) => `account ${b.inn}: the balance is missing`],
  ['what is held back', (b) => `update ledger_balances set held_credit = 41 where ecosystem_id = :eco and account_id = '${b.till}'`, 'held', (b) => `account ${b.till}: 0 and 41 are held, the open holds give 0 and 40`],
  ['a hold that is gone', (b) => `delete from ledger_holds where ecosystem_id = :eco and id = '${b.held}'`, 'held', () => 'account '],
  ['an asset that is gone', () => `delete from ledger_assets where ecosystem_id = :eco and code = 'HOURS'`, 'assets', () => 'there is no asset HOURS'],
  ['the rate of an exchange', (b) => `update ledger_conversions set taken = 5, rate_numerator = 4, rate_denominator = 120 where ecosystem_id = :eco and transaction_id = '${b.exchanged}'`, 'conversions', (b) => `transaction ${b.exchanged}`],
  ['more reversed than was booked', (b) => `insert into ${E} select ecosystem_id, transaction_id, n + 2, account_id, amount * 3, balance_after + amount * 3, sequence + 90, reverses_n from ${E} where ecosystem_id = :eco and transaction_id = (select id from ${T} where ecosystem_id = :eco and reverses = '${b.sale}')`, 'reversals', (b) => `transaction ${b.sale}, entry 1: 2000 was reversed of -1500`],
  ['a reversal of a reversal', (b) => `update ${T} set reverses = (select id from ${T} where ecosystem_id = :eco and reverses = '${b.sale}') where ecosystem_id = :eco and id = '${b.exchanged}'`, 'reversals', () => 'was reversed of'],
  ['a day that was closed already', (b) => `update ${T} set effective_on = '2026-04-30' where ecosystem_id = :eco and id = '${b.last}'`, 'closings', () => 'closing 1'],
  ['what an account closed with', (b) => `update ledger_closing_balances set closing = closing + 1 where ecosystem_id = :eco and closing_number = 1 and account_id = '${b.inn}'`, 'closings', (b) => `closing 1, account ${b.inn}: it opened with 0 and closed with 1501`],
  ['a closing balance that is gone', (b) => `delete from ledger_closing_balances where ecosystem_id = :eco and closing_number = 1 and account_id = '${b.inn}'`, 'closings', (b) => `closing 1, account ${b.inn}`],
  ['the explanation of a sealed transaction', (b) => `update ${T} set explanation = '"another"' where ecosystem_id = :eco and id = '${b.last}'`, 'seals', () => 'block 2: an entry in it'],
  ['who booked', (b) => `update ${T} set booked_by = 'person:x' where ecosystem_id = :eco and id = '${b.sale}'`, 'seals', () => 'block 1: an entry in it'],
  ['a seal', () => `update ledger_seals set root = sha256('x') where ecosystem_id = :eco and number = 1`, 'seals', () => 'block 1: an entry in it'],
  ['a seal that is gone', () => `delete from ledger_seals where ecosystem_id = :eco and number = 1`, 'seals', () => 'block 2: one before it is missing'],
  ['a stretch that is gone', (b) => `delete from ledger_seal_ranges where ecosystem_id = :eco and account_id = '${b.inn}' and from_sequence = 1`, 'seals', () => 'block 1: 3 entries are there, 4 were sealed'],
] // biome-ignore format: a table

/** What the database itself refuses whoever asks, unless its own rules are taken away first. */
const RULES_GONE: [what: string, before: string, statement: (books: Books) => string, found: CheckKey, names: (books: Books) => string][] = [
  ['a trigger that is off', 'alter table ledger_entries disable trigger append_only', () => 'select 1', 'unchangeable', () => 'table ledger_entries: the triggers'],
  ['a trigger that is gone', 'drop trigger balanced on ledger_entries', () => 'select 1', 'unchangeable', () => 'table ledger_entries: the trigger that holds'],
  ['a right to change', 'grant update on ledger_transactions to tutti_app', () => 'select 1', 'unchangeable', () => 'table ledger_transactions: the program may change it'],
  ['a key used twice', 'alter table ledger_transactions drop constraint ledger_transactions_ecosystem_id_scope_key_key', (b) => `update ${T} set key = 'exchange' where ecosystem_id = :eco and id = '${b.last}'`, 'keys', () => `transactions: the key 'exchange' of 'test' stands 2 times`],
  ['a balance out of its bounds', 'alter table ledger_balances drop constraint ledger_lowest', (b) => `update ledger_balances set lowest = 0 where ecosystem_id = :eco and account_id = '${b.till}'`, 'bounds', (b) => `account ${b.till}`],
] // biome-ignore format: a table

const all = [...DAMAGES.map(([what, ...rest]) => [what, 'select 1', ...rest] as const), ...RULES_GONE]
for (const [what, rule, statement, found, names] of all) {
  test(`damage is found and named: ${what}`, async () => {
    const wrong = await wrongAfter(database, books.system, statement(books), rule)
    const named = wrong.find(({ key }) => key === found)?.wrong
    assert.ok(named?.includes(names(books)), JSON.stringify(wrong, null, 1))
  })
}

test('owners and coordinators ask for it over the API; members and viewers do not', async () => {
  const call = testApi(database.db, [routes])
  const { status, json } = await call(books.coordinator, 'GET', '/ledger/check')
  assert.deepEqual([status, json.isSound, json.entries, json.checks.length], [200, true, 12, 13])
  for (const who of [books.viewer, books.as('member', newId())]) assert.equal((await call(who, 'GET', '/ledger/check')).status, 403)
})

test('the damage of the tests was taken back', async () => {
  assert.deepEqual(await wrongOf(books.system), [])
})
