import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkRule, evaluate, type Facts, hashOf, mirror, NO_FACTS, type Outcome, prepare, Rule, sentencesOf, textOf } from './index.ts'
import { RECIPIENTS, sharesRule, WEEKEND } from './testing.ts'

const SALE: Facts = {
  ...NO_FACTS,
  gross: 23_800n,
  net: 20_000n,
  day: '2026-05-16',
  units: { guest_night: 2 },
  names: { referrer: { recipient: 'bakery', since: '2026-05-01' } },
  metrics: { visits: { museum: 1, ferry: 1 } },
  owed: { 'campaign:advance': 1_000n },
}
const weekend = prepare(WEEKEND)

test('a weekend is shared out step by step, to the cent', () => {
  const outcome = evaluate(weekend, SALE, {})
  assert.deepEqual(paidOf(outcome), {
    'project:trail': 150n,
    'project:school': 150n,
    platform: 500n,
    bakery: 1_000n,
    marketing_pool: 1_000n,
    // 20,000 − 300 − 500 − 1,000 − 1,000 = 17,200; 100 each, and 17,000 two to one
    museum: 11_433n,
    ferry: 5_767n,
  })
  const [trail] = outcome.lines
  assert.equal(trail!.through, 'levy:2026')
  assert.equal(textOf(outcome.lines.find(({ to }) => to === 'museum')!.exact), '34300/3')
  assert.equal(textOf(outcome.carry.museum!), '1/3')
  assert.equal(textOf(outcome.carry.ferry!), '-1/3')
  assert.deepEqual([outcome.clips, outcome.skips], [[], []])
})

test('what is asked for beyond what is left is clipped, and said', () => {
  const outcome = evaluate(weekend, { ...SALE, gross: 119n, net: 100n, units: { guest_night: 9 } }, {})
  assert.deepEqual(paidOf(outcome), { 'project:trail': 50n, 'project:school': 50n })
  assert.deepEqual(
    outcome.clips.map(({ stepId, why, wanted, taken }) => [stepId, why, textOf(wanted), textOf(taken)]),
    [
      ['levy', 'left', '1050', '100'],
      ['fee', 'left', '20', '0'],
      ['referral', 'left', '5', '0'],
      ['recoup', 'left', '1000', '0'],
    ],
  )
})

test('a condition that does not hold skips its step, and a cap ends it', () => {
  const skipsOf = (facts: Partial<Facts>) => evaluate(weekend, { ...SALE, ...facts }, {}).skips
  assert.deepEqual(skipsOf({ names: {} }), [{ stepId: 'referral', why: 'nobody' }])
  assert.deepEqual(skipsOf({ names: { referrer: { recipient: 'bakery', since: '2026-04-15' } } }), [{ stepId: 'referral', why: 'when' }])
  assert.deepEqual(skipsOf({ names: { referrer: { recipient: 'bakery', since: '2026-05-17' } } }), [{ stepId: 'referral', why: 'when' }])
  const capped = evaluate(weekend, { ...SALE, taken: { referral: 19_400n } }, {})
  assert.equal(paidOf(capped).bakery, 600n)
  assert.deepEqual(
    capped.clips.map(({ stepId, why }) => [stepId, why]),
    [['referral', 'cap']],
  )
})

