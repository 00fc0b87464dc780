import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fractionOf, minorOf, mixed, shareOf } from './share.ts'

test('an exact share is read as whole units and what is left of one', () => {
  const parts = (text: string) => mixed(fractionOf(text)!)
  assert.deepEqual(parts('34300/3'), { whole: 11433n, rest: '1/3' })
  assert.deepEqual(parts('-34300/3'), { whole: -11433n, rest: '1/3' })
  assert.deepEqual(parts('1500'), { whole: 1500n, rest: null })
  for (const wrong of ['1/0', 'x', '1.5', undefined, 7]) assert.equal(fractionOf(wrong), undefined, String(wrong))
})

test('only an entry that names its sale, step and fraction was shared by a rule', () => {
  assert.deepEqual(shareOf({ sale: 's', step: 'rest', exact: '5/2', carry: '-1/2', through: 'levy' }), {
    sale: 's',
    step: 'rest',
    exact: { numerator: 5n, denominator: 2n },
    carry: { numerator: -1n, denominator: 2n },
    through: 'levy',
  })
  for (const other of [null, 'text', {}, { sale: 's' }, { sale: 's', step: 'rest', exact: 'much' }]) assert.equal(shareOf(other), undefined)
})

test('an amount is read with a comma or a point, and never with more digits than its asset has', () => {
  assert.deepEqual(['12', '12,5', '12.50', '0.05', '1 200,00'].map((typed) => minorOf(typed, 2)), [1200n, 1250n, 1250n, 5n, 120000n]) // biome-ignore format: one line reads better
  for (const wrong of ['', '12.345', '-3', '1e3', '1.000,00']) assert.equal(minorOf(wrong, 2), undefined, wrong)
  assert.equal(minorOf('7', 0), 7n)
  assert.equal(minorOf('7.5', 0), undefined)
})
