import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type Candidate,
  checkTexts,
  chooseRecipients,
  fillTemplate,
  isAddress,
  languageFor,
  localeOf,
  parseTemplate,
  type Texts,
} from './rules.ts'

const known = new Set(['name', 'city'])
const text = (body: string): Texts => ({ en: { subject: 'Hello', body } })
const faults = (body: string) => checkTexts(text(body), known).map(({ path, code, values }) => [path, code, values?.field, values?.line])

test('fields are filled in, an empty one gives way to its fallback, and without one it is named', () => {
  assert.deepEqual(fillTemplate('Dear {{name|friends}} in {{ city }},', { name: 'Ada', city: 'Zell' }), { text: 'Dear Ada in Zell,' })
  assert.deepEqual(fillTemplate('Dear {{name|friends}}', { name: '' }), { text: 'Dear friends' })
  assert.deepEqual(fillTemplate('In {{city|}}.', { city: '' }), { text: 'In .' })
  assert.deepEqual(fillTemplate('In {{city}}', { city: '' }), { empty: 'city' })
})

test('what is filled in is not read as a field again', () => {
  assert.deepEqual(fillTemplate('{{name}}', { name: '{{city}}', city: 'Zell' }), { text: '{{city}}' })
})

test('unknown and open fields are complained about with their line', () => {
  assert.deepEqual(faults('Dear {{name}},\n\nyour {{salary}}'), [['texts.en.body', 'merge_field_unknown', 'salary', 3]])
  assert.deepEqual(faults('Dear {{name,\nhow are you'), [['texts.en.body', 'merge_field_open', undefined, 1]])
  assert.deepEqual(faults('{{}}'), [['texts.en.body', 'merge_field_unknown', '?', 1]])
  assert.deepEqual(faults('{{toString}}'), [['texts.en.body', 'merge_field_unknown', 'toString', 1]])
  assert.deepEqual(faults('a { b } c }} {{name|x}}'), [])
})

test('a language has both a subject and a text, and there is at least one', () => {
  assert.deepEqual(checkTexts({}, known).map(({ path, code }) => [path, code]), [['texts', 'text_missing']]) // biome-ignore format: one line reads better
  const half = checkTexts({ en: { subject: '', body: 'Hi' }, de: { subject: 'Hallo', body: ' ' } }, known)
  assert.deepEqual(half.map(({ path, code }) => [path, code]), [['texts.en.subject', 'empty'], ['texts.de.body', 'empty']]) // biome-ignore format: one line reads better
})

test('whatever a text without braces says comes out as it went in', () => {
  fc.assert(
    fc.property(
      fc.string().filter((words) => !words.includes('{{')),
      (words) => {
        assert.deepEqual(fillTemplate(words, {}), { text: words })
        assert.deepEqual(parseTemplate(words).faults, [])
      },
    ),
  )
})

test('a language is read from what people type, else the ecosystem’s counts, else the one that is written', () => {
  assert.deepEqual(['Deutsch', 'de-AT', 'GERMAN', 'English', 'denmark', 7, undefined].map(localeOf), ['de', 'de', 'de', 'en', undefined, undefined, undefined]) // biome-ignore format: one line reads better
  const both: Texts = { en: { subject: 'a', body: 'b' }, de: { subject: 'a', body: 'b' } }
  assert.deepEqual([languageFor(both, 'de', 'en'), languageFor(both, '', 'en'), languageFor(text('x'), 'de', 'de')], ['de', 'en', 'en'])
})

test('an address that could smuggle anything into a header or an envelope is none', () => {
  for (const bad of ['', 'a', 'a@b', 'a b@example.org', 'a@example.org\r\nBcc: b@example.org', 'a@example.org,b@example.org', '<a@example.org>', '"a"@example.org']) assert.equal(isAddress(bad), false, bad) // biome-ignore format: one line reads better
  for (const good of ['a@example.org', 'anna.müller@weingut-müller.de', 'a+b_c@sub.example.org', "o'neill@example.org"]) assert.equal(isAddress(good), true, good) // biome-ignore format: one line reads better
})

test('each address gets it once, whoever objects does not, and everybody left out is counted', () => {
  const of = (address: string, fields = { name: 'Ada' }): Candidate => ({ address, partyId: 'p', contactId: null, locale: 'en', fields })
  const candidates = [
    of('a@example.org'),
    of('a@example.org'),
    of('b@example.org'),
    of('c@example.org', { name: '' }),
    of('no'),
    of('d@example.org'),
  ]
  const { recipients, leftOut, emptyFields } = chooseRecipients(candidates, new Map([['b@example.org', 'unsubscribed']]), text('{{name}}'))
  assert.deepEqual(recipients.map(({ address }) => address), ['a@example.org', 'd@example.org']) // biome-ignore format: one line reads better
  assert.deepEqual([leftOut, emptyFields], [{ twice: 1, unsubscribed: 1, empty_field: 1, bad_address: 1 }, ['name']])
})
