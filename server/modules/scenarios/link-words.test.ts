import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sayChange } from './link-words.ts'

test('a sector is called by its name in both languages, and by its code where nobody knows it', () => {
  const said = (locale: 'en' | 'de', sector: string) =>
    sayChange(locale, { what: 'sectorLeaves', sector } as Parameters<typeof sayChange>[1], () => undefined)
  assert.equal(said('en', 'nace:11'), 'Everybody of a sector leaves: Beverages')
  assert.equal(said('de', 'nace:11.02'), 'Alle aus einer Branche gehen: Weinherstellung')
  assert.equal(said('en', 'naics:99'), 'Everybody of a sector leaves: 99')
})
