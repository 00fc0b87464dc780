import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../kernel/ctx.ts'
import { openDb, openPool } from '../../kernel/db.ts'
import { newId } from '../../kernel/ids.ts'
import { testDatabase, testJobs } from '../../kernel/testing.ts'
import { readAccounts } from './accounts.ts'
import { checkLedger } from './check.ts'
import { memoryOf } from './memory.ts'
import { post, postAll } from './posting.ts'
import { AMOUNT_MAX, type Posting } from './rules.ts'
import { testBooks } from './testing.ts'

const database = await testDatabase()
await testJobs(database, {})
const { db, host, database: name } = database

const code = (work: Promise<unknown>) =>
  work.then(
    () => 'booked',
    (error: { code?: string }) => error.code,
  )
type Books = Awaited<ReturnType<typeof testBooks>>
const balances = async ({ system }: Books, ...ids: string[]) => {
  const accounts = await transaction(system, (tx) => readAccounts(tx, ids))
  return ids.map((id) => accounts.find((account) => account.id === id)!.balance)
}
const count = async (table: 'ledger_transactions' | 'ledger_entries', { system }: Books) =>
  (await transaction(system, (tx) => tx.db.selectFrom(table).selectAll().execute())).length

test('what is posted stands on both accounts, numbered and with the balance after it', async () => {
  const books = await testBooks(db)
  const [till, inn] = [await books.account(), await books.account()]
  const first = await books.move(till, inn, 1500)
  const second = await books.move(till, inn, 250)
  assert.deepEqual(
    [first, second].map(({ entries }) => entries.map(({ amount, balanceAfter, sequence }) => [amount, balanceAfter, sequence])),
    [
      [
        [-1500n, -1500n, 1n],
        [1500n, 1500n, 1n],
      ],
      [
        [-250n, -1750n, 2n],
        [250n, 1750n, 2n],
      ],
    ],
  )
  assert.deepEqual([first.effectiveOn, first.meantFor, first.isRepeat], ['2026-05-04', null, false])
  assert.deepEqual(await balances(books, till, inn), [-1750n, 1750n])
})

test('of many who call at once each gets an answer or a refusal of their own, and nobody takes others down', async () => {
  const books = await testBooks(db)
  const [till, inn, hours] = [await books.account({ minimum: -1000n }), await books.account(), await books.account({ asset: 'HOURS' })]
  const one = (amount: number, more: Partial<Posting> = {}) => code(books.move(till, inn, amount, more))
  const lone = { entries: [{ accountId: till, amount: -5n }, { accountId: inn, amount: 4n }] } // biome-ignore format: one line reads better
  const outcomes = await Promise.all([
    one(400),
    one(700), // more than is left
    one(600),
    one(1), // nothing is left
    one(1, { entries: [{ accountId: till, amount: -1n }, { accountId: newId(), amount: 1n }] }), // biome-ignore format: one line reads better
    one(1, { entries: [{ accountId: 'nobody', amount: -1n }, { accountId: inn, amount: 1n }] }), // biome-ignore format: one line reads better
    one(1, { entries: [{ accountId: inn, amount: -1n }, { accountId: hours, amount: 1n }] }), // biome-ignore format: one line reads better
    one(1, { entries: [{ accountId: inn, amount: -1n, asset: 'HOURS' }, { accountId: till, amount: 1n }] }), // biome-ignore format: one line reads better
    one(1, lone),
    one(1, { entries: [{ accountId: till, amount: -5n }] }),
    one(0),
    one(1, { kind: 'No kind' }),
    one(1, { effectiveOn: '2026-02-30' }),
    one(1, { key: '' }),
    one(1, { explanation: 'x'.repeat(30_000) }),
    code(books.move(inn, till, AMOUNT_MAX + 1n)),
    one(1, { explanation: { note: 'a zero byte \0' } }),
    one(1, { explanation: { '\ud800': 1 } }),
    code(books.move(inn, till, 1, { ruleVersionId: 'what only the database finds to be no id' })),
    code(books.move(inn, till, 30)),
    one(30), // what came back is there to be spent
  ])
  assert.deepEqual(outcomes, [
    'booked',
    'insufficient_balance',
    'booked',
    'insufficient_balance',
    'account_unknown',
    'account_unknown',
    'not_balanced',
    'asset_mixed',
    'not_balanced',
    'too_few_entries',
    'amount_zero',
    'ledger_kind',
    'ledger_day',
    'ledger_key',
    'explanation_too_long',
    'amount_too_large',
    'explanation_unreadable',
    'explanation_unreadable',
    '22P02',
    'booked',
    'booked',
  ])
  assert.deepEqual(await balances(books, till, inn), [-1000n, 1000n])
  assert.equal(await count('ledger_transactions', books), 4)
})

