import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { testDatabase, testJobs } from '../../kernel/testing.ts'
import { readAccounts, setLimits } from './accounts.ts'
import { closePeriod } from './closings.ts'
import { type Exchange, exchange } from './exchanges.ts'
import { expireHolds, hold, holdAll, postHold, postHolds, voidHold, voidHolds } from './holds.ts'
import { post } from './posting.ts'
import { reverse } from './reversals.ts'
import { sealEntries } from './seals.ts'
import { testBooks } from './testing.ts'

const database = await testDatabase()
await testJobs(database, {})

const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { code?: string }) => error.code,
  )

async function beginning() {
  const clock = { now: new Date('2026-05-04T10:00:00Z') }
  const books = await testBooks(database.db, () => clock.now)
  const [till, inn] = [await books.account(), await books.account({ normalSide: 'credit' })]
  const balanceOf = async (id: string) => (await transaction(books.system, (tx) => readAccounts(tx, [id])))[0]!
  const undo = (transactionId: string, parts?: [number, bigint][], more: object = {}) =>
    reverse(books.system, {
      transactionId,
      scope: 'undo',
      key: newId(),
      explanation: 'a mistake',
      ...(parts && { parts: new Map(parts) }),
      ...more,
    })
  const inside = <T>(work: Parameters<typeof transaction<T>>[1]) => transaction(books.system, work)
  return { ...books, clock, till, inn, balanceOf, undo, inside }
}

test('a transaction is undone by its contrary, in parts or whole, never by more than it was', async () => {
  const { move, till, inn, undo, balanceOf } = await beginning()
  const { id } = await move(till, inn, 100)
  const tries: [number, bigint][][] = [
    [[1, 40n], [2, 40n]],
    [[1, 70n], [2, 70n]],
    [[1, 30n], [2, 30n]],
    [[1, 5n], [2, 4n]],
    [[1, 5n], [3, 5n]],
    [[1, -5n], [2, -5n]],
  ] // biome-ignore format: a table
  const outcomes: unknown[] = []
  for (const parts of tries) outcomes.push(await code(undo(id, parts)))
  assert.deepEqual(outcomes, ['done', 'above_original', 'done', 'not_balanced', 'entry_unknown', 'amount_negative'])
  const rest = await undo(id)
  assert.deepEqual(
    rest.entries.map(({ amount, reversesN }) => [amount, reversesN]),
    [
      [30n, 1],
      [-30n, 2],
    ],
  )
  assert.equal((await balanceOf(inn)).balance, 0n)
  assert.equal(await code(undo(id)), 'already_reversed')
  assert.equal(await code(undo(rest.id)), 'is_reversal')
  assert.equal(await code(undo(newId())), 'transaction_not_found')
})

test('of many who reverse the same at once, one does', async () => {
  const { move, till, inn, undo, balanceOf } = await beginning()
  const { id } = await move(till, inn, 100)
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => code(undo(id))))
  assert.deepEqual(outcomes.sort(), [...Array(7).fill('already_reversed'), 'done'])
  assert.equal((await balanceOf(till)).balance, 0n)
})

test('an exchange has two legs that balance in themselves, rounds down, and keeps its rate', async () => {
  const { system, account, till, inside, balanceOf } = await beginning()
  const hours = await account({ asset: 'HOURS', normalSide: 'credit' })
  const input: Exchange = {
    scope: 'x',
    key: 'one',
    fromAccountId: till,
    toAccountId: hours,
    given: 1000n,
    rate: { numerator: 7n, denominator: 1500n },
  }
  const done = await exchange(system, input)
  assert.deepEqual(
    done.entries.map(({ amount }) => amount),
    [-1000n, 1000n, 4n, -4n],
  )
  assert.deepEqual([(await balanceOf(till)).balance, (await balanceOf(hours)).balance], [-1000n, 4n])
  assert.equal((await exchange(system, input)).isRepeat, true)
  const kept = await inside((tx) => tx.db.selectFrom('ledger_conversions').selectAll().execute())
  assert.deepEqual(
    kept.map(({ given, taken, rate_numerator, rate_denominator }) => [given, taken, rate_numerator, rate_denominator]),
    [[1000n, 4n, 7n, 1500n]],
  )
  const also = (more: Partial<Exchange>) => code(exchange(system, { ...input, key: newId(), ...more }))
  assert.equal(await also({ given: 100n }), 'amount_zero', 'nothing would arrive')
  assert.equal(await also({ toAccountId: await account() }), 'same_asset')
  assert.equal(await also({ rate: { numerator: 1n, denominator: 0n } }), 'exchange_rate')
  assert.equal(await also({ toAccountId: newId() }), 'account_unknown')
})

