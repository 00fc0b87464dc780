import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  chipsOf,
  type Filter,
  filterQuery,
  LIST_FIELDS,
  readArea,
  readFilter,
  toggle,
  withoutAll,
  withoutChip,
  writeArea,
  writeFilter,
} from './filter.ts'

const word = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }).filter((text) => text.trim() !== '')
const corner = fc.tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -90, max: 90, noNaN: true }))
const filters: fc.Arbitrary<Filter> = fc
  .record({
    q: fc.option(word, { nil: '' }),
    kind: fc.array(word, { maxLength: 3 }),
    sector: fc.array(word, { maxLength: 3 }),
    tag: fc.array(word, { maxLength: 3 }),
    city: fc.array(word, { maxLength: 3 }),
    tieType: fc.array(word, { maxLength: 3 }),
    source: fc.option(word, { nil: '' }),
    form: fc.constantFrom('', 'organisation', 'group') as fc.Arbitrary<Filter['form']>,
    area: fc.option(fc.array(corner, { minLength: 3, maxLength: 6 }).map(writeArea), { nil: '' }),
    asOf: fc.constantFrom('', '2026-11-22', '2024-02-29'),
  })
  .map((filter) => readFilter(writeFilter(new URLSearchParams(), filter)))

test('a filter written into an address is read back the same, and the rest of the address stays', () => {
  fc.assert(
    fc.property(filters, (filter) => {
      const params = writeFilter(new URLSearchParams('view=table&kind=old&party=p1'), filter)
      assert.equal(params.get('view'), 'table')
      assert.equal(params.get('party'), 'p1')
      assert.deepEqual(readFilter(new URLSearchParams(params.toString())), filter)
    }),
  )
})

test('two filters that mean the same have the same address', () => {
  const one = writeFilter(new URLSearchParams(), readFilter(new URLSearchParams('kind=b&kind=a&kind=b')))
  const two = writeFilter(new URLSearchParams(), readFilter(new URLSearchParams('kind=a&kind=b')))
  assert.equal(one.toString(), two.toString())
})

test('toggling a value twice changes nothing', () => {
  fc.assert(
    fc.property(filters, fc.constantFrom(...LIST_FIELDS), word, (filter, field, value) => {
      fc.pre(value === value.trim())
      assert.deepEqual(toggle(toggle(filter, field, value), field, value), filter)
    }),
  )
})

test('taking every chip away is the same as resetting, and the day stays', () => {
  fc.assert(
    fc.property(filters, (filter) => {
      const bare = chipsOf(filter).reduce(withoutChip, filter)
      assert.deepEqual(bare, withoutAll(filter))
      assert.equal(bare.asOf, filter.asOf)
    }),
  )
})

test('what cannot be a filter is not one', () => {
  const filter = readFilter(new URLSearchParams('area=1,2;3,4&asOf=2026-02-30&form=horse&kind=%20'))
  assert.deepEqual(filterQuery(filter), {})
})

test('an area needs three places on earth', () => {
  assert.deepEqual(readArea('7,50;8,50;8,51'), [
    [7, 50],
    [8, 50],
    [8, 51],
  ])
  assert.deepEqual(readArea('7,50;8,50;8,91'), [])
  assert.deepEqual(readArea('7,50;8,50;,'), [])
  assert.equal(writeArea([[7.123456789, 50]]), '7.12346,50')
})

test('the day is asked for as the moment it ended', () => {
  assert.deepEqual(filterQuery(readFilter(new URLSearchParams('asOf=2026-11-22'))), { asOf: '2026-11-22T23:59:59.999Z' })
})
