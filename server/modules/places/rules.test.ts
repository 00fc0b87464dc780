import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressKey, isAskable, questionOf, readAnswer } from './rules.ts'
import { house } from './testing.ts'

const ADDRESS = { street: 'Gestade 6', postalCode: '54470', city: 'Bernkastel-Kues', region: 'Rheinland-Pfalz', country: 'DE' }
const photon = (type: string, coordinates: unknown = [7.0745, 49.9157], countrycode = 'DE') =>
  JSON.stringify({ features: [{ geometry: { type: 'Point', coordinates }, properties: { type, countrycode, postcode: '54470' } }] })
const refusal = (text: string, style: 'nominatim' | 'photon' = 'nominatim') => {
  const answer = readAnswer(style, text, ADDRESS)
  return answer.kind === 'refused' ? answer.why : answer.kind
}

test('Nominatim is asked for street, postal code, city and country, and for nothing else', () => {
  const url = questionOf('nominatim', 'https://geo.example/base/?key=k', ADDRESS)
  assert.equal(
    url.href,
    'https://geo.example/base/search?key=k&street=Gestade+6&postalcode=54470&city=Bernkastel-Kues&countrycodes=de&format=jsonv2&addressdetails=1&limit=1',
  )
})

test('Photon is asked for one line, and an address that ends in its path is not lengthened', () => {
  const url = questionOf('photon', 'https://geo.example/api', { ...ADDRESS, street: null })
  assert.equal(url.href, 'https://geo.example/api?q=54470+Bernkastel-Kues%2C+DE&limit=1')
})

test('an address cannot change whom a question goes to', () => {
  const url = questionOf('nominatim', 'https://geo.example', { ...ADDRESS, street: '@10.0.0.1/?x#', city: '//localhost/' })
  assert.equal(url.origin, 'https://geo.example')
  assert.equal(url.pathname, '/search')
})

test('a house is exact, a street and a town are approximate', () => {
  const at = { kind: 'found', latitude: 49.9157, longitude: 7.0745 }
  assert.deepEqual(readAnswer('nominatim', JSON.stringify(house()), ADDRESS), { ...at, isApproximate: false })
  assert.deepEqual(readAnswer('nominatim', JSON.stringify(house({ place_rank: 26 })), ADDRESS), { ...at, isApproximate: true })
  assert.deepEqual(readAnswer('photon', photon('house'), ADDRESS), { ...at, isApproximate: false })
  assert.deepEqual(readAnswer('photon', photon('city'), ADDRESS), { ...at, isApproximate: true })
})

test('what finds nothing says so', () => {
  assert.equal(refusal('[]'), 'nothing')
  assert.equal(refusal('{"features":[]}', 'photon'), 'nothing')
})

test('an answer that cannot be right is refused, with the reason', () => {
  assert.equal(refusal('<html>Sign in</html>'), 'unreadable')
  assert.equal(refusal('{"error":"no"}'), 'unreadable')
  assert.equal(refusal('[null]'), 'unreadable')
  assert.equal(refusal('{"features":[{}]}', 'photon'), 'unreadable')
  assert.equal(refusal(JSON.stringify(house({ lat: '91' }))), 'coordinates')
  assert.equal(refusal(JSON.stringify(house({ lat: '' }))), 'coordinates')
  assert.equal(refusal(JSON.stringify(house({ lon: 'east' }))), 'coordinates')
  assert.equal(refusal(photon('house', [7]), 'photon'), 'coordinates')
  assert.equal(refusal(JSON.stringify(house({}, { country_code: 'fr' }))), 'country')
  assert.equal(refusal(JSON.stringify(house({}, { postcode: '10115' }))), 'postal_code')
  assert.equal(refusal(JSON.stringify(house({ place_rank: 8 }))), 'coarse')
  assert.equal(refusal(JSON.stringify(house({ place_rank: undefined }))), 'coarse')
  assert.equal(refusal(photon('state'), 'photon'), 'coarse')
})

test('two ways of writing one address are one, and a street alone is no address', () => {
  assert.equal(addressKey({ ...ADDRESS, street: ' gestade  6 ', region: null }), addressKey(ADDRESS))
  assert.notEqual(addressKey({ ...ADDRESS, street: 'Gestade 7' }), addressKey(ADDRESS))
  assert.equal(isAskable({ ...ADDRESS, city: null }), true)
  assert.equal(isAskable({ ...ADDRESS, city: null, postalCode: null }), false)
})