test('what is held back cannot be spent twice, and is booked, let go or runs out once', async () => {
  const { system, inside, move, till, inn, balanceOf, clock } = await beginning()
  await move(inn, till, 100)
  await inside((tx) => setLimits(tx, till, { minimum: 0n, maximum: null }))
  const put = (key: string, amount: bigint, expiresAt?: Date) =>
    inside((tx) =>
      hold(tx, {
        scope: 'deposit',
        key,
        kind: 'deposit',
        debitAccountId: inn,
        creditAccountId: till,
        amount,
        ...(expiresAt && { expiresAt }),
      }),
    )
  const first = await put('first', 60n)
  assert.equal(await put('first', 60n), first, 'the same again is the same hold')
  assert.equal(await code(put('first', 61n)), 'idempotency_key_reused')
  assert.equal(await code(put('second', 50n)), 'insufficient_balance')
  assert.equal(await code(move(till, inn, 50)), 'insufficient_balance')
  assert.deepEqual([(await balanceOf(till)).balance, (await balanceOf(till)).held], [100n, 60n])
  assert.equal(await code(inside((tx) => postHold(tx, first, 61n))), 'above_hold')
  const ends = [
    () => inside((tx) => postHold(tx, first, 45n)),
    () => inside((tx) => voidHold(tx, first)),
    () => inside((tx) => postHold(tx, first)),
  ]
  const outcomes = await Promise.all(ends.map((end) => code(end())))
  assert.deepEqual(outcomes.filter((outcome) => outcome === 'done').length, 1, outcomes.join())
  assert.equal((await balanceOf(till)).held, 0n)
  const third = await put('third', 30n, new Date('2026-05-04T11:00:00Z'))
  assert.equal(await expireHolds(system), 0)
  clock.now = new Date('2026-05-04T11:00:00Z')
  assert.equal(await code(inside((tx) => postHold(tx, third))), 'hold_ended')
  assert.deepEqual([await expireHolds(system), await expireHolds(system)], [1, 0])
  assert.equal(await code(inside((tx) => voidHold(tx, third))), 'hold_ended')
  assert.equal(await code(inside((tx) => voidHold(tx, newId()))), 'hold_not_found')
  assert.equal((await balanceOf(till)).held, 0n)
})

test('several are held back, booked and let go together, all or none', async () => {
  const { inside, move, till, inn, balanceOf } = await beginning()
  await move(inn, till, 100)
  await inside((tx) => setLimits(tx, till, { minimum: 0n, maximum: null }))
  const wish = (key: string, amount: bigint) => {
    return { scope: 'many', key, kind: 'deposit', debitAccountId: inn, creditAccountId: till, amount }
  }
  const heldNow = async () => [(await balanceOf(till)).balance, (await balanceOf(till)).held]
  assert.equal(await code(inside((tx) => holdAll(tx, [wish('a', 60n), wish('b', 50n)]))), 'insufficient_balance')
  assert.deepEqual(await heldNow(), [100n, 0n])
  const [a, b] = (await inside((tx) => holdAll(tx, [wish('a', 60n), wish('b', 40n)]))) as [string, string]
  assert.deepEqual(await heldNow(), [100n, 100n])
  assert.deepEqual(await inside((tx) => holdAll(tx, [wish('b', 40n), wish('a', 60n)])), [b, a], 'the same again are the same holds')
  await inside((tx) => voidHold(tx, b))
  assert.equal(await code(inside((tx) => holdAll(tx, [wish('c', 1n), wish('c', 2n)]))), 'idempotency_key_reused')
  assert.equal(await code(inside((tx) => postHolds(tx, [a, b]))), 'hold_ended')
  assert.equal(await code(inside((tx) => voidHolds(tx, [a, newId()]))), 'hold_not_found')
  assert.deepEqual(await heldNow(), [100n, 60n])
  assert.deepEqual((await inside((tx) => postHolds(tx, [a]))).map(({ entries }) => entries[0]!.amount), [60n]) // biome-ignore format: one line reads better
  assert.deepEqual(await heldNow(), [40n, 0n])
  assert.deepEqual(await inside((tx) => postHolds(tx, [])), [])
})