test('a key has one effect for ever: the same again gives the same answer, another body is refused', async () => {
  const books = await testBooks(db)
  const [till, inn] = [await books.account(), await books.account()]
  const sale = books.posting(till, inn, 90, { explanation: { b: 1, a: [2, { d: 3, c: 4 }] } })
  const sameInOtherOrder = { ...sale, explanation: { a: [2, { c: 4, d: 3 }], b: 1 } }
  const [first, ...others] = await Promise.all([sale, sale, sameInOtherOrder].map((one) => post(books.system, one)))
  const later = await post(books.system, sale)
  for (const other of [...others, later]) assert.deepEqual(other, { ...first, isRepeat: true })
  for (const other of [
    { ...sale, kind: 'refund' },
    { ...sale, explanation: null },
    { ...sale, effectiveOn: '2026-05-04' },
    books.posting(till, inn, 91, { key: sale.key }),
  ]) {
    assert.equal(await code(post(books.system, other)), 'idempotency_key_reused')
  }
  assert.equal(await code(post(books.system, { ...sale, scope: 'other' })), 'booked', 'a key of another scope is another key')
  assert.deepEqual(await balances(books, till, inn), [-180n, 180n])
})

test('several processes on the same accounts, with the same keys, book everything exactly once', async () => {
  const books = await testBooks(db)
  const accounts = await Promise.all(Array.from({ length: 4 }, () => books.account()))
  const others = Array.from({ length: 3 }, () => openPool({ host, user: 'tutti_app', database: name, max: 3 }))
  const processes = [db, ...others.map((pool) => openDb(pool))]
  const sales = Array.from({ length: 120 }, (_, i) => books.posting(accounts[i % 4]!, accounts[(i * 3 + 1) % 4]!, i + 1))
  // another body under the same key, on other accounts, so that no lock on an account keeps them apart
  const rivals = sales.map(({ key }, i) => books.posting(accounts[(i + 2) % 4]!, accounts[(i * 3 + 3) % 4]!, 5000 + i, { key }))
  const outcomes = await Promise.all(
    processes.flatMap((one, index) =>
      (index === 3 ? rivals : sales).map((sale) =>
        post({ ...books.system, db: one }, sale).then(
          ({ id }) => [sale.key, id],
          (error: { code: string }) => [sale.key, error.code],
        ),
      ),
    ),
  )
  for (const pool of others) await pool.end()
  const byKey = Map.groupBy(outcomes, ([key]) => key)
  for (const answers of byKey.values()) {
    const said = new Set(answers.map(([, answer]) => answer))
    assert.ok(said.size <= 2 && (said.size === 1 || said.has('idempotency_key_reused')), [...said].join())
  }
  assert.equal(await count('ledger_transactions', books), 120)
  assert.equal(
    (await balances(books, ...accounts)).reduce((sum, balance) => sum + balance, 0n),
    0n,
  )
})

test('what is remembered of accounts is never believed: limits, days and the time zone that changed elsewhere hold at once', async () => {
  const books = await testBooks(db)
  const [till, inn] = [await books.account(), await books.account()]
  await books.move(till, inn, 50)
  const elsewhere = (statement: string) =>
    database.pool.query(`begin; set local tutti.ecosystem_id = '${books.ecosystemId}'; ${statement}; commit`)
  await elsewhere(`update ledger_balances set lowest = -60 where account_id = '${till}'`)
  // the first takes the account beyond its new limit, and the second back
  const [out, back] = await Promise.all([code(books.move(till, inn, 20)), code(books.move(inn, till, 20))])
  assert.deepEqual([out, back], ['insufficient_balance', 'booked'])
  await elsewhere(`update ecosystems set time_zone = 'Pacific/Kiritimati'`)
  assert.equal((await books.move(till, inn, 1)).effectiveOn, '2026-05-05')
  await elsewhere(`insert into ledger_closings values ('${books.ecosystemId}', 1, '2026-05-06', 0, now(), 'system')`)
  assert.equal(await code(books.move(till, inn, 1)), 'period_closed')
  assert.equal((await books.move(till, inn, 1, { late: 'next' })).effectiveOn, '2026-05-07')
  assert.deepEqual(await balances(books, till, inn), [-32n, 32n])
})

test('a balance that never came to be is not believed either, though there are as many entries', async () => {
  const books = await testBooks(db)
  const [till, inn] = [await books.account(), await books.account()]
  await books.move(till, inn, 50)
  // as if what was decided before had not been written, and somebody else had written as many entries instead
  const remembered = memoryOf(books.ecosystemId).accounts
  remembered.get(till)!.balance -= 7n
  remembered.get(inn)!.balance += 7n
  await books.move(till, inn, 1)
  assert.deepEqual(await balances(books, till, inn), [-51n, 51n])
  const { isSound } = await transaction(books.system, (tx) => checkLedger(tx))
  assert.ok(isSound)
})

test('a key that many use at once inside their own transactions has one effect, and others are told', async () => {
  const books = await testBooks(db)
  const accounts = await Promise.all(Array.from({ length: 6 }, () => books.account()))
  const sale = books.posting(accounts[0]!, accounts[1]!, 5)
  const same = await Promise.all([1, 2, 3].map(() => transaction(books.system, (tx) => postAll(tx, [sale]))))
  assert.equal(new Set(same.map(([posted]) => posted!.id)).size, 1)
  const rivals = [2, 4].map((at) => books.posting(accounts[at]!, accounts[at + 1]!, at, { key: 'one' }))
  const outcomes = await Promise.all(rivals.map((rival) => code(transaction(books.system, (tx) => postAll(tx, [rival])))))
  assert.deepEqual(outcomes.sort(), ['booked', 'idempotency_key_reused'])
})

