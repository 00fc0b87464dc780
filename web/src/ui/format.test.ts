import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayIn, decimal, formats } from './format.ts'

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ')

test('a plain day stays that day in every time zone', () => {
  assert.equal(formats('en', 'Pacific/Honolulu').date('2026-11-22'), '22 Nov 2026')
  assert.equal(formats('de', 'Pacific/Auckland').date('2026-11-22'), '22. Nov. 2026')
})

test('a moment is shown by the clock of the ecosystem', () => {
  assert.equal(formats('en', 'Europe/Berlin').dateTime('2026-11-22T23:30:00Z'), '23 Nov 2026, 00:30')
  assert.equal(dayIn('Europe/Berlin', new Date('2026-11-22T23:30:00Z')), '2026-11-23')
  assert.equal(dayIn('America/New_York', new Date('2026-11-22T23:30:00Z')), '2026-11-22')
})

test('money keeps every digit and the digits of its currency', () => {
  assert.equal(plain(formats('de').money('1250', 'EUR')), '12,50 €')
  assert.equal(plain(formats('en').money(-5n, 'EUR')), '-€0.05')
  assert.equal(plain(formats('en').money(1250, 'JPY')), 'JP¥1,250')
  assert.equal(plain(formats('en').money('900719925474099312', 'EUR')), '€9,007,199,254,740,993.12')
})

test('an amount of any asset keeps every digit, with the name of what is no money', () => {
  assert.deepEqual(
    [9223372036854775807n, -5n, 1250n, 0n].map((minor) => decimal(minor, 2)),
    ['92233720368547758.07', '-0.05', '12.50', '0.00'],
  )
  assert.equal(decimal(42n, 0), '42')
  assert.equal(plain(formats('de').amount('1250', { asset: 'EUR', scale: 2 })), '12,50 €')
  assert.equal(plain(formats('de').amount('-125050', { asset: 'MOSEL', scale: 2 }, 'Mosel')), '-1.250,50 Mosel')
  assert.equal(plain(formats('en').quantity('7', { name: 'Hours', scale: 0 })), '7 Hours')
})

test('the distance to now is told in the largest fitting unit', () => {
  const now = Date.parse('2026-11-22T12:00:00Z')
  assert.equal(formats('en').ago('2026-11-19T12:00:00Z', now), '3 days ago')
  assert.equal(formats('de').ago('2026-11-22T14:00:00Z', now), 'in 2 Stunden')
  assert.equal(formats('en').ago('2026-11-22T11:59:40Z', now), 'this minute')
})

test('a year is not cut into thousands, a large number is', () => {
  assert.equal(formats('en').number(1921), '1921')
  assert.equal(formats('en').number(20_000), '20,000')
  assert.equal(formats('de').number(20_000), '20.000')
})
