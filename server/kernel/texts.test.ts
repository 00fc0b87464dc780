import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { storable, storableJson } from './texts.ts'

test('a text loses what PostgreSQL cannot keep, and nothing else', () => {
  assert.equal(storable('a\0b\ud800c\udc00 😀'), 'ab\ufffdc\ufffd 😀')
  assert.equal(storable('Bäckerei “Zwölf”\n'), 'Bäckerei “Zwölf”\n')
})

test('JSON keeps its meaning but for those characters, however they are written', () => {
  assert.equal(storableJson('{"a\\u0000":"\\ud83d\\ude00 \\ud83d x \\uDE00"}'), '{"a":"\\ud83d\\ude00 \\ufffd x \\ufffd"}')
  // a backslash and the letters u0000 are no escape
  assert.equal(storableJson('["\\\\u0000","\\\\\\u0000"]'), '["\\\\u0000","\\\\"]')
  const clean = (value: unknown): unknown => (typeof value === 'string' ? storable(value) : Array.isArray(value) ? value.map(clean) : value)
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary' })),
      fc.array(fc.constantFrom('\0', '\ud800', '\udfff', '\\', 'u0000', '"', '😀', 'x')),
      (texts, units) => {
        const value = [...texts, units.join('')]
        assert.deepEqual(JSON.parse(storableJson(JSON.stringify(value))), clean(value))
      },
    ),
  )
})
