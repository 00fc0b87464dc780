import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { pagesFor, rowGroups, stretchesOf } from './groups.ts'

test('groups stand with the largest first, without those nobody is in or nobody asked for', () => {
  const groups = rowGroups({ b: 2, a: 2, c: 5, d: 0 }, (value) => value.toUpperCase(), [])
  assert.deepEqual(
    groups.map((group) => `${group.label}${group.count}`),
    ['C5', 'A2', 'B2'],
  )
  assert.deepEqual(
    rowGroups({ a: 1, b: 2 }, String, ['a']).map((group) => group.key),
    ['a'],
  )
})

test('every row in view lies on exactly one of the pages asked for', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 8 }),
      fc.nat(3000),
      fc.nat(60),
      (counts, start, length) => {
        const groups = counts.map((count, index) => ({ key: String(index), label: '', count }))
        const total = counts.reduce((sum, count) => sum + count, 0)
        const first = start % total
        const last = Math.min(total - 1, first + length)
        const pages = pagesFor(stretchesOf(groups, total), first, last, 100)
        for (let row = first; row <= last; row++) {
          const holding = pages.filter(({ stretch, offset }) => {
            const within = row - stretch.first
            return within >= offset && within < Math.min(offset + 100, stretch.count)
          })
          assert.equal(holding.length, 1)
        }
      },
    ),
  )
})
