import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decide, decimalOf, makeUp, nextThrough, shortIban, stateOf, takeFrom } from './rules.ts'

const due = { asset: 'EUR', closing: 5_000n, underWay: 0n, madeUp: 0n, isOne: true, account: 'good' as const }

test('a balance is paid whole or carried forward whole, with its reason', () => {
  assert.deepEqual(decide(due, 1_000n), { pays: 5_000n, reason: null })
  assert.deepEqual(decide({ ...due, underWay: 2_000n }, 1_000n), { pays: 3_000n, reason: null })
  assert.deepEqual(decide(due, 5_000n), { pays: 5_000n, reason: null })
  const cases = [
    [{ closing: -1n }, 'negative'],
    [{ closing: 0n }, 'nothing'],
    [{ underWay: 5_000n }, 'under_way'],
    [{ underWay: 6_000n }, 'under_way'],
    [{ madeUp: 5_000n }, 'made_up'],
    [{ madeUp: 4_001n }, 'below_minimum'],
    [{ isOne: false }, 'parted'],
    [{ closing: 999n }, 'below_minimum'],
    [{ closing: 100_000_000_000n }, 'above_maximum'],
    [{ account: 'none' }, 'no_bank_account'],
    [{ account: 'failed' }, 'bank_account_failed'],
  ] as const
  for (const [part, reason] of cases) assert.deepEqual(decide({ ...due, ...part }, 1_000n), { pays: 0n, reason })
})

test('what is not in euros needs no bank account and knows no minimum', () => {
  assert.deepEqual(decide({ ...due, asset: 'CHF', closing: 5n, account: 'none' }, 1_000n), { pays: 5n, reason: null })
})

test('what one part of an organisation owes is made up for by what its others get, to the cent and never by strangers', () => {
  const amount = fc.bigInt({ min: -1_000n, max: 1_000n })
  const anyLine = fc.record({ owner: fc.constantFrom('one', 'other'), closing: amount, underWay: fc.bigInt({ min: 0n, max: 300n }) })
  fc.assert(
    fc.property(fc.array(anyLine, { maxLength: 8 }), (lines) => {
      const made = makeUp(lines)
      for (const owner of ['one', 'other']) {
        const own = lines.flatMap((line, place) => (line.owner === owner ? [{ ...line, made: made[place]! }] : []))
        const sum = (amounts: readonly bigint[]) => amounts.reduce((total, one) => total + one, 0n)
        const owed = sum(own.map(({ closing }) => (closing < 0n ? -closing : 0n)))
        const due = sum(own.map(({ closing, underWay }) => (closing > underWay ? closing - underWay : 0n)))
        const all = sum(own.map((line) => line.made))
        assert.ok(all <= due && all <= owed && (all === due || all === owed))
        for (const line of own) assert.ok(line.made === 0n || (line.made > 0n && line.made <= line.closing - line.underWay))
      }
    }),
  )
})

test('an amount is taken from accounts that have it, to the cent, and from none more than it has', () => {
  const amounts = fc.array(fc.bigInt({ min: -1_000n, max: 1_000n }), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(amounts, (available) => {
      const sum = available.reduce((total, one) => total + one, 0n)
      fc.pre(sum > 0n)
      const taken = takeFrom(
        available.map((one, place) => ({ place, available: one })),
        sum,
      )
      assert.equal(
        taken.reduce((total, { amount }) => total + amount, 0n),
        sum,
      )
      for (const { account, amount } of taken) assert.ok(amount > 0n && amount <= account.available)
      assert.equal(new Set(taken.map(({ account }) => account.place)).size, taken.length)
    }),
  )
})

test('a period is proposed once it is over, until it is closed', () => {
  assert.equal(nextThrough('month', '2026-11-27', null), '2026-10-31')
  assert.equal(nextThrough('month', '2026-03-01', '2026-01-31'), '2026-02-28')
  assert.equal(nextThrough('month', '2026-03-31', '2026-02-28'), null)
  assert.equal(nextThrough('quarter', '2026-11-27', '2026-08-15'), '2026-09-30')
  assert.equal(nextThrough('quarter', '2026-01-01', null), '2025-12-31')
  assert.equal(nextThrough('year', '2026-11-27', null), '2025-12-31')
  assert.equal(nextThrough('week', '2026-11-27', null), '2026-11-22')
  assert.equal(nextThrough('week', '2026-11-23', '2026-11-15'), '2026-11-22')
  assert.equal(nextThrough('week', '2026-11-29', '2026-11-22'), null)
})

test('a settlement stands where its steps have brought it', () => {
  const open = { isApproved: false, isNewest: true, hasFile: false, waiting: 0 }
  assert.equal(stateOf(open), 'open')
  assert.equal(stateOf({ ...open, isNewest: false }), 'superseded')
  assert.equal(stateOf({ ...open, isApproved: true, waiting: 2 }), 'approved')
  assert.equal(stateOf({ ...open, isApproved: true, isNewest: false, hasFile: true, waiting: 2 }), 'filed')
  assert.equal(stateOf({ ...open, isApproved: true, hasFile: true }), 'done')
})

test('amounts are written with their digits, IBANs without most of theirs', () => {
  assert.equal(decimalOf(123_456_789_012_345_678n, 2), '1234567890123456.78')
  assert.equal(decimalOf(-5n, 2), '-0.05')
  assert.equal(decimalOf(5n, 0), '5')
  assert.equal(shortIban('DE89370400440532013000'), 'DE89 … 3000')
})
