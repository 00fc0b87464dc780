import assert from 'node:assert/strict'
import { test } from 'node:test'
import { paddingBeside } from './padding.ts'

const box = (left: number, top: number, width: number, height: number) => ({ left, top, right: left + width, bottom: top + height })
const DESK = box(220, 100, 1060, 700)
const PHONE = box(0, 220, 390, 560)

test('without panels a map leaves its edges free, alike on all sides', () => {
  assert.deepEqual(paddingBeside(DESK, []), { left: 40, top: 40, right: 40, bottom: 40 })
})

test('a tall legend is passed on its side, a low note below it, a panel at the right on the right', () => {
  const legend = box(232, 112, 236, 420)
  const buttons = box(1220, 112, 48, 300)
  assert.deepEqual(paddingBeside(DESK, [legend, buttons]), { left: 272, top: 40, right: 84, bottom: 40 })
  assert.deepEqual(paddingBeside(PHONE, [box(8, 228, 310, 110), box(332, 228, 48, 300)]), { left: 40, top: 142, right: 82, bottom: 40 })
})

test('what covers nearly all, or lies elsewhere, is not fitted beside, and the middle stays', () => {
  assert.deepEqual(paddingBeside(PHONE, [box(0, 0, 390, 844), box(0, 0, 390, 200)]), { left: 40, top: 40, right: 40, bottom: 40 })
  const crowded = paddingBeside(PHONE, [box(0, 220, 190, 560), box(210, 220, 180, 560)])
  assert.ok(crowded.left + crowded.right <= 390 * 0.6 + 1)
  assert.ok(crowded.left > crowded.right)
})
