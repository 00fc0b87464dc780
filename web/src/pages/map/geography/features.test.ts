import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type MapColumns, modelOf } from '../model.ts'
import type { Look } from '../network/scene.ts'
import { areaOf, boundsOf, boxArea, linesOf, pointsOf, townsOf, unplacedOf } from './features.ts'

const columns: MapColumns = {
  parties: {
    id: ['a', 'b', 'c'],
    name: ['Bakery', 'Mill', 'Café'],
    kinds: [['customers'], [], []],
    sectorCode: [null, null, null],
    city: ['Zell', 'Zell', 'Bullay'],
    latitude: [50, 50.2, null],
    longitude: [7, 7.2, null],
    tags: [[], [], []],
    tieCount: [2, 1, 1],
  },
  ties: { from: [0, 0], to: [1, 2], type: ['buys_from', 'supplies'], strength: [0.5, 0.5], directed: [true, true] },
  truncated: false,
}
const model = modelOf(columns)
const look: Look = {
  colours: ['#111111', '#222222', '#333333'],
  rings: ['#000000', '#000000', '#000000'],
  sizes: [5, 6, 7],
  shapes: ['circle', 'square', 'star'],
  ties: {
    colours: ['#44444480', '#55555580'],
    dashes: [
      [0, 0],
      [0, 0],
    ],
    widths: [1, 1],
  },
}

test('who has a place is a point, who has none is counted', () => {
  assert.deepEqual(
    pointsOf(model, look).features.map(({ properties, geometry }) => [properties.id, properties.icon, geometry.coordinates]),
    [
      ['a', 'circle|#111111|#000000', [7, 50]],
      ['b', 'square|#222222|#000000', [7.2, 50.2]],
    ],
  )
  assert.equal(unplacedOf(model), 1)
})

test('a town is named in the middle of its parties', () => {
  const [town, ...others] = townsOf(model).features
  assert.deepEqual(others, [])
  assert.equal(town!.properties.name, 'Zell')
  assert.ok(Math.abs(town!.geometry.coordinates[0]! - 7.1) < 1e-9)
})

test('lines lead to those who have a place too', () => {
  assert.deepEqual(
    linesOf(model, look, 0).features.map((line) => [line.properties.colour, line.geometry.coordinates]),
    [
      [
        '#444444',
        [
          [7, 50],
          [7.2, 50.2],
        ],
      ],
    ],
  )
  assert.deepEqual(linesOf(model, look, 2).features, [])
  assert.deepEqual(linesOf(model, look, null).features, [])
})

test('an area of three corners is closed, fewer are a line or a point', () => {
  const types = (count: number) => areaOf(boxArea([1, 2, 3, 4]).slice(0, count)).features.map((each) => each.geometry.type)
  assert.deepEqual(types(1), ['Point'])
  assert.deepEqual(types(2), ['LineString', 'Point', 'Point'])
  assert.deepEqual(types(3), ['Polygon', 'Point', 'Point', 'Point'])
})

test('the box around everybody, kept on earth', () => {
  assert.deepEqual(boundsOf(model), [7, 50, 7.2, 50.2])
  assert.deepEqual(boxArea([-200, -95, 200, 95]), [
    [-180, -90],
    [180, -90],
    [180, 90],
    [-180, 90],
  ])
})
