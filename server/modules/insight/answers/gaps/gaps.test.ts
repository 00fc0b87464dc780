import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { threadWork } from '../../../../kernel/thread-work.ts'
import { mapOf } from '../testing.ts'
import type { EcosystemMap } from '../types.ts'
import { findGaps, rank } from './find.ts'
import { distanceKm } from './needs.ts'
import { type Gap, type GapQuestion, type GapTrade, NO_VALUE, type ReferenceTable } from './types.ts'
import { valueAtStake } from './value.ts'

let count = 0
function trade(party: number, side: GapTrade['side'], category: string, more: Partial<GapTrade> = {}): GapTrade {
  const nothing = { quantity: null, unit: null, rhythm: null, priceMinor: null, priceAsset: null }
  return { id: `t${count++}`, party, side, category, title: category, ...nothing, ...more }
}

function asked(map: EcosystemMap, more: Partial<GapQuestion> = {}): GapQuestion {
  const nowhere = new Float64Array(map.parties.length).fill(Number.NaN)
  return { map, trades: [], latitude: nowhere, longitude: nowhere, withinKm: null, reference: null, ...more }
}

const keys = (gaps: readonly Gap[]) => gaps.map(({ key }) => key)
const valued = (needs: GapTrade[], offers: GapTrade[] = []) => valueAtStake(needs, offers, String)

test('a need of 40 kg a week at 3.20 € is worth 128 € a week', () => {
  const value = valued([trade(0, 'need', 'flour', { quantity: 40, unit: 'kg', rhythm: 'week', priceMinor: 320n, priceAsset: 'EUR' })])
  assert.deepEqual(
    [value.measure, value.amountMinor, value.asset, value.rhythm, value.yearMinor],
    ['money', 12800n, 'EUR', 'week', 665600n],
  )
  assert.deepEqual(value.terms, [{ partyId: '0', quantity: 40, unit: 'kg', rhythm: 'week', priceMinor: 320n, priceFrom: 'need' }])
})

test('rhythms that differ are added up over a year, once counts once, and half a cent is rounded up', () => {
  const weekly = trade(0, 'need', 'x', { quantity: 0.5, rhythm: 'week', priceMinor: 101n, priceAsset: 'EUR' })
  const once = trade(1, 'need', 'x', { priceMinor: 1000n, priceAsset: 'EUR' })
  assert.deepEqual([valued([weekly]).amountMinor, valued([weekly, once]).amountMinor, valued([weekly, once]).rhythm], [51n, 3626n, 'year'])
})

test('without a price of its own a need takes the lowest that is asked in its unit; currencies are never added', () => {
  const need = trade(0, 'need', 'wine', { quantity: 10, unit: 'L' })
  const offers = [
    trade(1, 'offer', 'wine', { quantity: 1, unit: 'l', priceMinor: 500n, priceAsset: 'EUR' }),
    trade(2, 'offer', 'wine', { quantity: 1, unit: 'l ', priceMinor: 400n, priceAsset: 'EUR' }),
    trade(3, 'offer', 'wine', { quantity: 1, unit: 'bottle', priceMinor: 1n, priceAsset: 'EUR' }),
  ]
  const value = valued([need, trade(4, 'need', 'wine', { priceMinor: 9n, priceAsset: 'CHF' }), need], offers)
  assert.deepEqual([value.amountMinor, value.asset, value.terms.length, value.needs], [8000n, 'EUR', 2, 3])
  assert.equal(value.terms[0]!.priceFrom, 'offer')
})

test('without any price the quantity of the commonest unit is at stake, without that nothing is known', () => {
  const value = valued([
    trade(0, 'need', 'x', { quantity: 2, unit: 'kg', rhythm: 'day' }),
    trade(1, 'need', 'x', { quantity: 3, unit: 'KG', rhythm: 'day' }),
    trade(2, 'need', 'x', { quantity: 9, unit: 'box' }),
  ])
  assert.deepEqual([value.measure, value.quantity, value.unit, value.rhythm, value.needs], ['quantity', 5, 'kg', 'day', 3])
  assert.equal(valued([trade(0, 'need', 'x')]).measure, 'unknown')
})

test('a need is a gap while nobody else offers for it, and hangs on one while only one does', () => {
  const map = mapOf('abcd', '')
  const trades = [
    trade(0, 'need', 'Flour'),
    trade(0, 'offer', 'flour'),
    trade(1, 'need', ' flour'),
    trade(2, 'need', 'beds'),
    trade(3, 'offer', 'wine'),
  ]
  const { items } = findGaps(asked(map, { trades }))
  assert.deepEqual(keys(items), ['need:beds', 'need:flour', 'supplier:flour'])
  assert.deepEqual([items[1]!.partyIds, items[2]!.partyIds], [['a'], ['a', 'b']])
})