test('tiers take each part at its own rate, and steps can be parts of steps', () => {
  const rule: Rule = {
    ...WEEKEND,
    steps: [
      {
        id: 'fee',
        take: {
          tiers: [
            { upTo: 10_000, pct: '5/100' },
            { upTo: null, pct: '3/100' },
          ],
          of: 'net',
        },
        to: 'platform',
      },
      { id: 'pool', take: { pct: '1/10', of: 'step:fee' }, to: 'marketing_pool' },
      { id: 'third', take: { pct: '1/2', of: 'rest' }, to: 'museum', heldDays: 14, when: { is: { channel: 'web' }, atLeast: 100 } },
      { id: 'rest', take: 'remainder', split: { by: 'use', among: ['museum', 'ferry'], whenNone: 'equal' } },
    ],
  }
  assert.deepEqual(checkRule(rule, RECIPIENTS), [])
  const outcome = evaluate(prepare(rule), { ...SALE, is: { channel: 'web' }, used: ['ferry'] }, {})
  // 500 + 300; 80; half of 19,120
  assert.deepEqual(paidOf(outcome), { platform: 800n, marketing_pool: 80n, museum: 9_560n, ferry: 9_560n })
  assert.equal(outcome.lines.find(({ to }) => to === 'museum')!.heldDays, 14)
  const unused = evaluate(prepare(rule), { ...SALE, used: [] }, {})
  assert.deepEqual(paidOf(unused), { platform: 800n, marketing_pool: 80n, museum: 9_560n, ferry: 9_560n })
  assert.deepEqual(unused.skips, [{ stepId: 'third', why: 'when' }])
})

test('a split with nothing to go by refuses the sale', () => {
  const uncounted = { ...SALE, metrics: {} }
  assert.throws(() => evaluate(weekend, uncounted, {}), { code: 'nothing_to_split_by' })
  assert.throws(() => evaluate(weekend, { ...SALE, net: -1n }, {}), RangeError)
})

test('words that every object knows are words like others', () => {
  const known = new Set(['constructor', 'museum'])
  const steps: Rule['steps'] = [
    { id: 'unit', take: { perUnit: 5, unit: 'constructor' }, to: 'museum' },
    { id: 'constructor', take: { fixed: 100 }, to: '$constructor', capPer: { month: 60 }, when: { has: 'constructor', withinDays: 1 } },
    { id: 'capped', take: { fixed: 100 }, to: 'museum', when: { is: { constructor: 'x' } } },
    { id: 'owed', take: { upToBalance: 'constructor' }, to: 'museum' },
    {
      id: 'alone',
      take: { fixed: 10 },
      split: { by: 'standAlone', among: ['constructor', 'museum'], weights: { museum: 1 }, whenNone: 'equal' },
    },
    { id: 'rest', take: 'remainder', split: { by: 'contribution', metric: 'constructor', among: [...known], whenNone: 'equal' } },
  ]
  const rule: Rule = { ...WEEKEND, steps }
  assert.deepEqual(checkRule(rule, known), [])
  const { lines, skips, carry } = evaluate(prepare(rule), SALE, {})
  assert.deepEqual(
    skips.map(({ stepId }) => stepId),
    ['constructor', 'capped'],
  )
  assert.deepEqual(
    lines.map(({ stepId, to, paid }) => [stepId, to, paid]),
    [
      ['alone', 'constructor', 5n],
      ['alone', 'museum', 5n],
      ['rest', 'constructor', 9_995n],
      ['rest', 'museum', 9_995n],
    ],
  )
  assert.deepEqual(Object.keys(carry), ['constructor', 'museum'])
  const counted = { ...SALE, metrics: { visits: { museum: 1 } } }
  const byVisits = prepare({
    ...WEEKEND,
    steps: [{ id: 'rest', take: 'remainder', split: { by: 'contribution', metric: 'visits', among: [...known] } }],
  })
  assert.deepEqual(
    evaluate(byVisits, counted, {}).lines.map(({ to }) => to),
    ['museum'],
  )
  for (const said of sentencesOf(rule, (key) => key, 'de')) assert.doesNotMatch(said, /native code/)
})

