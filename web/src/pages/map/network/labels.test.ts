import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type LabelWish, placeLabels } from './labels.ts'

const VIEW = { width: 800, height: 600 }
const wish: fc.Arbitrary<LabelWish> = fc.record({
  key: fc.uuid(),
  text: fc.constant('name'),
  x: fc.double({ min: -100, max: 900, noNaN: true }),
  y: fc.double({ min: -100, max: 700, noNaN: true }),
  size: fc.double({ min: 3, max: 20, noNaN: true }),
  width: fc.double({ min: 10, max: 200, noNaN: true }),
  forced: fc.constant(false),
})

test('no name covers another', () => {
  fc.assert(
    fc.property(fc.array(wish, { maxLength: 80 }), (wishes) => {
      const widths = new Map(wishes.map((each) => [each.key, each.width]))
      const boxes = placeLabels(wishes, VIEW, 50).map((label) => {
        const left = label.end ? label.x - widths.get(label.key)! : label.x
        return { left, right: left + widths.get(label.key)!, y: label.y }
      })
      boxes.forEach((box, index) => {
        for (const other of boxes.slice(0, index))
          assert.ok(box.right < other.left || other.right < box.left || Math.abs(box.y - other.y) >= 15.99)
      })
    }),
  )
})

test('the first wish wins, a forced one is shown whatever is there, and there are never more than asked for', () => {
  const at = { x: 100, y: 100, size: 5, width: 300, text: 'name' }
  const wishes = [
    { ...at, key: 'first', forced: false },
    { ...at, key: 'second', forced: false, y: 104 },
    { ...at, key: 'chosen', forced: true, y: 108 },
    { ...at, key: 'below', forced: false, y: 300 },
  ]
  assert.deepEqual(
    placeLabels(wishes, VIEW, 10).map((label) => label.key),
    ['first', 'chosen', 'below'],
  )
  assert.deepEqual(
    placeLabels(wishes, VIEW, 1).map((label) => label.key),
    ['first', 'chosen'],
  )
})

test('a name that would leave the picture stands on the left', () => {
  const [label] = placeLabels([{ key: 'a', text: 'name', x: 700, y: 50, size: 10, width: 150, forced: false }], VIEW, 10)
  assert.deepEqual(label, { key: 'a', text: 'name', x: 686, y: 50, forced: false, end: true })
})

test('a name that would leave the picture on either side is left out, unless it is the chosen one', () => {
  const wide = { text: 'name', x: 60, y: 50, size: 10, width: 90, forced: false }
  const narrow = { width: 120, height: 100 }
  assert.deepEqual(placeLabels([{ ...wide, key: 'a' }], narrow, 10), [])
  assert.equal(placeLabels([{ ...wide, key: 'a', forced: true }], narrow, 10).length, 1)
})
