import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CODE_LENGTH, codeIn, codeOf, grouped, stateOf } from './rules.ts'

const anyBytes = fc.uint8Array({ minLength: CODE_LENGTH, maxLength: CODE_LENGTH })

test('a code is read back however it is written, and out of the address of its page', () => {
  fc.assert(
    fc.property(anyBytes, (bytes) => {
      const code = codeOf(bytes)
      const printed = grouped(code)
      const sloppy = printed.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('-', ' ')
      for (const typed of [
        code,
        printed,
        sloppy,
        ` ${printed}\n`,
        `https://example.org/vouchers/${printed}?lang=de`,
        `/vouchers/${code}/#x`,
      ])
        assert.equal(codeIn(typed), code, typed)
    }),
  )
})

test('whatever is no code opens nothing', () => {
  for (const typed of ['', 'ABCD', 'ABCD-EFGH-JKMN-PQRS-TVW!', `${grouped(codeOf(new Uint8Array(20)))}0`, '/'])
    assert.equal(codeIn(typed), undefined, typed)
})

test('every letter of a code is as likely as every other, so a code has a hundred bits', () => {
  const letters = new Map<string, number>()
  for (let byte = 0; byte < 256; byte++) {
    const letter = codeOf(new Uint8Array(CODE_LENGTH).fill(byte))[0]!
    letters.set(letter, (letters.get(letter) ?? 0) + 1)
  }
  assert.deepEqual([letters.size, new Set(letters.values()).size], [32, 1])
})

test('a voucher is good through its last day', () => {
  assert.deepEqual(
    [stateOf(5n, '2026-05-04', '2026-05-04'), stateOf(0n, '2026-05-04', '2026-05-04'), stateOf(5n, '2026-05-04', '2026-05-05')],
    ['open', 'used', 'expired'],
  )
})