test('fractions without anything in common are refused before they are added up for minutes', () => {
  const primes = [999_999_937, 999_999_929, 999_999_893, 999_999_883, 999_999_797, 999_999_761, 999_999_757, 999_999_751, 999_999_739]
  const more = [999_999_733, 999_999_677, 999_999_667, 999_999_613, 999_999_607, 999_999_599, 999_999_587, 999_999_541, 999_999_527]
  const tiers = [...primes, ...more].map((prime, k, all) => ({ upTo: k === all.length - 1 ? null : k + 1, pct: `1/${prime}` }))
  const rest: Rule['steps'][number] = { id: 'rest', take: 'remainder', to: 'museum' }
  const rule: Rule = { ...WEEKEND, steps: [{ id: 'many', take: { of: 'gross', tiers }, to: 'ferry' }, rest] }
  assert.deepEqual(checkRule(rule, RECIPIENTS), [])
  assert.throws(() => evaluate(prepare(rule), SALE, {}), { code: 'fractions_too_fine' })
})

test('every sum is kept: nothing is lost, nothing below zero, nothing for a share of nothing, and the same twice', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ net: fc.integer({ min: 0, max: 300_000 }), nights: fc.nat(12), visits: fc.tuple(fc.nat(5), fc.nat(5)) }), {
        maxLength: 20,
      }),
      (sales) => {
        let carry: Outcome['carry'] = {}
        for (const { net, nights, visits } of sales) {
          if (visits[0] + visits[1] === 0) visits[0] = 1
          const facts = {
            ...SALE,
            net: BigInt(net),
            gross: BigInt(net),
            units: { guest_night: nights },
            metrics: { visits: { museum: visits[0], ferry: visits[1] } },
          }
          const outcome = evaluate(weekend, facts, carry)
          assert.deepEqual(evaluate(weekend, facts, carry), outcome)
          assert.equal(
            outcome.lines.reduce((sum, { paid }) => sum + paid, 0n),
            BigInt(net),
          )
          for (const { exact, paid } of outcome.lines) assert.ok(paid >= 0n && exact.n > 0n)
          carry = { ...carry, ...outcome.carry }
        }
      },
    ),
  )
})

test('a rule that cannot work is told what is wrong, and where', () => {
  const found = (rule: Rule) => checkRule(rule, RECIPIENTS).map(({ path, code }) => `${path} ${code}`)
  const step = (change: Partial<Rule['steps'][number]>) =>
    found({ ...WEEKEND, steps: [{ ...WEEKEND.steps[1]!, ...change }, WEEKEND.steps[4]!] })
  assert.deepEqual(found(WEEKEND), [])
  assert.deepEqual(found({ ...WEEKEND, steps: [WEEKEND.steps[4]!, { ...WEEKEND.steps[4]!, id: 'again' }] }), [
    'rule.steps.0.take remainder_not_last',
  ])
  assert.deepEqual(found({ ...WEEKEND, steps: [WEEKEND.steps[1]!] }), ['rule.steps remainder_missing'])
  assert.deepEqual(found(sharesRule({ museum: '2/3', ferry: '1/2' })), ['rule.steps.0.split.shares shares_above_one'])
  assert.deepEqual(found(sharesRule({ museum: '1/3', ferry: '1/2' })), ['rule.steps.0.split.shares shares_below_one'])
  assert.deepEqual(found(sharesRule({ museum: '1/0', ferry: '1/2' })), ['rule.steps.0.split.shares.museum divides_by_nothing'])
  assert.deepEqual(found(sharesRule({ museum: '1/2', nobody: '1/2' })), ['rule.steps.0.split.shares.1 recipient_unknown'])
  assert.deepEqual(step({ to: 'stranger' }), ['rule.steps.0.to recipient_unknown'])
  assert.deepEqual(step({ id: 'rest' }), ['rule.steps.1.id step_twice'])
  assert.deepEqual(step({ take: { pct: '3/2', of: 'net' } }), ['rule.steps.0.take.pct part_above_one'])
  assert.deepEqual(step({ take: { pct: '0/2', of: 'net' } }), ['rule.steps.0.take.pct part_is_nothing'])
  assert.deepEqual(step({ take: { pct: '1/2' } }), ['rule.steps.0.take.of base_for_parts'])
  assert.deepEqual(step({ take: { pct: '1/2', of: 'step:rest' } }), ['rule.steps.0.take.of step_not_before'])
  assert.deepEqual(step({ take: { pct: '1/2', of: 'net', fixed: 3 } }), ['rule.steps.0.take one_kind_of_take'])
  assert.deepEqual(step({ take: { fixed: 3, min: 5, max: 4 } }), ['rule.steps.0.take.max max_below_min'])
  assert.deepEqual(step({ take: { perUnit: 3 } }), ['rule.steps.0.take.unit unit_for_units'])
  assert.deepEqual(step({ split: { equal: ['museum'] } }), ['rule.steps.0 to_or_split'])
  assert.deepEqual(step({ when: { withinDays: 3 } }), ['rule.steps.0.when.withinDays has_missing'])
  assert.deepEqual(step({ capPer: { month: 3, year: 4 } }), ['rule.steps.0.capPer one_period'])
})

