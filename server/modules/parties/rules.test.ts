import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkFields, KINDS, mustBeSound, normaliseIdentifier, normaliseWebsite, proposeSide } from './rules.ts'

test('the seven kinds differ in colour and in shape', () => {
  assert.equal(new Set(KINDS.map(({ colour }) => colour)).size, 7)
  assert.equal(new Set(KINDS.map(({ shape }) => shape)).size, 7)
})

test('an address without a scheme gets one, an address that is not of the web gets lost', () => {
  const cases: [string | null | undefined, string | null][] = [
    ['hotel.example', 'https://hotel.example'],
    ['http://hotel.example/a?b=c', 'http://hotel.example/a?b=c'],
    ['hotel.example:8080/menu', 'https://hotel.example:8080/menu'],
    ['HTTPS://Hotel.Example/', 'https://hotel.example'],
    ['javascript:alert(1)', null],
    ['data:text/html,x', null],
    ['mailto:a@b.example', null],
    ['no address', null],
    ['localhost', null],
    ['', null],
    [undefined, null],
  ]
  for (const [given, wanted] of cases) assert.equal(normaliseWebsite(given), wanted, String(given))
})

test('whatever is given, a website is null or an http address, and normal already', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.domain()), (given) => {
      const website = normaliseWebsite(given)
      assert.ok(website === null || /^https?:\/\//.test(website))
      assert.equal(normaliseWebsite(website), website)
    }),
  )
})

test('a number has one way of being written, and one that cannot be right has none', () => {
  const cases: [string, string, string | null][] = [
    ['vat', ' de 123.456.789 ', 'DE123456789'],
    ['vat', 'CHE-123.456.789 MWST', 'CHE123456789MWST'],
    ['vat', 'ATU12345678', 'ATU12345678'],
    ['vat', 'AU51824753556', 'AU51824753556'],
    ['vat', '123456789', null],
    ['vat', 'DE12345', null],
    ['vat', '12/345/67890', null],
    ['lei', '5299 00T8BM49AURSDO55', '529900T8BM49AURSDO55'],
    ['lei', '529900T8BM49AURSDO56', null],
    ['duns', '31-572-4318', '315724318'],
    ['duns', '3157', null],
    ['register', ' HRB  4711 \n Wittlich', 'HRB 4711 Wittlich'],
    ['member_no', '  ', null],
  ]
  for (const [scheme, value, wanted] of cases) assert.equal(normaliseIdentifier({ scheme, value }), wanted, value)
})

test('sector codes fit their scheme', () => {
  const refused = (party: object) => {
    try {
      mustBeSound(party)
      return false
    } catch {
      return true
    }
  }
  for (const sectorCode of ['I', '55', '55.1', '55.10']) assert.equal(refused({ sectorScheme: 'nace', sectorCode }), false, sectorCode)
  for (const sectorCode of ['V', '5', '55.', '55.100', '722511', '04', '00.1', '83.10'])
    assert.equal(refused({ sectorScheme: 'nace', sectorCode }), true, sectorCode)
  for (const sectorCode of ['72', '7225', '722511']) assert.equal(refused({ sectorScheme: 'naics', sectorCode }), false, sectorCode)
  for (const sectorCode of ['7', '7225110', '72.2', '00', '0412', '60'])
    assert.equal(refused({ sectorScheme: 'naics', sectorCode }), true, sectorCode)
  assert.equal(refused({ sectorCode: '55' }), true)
  assert.equal(refused({ sectorScheme: 'nace' }), true)
  assert.equal(refused({ latitude: 0, longitude: 0 }), false)
  assert.equal(refused({ longitude: 0 }), true)
})

test('own fields are checked by type, empty ones are left out', () => {
  const field = (type: 'text' | 'number' | 'date' | 'boolean' | 'choice' | 'url') => ({ key: 'x', label: 'X', type, choices: ['a', 'b'] })
  const accepts = (type: Parameters<typeof field>[0], value: unknown) => {
    try {
      return 'x' in checkFields({ x: value }, [field(type)])
    } catch {
      return 'refused'
    }
  }
  assert.equal(accepts('number', 1.5), true)
  assert.equal(accepts('number', Number.POSITIVE_INFINITY), 'refused')
  assert.equal(accepts('number', '1'), 'refused')
  assert.equal(accepts('date', '2026-02-28'), true)
  assert.equal(accepts('date', '2026-02-30'), 'refused')
  assert.equal(accepts('choice', 'b'), true)
  assert.equal(accepts('choice', 'c'), 'refused')
  assert.equal(accepts('boolean', false), true)
  assert.equal(accepts('url', 'https://a.example'), true)
  assert.equal(accepts('url', 'javascript:alert(1)'), 'refused')
  assert.equal(accepts('text', ''), false)
  assert.equal(accepts('text', null), false)
})

test('a merge takes from the alias only what the target does not know', () => {
  assert.equal(proposeSide(null, 'x'), 'alias')
  assert.equal(proposeSide([], ['x']), 'alias')
  assert.equal(proposeSide('a', 'x'), 'target')
  assert.equal(proposeSide(null, null), 'target')
  assert.equal(proposeSide(0, 5), 'target')
})
