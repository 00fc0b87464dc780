import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Case, measurePeers, median, percentile, report } from './report.ts'

function reported(input: Case): Record<string, unknown> {
  const write = console.log
  const lines: string[] = []
  console.log = (line: string) => lines.push(line)
  try {
    report(input)
  } finally {
    console.log = write
  }
  process.exitCode = 0
  return JSON.parse(lines[0]!) as Record<string, unknown>
}

test('a case is one line of JSON that says whether the goal was reached', () => {
  assert.deepEqual(reported({ bench: 'import', case: 'rows', value: 31.23456, unit: 's', goal: { max: 40 } }), {
    bench: 'import',
    case: 'rows',
    value: 31.23,
    unit: 's',
    goal: '≤ 40 s',
    ok: true,
  })
  assert.equal(reported({ bench: 'b', case: 'c', value: 41, unit: 's', goal: { max: 40 } }).ok, false)
  assert.equal(reported({ bench: 'b', case: 'c', value: Number.NaN, unit: 's', goal: { max: 40 } }).ok, false)
})

test('with a peer the ratio is held against the goal', () => {
  const line = reported({
    bench: 'api',
    case: 'party',
    value: 700,
    unit: 'requests/s',
    peer: 'bare route',
    peerValue: 1000,
    goal: { min: 0.6 },
  })
  assert.equal(line.ratio, 0.7)
  assert.equal(line.goal, '≥ 0.6 of peer')
  assert.equal(line.ok, true)
})

test('medians and percentiles lie between the nearest ranks', () => {
  assert.equal(median([3, 1, 2]), 2)
  assert.equal(median([4, 1, 2, 3]), 2.5)
  assert.equal(percentile([1, 2, 3, 4, 5], 0.95), 4.8)
  assert.ok(Number.isNaN(median([])))
})

test('peers take turns', async () => {
  const order: string[] = []
  await measurePeers(
    2,
    () => order.push('work'),
    () => order.push('peer'),
  )
  assert.deepEqual(order, ['work', 'peer', 'work', 'peer', 'peer', 'work'])
})
