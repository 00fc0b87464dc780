import assert from 'node:assert/strict'
import { test } from 'node:test'
import { momentsOf, monthsBefore, readStretch } from './stretch.ts'

const read = (query: string) => readStretch(new URLSearchParams(query), '2026-05-31')

test('an address says over which time, or from which day to which', () => {
  assert.deepEqual(read('over=year'), { name: 'year', since: '2025-05-31', until: '' })
  assert.deepEqual(read('since=2026-01-02&until=2026-02-03'), { name: 'own', since: '2026-01-02', until: '2026-02-03' })
  assert.deepEqual(read('over=own'), { name: 'own', since: '2026-02-28', until: '' })
})

test('what makes no sense is three months', () => {
  for (const query of ['', 'over=ever', 'since=2026-02-30', 'since=yesterday&until=2026-01-01']) {
    assert.deepEqual(read(query), { name: 'quarter', since: '2026-02-28', until: '' }, query)
  }
})

test('a month back from its last day is the last day of the month before', () => {
  assert.deepEqual(
    [monthsBefore('2026-03-31', 1), monthsBefore('2024-03-30', 1), monthsBefore('2026-01-15', 3)],
    ['2026-02-28', '2024-02-29', '2025-10-15'],
  )
})

test('a day is asked for as its end; today, and no last day, as now', () => {
  const moments = (query: string) => momentsOf(read(query), '2026-05-31')
  for (const query of ['since=2026-01-02', 'since=2026-01-02&until=2026-05-31'])
    assert.deepEqual(moments(query), { since: '2026-01-02T23:59:59.999Z' })
  assert.equal(moments('since=2026-01-02&until=2026-02-03').until, '2026-02-03T23:59:59.999Z')
})
