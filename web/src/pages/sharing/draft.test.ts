import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countedBy, fractionOf, keysOf, NEW_SPLIT, newStep, percentOf, type Rule, type RuleDraft, typedOf, wholeOf } from './draft.ts'
import { fromRule } from './from-rule.ts'
import { gapsOf, toRule } from './to-rule.ts'

const DRAFT: RuleDraft = {
  basis: 'net',
  asset: 'EUR',
  recipients: [
    { id: 0, partyId: null, name: 'Kurtaxe' },
    { id: 1, partyId: 'a-party', name: 'Museum Süd' },
    { id: 2, partyId: null, name: 'Museum Süd' },
  ],
  steps: [
    newStep(0, {
      measure: 'perUnit',
      amount: '1,50',
      unit: 'guest_night',
      maxUnits: '7',
      to: 0,
      passesOn: true,
      split: { ...NEW_SPLIT, among: [1] },
    }),
    newStep(1, { percent: '2.5', of: 'gross', min: '0,2', max: '5', to: 1 }),
    newStep(2, { percent: '1/3', of: 'step:1', goes: 'referrer', referrerDays: '30', cap: '200' }),
    newStep(3, {
      measure: 'remainder',
      goes: 'split',
      split: { ...NEW_SPLIT, way: 'contribution', among: [1, 2], parts: { 1: '2', 2: '1' }, floorEach: '1' },
    }),
  ],
}

test('amounts and parts are read as they are typed, without a floating point', () => {
  assert.deepEqual(
    ['12', '12.5', '12,50', '0,07', '12.505', '-1', 'x', ''].map((typed) => wholeOf(typed, 2)),
    [1200, 1250, 1250, 7, null, null, null, null],
  )
  assert.deepEqual(
    [1250, 7, 1200].map((minor) => typedOf(minor, 2, ',')),
    ['12,50', '0,07', '12'],
  )
  assert.deepEqual(['2.5', '2,5', '100', '1/3', 'much'].map(fractionOf), ['25/1000', '25/1000', '100/100', '1/3', 'much'])
  assert.deepEqual(
    ['25/1000', '1/3', '1/2'].map((fraction) => percentOf(fraction, ',')),
    ['2,5', '1/3', '50'],
  )
})

test('a draft becomes a rule, and a rule the same draft again', () => {
  const { rule, recipients } = toRule(DRAFT, 2)
  assert.deepEqual(
    recipients.map(({ key, partyId, label }) => [key, partyId, label]),
    [
      ['kurtaxe', null, 'Kurtaxe'],
      ['museum_sud', 'a-party', null],
      ['museum_sud_2', null, 'Museum Süd'],
    ],
  )
  assert.deepEqual(rule.steps, [
    {
      id: 'step_0',
      take: { perUnit: 150, unit: 'guest_night', maxUnits: 7 },
      to: 'kurtaxe',
      // biome-ignore lint/suspicious/noThenProperty: a word of the rules' language
      then: { equal: ['museum_sud'] },
    },
    { id: 'step_1', take: { pct: '25/1000', of: 'gross', min: 20, max: 500 }, to: 'museum_sud' },
    {
      id: 'step_2',
      take: { pct: '1/3', of: 'step:step_1' },
      to: '$referrer',
      when: { has: 'referrer', withinDays: 30 },
      capPer: { month: 20_000 },
    },
    {
      id: 'step_3',
      take: 'remainder',
      split: {
        by: 'contribution',
        among: ['museum_sud', 'museum_sud_2'],
        metric: 'visits',
        weights: { museum_sud: 2 },
        floorEach: 100,
        whenNone: 'equal',
      },
    },
  ])
  const known = recipients.map(({ key, partyId }, k) => ({ key, partyId, name: DRAFT.recipients[k]!.name }))
  const again = fromRule(rule, known, 2, '.')
  assert.deepEqual(toRule(again!, 2), { rule, recipients })
  assert.deepEqual(countedBy(rule), {
    says: [],
    units: ['guest_night'],
    metrics: [{ word: 'visits', among: ['museum_sud', 'museum_sud_2'] }],
    isLed: true,
  })
})

test('stretches, conditions, caps by any period and the words a program gave go through the form unchanged', () => {
  const rule: Rule = {
    basis: 'gross',
    asset: 'EUR',
    steps: [
      {
        id: 'step_0',
        take: { tiers: [{ upTo: 10_000, pct: '10/100' }, { upTo: null, pct: '25/1000' }], of: 'gross', min: 100 }, // biome-ignore format: one line reads better
        to: 'levy:2026',
        when: {
          has: 'referrer',
          withinDays: 3,
          is: { channel: 'web' },
          atLeast: 5,
          below: 50_005,
          from: '2026-01-01',
          until: '2026-12-31',
        },
        capPer: { week: 7 },
      },
      { id: 'step_1', take: 'remainder', to: 'museum' },
    ],
    rounding: 'carry',
    refund: 'mirror',
  }
  const known = [
    { key: 'levy:2026', partyId: null, name: 'Kurtaxe' },
    { key: 'museum', partyId: 'a-party', name: 'Museum Süd' },
  ]
  const draft = fromRule(rule, known, 2, ',')!
  assert.deepEqual(toRule(draft, 2).rule, rule)
  assert.deepEqual(gapsOf(draft, 2), [])
  assert.deepEqual(countedBy(rule).says, [{ word: 'channel', values: ['web'] }])
  assert.equal(countedBy(rule).isLed, true)
  const [first] = draft.steps
  const broken = { ...first!, tiers: [{ upTo: '', percent: '3' }, { upTo: '', percent: '2' }], when: { ...first!.when, value: '' } } // biome-ignore format: one line reads better
  assert.deepEqual(gapsOf({ ...draft, steps: [broken, draft.steps[1]!] }, 2), [
    { step: 0, what: 'tiers' },
    { step: 0, what: 'says' },
  ])
})

test('what the form has no fields for is not taken for less than it says', () => {
  const { rule } = toRule(DRAFT, 2)
  const with0 = (change: object) => fromRule({ ...rule, steps: [{ ...rule.steps[1]!, ...change }, rule.steps[3]!] }, [], 2, '.')
  assert.ok(with0({}))
  assert.equal(with0({ capPer: { year: 5, day: 1 } }), null)
  assert.equal(with0({ when: { is: { channel: 'web', season: 'low' } } }), null)
  assert.equal(with0({ when: { has: 'guide' } }), null)
  assert.equal(with0({ to: '$guide' }), null)
})

test('what is missing is told before anything is sent', () => {
  assert.deepEqual(gapsOf(DRAFT, 2), [])
  assert.deepEqual(gapsOf({ ...DRAFT, recipients: [], steps: [newStep(0), newStep(1, { measure: 'fixed', goes: 'split' })] }, 2), [
    { step: null, what: 'recipients' },
    { step: 0, what: 'percent' },
    { step: 0, what: 'to' },
    { step: 1, what: 'amount' },
    { step: 1, what: 'among' },
  ])
})

test('every recipient has a word of its own', () => {
  const keys = keysOf(['Ähre & Söhne', '1. FC', '!!!', '???'].map((name, id) => ({ id, partyId: null, name })))
  assert.deepEqual([...keys.values()], ['ahre_sohne', 'fc', 'recipient', 'recipient_2'])
})
