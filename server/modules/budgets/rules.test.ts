import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type FundEntry, followFund, isApproved } from './rules.ts'

test('enough members have to approve, and never the one who asked alone', () => {
  const asked = { partyId: 'a', by: 'ada' }
  const approved = (needed: number, ...approvals: [string, string][]) =>
    isApproved(
      approvals.map(([partyId, by]) => ({ partyId, by })),
      needed,
      asked,
    )
  assert.deepEqual(
    [
      approved(1),
      approved(1, ['a', 'ada']),
      approved(1, ['a', 'eva']),
      approved(1, ['b', 'ada']),
      approved(1, ['b', 'ben']),
      approved(2, ['b', 'ben']),
      approved(2, ['a', 'ada'], ['b', 'ben']),
      approved(2, ['b', 'ada'], ['c', 'cy']),
    ],
    [false, false, false, false, true, false, true, true],
  )
})

type Entry = FundEntry & { n: number }
const anyEntry = fc.record({
  amount: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: -9, max: -1 })),
  sale: fc.constantFrom('s1', 's2', 's3', null),
  isRefund: fc.boolean(),
})

test('where money came from is what it is when each single cent is followed', () => {
  fc.assert(
    fc.property(fc.array(anyEntry, { maxLength: 40 }), (made) => {
      const entries: Entry[] = made.map(({ amount, sale, isRefund }, n) => ({
        n,
        amount: BigInt(amount),
        kind: amount > 0 ? 'sale' : isRefund ? 'refund' : 'levy',
        sale,
      }))
      // each cent by itself, oldest first, named by the entry it came with
      let cents: Entry[] = []
      let owed = 0
      const fund = followFund<Entry>()
      for (const entry of entries) {
        const { parts, uncovered } = fund.next(entry)
        const expected = new Map<number, number>()
        let missing = 0
        for (let k = 0; k < Math.abs(Number(entry.amount)); k++) {
          if (entry.amount > 0n) {
            if (owed > 0) owed -= 1
            else cents.push(entry)
            continue
          }
          const ownPlace = entry.kind === 'refund' && entry.sale !== null ? cents.findIndex(({ sale }) => sale === entry.sale) : -1
          const [cent] = cents.splice(Math.max(0, ownPlace), 1)
          if (cent) expected.set(cent.n, (expected.get(cent.n) ?? 0) + 1)
          else missing += 1
        }
        owed += missing
        assert.deepEqual(parts.map(({ entry: from, used }) => [from.n, used]), [...expected].map(([n, used]) => [n, BigInt(used)])) // biome-ignore format: one line reads better
        assert.equal(uncovered, BigInt(missing))
        assert.equal(parts.reduce((sum, { used }) => sum + used, uncovered), entry.amount < 0n ? -entry.amount : 0n) // biome-ignore format: one line reads better
      }
      cents = []
    }),
    { numRuns: 400 },
  )
})
