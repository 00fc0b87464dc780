import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shapeCorners } from '../../../ui/kinds.ts'
import { ATLAS_SHAPES, CELL, distanceTo, shapeAtlas } from './shape-atlas.ts'

test('distances to a square are those of geometry', () => {
  const square = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ] as const
  assert.equal(distanceTo([...square], 0, 0), -1)
  assert.equal(distanceTo([...square], 3, 0), 2)
  assert.equal(distanceTo([...square], 4, 5), 5)
  assert.ok(Math.abs(distanceTo([...square], 0.75, 0.5) + 0.25) < 1e-12)
})

test('a many-cornered circle is a circle to a hundredth of its radius', () => {
  const circle = shapeCorners('circle')
  for (let degrees = 0; degrees < 360; degrees += 7) {
    const [x, y] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]
    assert.ok(Math.abs(distanceTo(circle, 1.3 * x, 1.3 * y) - 0.3) < 0.01)
    assert.ok(Math.abs(distanceTo(circle, 0.4 * x, 0.4 * y) + 0.6) < 0.01)
  }
})

test('every shape of the atlas is inside in its middle and outside at the corners of its cell', () => {
  const atlas = shapeAtlas()
  const at = (shape: number, column: number, row: number) => atlas[row * CELL * ATLAS_SHAPES.length + shape * CELL + column]!
  ATLAS_SHAPES.forEach((name, shape) => {
    assert.ok(at(shape, CELL / 2, CELL / 2) < 128, name)
    for (const [column, row] of [
      [0, 0],
      [CELL - 1, 0],
      [0, CELL - 1],
      [CELL - 1, CELL - 1],
    ] as const)
      assert.ok(at(shape, column, row) > 128, name)
  })
})
