import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LogEntry } from '../../data/types.ts'
import { fold } from './fold.ts'

const entry = (type: string, name: string | null, at: string) =>
  ({ id: at, at, type, actor: { kind: 'person', id: null, name }, subjectId: null, payload: {} }) as LogEntry

test('a run of the same thing by the same hand is told once, at its latest moment', () => {
  const entries = [entry('party.created', 'Ada', '3'), entry('party.created', 'Ada', '2'), entry('tie.created', 'Ada', '1')]
  assert.deepEqual(
    fold(entries).map(({ type, count, at }) => [type, count, at]),
    [
      ['party.created', 2, '3'],
      ['tie.created', 1, '1'],
    ],
  )
})

test('two people are never told as one', () => {
  assert.equal(fold([entry('party.created', 'Ada', '2'), entry('party.created', 'Bo', '1')]).length, 2)
})