test('with a distance a need is a gap when all who offer are farther away; a place nobody knows is not called far', () => {
  const map = mapOf('abc', '')
  const places = { latitude: Float64Array.of(49.95, 49.95, Number.NaN), longitude: Float64Array.of(7.1, 7.5, Number.NaN) }
  const trades = [trade(0, 'need', 'milk'), trade(1, 'offer', 'milk')]
  const far = (withinKm: number, more: GapTrade[] = []) =>
    keys(findGaps(asked(map, { ...places, trades: [...trades, ...more], withinKm })).items)
  assert.equal(Math.round(distanceKm(places, 0, 1)), 29)
  assert.deepEqual(far(25), ['far:milk', 'supplier:milk'])
  assert.deepEqual(far(30), ['supplier:milk'])
  assert.deepEqual(far(25, [trade(2, 'offer', 'milk')]), [])
})

test('of four times the offers and needs of one sort the work is about four times, not sixteen', () => {
  const map = mapOf('abc', '')
  const places = { latitude: Float64Array.of(49.95, 49.95, 49.95), longitude: Float64Array.of(7.1, 7.5, 7.1) }
  const workOf = (count: number) => {
    const many = (party: number, side: GapTrade['side'], more: object) =>
      Array.from({ length: count }, () => trade(party, side, 'milk', more))
    const trades = [...many(0, 'need', { quantity: 1 }), ...many(1, 'offer', { priceMinor: 5n, priceAsset: 'EUR' }), ...many(1, 'need', {})]
    const from = threadWork()
    const { items } = findGaps(asked(map, { ...places, trades, withinKm: 25 }))
    const work = threadWork() - from
    assert.deepEqual(keys(items), ['far:milk', 'supplier:milk', 'need:milk'])
    assert.equal(items[0]!.value.amountMinor, 5n * BigInt(count))
    return work
  }
  workOf(20_000) // to warm up
  const usual = workOf(20_000)
  const large = workOf(80_000)
  assert.ok(large < 12 * usual, `${large / usual} times the work`)
})

// two groups of four, tied by d–e alone, and i without any tie
const TWO_GROUPS = 'ab ac ad bc bd cd ef eg eh fg fh gh de'

test('two groups with a single tie are a hole, its ends the only ways, and who has no tie is lonely', () => {
  const { items, totals } = findGaps(asked(mapOf('abcdefghi', TWO_GROUPS)))
  assert.deepEqual(keys(items), ['hole:d:e', 'onlyWay:d', 'onlyWay:e', 'lonely:i'])
  const [hole, way] = items as [Gap, Gap]
  assert.deepEqual([hole.sentence.key, hole.concerned, hole.groups.map(({ size }) => size)], ['sentence.hole.single', 4, [4, 4]])
  assert.notDeepEqual(hole.task.partyIds, ['d', 'e'], 'those who are tied already are not introduced')
  assert.deepEqual([way.concerned, way.groups], [3, [{ size: 3, partyIds: ['a', 'b', 'c'] }]])
  assert.deepEqual([totals.onlyWay, totals.hole, totals.lonely], [2, 1, 1])
})

test('nobody is introduced across a stated conflict: where all are at odds the task is to find somebody else', () => {
  const conflicts = [...'abcd'].flatMap((one) => [...'efgh'].map((other) => `${one}${other}:conflicts`)).join(' ')
  const hole = findGaps(asked(mapOf('abcdefgh', `${TWO_GROUPS} ${conflicts}`))).items.find(({ sort }) => sort === 'hole')
  assert.equal(hole?.task.title.key, 'task.hole.find')
})

test('a lonely one is introduced to somebody who offers what it needs, never to a competitor', () => {
  const lonely = (pairs: string) => {
    const trades = [trade(3, 'need', 'milk'), trade(0, 'offer', 'Milk')]
    return findGaps(asked(mapOf('abcd', pairs), { trades })).items.find(({ sort }) => sort === 'lonely')!.task
  }
  assert.deepEqual(lonely('ab bc').partyIds, ['d', 'a'])
  assert.deepEqual(lonely('ab bc ad:competes').partyIds, ['d'])
  const tied = findGaps(asked(mapOf('ab', 'ab'), { trades: [trade(0, 'need', 'milk'), trade(1, 'offer', 'milk')] })).items
  assert.deepEqual(tied.find(({ sort }) => sort === 'lonely')!.task.partyIds, ['a'], 'they know each other')
})