test('the form of a rule is a matter of the schema: floats, strange words and unknown keys are refused', () => {
  const isRefused = (change: object) => !Rule.safeParse({ ...WEEKEND, ...change }).success
  assert.ok(Rule.safeParse(WEEKEND).success)
  assert.ok(isRefused({ steps: [{ id: 'fee', take: { fixed: 1.5 }, to: 'platform' }] }))
  assert.ok(isRefused({ steps: [{ id: 'fee', take: { fixed: -1 }, to: 'platform' }] }))
  assert.ok(isRefused({ steps: [{ id: 'fee', take: { pct: '0.5', of: 'net' }, to: 'platform' }] }))
  assert.ok(isRefused({ steps: [] }))
  assert.ok(isRefused({ rounding: 'half' }))
  assert.ok(isRefused({ extra: 1 }))
})

test('rules that read the same have the same hash, whatever the order of their keys', () => {
  const turned = { refund: 'mirror', rounding: 'carry', steps: WEEKEND.steps, asset: 'EUR', basis: 'net' } as const
  assert.equal(hashOf(turned as unknown as Rule), hashOf(WEEKEND))
  assert.equal(hashOf(sharesRule({ a: '2/4', b: '1/2' })), hashOf(sharesRule({ b: '1/2', a: '1/2' })))
  assert.notEqual(hashOf(sharesRule({ a: '1/3', b: '2/3' })), hashOf(sharesRule({ a: '2/3', b: '1/3' })))
})

test('refunds in parts mirror the sale to the cent, and never give back more than was got', () => {
  fc.assert(
    fc.property(
      fc.array(fc.bigInt({ min: 0n, max: 5_000n }), { minLength: 1, maxLength: 8 }),
      fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 12 }),
      (paid, parts) => {
        const total = paid.reduce((sum, units) => sum + units, 0n)
        const givenBack = paid.map(() => 0n)
        let refunded = 0n
        const refund = (amount: bigint) => {
          const back = mirror(
            paid.map((units, k) => ({ id: `${k}`, paid: units, givenBack: givenBack[k]! })),
            amount,
          )
          refunded += amount
          for (const [k, units] of back.entries()) {
            givenBack[k]! += units
            assert.ok(units >= 0n && givenBack[k]! <= paid[k]!)
            const off = givenBack[k]! * total - paid[k]! * refunded
            assert.ok(off < total && off > -total, 'a whole unit off')
          }
          assert.equal(
            back.reduce((sum, units) => sum + units, 0n),
            amount,
          )
        }
        for (const part of parts) if (refunded + BigInt(part) <= total) refund(BigInt(part))
        if (refunded < total) refund(total - refunded)
        assert.deepEqual(givenBack, paid)
        assert.throws(() => refund(1n), { code: 'refund_above_original' })
        assert.throws(() => refund(0n), { code: 'refund_not_positive' })
      },
    ),
  )
})

function paidOf({ lines }: Outcome): Record<string, bigint> {
  const paid: Record<string, bigint> = {}
  for (const line of lines) paid[line.to] = (paid[line.to] ?? 0n) + line.paid
  return paid
}
