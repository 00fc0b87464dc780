import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csvOf, sumsOf } from './plan-sums.ts'

const months = [
  { month: '2026-01', planned: '1000', actual: '900' },
  { month: '2026-02', planned: null, actual: '50' },
  { month: '2026-03', planned: '1000', actual: '0' },
]

test('months to come count for the year and not for how it stands', () => {
  assert.deepEqual(sumsOf({ months }, '2026-02'), { year: 2000n, planned: 1000n, actual: 950n })
  assert.deepEqual(sumsOf({ months }, '2025-12'), { year: 2000n, planned: 0n, actual: 0n })
})

test('the file has a row a month, exact, and nothing in it is taken for a formula', () => {
  const lines = [{ name: '=Levy, "2026"', way: 'in', months }]
  assert.equal(
    csvOf(['What', 'Way', 'Month', 'Planned', 'Actual', 'Difference'], lines, 2),
    [
      'What,Way,Month,Planned,Actual,Difference',
      `"'=Levy, ""2026""",in,2026-01,10.00,9.00,-1.00`,
      `"'=Levy, ""2026""",in,2026-02,,0.50,`,
      `"'=Levy, ""2026""",in,2026-03,10.00,0.00,-10.00`,
      '',
    ].join('\r\n'),
  )
  assert.match(csvOf([], [{ name: ' =1+1', way: '＝1', months: months.slice(0, 1) }], 2), /' =1\+1,'＝1,/)
})
