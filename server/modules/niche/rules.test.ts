import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { countUnmet, demandBy, isGoal, progressOf, type Trade } from './rules.ts'

const trade = (partyId: string, side: Trade['side'], category: string): Trade => ({
  id: `${partyId}${side}${category}`,
  partyId,
  side,
  category,
})

test('what is needed and offered is counted by parties, the most first, whatever the case', () => {
  const trades = [
    trade('a', 'need', 'Flour'),
    trade('b', 'need', 'flour '),
    trade('b', 'need', 'FLOUR'),
    trade('c', 'offer', 'flour'),
    trade('a', 'need', 'beds'),
    trade('d', 'offer', 'wine'),
  ]
  assert.deepEqual(demandBy(trades, 'need'), [
    { category: 'Flour', needs: 2, offers: 1, partyIds: ['a', 'b'] },
    { category: 'beds', needs: 1, offers: 0, partyIds: ['a'] },
  ])
  assert.deepEqual(
    demandBy(trades, 'offer').map(({ category }) => category),
    ['Flour', 'wine'],
  )
})

test('a need is unmet while nobody else offers for it', () => {
  assert.equal(countUnmet([trade('a', 'need', 'beds'), trade('a', 'offer', 'beds')]), 1)
  assert.equal(countUnmet([trade('a', 'need', 'beds'), trade('a', 'offer', 'beds'), trade('b', 'offer', 'Beds')]), 0)
  assert.equal(countUnmet([trade('a', 'need', 'beds'), trade('b', 'need', 'beds')]), 2)
})

test('a goal goes from where it started to its target, up or down, and no further', () => {
  assert.deepEqual(
    [5, 10, 15, 20, 25].map((now) => progressOf({ start: 10, target: 20 }, now)),
    [0, 0, 0.5, 1, 1],
  )
  assert.deepEqual(
    [12, 10, 5, 0].map((now) => progressOf({ start: 10, target: 0 }, now)),
    [0, 0, 0.5, 1],
  )
  assert.equal(progressOf({ start: 1, target: 2 }, null), null)
  fc.assert(
    fc.property(fc.nat(50), fc.nat(50), fc.nat(50), (start, target, now) => {
      const progress = progressOf({ start, target }, now)!
      assert.ok(progress >= 0 && progress <= 1)
      assert.equal(progressOf({ start, target }, target), 1)
    }),
  )
})

test('unmet needs are to become fewer, everything else more', () => {
  assert.deepEqual(
    [isGoal('unmetNeeds', 3, 0), isGoal('unmetNeeds', 3, 4), isGoal('offers', 3, 4), isGoal('offers', 3, 3)],
    [true, false, true, false],
  )
})
