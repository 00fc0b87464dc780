import assert from 'node:assert/strict'
import { test } from 'node:test'
import { emptyParty, emptyRecord } from '../reading/records.ts'
import { ownKindReader } from './own-kinds.ts'

const SEVEN = { key: 'partners', label: null, colour: '#0072B2', shape: 'diamond' as const }
const WINERY = { key: 'winery', label: 'Weingut & Kelterei', colour: '#332288', shape: 'circle' as const }
const labelled = (...tags: string[]) => ({
  ...emptyRecord(0, 1),
  party: { ...emptyParty('Dahm'), kinds: ['suppliers'], tags },
})

test('a label that names a kind of one’s own becomes that kind, once, however it is written', () => {
  const read = ownKindReader([SEVEN, WINERY])
  const { party } = read(labelled('weingut & kelterei', 'winery', 'Bio'))
  assert.deepEqual([party?.kinds, party?.tags], [['suppliers', 'winery'], ['Bio']])
})

test('nothing else is touched: other labels, rows without an organisation, words of the seven', () => {
  const read = ownKindReader([SEVEN, WINERY])
  for (const record of [labelled('Bio', 'partners'), labelled(), emptyRecord(0, 2)]) assert.equal(read(record), record)
})
