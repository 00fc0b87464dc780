import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import fc from 'fast-check'
import i18next from 'i18next'
import { messages as deNace } from '../locales/de/nace.ts'
import { messages as deNaics } from '../locales/de/naics.ts'
import { messages as nace } from '../locales/en/nace.ts'
import { messages as naics } from '../locales/en/naics.ts'
import { findSectors, naceSection, sectorName, sectorOptions, splitSector } from './sectors.ts'

before(async () => {
  const resources = { en: { translation: { nace, naics } }, de: { translation: { nace: deNace, naics: deNaics } } }
  await i18next.init({ lng: 'en', resources, returnNull: false })
})

const name = (scheme: string | null, code: string | null) => sectorName(i18next.t, scheme, code)

test('a code is named by its longest known beginning', () => {
  assert.equal(name('nace', '47.24'), 'Bread and sweets shops')
  assert.equal(name('nace', '47.2'), 'Retail')
  assert.equal(name('nace', '47.99'), 'Retail')
  assert.equal(name('nace', 'G'), 'Trade and repair of vehicles')
  assert.equal(name('naics', '722511'), 'Restaurants and bars')
  assert.equal(name(null, 'naics:62'), 'Health and social assistance')
  assert.equal(name(null, '62'), 'Programming and IT consulting')
  assert.equal(name('nace', null), '')
  assert.equal(name('nace', '04'), '04')
})

test('NACE has its 21 sections and 88 divisions, NAICS its 24 sectors and 99 subsectors', () => {
  const count = (codes: Record<string, string>, pattern: RegExp) => Object.keys(codes).filter((code) => pattern.test(code)).length
  assert.equal(count(nace, /^[A-U]$/), 21)
  assert.equal(count(nace, /^\d{2}$/), 88)
  assert.equal(count(naics, /^\d{2}$/), 24)
  assert.equal(count(naics, /^\d{3}$/), 99)
})

test('sectors are listed as the classification orders them, classes below their division', () => {
  const codes = sectorOptions('nace').map(({ code }) => code)
  assert.deepEqual(codes.slice(0, 3), ['A', '01', '01.11'])
  assert.ok(codes.indexOf('I') + 1 === codes.indexOf('55'))
  for (const code of codes.filter((each) => each.length === 5)) assert.ok(codes.indexOf(code) > codes.indexOf(code.slice(0, 2)), code)
})

test('sectors are found by code, by the beginning of a word and without accents', () => {
  const options = sectorOptions('nace')
  assert.equal(findSectors(options, '4724')[0]?.code, '47.24')
  assert.equal(findSectors(options, '47.24')[0]?.code, '47.24')
  assert.equal(findSectors(options, 'baker')[0]?.code, '10.71')
  assert.equal(findSectors(options, 'cafes')[0]?.code, '56.10')
  assert.equal(findSectors(options, 'wine make')[0]?.code, '11.02')
  assert.deepEqual(findSectors(options, 'xyz'), [])
  assert.equal(findSectors(options, ' ').length, options.length)
})

test('any text finds only sectors of the list and never breaks', () => {
  const options = sectorOptions('naics')
  fc.assert(
    fc.property(fc.string(), (typed) => {
      assert.ok(findSectors(options, typed).every((option) => options.includes(option)))
      assert.equal(typeof name('nace', typed), 'string')
    }),
  )
})

test('a code with its scheme is taken apart, and a NACE code knows its section', () => {
  assert.deepEqual(splitSector('naics:722'), { scheme: 'naics', code: '722' })
  assert.deepEqual(splitSector('56'), { scheme: 'nace', code: '56' })
  assert.deepEqual(splitSector('72', 'naics'), { scheme: 'naics', code: '72' })
  assert.equal(naceSection('47.11'), 'G')
  assert.equal(naceSection('03'), 'A')
  assert.equal(naceSection('99'), 'U')
})

test('without a text the typical sectors come first, in their own order and marked, and everything else once', () => {
  const options = [...sectorOptions('nace'), ...sectorOptions('naics')]
  const found = findSectors(options, ' ', ['55.10', '01.21', '99.99'])
  assert.deepEqual(
    found.slice(0, 3).map(({ code, isTypical }) => [code, isTypical]),
    [
      ['55.10', true],
      ['01.21', true],
      ['A', undefined],
    ],
  )
  assert.equal(found.length, options.length)
  assert.ok(findSectors(options, 'hotel', ['01.21']).every(({ isTypical }) => !isTypical))
})
