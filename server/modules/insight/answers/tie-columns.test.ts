import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eachTie, isOfTypes, tieIdOf, tiesFrom } from './tie-columns.ts'

const ids = ['0199a3c4-0000-7abc-8def-00000000ff01', 'ffffffff-ffff-ffff-ffff-ffffffffffff']

test('ties come back out of their columns as they went in', () => {
  const list = [
    { id: ids[0]!, from: 0, to: 70_000, type: 'supplies', strength: 0.1 },
    { id: ids[1]!, from: 3, to: 1, type: 'competes', strength: null },
    { id: ids[0]!, from: 2, to: 2, type: 'supplies', strength: 0 },
  ]
  const ties = tiesFrom(list)
  assert.deepEqual([...eachTie(ties)], list)
  assert.deepEqual([ties.count, ties.types], [3, ['supplies', 'competes']])
})

test('a tie without an id has its place for one', () => {
  const ties = tiesFrom(Array.from({ length: 300 }, () => ({ from: 0, to: 1, type: 'informs', strength: null })))
  assert.equal(tieIdOf(ties, 258), '00000000-0000-0000-0000-000000000102')
  assert.equal(new Set([...eachTie(ties)].map(({ id }) => id)).size, 300)
})

test('types are told by their names', () => {
  const ties = tiesFrom(['supplies', 'competes', 'informs'].map((type) => ({ from: 0, to: 1, type, strength: null })))
  const isApart = isOfTypes(ties, new Set(['competes', 'conflicts']))
  assert.deepEqual([0, 1, 2].map(isApart), [false, true, false])
  assert.deepEqual([tiesFrom([]).count, [...eachTie(tiesFrom([]))]], [0, []])
})
