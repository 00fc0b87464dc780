import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fractionOf, mixed, shareOf } from './share.ts'

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
