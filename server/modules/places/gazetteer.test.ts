import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findTown, readGazetteer } from './gazetteer.ts'

const named = (city: string, country: string | null = 'DE', region: string | null = null) => ({ postalCode: null, city, region, country })
const table = readGazetteer([named('', null)])
const towns = (...name: Parameters<typeof named>) => {
  const answer = findTown(table, named(...name))
  if (answer.kind === 'unknown') return 'unknown'
  return answer.kind === 'found' ? answer.town.name : answer.towns.map((town) => `${town.name}, ${town.region}`)
}

test('a name that is there once is found, however it is written', () => {
  assert.equal(towns('Bernkastel-Kues'), 'Bernkastel-Kues')
  assert.equal(towns('54470 BERNKASTEL KUES'), 'Bernkastel-Kues')
  assert.equal(towns('Muenchen'), 'Munich')
  assert.equal(towns('Wien', 'AT'), 'Vienna')
  assert.equal(towns('Luxemburg', 'LU'), 'Luxembourg')
  assert.equal(towns('St. Wendel'), 'Sankt Wendel')
  assert.equal(towns('Zürich', 'CH'), 'Zürich')
  assert.equal(towns('Frankfurt/Main'), 'Frankfurt am Main')
  assert.equal(towns('Neustadt a.d. Weinstr.'), 'Neustadt an der Weinstraße')
})

test('of several towns of one name the region decides; what it does not decide is asked', () => {
  assert.deepEqual(towns('Frankfurt'), ['Frankfurt am Main, Hesse', 'Frankfurt (Oder), Brandenburg'])
  assert.deepEqual(towns('Brühl'), ['Brühl, North Rhine-Westphalia', 'Brühl, Baden-Wurttemberg'])
  assert.equal(towns('Brühl', 'DE', 'Nordrhein-Westfalen'), 'Brühl')
  assert.equal(towns('Springfield', 'US', 'IL'), 'Springfield')
})

test('a region that says something else than the only town of a name is asked about', () => {
  assert.deepEqual(towns('Trier', 'DE', 'Bayern'), ['Trier, Rheinland-Pfalz'])
})

test('without a country all countries count', () => {
  assert.equal(towns('Cochem', null), 'Cochem')
  assert.ok(towns('Neustadt', null).length > 1)
})

test('what is not in the table, or in another country only, is unknown', () => {
  assert.equal(towns('Trier', 'FR'), 'unknown')
  assert.equal(towns('Atlantis'), 'unknown')
  assert.equal(towns('  '), 'unknown')
})