/** Six areas in which 47 goes with 10, and 62 with 72; the seventh is one's own. */
const SIX: ReferenceTable = {
  scheme: 'nace',
  areas: ['A', 'B', 'C', 'D', 'E', 'F', 'Own'],
  inhabitants: [1, 1, 1, 1, 1, 1, 1],
  codes: ['10', '47', '62', '72', '81'],
  counts: [
    [40, 40, 2, 2, 50],
    [42, 40, 2, 1, 50],
    [38, 44, 1, 2, 50],
    [2, 2, 40, 40, 50],
    [1, 2, 44, 40, 50],
    [2, 1, 40, 42, 50],
    [0, 45, 0, 0, 50],
  ].flat(),
  ownArea: 6,
}

test('against a table a sector is missing where it is expected; what goes with what is here comes before the exotic', () => {
  const sectors = (reference: ReferenceTable) =>
    findGaps(asked(mapOf('abc', ''), { reference })).items.filter(({ sort }) => sort === 'sector')
  const found = sectors(SIX)
  assert.deepEqual(keys(found), ['sector:nace:10', 'sector:nace:62', 'sector:nace:72'])
  const figure = (gap: Gap, definition: string) => gap.figures.find((each) => each.definition === definition)!.value
  assert.deepEqual(
    [figure(found[0]!, 'quotient'), Math.round(figure(found[0]!, 'expected') * 100) / 100, figure(found[0]!, 'peerAreas')],
    [0, 20.83, 6],
  )
  assert.ok(figure(found[0]!, 'relatedness') > figure(found[1]!, 'relatedness'))
  assert.equal(found[0]!.certainty!.level, 'high')
  // by shares where inhabitants are not known everywhere: 95 of one's own × 125 / 810
  const byShare = sectors({ ...SIX, inhabitants: SIX.inhabitants.map((count, area) => (area === 2 ? null : count)) })
  assert.equal(Math.round(figure(byShare.find(({ key }) => key === 'sector:nace:10')!, 'expected') * 100) / 100, 14.66)
})

test('without an own area the map is compared, by the beginning of each code, and coverage says how much of it', () => {
  const map = mapOf('abcdefghij', '')
  const coded = map.parties.map((party, k) =>
    k < 8 ? { ...party, sectorScheme: 'nace' as const, sectorCode: k < 7 ? '47.11' : '10.7' } : party,
  )
  const { ownArea: _, ...table } = SIX
  const { items } = findGaps(asked({ ...map, parties: coded }, { reference: { ...table, ownArea: null } }))
  const gap = items.find(({ key }) => key === 'sector:nace:81')!
  assert.equal(gap.sentence.key, 'sentence.sector.missing.map')
  assert.equal(gap.certainty!.figures.find(({ definition }) => definition === 'sectorCoverage')!.value, 0.8)
})

test('money comes before quantities and these before what has neither, whatever the order in which they are found', () => {
  const gap = (key: string, value: Partial<Gap['value']>, weight: number, level: 'low' | 'high' = 'low'): Gap => ({
    ...{
      key,
      sort: 'need',
      sentence: { key: '', values: {} },
      partyIds: [],
      partyTotal: 0,
      groups: [],
      figures: [],
      concerned: weight,
      weight,
    },
    value: { ...NO_VALUE, ...value },
    certainty: { level, figures: [] },
    task: { title: { key: '', values: {} }, partyIds: [] },
  })
  const euros = (amount: bigint) => ({ measure: 'money' as const, asset: 'EUR', yearMinor: amount })
  const sorted = [
    gap('much', euros(900n), 1),
    gap('little', euros(10n), 50),
    gap('francs', { measure: 'money', asset: 'CHF', yearMinor: 9999n }, 1),
    gap('kilos', { measure: 'quantity', quantity: 3 }, 2),
    gap('many', {}, 70),
    gap('sure', {}, 3, 'high'),
    gap('unsure', {}, 3),
  ]
  fc.assert(
    fc.property(fc.shuffledSubarray(sorted, { minLength: sorted.length }), (mixed) => assert.deepEqual(keys(rank(mixed)), keys(sorted))),
    { numRuns: 30 },
  )
})

test('an empty map, one of isolates and one that is all one group have no holes and no error', () => {
  for (const map of [mapOf('', ''), mapOf('abc', ''), mapOf('abcde', 'ab ac ad ae bc bd be cd ce de')]) {
    const { items } = findGaps(asked(map, { reference: { ...SIX, codes: [], counts: [], areas: [], inhabitants: [], ownArea: null } }))
    assert.deepEqual(
      items.filter(({ sort }) => sort === 'hole' || sort === 'onlyWay'),
      [],
    )
  }
})
