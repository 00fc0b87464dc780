import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { groupsBetterAlone, type Joint, PARTNERS_MAX, shapley, textOf, valuesOf } from './index.ts'

const games = fc.integer({ min: 1, max: 5 }).chain((n) =>
  fc.record({
    n: fc.constant(n),
    sales: fc.array(
      fc.record({
        partners: fc.uniqueArray(fc.nat(n - 1), { minLength: 1, maxLength: n }),
        amount: fc.bigInt({ min: 0n, max: 10_000n }),
      }),
      { maxLength: 8 },
    ),
  }),
)

test('two who need each other share equally, and who adds nothing gets nothing', () => {
  const values = valuesOf(3, [
    { partners: [0, 1], amount: 900n },
    { partners: [0], amount: 100n },
  ])
  assert.deepEqual(shapley(3, values).map(textOf), ['550', '450', '0'])
  const better = groupsBetterAlone(values, [
    { n: 50n, d: 1n },
    { n: 450n, d: 1n },
    { n: 500n, d: 1n },
  ])
  assert.deepEqual(
    better.map(({ group, alone }) => [group, alone]),
    [
      [0b011, 1_000n],
      [0b001, 100n],
    ],
  )
})

test('shapley is the mean over all orders of joining, which splits each sale equally among its partners, and nobody does better alone', () => {
  fc.assert(
    fc.property(games, ({ n, sales }) => {
      const values = valuesOf(n, sales)
      for (let group = 0; group < 2 ** n; group++) assert.equal(values[group], aloneBy(sales, group))
      const found = shapley(n, values)
      assert.deepEqual(found.map(textOf), byOrders(n, sales).map(textOf))
      assert.deepEqual(groupsBetterAlone(values, found), [])
    }),
  )
  assert.throws(() => valuesOf(PARTNERS_MAX + 1, []), RangeError)
})

function aloneBy(sales: readonly Joint[], group: number): bigint {
  return sales.reduce((sum, { partners, amount }) => (partners.every((k) => group & (1 << k)) ? sum + amount : sum), 0n)
}

function byOrders(n: number, sales: readonly Joint[]) {
  const sums = new Array<bigint>(n).fill(0n)
  let orders = 0n
  const join = (group: number) => {
    if (group === 2 ** n - 1) orders++
    for (let i = 0; i < n; i++) {
      if (group & (1 << i)) continue
      const before = orders
      join(group | (1 << i))
      sums[i]! += (orders - before) * (aloneBy(sales, group | (1 << i)) - aloneBy(sales, group))
    }
  }
  join(0)
  return sums.map((n) => ({ n, d: orders }))
}
