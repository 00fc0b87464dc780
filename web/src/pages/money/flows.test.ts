import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kindOf, periodAround, shifted } from './period.ts'
import { layOut } from './sankey.ts'

test('a day lies in its month, quarter and year, and from one of these one goes to the next', () => {
  assert.deepEqual(periodAround('month', '2028-02-10'), { from: '2028-02-01', to: '2028-02-29' })
  assert.deepEqual(periodAround('quarter', '2026-11-22'), { from: '2026-10-01', to: '2026-12-31' })
  assert.deepEqual(periodAround('year', '2026-11-22'), { from: '2026-01-01', to: '2026-12-31' })
  for (const kind of ['month', 'quarter', 'year'] as const) assert.equal(kindOf(periodAround(kind, '2026-03-31')), kind)
  assert.equal(kindOf({ from: '2026-01-01', to: '2026-01-30' }), 'own')
  assert.deepEqual(shifted(periodAround('month', '2026-01-31'), -1), { from: '2025-12-01', to: '2025-12-31' })
  assert.deepEqual(shifted(periodAround('quarter', '2026-12-31'), 1), { from: '2027-01-01', to: '2027-03-31' })
  assert.deepEqual(shifted({ from: '2026-01-02', to: '2026-01-30' }, 1), { from: '2026-01-02', to: '2026-01-30' })
})

test('places are as high as what flows through them, ordered by it, and ribbons fill them without a gap', () => {
  const way = (source: string, middle: string, target: string, amount: bigint) => ({ source, middle, target, amount })
  const { places, ribbons, height } = layOut(
    [way('bank', 'others', 'a', 500n), way('bank', 'rest', 'b', 300n), way('inn', 'rest', 'a', 200n), way('inn', 'rest', 'b', -50n)],
    400,
  )
  const columns = [0, 1, 2].map((column) => places.filter((place) => place.column === column))
  assert.deepEqual(columns.map((column) => column.map(({ key }) => key)), [['bank', 'inn'], ['rest', 'others'], ['a', 'b']]) // biome-ignore format: one line reads better
  for (const column of columns) assert.equal(Math.round(column.reduce((sum, place) => sum + place.height, 0)), 280)
  assert.equal(ribbons.length, 3, 'what was given back on balance is not drawn')
  assert.equal(Math.round(height), 294)
  const starts = ribbons
    .filter(({ way: { source } }) => source === 'bank')
    .map(({ paths }) => Number(/^M[\d.]+,([\d.]+)/.exec(paths[0])![1]))
  assert.deepEqual(starts.sort((a, b) => a - b), [0, 84]) // biome-ignore format: one line reads better
  assert.deepEqual(layOut([], 400), { places: [], ribbons: [], height: 0 })
})
