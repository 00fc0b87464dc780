import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compare, isLeftAlone, rateOf, STEPS, stateAfter } from './rules.ts'

test('an introduction is proposed, then accepted and done, or declined, and nothing else', () => {
  assert.equal(stateAfter([]), 'proposed')
  assert.equal(stateAfter(['acceptance']), 'accepted')
  assert.equal(stateAfter(['acceptance', 'completion']), 'done')
  assert.equal(stateAfter(['decline']), 'declined')
  const possible = new Set(['', 'acceptance', 'acceptance,completion', 'decline'])
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...STEPS), { maxLength: 4 }), (steps) => {
      assert.equal(stateAfter(steps) !== undefined, possible.has(steps.join()))
    }),
  )
})

test('a declined pair is left alone for a year, for a quarter when it was only not now', () => {
  const at = new Date('2026-01-01T00:00:00Z')
  const after = (days: number) => new Date(at.getTime() + days * 86_400_000)
  assert.deepEqual([89, 90].map((days) => isLeftAlone({ reason: 'not_now', at }, after(days))), [true, false]) // biome-ignore format: one line reads better
  assert.deepEqual([364, 365].map((days) => isLeftAlone({ reason: 'too_far', at }, after(days))), [true, false]) // biome-ignore format: one line reads better
  assert.equal(isLeftAlone({ reason: null, at }, after(364)), true)
})

test('a share comes with the interval of Wilson', () => {
  // 8 of 10, as in Brown, Cai & DasGupta 2001: 0.490 to 0.943
  const { share, low, high } = rateOf(8, 10)
  assert.deepEqual([share, Math.round(low * 1000) / 1000, Math.round(high * 1000) / 1000], [0.8, 0.49, 0.943])
  assert.deepEqual(rateOf(0, 0), { count: 0, of: 0, share: null, low: 0, high: 1 })
  fc.assert(
    fc.property(fc.nat(200), fc.nat(200), (hits, misses) => {
      if (hits + misses === 0) return
      const rate = rateOf(hits, hits + misses)
      assert.ok(rate.low >= 0 && rate.low <= rate.share! && rate.share! <= rate.high && rate.high <= 1)
    }),
  )
})

test('nothing is said from few decisions; the difference is told also when it is against us', () => {
  const tally = (decided: number, accepted: number) => ({ decided, accepted, ended: decided, tied: 0 })
  assert.deepEqual([compare(tally(30, 20), tally(9, 0)).verdict, compare(tally(30, 20), tally(9, 0)).lift], ['few', null])
  assert.equal(compare(tally(20, 12), tally(10, 5)).verdict, 'open')
  assert.equal(compare(tally(60, 50), tally(30, 6)).verdict, 'better')
  const worse = compare(tally(60, 6), tally(30, 24))
  assert.equal(worse.verdict, 'worse')
  assert.ok(Math.abs(worse.lift! + 0.7) < 1e-12)
})
