import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  currentStrength,
  HALF_LIFE_DAYS,
  INTERACTION_KINDS,
  type Interaction,
  mustBeSound,
  orderEnds,
  pairKey,
  STRENGTH_UNSTATED,
  TIE_TYPES,
  WEIGHTS,
} from './rules.ts'

const DAY_MS = 86_400_000
const now = new Date('2026-11-22T12:00:00Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS)

const anyDate = fc.date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
const anyShare = fc.double({ min: 0, max: 1, noNaN: true })
const anyStated = fc.record({ strength: fc.option(anyShare), at: anyDate })
const anyInteraction: fc.Arbitrary<Interaction> = fc.record({ kind: fc.constantFrom(...INTERACTION_KINDS), at: anyDate })
const anyInteractions = fc.array(anyInteraction, { maxLength: 60 })

test('a strength halves with each half-life of silence', () => {
  const stated = (days: number) => currentStrength({ strength: 0.8, at: daysAgo(days) }, [], now).strength
  assert.ok(Math.abs(stated(0) - 0.8) < 1e-12)
  assert.ok(Math.abs(stated(365) - 0.4) < 1e-12)
  assert.ok(Math.abs(stated(730) - 0.2) < 1e-12)
})

test('a meeting fills a quarter of what is missing, and half of that half a year later', () => {
  const met = (days: number) => currentStrength({ strength: 0, at: now }, [{ kind: 'met', at: daysAgo(days) }], now).strength
  assert.ok(Math.abs(met(0) - 0.25) < 1e-12)
  assert.ok(Math.abs(met(HALF_LIFE_DAYS.met) - 0.125) < 1e-12)
})

test('the parts say what the strength is made of, so that it can be computed again by hand', () => {
  const { strength, stated, interactions } = currentStrength(
    { strength: null, at: daysAgo(365) },
    [
      { kind: 'met', at: daysAgo(180) },
      { kind: 'met', at: now },
      { kind: 'called', at: daysAgo(90) },
    ],
    now,
  )
  assert.deepEqual([stated.strength, stated.isAssumed, stated.part], [STRENGTH_UNSTATED, true, 0.25])
  assert.deepEqual(
    interactions.map(({ kind, count, latestAt }) => [kind, count, latestAt.getTime()]),
    [
      ['met', 2, now.getTime()],
      ['called', 1, daysAgo(90).getTime()],
    ],
  )
  const byHand = 1 - (1 - stated.part) * interactions.reduce((gap, { part }) => gap * (1 - part), 1)
  assert.ok(Math.abs(strength - byHand) < 1e-12)
  assert.ok(Math.abs(strength - (1 - 0.75 * 0.875 * 0.75 * 0.94)) < 1e-12)
})

test('what lies in the future does not count yet', () => {
  const later = currentStrength({ strength: 0.5, at: now }, [{ kind: 'met', at: new Date(now.getTime() + 1) }], now)
  assert.deepEqual([later.strength, later.interactions], [0.5, []])
})

test('a strength stays within 0 and 1 and is always a number', () => {
  fc.assert(
    fc.property(anyStated, anyInteractions, anyDate, (stated, interactions, moment) => {
      const { strength } = currentStrength(stated, interactions, moment)
      assert.ok(strength >= 0 && strength <= 1)
    }),
  )
})

test('an interaction never weakens a tie', () => {
  fc.assert(
    fc.property(anyStated, anyInteractions, anyInteraction, anyDate, (stated, interactions, one, moment) => {
      const before = currentStrength(stated, interactions, moment).strength
      assert.ok(currentStrength(stated, [...interactions, one], moment).strength >= before - 1e-12)
    }),
  )
})

test('silence never strengthens a tie', () => {
  fc.assert(
    fc.property(anyStated, anyInteractions, fc.nat(20_000), (stated, interactions, days) => {
      const latest = new Date(Math.max(stated.at.getTime(), ...interactions.map(({ at }) => at.getTime())))
      const then = currentStrength(stated, interactions, latest).strength
      const later = currentStrength(stated, interactions, new Date(latest.getTime() + days * DAY_MS)).strength
      assert.ok(later <= then + 1e-12)
    }),
  )
})

test('who states more gets more, and the order of the interactions does not matter', () => {
  fc.assert(
    fc.property(anyShare, anyShare, anyInteractions, anyDate, (one, other, interactions, at) => {
      const strengthOf = (strength: number, list: Interaction[]) => currentStrength({ strength, at }, list, now).strength
      const [less, more] = [Math.min(one, other), Math.max(one, other)]
      assert.ok(strengthOf(less, interactions) <= strengthOf(more, interactions) + 1e-12)
      assert.ok(Math.abs(strengthOf(less, interactions) - strengthOf(less, interactions.toReversed())) < 1e-9)
    }),
  )
})

test('weights leave room for more, and what takes more effort weighs more and lasts longer', () => {
  const inOrder = INTERACTION_KINDS.map((kind) => [WEIGHTS[kind], HALF_LIFE_DAYS[kind]] as const)
  for (const [weight] of inOrder) assert.ok(weight > 0 && weight < 1)
  assert.deepEqual(
    inOrder,
    inOrder.toSorted(([a], [b]) => b - a),
  )
  assert.deepEqual(
    inOrder,
    inOrder.toSorted(([, a], [, b]) => b - a),
  )
})

test('a type without direction is its own inverse', () => {
  for (const [key, { directed, inverse }] of Object.entries(TIE_TYPES)) assert.equal(directed, inverse !== key)
})

test('a tie without direction is the same from both ends', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), (one, other) => {
      assert.deepEqual(orderEnds(one, other, false), orderEnds(other, one, false))
      assert.deepEqual(orderEnds(one, other, true), { fromId: one, toId: other })
      assert.equal(pairKey(one, other), pairKey(other, one))
    }),
  )
})

test('a tie with itself, and one that ends before it begins, are refused', () => {
  assert.throws(() => mustBeSound({ fromId: 'a', toId: 'a' }), { code: 'self_tie' })
  assert.throws(() => mustBeSound({ fromId: 'a', toId: 'b', since: '2026-02-01', until: '2026-01-31' }), { code: 'invalid_period' })
  mustBeSound({ fromId: 'a', toId: 'b', since: '2026-02-01', until: '2026-02-01' })
})
