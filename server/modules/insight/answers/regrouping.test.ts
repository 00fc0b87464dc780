import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { connectingGraph } from './reading.ts'
import { regroup } from './regrouping.ts'
import { mapOf } from './testing.ts'

const clique = (letters: string) => [...letters].flatMap((a, k) => [...letters.slice(k + 1)].map((b) => a + b)).join(' ')
const graph = (letters: string, pairs: string) => connectingGraph(mapOf(letters, pairs))
const everybody = (letters: string) => [...letters].map((_, k) => k)

test('a group of eight falls into two when only one tie is left between them, and grows together the other way round', () => {
  const letters = 'abcdefgh'
  const [one, two] = [graph(letters, clique(letters)), graph(letters, `${clique('abcd')} ${clique('efgh')} de`)]
  const halves = [[[0, 1, 2, 3], [4, 5, 6, 7]]] // biome-ignore format: one line reads better
  assert.deepEqual(regroup(one, two, everybody(letters)), { split: halves, merged: [] })
  assert.deepEqual(regroup(two, one, everybody(letters)), { split: [], merged: halves })
})

test('somebody who changes sides splits nothing, and neither does a pair', () => {
  const letters = 'abcdefgh'
  const before = graph(letters, `${clique('abcd')} ${clique('efgh')} de`)
  const after = graph(letters, `${clique('abc')} ${clique('defgh')} cd`)
  assert.deepEqual(regroup(before, after, everybody(letters)), { split: [], merged: [] })
  assert.deepEqual(regroup(graph('abcd', clique('abcd')), graph('abcd', 'ab cd'), everybody('abcd')), { split: [], merged: [] })
})

test('a map that is not changed has no group that is, however loose it is', () => {
  const letters = 'abcdefghijkl'
  const pair = fc.tuple(fc.constantFrom(...letters), fc.constantFrom(...letters)).map((ends) => ends.join(''))
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 30 }), (pairs) => {
      const same = graph(letters, pairs.join(' '))
      assert.deepEqual(regroup(same, same, everybody(letters)), { split: [], merged: [] })
    }),
    { numRuns: 50 },
  )
})
