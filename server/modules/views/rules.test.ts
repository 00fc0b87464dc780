import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { indexEnds, isSmall, mergeRanked, SETTINGS_LENGTH_MAX } from './rules.ts'

test('ties to parties that are not shown are left out, the others point to both ends and are counted', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
  const anyTies = fc.array(fc.tuple(id, id))
  fc.assert(
    fc.property(fc.uniqueArray(id), anyTies, (ids, ties) => {
      const columns = { fromId: ties.map(([from]) => from), toId: ties.map(([, to]) => to) }
      const { kept, from, to, tieCount } = indexEnds(ids, columns)
      assert.deepEqual(kept, [...ties.keys()].filter((tie) => ties[tie]!.every((end) => ids.includes(end)))) // biome-ignore format: one line reads better
      for (const [place, tie] of kept.entries()) assert.deepEqual([ids[from[place]!], ids[to[place]!]], ties[tie])
      assert.equal(tieCount.length, ids.length)
      assert.equal(tieCount.reduce((sum, count) => sum + count, 0), 2 * kept.length) // biome-ignore format: one line reads better
    }),
  )
})

test('the best of all lists come first, equals in the order of the lists', () => {
  const hit = (name: string, rank: number) => ({ name, rank })
  const merged = mergeRanked([[hit('a', 1), hit('b', 0.5)], [hit('c', 1), hit('d', 0.7)]], 3) // biome-ignore format: one line reads better
  assert.deepEqual(merged.map(({ name }) => name), ['a', 'c', 'd']) // biome-ignore format: one line reads better
})

test('settings of any shape but not of any size', () => {
  assert.equal(isSmall({ camera: { x: 1, y: [2] } }), true)
  assert.equal(isSmall({ text: 'x'.repeat(SETTINGS_LENGTH_MAX) }), false)
})
