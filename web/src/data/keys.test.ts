import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { keyOf } from './keys.ts'

test('a key is made of what a person calls a thing', () => {
  assert.equal(keyOf(' Betten (Straße) '), 'betten_strasse')
  assert.equal(keyOf('Größe in m²'), 'grosse_in_m')
  assert.equal(keyOf('2. Standort'), 'own_2_standort')
})

test('whatever a thing is called, its key is one', () => {
  fc.assert(fc.property(fc.string({ maxLength: 100 }), (name) => assert.match(keyOf(name), /^[a-z][a-z0-9_]{0,39}$/)))
})
