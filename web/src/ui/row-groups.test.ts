import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { groupStarts, itemAt, itemOfRow } from './row-groups.ts'

const groupsOf = (counts: number[]) => counts.map((count, index) => ({ key: String(index), label: '', count }))

test('headings stand before the rows of their group', () => {
  const starts = groupStarts(groupsOf([2, 0, 3]))
  assert.deepEqual(starts, [0, 3, 4])
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5].map((index) => itemAt(starts, index)),
    [
      { group: 0, row: 0 },
      { group: undefined, row: 0 },
      { group: undefined, row: 1 },
      { group: 1, row: 2 },
      { group: 2, row: 2 },
      { group: undefined, row: 2 },
    ],
  )
})

test('without groups every item is the row of its index', () => {
  assert.deepEqual(itemAt([], 7), { group: undefined, row: 7 })
  assert.equal(itemOfRow([], 7), 7)
})

test('every row is found where it stands', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 8 }), (counts) => {
      const starts = groupStarts(groupsOf(counts))
      const total = counts.reduce((sum, count) => sum + count, 0)
      for (let row = 0; row < total; row++) assert.deepEqual(itemAt(starts, itemOfRow(starts, row)), { group: undefined, row })
    }),
  )
})
