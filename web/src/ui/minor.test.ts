import assert from 'node:assert/strict'
import { test } from 'node:test'
import { minorOf } from './minor.ts'

test('an amount is read with a comma or a point, and never with more digits than its asset has', () => {
  assert.deepEqual(['12', '12,5', '12.50', '0.05', '1 200,00'].map((typed) => minorOf(typed, 2)), [1200n, 1250n, 1250n, 5n, 120000n]) // biome-ignore format: one line reads better
  for (const wrong of ['', '12.345', '-3', '1e3', '1.000,00']) assert.equal(minorOf(wrong, 2), undefined, wrong)
  assert.equal(minorOf('7', 0), 7n)
  assert.equal(minorOf('7.5', 0), undefined)
})

test('amounts are read as they are typed, and what is none is none', () => {
  assert.deepEqual(['12,50', '12.5', '1 234', '0'].map((typed) => minorOf(typed, 2)), [1250n, 1250n, 123_400n, 0n]) // biome-ignore format: one line reads better
  assert.deepEqual(['', '-1', '1.234', 'x', '1e3'].map((typed) => minorOf(typed, 2)), Array(5).fill(undefined)) // biome-ignore format: one line reads better
})
