import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { payOut } from './rounding.ts'

const DENOMINATOR = 1_000_003

/** How far, in parts of a minor unit, anybody ever was from what he was entitled to. `sharesAt` are whole parts of DENOMINATOR that sum to it. */
function worstDrift(
  events: number,
  sharesAt: (event: number, owed: readonly bigint[]) => readonly number[],
  amountAt: (event: number) => number,
) {
  let owed: bigint[] = []
  let worst = 0n
  for (let event = 0; event < events; event++) {
    const shares = sharesAt(event, owed)
    const amount = BigInt(amountAt(event))
    if (owed.length === 0) owed = shares.map(() => 0n)
    const claims = shares.map((share, k) => ({ id: `${k}`, now: BigInt(share) * amount, due: owed[k]! + BigInt(share) * amount }))
    const paid = payOut(claims, amount, BigInt(DENOMINATOR))
    for (const [k, units] of paid.entries()) {
      assert.ok(units >= 0n && (units === 0n || shares[k]! > 0))
      owed[k] = claims[k]!.due - units * BigInt(DENOMINATOR)
      const drift = owed[k]! < 0n ? -owed[k]! : owed[k]!
      if (drift > worst) worst = drift
    }
    assert.equal(
      paid.reduce((sum, units) => sum + units, 0n),
      amount,
    )
  }
  return Number(worst) / DENOMINATOR
}

/** Whole parts of DENOMINATOR in the proportion of the weights. */
function partsOf(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0)
  const parts = weights.map((weight) => Math.floor((weight / sum) * DENOMINATOR))
  const largest = weights.indexOf(Math.max(...weights))
  parts[largest]! += DENOMINATOR - parts.reduce((total, part) => total + part, 0)
  return parts
}

const weights = (n: number) => fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: n, maxLength: n })

test('with fixed shares nobody is ever a whole unit off, whatever the amounts', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 8 }).chain(weights),
      fc.array(fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 100_000 })), { minLength: 1, maxLength: 50 }),
      (shares, amounts) => {
        const parts = partsOf(shares)
        assert.ok(
          worstDrift(
            300,
            () => parts,
            (event) => amounts[event % amounts.length]!,
          ) < 1,
        )
      },
    ),
    { numRuns: 60 },
  )
})

test('with shares that change against it, the drift stays below 1 + 1/2 + … + 1/n', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 8 }), fc.array(fc.tuple(fc.nat(3), fc.nat(7)), { minLength: 4, maxLength: 60 }), (n, moves) => {
      const adversary = (event: number, owed: readonly bigint[]) => {
        const [mode, size] = moves[event % moves.length]!
        const order = Array.from({ length: n }, (_, k) => k).sort((a, b) => Number((owed[a] ?? 0n) - (owed[b] ?? 0n)))
        const count = mode === 3 ? n - (event % n) : 1 + (size % n)
        // the few who are owed most, or those who were paid ahead, share the next unit alone
        const chosen = new Set(mode === 0 ? order.slice(0, count) : order.slice(-count))
        return partsOf(order.map((_, k) => (chosen.has(k) ? 1 + (mode === 2 ? k : 0) : 0)))
      }
      let bound = 0
      for (let k = 1; k <= n; k++) bound += 1 / k
      assert.ok(worstDrift(200, adversary, () => 1) < bound)
    }),
    { numRuns: 100 },
  )
})
