import assert from 'node:assert/strict'
import { test } from 'node:test'
import { splitPieces } from './pieces.ts'

const piece = (...partyIds: string[]) => ({ size: partyIds.length, partyIds })

test('pieces that are not listed are counted: behind one that is alone all are, before that nobody knows', () => {
  const pair = piece('a', 'b')
  const all = [pair, piece('c'), piece('d')]
  assert.deepEqual(splitPieces(all), { groups: [pair], alone: { ids: ['c', 'd'], total: 2 }, more: 0 })
  assert.deepEqual(splitPieces(all, 20), { groups: [pair], alone: { ids: ['c', 'd'], total: 18 }, more: 0 })
  assert.deepEqual(splitPieces([pair], 20), { groups: [pair], alone: { ids: [], total: 0 }, more: 18 })
  assert.deepEqual(splitPieces([]), { groups: [], alone: { ids: [], total: 0 }, more: 0 })
})
