import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TFunction } from 'i18next'
import { formats } from '../../../ui/format.ts'
import type { Gap, Gaps, Value } from './queries.ts'
import { csvOf, headOf, productOf, sayTerm, sayValue, shortKey } from './words.ts'

const t = ((key: string, values: Record<string, unknown> = {}) =>
  key === 'gaps.value.product'
    ? `${values.much} × ${values.price} = ${values.total}`
    : (key.split('.').at(-1) ?? '')) as unknown as TFunction
const words = { t, formats: formats('en') }
const VALUE: Value = {
  measure: 'unknown',
  amountMinor: null,
  asset: null,
  quantity: null,
  unit: null,
  rhythm: null,
  yearMinor: null,
  terms: [],
  needs: 0,
}
const TERM = { partyId: 'a', quantity: 40, unit: 'kg', rhythm: 'week', priceMinor: '320', priceFrom: 'need' } as const

test('a value is said with its formula', () => {
  assert.equal(sayValue(words, { ...VALUE, measure: 'money', amountMinor: '12800', asset: 'EUR', rhythm: 'week' }), '€128.00 week')
  assert.equal(sayTerm(words, { asset: 'EUR' }, TERM), '40 kg week × €3.20 = €128.00 week')
  assert.equal(sayTerm(words, { asset: 'EUR' }, { ...TERM, quantity: null, unit: null }), '€3.20 week')
  assert.equal(sayTerm(words, { asset: null }, { ...TERM, priceMinor: null }), '40 kg week')
  assert.equal(sayValue(words, VALUE), null)
  assert.equal(productOf(0.5, 101n), 51n)
})

test('the table keeps quotes and makes text of what a spreadsheet would take for a formula', () => {
  const gap = {
    key: 'need:x',
    sort: 'need',
    sentence: { key: 'sentence.unmet', values: {} },
    partyIds: ['a'],
    value: VALUE,
    concerned: 1,
    certainty: null,
    task: { title: { key: 'task.unmet', values: {} }, partyIds: [] },
    aside: null,
  } as unknown as Gap
  const gaps = { items: [gap], names: [{ id: 'a', name: '=A1 "inn"' }] } as unknown as Gaps
  assert.equal(csvOf(words, gaps).split('\r\n')[1], `"1","need","unmet","unknown","1","","'=A1 ""inn""","unmet",""`)
})

test('the sentence counts all there are, also those that are not listed, less what is set aside', () => {
  const counted = ((key: string, { count }: { count: number }) => `${key} ${count}`) as unknown as TFunction
  const gap = (aside: Gap['aside']) => ({ value: VALUE, aside }) as unknown as Gap
  const setAside = { isBack: null } as unknown as Gap['aside']
  const gaps = { parties: 9, items: [gap(null), gap(setAside)], totals: { need: 1, lonely: 30 } } as unknown as Gaps
  assert.equal(headOf({ ...words, t: counted }, gaps), 'gaps.head.some 30')
})

test('a gap has a short word of its own', () => {
  assert.match(shortKey({ sort: 'onlyWay', key: 'onlyWay:x' }), /^gap\.onlyway\.[a-z0-9]+$/)
  assert.notEqual(shortKey({ sort: 'need', key: 'need:a' }), shortKey({ sort: 'need', key: 'need:b' }))
})
