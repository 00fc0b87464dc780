import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mustBeSound } from './rules.ts'

test('a unit needs a quantity, and a period ends after it begins', () => {
  assert.throws(() => mustBeSound({ unit: 'kg' }), { code: 'invalid_offer', errors: [{ path: 'quantity', code: 'quantity_missing', message: 'A unit needs a quantity.' }] }) // biome-ignore format: one line reads better
  assert.throws(() => mustBeSound({ periodFrom: '2026-02-01', periodTo: '2026-01-31' }), { code: 'invalid_offer' })
  mustBeSound({ quantity: 3, unit: 'kg', periodFrom: '2026-02-01', periodTo: '2026-02-01' })
  mustBeSound({})
})

test('a price has a currency, and a currency a price', () => {
  assert.throws(() => mustBeSound({ priceMinor: 320 }), { errors: [{ path: 'priceAsset', code: 'currency_missing', message: 'A price needs its currency.' }] }) // biome-ignore format: one line reads better
  assert.throws(() => mustBeSound({ priceAsset: 'EUR' }), { errors: [{ path: 'priceMinor', code: 'price_missing', message: 'A currency needs a price.' }] }) // biome-ignore format: one line reads better
  mustBeSound({ priceMinor: 320, priceAsset: 'EUR' })
})