test('a closed day stays closed: late items are refused or go to the first open day, marked', async () => {
  const { inside, move, till, inn, clock, viewer } = await beginning()
  await move(till, inn, 100, { effectiveOn: '2026-04-30' })
  await move(till, inn, 7, { effectiveOn: '2026-05-02' })
  const close = (day: string) => inside((tx) => closePeriod(tx, day))
  assert.equal(await code(close('2026-05-04')), 'day_not_over')
  assert.equal(await code(close('2026-02-30')), 'ledger_day')
  assert.equal(await code(transaction(viewer, (tx) => closePeriod(tx, '2026-04-30'))), 'forbidden')
  const { number, transactions } = await close('2026-04-30')
  assert.deepEqual([number, transactions], [1, 1])
  assert.equal(await code(close('2026-04-30')), 'period_closed')
  assert.equal(await code(move(till, inn, 1, { effectiveOn: '2026-04-30' })), 'period_closed')
  const late = await move(till, inn, 1, { effectiveOn: '2026-04-12', late: 'next' })
  assert.deepEqual([late.effectiveOn, late.meantFor], ['2026-05-01', '2026-04-12'])
  clock.now = new Date('2026-06-01T10:00:00Z')
  await close('2026-05-31')
  const kept = await inside((tx) =>
    tx.db.selectFrom('ledger_closing_balances').selectAll().where('account_id', '=', till).orderBy('closing_number').execute(),
  )
  assert.deepEqual(
    kept.map(({ opening, closing }) => [opening, closing]),
    [
      [0n, -100n],
      [-100n, -108n],
    ],
  )
})

test('whoever closes waits for those who book, and those who come later are told', async () => {
  const { system, inside, posting, till, inn } = await beginning()
  const outcomes = await Promise.all([
    ...Array.from({ length: 30 }, (_, i) => code(post(system, posting(till, inn, i + 1, { effectiveOn: '2026-05-03' })))),
    code(inside((tx) => closePeriod(tx, '2026-05-03'))),
    ...Array.from({ length: 30 }, (_, i) => code(post(system, posting(till, inn, i + 1, { effectiveOn: '2026-05-03' })))),
  ])
  const booked = outcomes.filter((outcome, place) => outcome === 'done' && place !== 30).length
  const [closing] = await inside((tx) => tx.db.selectFrom('ledger_closings').selectAll().execute())
  assert.equal(closing!.transactions, BigInt(booked))
})

test('limits cannot be set beyond what an account holds', async () => {
  const { inside, move, till, account, coordinator, viewer } = await beginning()
  const inn = await account()
  await move(till, inn, 100)
  const set = (id: string, minimum: bigint | null, maximum: bigint | null) => code(inside((tx) => setLimits(tx, id, { minimum, maximum })))
  assert.deepEqual(
    [await set(inn, 101n, null), await set(inn, null, 99n), await set(inn, 5n, 4n), await set(inn, 0n, 100n), await set(newId(), 0n, 1n)],
    ['insufficient_balance', 'above_maximum', 'limits_reversed', 'done', 'account_not_found'],
  )
  assert.equal(await code(move(till, inn, 1)), 'above_maximum')
  assert.equal(await code(transaction(coordinator, (tx) => setLimits(tx, inn, { minimum: null, maximum: null }))), 'done')
  assert.equal(await code(transaction(viewer, (tx) => setLimits(tx, inn, { minimum: null, maximum: null }))), 'forbidden')
})

test('blocks follow each other and hold every entry once', async () => {
  const { inside, move, till, inn } = await beginning()
  assert.equal(await inside(sealEntries), 0)
  await move(till, inn, 1)
  await move(till, inn, 2)
  assert.equal(await inside(sealEntries), 4)
  await move(till, inn, 3)
  assert.deepEqual([await inside(sealEntries), await inside(sealEntries)], [2, 0])
  const seals = await inside((tx) => tx.db.selectFrom('ledger_seals').selectAll().orderBy('number').execute())
  assert.deepEqual(seals[1]!.previous, seals[0]!.root)
})
