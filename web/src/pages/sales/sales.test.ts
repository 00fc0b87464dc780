import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mixed, percentOf, rateOf, takeApart } from './amounts.ts'
import { askedBy, factsOf, monthBefore, NO_FACTS, type Rule, type Version, versionOn } from './asked.ts'

test('rates of tax are fractions', () => {
  assert.deepEqual(['19', '7,7', '5.5 %', '0', '100', 'x'].map(rateOf), ['19/100', '77/1000', '55/1000', '0/100', undefined, undefined])
  assert.deepEqual(['19/100', '77/1000'].map(percentOf), [19, 7.7])
})

test('prices with tax are taken apart to the cent, a line for each rate', () => {
  assert.deepEqual(takeApart([{ gross: 11_900n, rate: '19/100' }, { gross: 5350n, rate: '7/100' }, { gross: 1n, rate: '19/100' }], 'DE'), { gross: 17_251n, net: 15_001n, vat: [{ rate: '19/100', country: 'DE', net: '10001', vat: '1900' }, { rate: '7/100', country: 'DE', net: '5000', vat: '350' }] }) // biome-ignore format: one line reads better
  assert.deepEqual(takeApart([{ gross: 500n, rate: '0/100' }], 'DE'), { gross: 500n, net: 500n, vat: [] })
})

test('a fraction is shown as whole units and what is left of one', () => {
  assert.deepEqual(['34300/3', '-1/3', '5'].map(mixed), [{ whole: 11_433n, rest: '1/3' }, { whole: 0n, rest: '−1/3' }, { whole: 5n, rest: null }]) // biome-ignore format: one line reads better
})

const rule = {
  basis: 'net',
  asset: 'EUR',
  rounding: 'carry',
  refund: 'mirror',
  steps: [
    { id: 'levy', take: { perUnit: 150, unit: 'guest_night' }, to: 'levy' },
    { id: 'referral', take: { pct: '5/100', of: 'net' }, to: '$referrer', when: { has: 'referrer', is: { channel: 'web' } } },
    { id: 'rest', take: 'remainder', split: { by: 'contribution', metric: 'visits', weights: { museum: 2, ferry: 1 } } },
  ],
} as Rule

test('a sale is asked for what its rule looks at, once each, and nothing else is sent', () => {
  const asked = askedBy(rule)
  assert.deepEqual(asked, {
    units: ['guest_night'],
    names: ['referrer'],
    is: [{ word: 'channel', values: ['web'] }],
    metrics: [{ word: 'visits', among: ['museum', 'ferry'] }],
    standAlone: [],
    used: [],
  })
  const draft = {
    ...NO_FACTS,
    units: { guest_night: 2, hour: 5 },
    is: { channel: '' },
    metrics: { visits: { museum: 1, cinema: 1 } },
    used: ['inn'],
  }
  assert.deepEqual(factsOf(asked, draft, () => 0n), { units: { guest_night: 2 }, names: {}, is: {}, metrics: { visits: { museum: 1 } }, standAlone: {}, used: [] }) // biome-ignore format: one line reads better
})

test('the newest approved version that covers a day holds on it', () => {
  const version = (number: number, validFrom: string, approvedAt: string | null) =>
    ({ number, validFrom, validUntil: null, approvedAt }) as Version
  const versions = [version(3, '2026-06-01', null), version(2, '2026-05-10', 'x'), version(1, '2026-01-01', 'x')]
  assert.deepEqual(['2026-06-02', '2026-05-09', '2025-12-31'].map((day) => versionOn(versions, day)?.number), [2, 1, undefined]) // biome-ignore format: one line reads better
})

test('the month before January is December', () => {
  assert.deepEqual(monthBefore('2026-01-15'), { from: '2025-12-01', until: '2025-12-31' })
  assert.deepEqual(monthBefore('2026-03-31'), { from: '2026-02-01', until: '2026-02-28' })
})
