import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bookable, clockOf, codeOf, minutesOf } from './amounts.ts'

test('what is typed becomes digits of the smallest unit, whichever mark parts them, and nothing else does', () => {
  assert.deepEqual(
    ['12.50', '12,5', '12', '0.07', '007', ' 3 ', '123456789012345.67'].map((typed) => bookable(typed, 2)),
    ['1250', '1250', '1200', '7', '700', '300', '12345678901234567'],
  )
  for (const typed of ['', '0', '0,00', '-1', '1.234', '1e3', '1.2.3', 'ten', '999999999999999999'])
    assert.equal(bookable(typed, 2), null, typed)
  assert.deepEqual([bookable('90', 0), bookable('1,5', 0)], ['90', null])
})

test('the code of a kind of value is made of its name, and is never that of a currency', () => {
  assert.deepEqual(['Mosel', 'Blüten 2026', '7 Tage', 'Eur', 'ß', '  ', 'Ein recht langer Name für etwas'].map(codeOf), [
    'MOSEL',
    'BLUTEN_2026',
    'TAGE',
    'EUR_UNIT',
    'SS_UNIT',
    '',
    'EIN_RECHT_LANGER',
  ])
})

test('hours are typed as a clock shows them or as a decimal number, and shown as a clock shows them', () => {
  assert.deepEqual(['1:30', '1.5', '1,5', '2', '0:05', '0.25'].map(minutesOf), [90, 90, 90, 120, 5, 15])
  for (const typed of ['', '0', '0:00', '1:75', '-1', 'an hour']) assert.equal(minutesOf(typed), null, typed)
  assert.deepEqual(['90', '5', '6000'].map(clockOf), ['1:30', '0:05', '100:00'])
})
