import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boxAround, inOrder, nameRanks, partiesInBox } from './in-view.ts'

const NAMES = ['Zell', 'Ärzte', 'Anders', 'Becker']
const ranks = nameRanks(
  { parties: { name: NAMES }, size: NAMES.length } as Parameters<typeof nameRanks>[0],
  new Intl.Collator('de').compare,
)
const named = (parties: readonly number[]) => parties.map((party) => NAMES[party])

test('parties stand in the order of their names as the reader writes them', () => {
  assert.deepEqual(named(inOrder([0, 1, 2, 3], ranks, null)), ['Anders', 'Ärzte', 'Becker', 'Zell'])
  assert.deepEqual(named(inOrder([3, 0], ranks, null)), ['Becker', 'Zell'])
})

test('by a number those with most stand first, equal ones by name, who has none last', () => {
  assert.deepEqual(named(inOrder([0, 1, 2, 3], ranks, [0, null, null, 5])), ['Becker', 'Zell', 'Anders', 'Ärzte'])
  assert.deepEqual(named(inOrder([0, 3], ranks, [2, 0, 0, 2])), ['Becker', 'Zell'])
})

test('who lies within the corners of the screen is in view, whichever way it is turned', () => {
  const box = boxAround([{ x: 2, y: 0 }, { x: 0, y: 2 }, { x: -2, y: 0 }, { x: 0, y: -2 }]) // biome-ignore format: one line reads better
  assert.deepEqual(box, { x: [-2, 2], y: [-2, 2] })
  const positions = { x: Float64Array.of(0, 2, 2.1, Number.NaN), y: Float64Array.of(0, -2, 0, 0) }
  assert.deepEqual(partiesInBox(positions, box), [0, 1])
})