test('what is posted inside a transaction holds with it or not at all', async () => {
  const books = await testBooks(db)
  const [till, inn] = [await books.account({ minimum: -100n }), await books.account()]
  const both = [books.posting(till, inn, 60), books.posting(till, inn, 50)]
  assert.equal(await code(transaction(books.system, (tx) => postAll(tx, both))), 'insufficient_balance')
  assert.equal(await count('ledger_transactions', books), 0)
  await assert.rejects(
    transaction(books.system, (tx) => post(tx, both[0]!)),
    /postAll/,
  )
  const [posted] = await transaction(books.system, (tx) => postAll(tx, [both[0]!]))
  assert.equal(posted!.entries.length, 2)
})

test('an account that can be written down no further refuses, and the database itself holds the bounds', async () => {
  const books = await testBooks(db)
  const [till, inn] = [await books.account(), await books.account({ normalSide: 'credit', maximum: 10n })]
  await books.move(till, await books.account(), AMOUNT_MAX)
  assert.equal(await code(books.move(till, inn, 1)), 'balance_too_large')
  const third = await books.account()
  assert.equal(await code(books.move(inn, third, 11)), 'above_maximum', 'more on the credit side is more for its owner')
  await books.move(inn, third, 10)
  const direct = transaction(books.system, (tx) =>
    tx.db
      .updateTable('ledger_balances')
      .set({ balance: -11n })
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('account_id', '=', inn)
      .execute(),
  )
  await assert.rejects(direct, /ledger_lowest/)
})

test('nobody changes what was booked: not the program, and not the owner of the tables', async () => {
  const books = await testBooks(db)
  await books.move(await books.account(), await books.account(), 5)
  const tables = 'assets accounts transactions entries conversions holds hold_ends closings closing_balances seals seal_ranges'.split(' ')
  const { rows } = await database.pool.query<{ table_name: string; rights: string }>(
    `select table_name::text, string_agg(privilege_type, ',' order by privilege_type) as rights from information_schema.role_table_grants
     where grantee = 'tutti_app' and table_name like 'ledger\\_%' group by 1 order by 1`,
  )
  assert.deepEqual(
    rows.map(({ table_name, rights }) => `${table_name} ${rights}`),
    [...tables.map((table) => `ledger_${table} INSERT,SELECT`), 'ledger_balances INSERT,SELECT,UPDATE'].sort(),
  )
  const owner = openPool({ host, user: 'postgres', database: name, max: 1 })
  for (const table of tables) {
    await assert.rejects(owner.query(`truncate ledger_${table} cascade`), /append-only/, table)
  }
  for (const statement of [
    'update ledger_entries set amount = amount + 1',
    'delete from ledger_entries',
    `update ledger_transactions set kind = 'x'`,
    'delete from ledger_transactions',
    'delete from ledger_balances',
  ]) {
    await assert.rejects(owner.query(statement), /append-only/, statement)
  }
  await owner.end()
})

test('the database refuses entries that do not sum to zero, come alone, or are added later', async () => {
  const books = await testBooks(db)
  const [a, b, hours] = [await books.account(), await books.account(), await books.account({ asset: 'HOURS' })]
  const { id } = await books.move(a, b, 5)
  const add = (entries: [n: number, account: string, amount: bigint][], transactionId = id) =>
    transaction(books.system, (tx) => {
      const rows = entries.map(([n, account, amount]) => {
        const key = { ecosystem_id: tx.ecosystemId, transaction_id: transactionId, n, account_id: account }
        return { ...key, amount, balance_after: 0n, sequence: 9n + BigInt(n), reverses_n: null, explanation: null }
      })
      return tx.db.insertInto('ledger_entries').values(rows).execute()
    })
  await assert.rejects(add([[3, a, 5n], [4, b, -5n]]), /sum to zero/) // biome-ignore format: one line reads better
  await assert.rejects(add([[1, a, 5n], [2, b, -5n]]), /ledger_entries_pkey/) // biome-ignore format: one line reads better
  const fresh = newId()
  await transaction(books.system, (tx) =>
    tx.db
      .insertInto('ledger_transactions')
      .values({ ecosystem_id: tx.ecosystemId, id: fresh, scope: 't', key: fresh, body_hash: Buffer.alloc(32), kind: 'x', booked_at: tx.now(), booked_by: 'system', effective_on: '2026-05-04', meant_for: null, rule_version_id: null, explanation: null, reverses: null }) // biome-ignore format: one line reads better
      .execute(),
  )
  await assert.rejects(add([[1, a, 5n], [2, b, -4n]], fresh), /sum to zero/) // biome-ignore format: one line reads better
  await assert.rejects(add([[1, a, 5n], [2, hours, -5n]], fresh), /sum to zero/) // biome-ignore format: one line reads better
  await assert.rejects(add([[1, a, 5n]], fresh), /sum to zero/)
})
