import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type MapColumns, modelOf } from '../model.ts'
import { fallAt, HEAT_PX, heatColour, heatIn, heatPoints, intensityFor, NEAR_SHARE, nearKm, roundUp, warmest, warmthOf } from './heat.ts'

const parties: MapColumns['parties'] = {
  id: ['a', 'b', 'c', 'd'],
  name: ['A', 'B', 'C', 'D'],
  kinds: [[], [], [], []],
  sectorCode: [null, null, null, null],
  city: [null, null, null, null],
  latitude: [50, 50, 50.4, null],
  longitude: [7, 7, 7.4, null],
  tags: [[], [], [], []],
  tieCount: [0, 0, 0, 0],
}
const model = modelOf({ parties, ties: { from: [], to: [], type: [], strength: [], directed: [] }, truncated: false })

test('whoever has a place warms it; by a number as much as it says, and nothing without one', () => {
  assert.deepEqual(heatIn(model, null).weights, [1, 1, 1])
  assert.deepEqual(heatIn(model, [5, null, 0, 9]), { places: [[7, 50]], weights: [5] })
  assert.deepEqual(heatPoints(heatIn(model, null)).features[2]!.geometry.coordinates, [7.4, 50.4])
})

test('the warmest place says how many are near: few from near, all from afar, and nobody where nobody is', () => {
  const heat = heatIn(model, null)
  assert.equal(warmest(heat, 12), 2)
  assert.equal(warmest(heat, 0), 3)
  assert.equal(warmest(heatIn(model, [10, 20, 0, 0]), 12), 30)
  assert.equal(warmest({ places: [], weights: [] }, 5), 0)
  assert.equal(intensityFor(0), 0)
})

test('where as many are as the warmest stands for, the density of the map is 1', () => {
  // the density that MapLibre draws: number × intensity × 1/√2π
  assert.ok(Math.abs((50 * intensityFor(50)) / Math.sqrt(2 * Math.PI) - 1) < 1e-12)
})

test('what is near is as much as the kernel adds up to', () => {
  const step = 0.01
  let sum = 0
  for (let x = -1; x <= 1; x += step) for (let y = -1; y <= 1; y += step) sum += fallAt(Math.hypot(x, y)) * step * step
  assert.ok(Math.abs(sum / (Math.PI * NEAR_SHARE ** 2) - 1) < 0.02)
  assert.ok(Math.abs(nearKm(10, 0) - (HEAT_PX * NEAR_SHARE * 40_075.017) / 512 / 1024) < 1e-9)
  assert.ok(nearKm(10, 60) < nearKm(10, 0) && nearKm(11, 0) === nearKm(10, 0) / 2)
})

test('a legend ends at a number that can be read, and never below what there is', () => {
  assert.deepEqual([0, 1, 1.1, 3, 4, 11, 37, 120, 6_400].map(roundUp), [0, 1, 2, 3, 5, 20, 50, 200, 7_000])
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), (value) => {
      assert.ok(roundUp(value) >= value * (1 - 1e-8) && roundUp(value) <= value * 2.000001)
    }),
  )
})

test('a drawing is as warm as the screen', () => {
  const warmth = warmthOf([{ x: 50, y: 50, weight: 2 }], 4, { width: 100, height: 100, cell: 4 })
  assert.equal(warmth.length, 25 * 25)
  assert.ok(Math.abs(Math.max(...warmth) - 0.5) < 0.01)
  assert.equal(warmth[0], 0)
  assert.equal(Math.max(...warmthOf([{ x: 5, y: 5, weight: 9 }], 4, { width: 10, height: 10, cell: 4 })), 1)
  assert.deepEqual(heatColour(0), [65, 68, 135, 0])
  assert.deepEqual(heatColour(1).slice(0, 3), [253, 231, 37])
  assert.deepEqual(heatColour(0.5), [34, 168, 132, 191.25])
})
