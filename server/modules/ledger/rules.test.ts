import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { AMOUNT_MAX, type Books, bodyOf, isDay, type JsonValue, judge, type Posting, type Standing, textsOf } from './rules.ts'

const NAMES = ['a', 'b', 'c', 'hours'] as const

function booksOf(limits: readonly (bigint | null)[]): Books {
  const account = (asset: string, lowest: bigint | null): Standing => {
    return { asset, normalSide: 'debit', balance: 0n, heldDebit: 0n, heldCredit: 0n, lowest, highest: null, sequence: 0n }
  }
  const accounts = new Map(NAMES.map((name, at) => [name as string, account(name === 'hours' ? 'HOURS' : 'EUR', limits[at] ?? null)]))
  return { accounts, closedThrough: '2026-04-30', reversed: new Map() }
}

const anyEntry = fc.record({ accountId: fc.constantFrom(...NAMES, 'nobody'), amount: fc.bigInt({ min: -50n, max: 50n }) })
const anyPosting: fc.Arbitrary<Posting> = fc
  .record({
    entries: fc.array(anyEntry, { minLength: 1, maxLength: 4 }),
    balances: fc.boolean(),
    day: fc.constantFrom('2026-04-30', '2026-05-01'),
  })
  .map(({ entries, balances, day }) => {
    const sum = entries.reduce((total, { amount }) => total + amount, 0n)
    const all = balances ? [...entries, { accountId: 'a', amount: -sum }] : entries
    return { scope: 's', key: 'k', kind: 'sale', effectiveOn: day, entries: all.filter(({ amount }) => amount !== 0n) }
  })

test('whatever is judged, each asset sums to zero, no bound is passed, sequences have no gaps, and a refusal leaves no trace', () => {
  fc.assert(
    fc.property(
      fc.array(anyPosting, { maxLength: 30 }),
      fc.array(fc.option(fc.bigInt({ min: -40n, max: 0n })), { minLength: 4, maxLength: 4 }),
      (postings, limits) => {
        const books = booksOf(limits)
        for (const posting of postings) {
          const before = structuredClone(books.accounts)
          try {
            const { entries, effectiveOn } = judge(posting, '2026-05-04', books)
            assert.ok(effectiveOn > '2026-04-30')
            for (const { accountId, amount, balanceAfter, sequence } of entries) {
              const earlier = before.get(accountId)!
              assert.deepEqual([balanceAfter, sequence], [earlier.balance + amount, earlier.sequence + 1n])
              before.set(accountId, { ...earlier, balance: balanceAfter, sequence })
            }
          } catch (error) {
            assert.equal((error as Error).name, 'DomainError')
          }
          assert.deepEqual(books.accounts, before)
        }
        for (const asset of ['EUR', 'HOURS']) {
          const sum = [...books.accounts.values()].reduce((total, account) => total + (account.asset === asset ? account.balance : 0n), 0n)
          assert.equal(sum, 0n)
        }
        assert.ok([...books.accounts.values()].every(({ balance, lowest }) => lowest === null || balance >= lowest))
      },
    ),
  )
})

test('what is reversed in any parts is never more than it was', () => {
  const parts = fc.array(fc.tuple(fc.bigInt({ min: 1n, max: 60n }), fc.bigInt({ min: 1n, max: 60n })), { maxLength: 12 })
  fc.assert(
    fc.property(parts, (all) => {
      const books = booksOf([])
      const original = [{ n: 1, accountId: 'a', amount: -100n }, { n: 2, accountId: 'b', amount: 100n }] // biome-ignore format: one line reads better
      for (const [out, into] of all) {
        const reverses = { transactionId: 't', original, parts: new Map([[1, out], [2, into]]) } // biome-ignore format: one line reads better
        try {
          judge({ scope: 's', key: 'k', kind: 'refund', entries: [], reverses }, '2026-05-04', books)
        } catch {}
      }
      const reversed = books.reversed.get('t')
      assert.ok((reversed?.get(1) ?? 0n) <= 100n)
      assert.equal(reversed?.get(1), reversed?.get(2))
    }),
  )
})

test('the same content gives the same body, whatever the order of its keys; other content another', () => {
  const shuffled = (value: JsonValue): JsonValue => {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(shuffled)
    return Object.fromEntries(Object.entries(value).reverse().map(([key, part]) => [key, shuffled(part)])) // biome-ignore format: one line reads better
  }
  const posting = (explanation: JsonValue): Posting => {
    return { scope: 's', key: 'k', kind: 'sale', explanation, entries: [{ accountId: 'a', amount: 1n }, { accountId: 'b', amount: -1n, explanation }] } // biome-ignore format: one line reads better
  }
  const body = (one: Posting) => bodyOf(one, textsOf(one))
  const anyJson = fc.jsonValue({ maxDepth: 3 }).filter((value) => !JSON.stringify(value).includes('__proto__')) as fc.Arbitrary<JsonValue>
  fc.assert(
    fc.property(anyJson, anyJson, (one, other) => {
      let mine: string
      try {
        mine = body(posting(one))
      } catch {
        return // a zero byte or half a character
      }
      assert.equal(body(posting(shuffled(one))), mine)
      assert.notEqual(body({ ...posting(one), kind: 'other' }), mine)
      if (JSON.stringify(shuffled(one)) !== JSON.stringify(shuffled(other)) && JSON.stringify(one) !== JSON.stringify(other)) {
        assert.notEqual(body(posting([one, 1])), body(posting([one, 2])))
      }
    }),
  )
})

test('a day is one of the calendar', () => {
  for (const day of ['2026-02-28', '2024-02-29', '1999-12-31']) assert.ok(isDay(day), day)
  for (const day of ['2026-02-29', '2026-13-01', '2026-1-1', '0026-01-01', '2026-01-01T00:00:00Z', '']) assert.ok(!isDay(day), day)
})

test('the largest amount is the largest the database keeps', () => {
  assert.equal(AMOUNT_MAX, 9_223_372_036_854_775_807n)
})
