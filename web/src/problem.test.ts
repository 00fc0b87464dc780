import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createInstance } from 'i18next'
import { messages as deErrors } from './locales/de/errors.ts'
import { messages as deComplaints } from './locales/de/later/complaints.ts'
import { messages as deLater } from './locales/de/later/errors.ts'
import { messages as enErrors } from './locales/en/errors.ts'
import { messages as enComplaints } from './locales/en/later/complaints.ts'
import { messages as enLater } from './locales/en/later/errors.ts'
import { ApiError, type Complaint, explain, fieldErrors } from './problem.ts'

const catalogue = createInstance()
await catalogue.init({
  resources: {
    en: { translation: { complaints: enComplaints, errors: { ...enErrors, ...enLater } } },
    de: { translation: { complaints: deComplaints, errors: { ...deErrors, ...deLater } } },
  },
  interpolation: { escapeValue: false },
})

function told(language: 'en' | 'de', errors: Complaint[] | undefined) {
  const problem = { status: 422, code: 'invalid', title: 'Something in the input is not right.', ...(errors ? { errors } : {}) }
  return fieldErrors(catalogue.getFixedT(language), language, new ApiError(problem))
}

const latitude = { path: 'latitude', code: 'too_large', message: 'This is above 90.', values: { limit: 90 } }
const description = { path: 'description', code: 'too_long', message: 'This has more than 10,000 characters.', values: { limit: 10_000 } }
const choice = { path: 'fields.size', code: 'choice_needed', message: 'This has to be one of: S & M, L.', values: { choices: 'S & M, L' } }

test('a complaint is said in the language of the reader, with its values written as there', () => {
  assert.deepEqual(told('de', [latitude, description, choice]), {
    latitude: 'Das darf nicht über 90 liegen.',
    description: 'Bitte verwenden Sie höchstens 10.000 Zeichen.',
    'fields.size': 'Bitte wählen Sie eines davon: S & M, L.',
  })
  assert.deepEqual(told('en', [latitude, description]), {
    latitude: 'This cannot be above 90.',
    description: 'Please use at most 10,000 characters.',
  })
})

test('a code of tomorrow, or none at all, becomes a general sentence and never the English of the API', () => {
  const unknown = { ...latitude, code: 'too_far_north' }
  const without = { path: 'name', message: 'English' } as Complaint
  assert.deepEqual(told('de', [unknown, without]), {
    latitude: 'Bitte prüfen Sie diese Angabe.',
    name: 'Bitte prüfen Sie diese Angabe.',
  })
  assert.deepEqual(told('en', [unknown]), { latitude: 'Please check this entry.' })
})

test('a refusal without complaints, and an error of another sort, mark no field', () => {
  assert.deepEqual(told('de', undefined), {})
  assert.deepEqual(fieldErrors(catalogue.t, 'de', new TypeError('x')), {})
})

test('an address with an id that is none leads nowhere, and asks nobody to look at fields', () => {
  const id = { path: 'id', code: 'id_needed', message: 'An id (UUID) is needed here.' }
  const refused = (errors: Complaint[]) => new ApiError({ status: 422, code: 'invalid', title: '', errors })
  const t = catalogue.getFixedT('en')
  assert.equal(explain(t, refused([id]), 'reading').what, 'This is not here, or no longer.')
  assert.equal(explain(t, refused([id]), 'writing').what, 'Some entries need another look.')
  assert.equal(explain(t, refused([id, latitude]), 'reading').what, 'Some entries need another look.')
})

test('what reads goes on by itself when the connection is back; what was entered has to be sent again', () => {
  const lost = new ApiError({ status: 0, code: 'no_connection', title: '' })
  assert.match(explain(catalogue.getFixedT('en'), lost, 'reading').todo, /goes on by itself/)
  assert.match(explain(catalogue.getFixedT('en'), lost, 'writing').todo, /send it once more/)
  assert.match(explain(catalogue.getFixedT('de'), lost, 'writing').todo, /senden Sie es dann noch einmal/)
})
