import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { IdTable, idOf, idTableOf, wordsOf, writeId } from './id-table.ts'
import { newId } from './ids.ts'

function wordsFor(ids: readonly string[]): Uint32Array {
  const words = new Uint32Array(ids.length * 4)
  for (const [k, id] of ids.entries()) writeId(id, words, k * 4)
  return words
}

test('ids have the place in which they were added, also when the table grew, and others have none', () => {
  const ids = Array.from({ length: 5000 }, (_, k) => (k % 2 ? newId() : randomUUID()))
  const words = wordsFor(ids)
  for (const room of [0, 5000]) {
    const table = new IdTable(room)
    for (let k = 0; k < ids.length; k++) assert.equal(table.add(words, k * 4), k)
    for (let k = 0; k < ids.length; k++) assert.equal(table.placeOf(words, k * 4), k)
    assert.equal(table.add(words, 40), 10)
    assert.equal(table.size, ids.length)
    const strangers = wordsFor(Array.from({ length: 1000 }, () => randomUUID()))
    for (let k = 0; k < 1000; k++) assert.equal(table.has(strangers, k * 4), false)
  }
})

test('ids that differ in one word only are told apart', () => {
  const ids = [0, 8, 14, 19, 35].flatMap((at) =>
    ['1', '2', 'f'].map((digit) => '00000000-0000-0000-0000-000000000000'.split('').with(at, digit).join('')),
  )
  const distinct = [...new Set(ids)]
  const table = idTableOf(distinct)
  const words = wordsFor(distinct)
  for (let k = 0; k < distinct.length; k++) assert.equal(table.placeOf(words, k * 4), k)
})

test('an id is written as it was read, in small or capital letters, wherever its bytes lie', () => {
  const id = newId()
  for (const written of [id, id.toUpperCase()]) {
    const bytes = new Uint8Array(wordsFor([randomUUID(), written]).buffer)
    assert.equal(idOf(bytes, 16), id)
  }
  const shifted = Buffer.concat([Buffer.alloc(1), Buffer.from(id.replaceAll('-', ''), 'hex')]).subarray(1)
  assert.deepEqual(wordsOf(shifted), wordsFor([id]))
})

test('an empty table knows nobody', () => {
  assert.equal(new IdTable().has(wordsFor([newId()]), 0), false)
})
