import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { groupRecords } from './matching/groups.ts'
import { nameKey } from './matching/names.ts'
import { compareStreets, distanceMetres, streetKey } from './matching/places.ts'
import { domainKey, phoneKey, samePhone } from './matching/reach.ts'
import { compare, type Sighting, traitsOf } from './matching.ts'

const weigh = (a: Sighting, b: Sighting) => compare(traitsOf(a), traitsOf(b))

const sightings = fc.record({
  name: fc.constantFrom(
    'Hotel Post',
    'Weingut Müller GmbH',
    'Mueller',
    'Bäckerei Lorenz',
    'Backerei Lorenz KG',
    'Café Mosel',
    'Café Mosel Garten',
    'A',
  ),
  phone: fc.constantFrom(null, '06541 1234567', '+49 6541 1234567', '06531 7654321'),
  email: fc.constantFrom(null, 'info@post.example.de', 'kontakt@lorenz.com'),
  website: fc.constantFrom(null, 'https://www.post-hotel.de/start', 'lorenz.com', 'facebook.com/lorenz'),
  street: fc.constantFrom(null, 'Hauptstraße 12', 'Hauptstr. 12', 'Am Markt 3'),
  city: fc.constantFrom(null, 'Bernkastel-Kues', 'Traben-Trarbach'),
  country: fc.constantFrom(null, 'DE'),
  latitude: fc.constantFrom(null, 49.9),
  longitude: fc.constantFrom(null, 7.07),
})

test('comparing is symmetric', () => {
  fc.assert(fc.property(sightings, sightings, (a, b) => assert.equal(weigh(a, b).score, weigh(b, a).score)))
  fc.assert(fc.property(sightings, sightings, (a, b) => assert.equal(weigh(a, b).decision, weigh(b, a).decision)))
})

test('the groups do not depend on the order of the records', () => {
  const groupsBy = (records: Sighting[], keys: number[]) => {
    const { groupOf } = groupRecords(records.map(traitsOf))
    const sets = new Map<number, number[]>()
    for (const [index, group] of groupOf.entries()) sets.set(group, [...(sets.get(group) ?? []), keys[index]!])
    return [...sets.values()].map((set) => set.sort((a, b) => a - b).join(',')).sort()
  }
  fc.assert(
    fc.property(
      fc.uniqueArray(sightings, { maxLength: 12, selector: (record) => JSON.stringify(record) }),
      fc.infiniteStream(fc.nat()),
      (records, random) => {
        const keys = records.map((_, index) => index)
        const shuffled = keys
          .map((key) => ({ key, at: random.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ key }) => key)
        assert.deepEqual(
          groupsBy(records, keys),
          groupsBy(
            shuffled.map((key) => records[key]!),
            shuffled,
          ),
        )
      },
    ),
  )
})

test('a name alone never joins, and far away it is not even asked', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 40 }), (name) => {
      assert.notEqual(weigh({ name }, { name }).decision, 'join')
      const here = { name, city: 'Traben-Trarbach', latitude: 49.95, longitude: 7.11 }
      assert.equal(weigh(here, { name, city: 'Hamburg', latitude: 53.55, longitude: 9.99 }).decision, 'never')
    }),
  )
})

test('another register number is another organisation, whatever else agrees', () => {
  const post = { name: 'Hotel Post', phone: '06541 123456', street: 'Hauptstraße 1', city: 'Traben-Trarbach' }
  const number = (value: string) => ({ ...post, identifiers: [{ scheme: 'vat', value }] })
  assert.equal(weigh(number('DE 123 456 789'), number('DE123456789')).decision, 'join')
  assert.equal(weigh(number('DE123456789'), number('DE987654321')).decision, 'never')
})

test('the café and the restaurant of one house are asked about, not joined', () => {
  const house = { phone: '06541 123456', street: 'Hauptstraße 1', city: 'Traben-Trarbach' }
  assert.equal(weigh({ name: 'Café Moselblick', ...house }, { name: 'Restaurant Moselblick', ...house }).decision, 'ask')
})

test('legal forms, accents, umlauts, punctuation and abbreviations do not tell organisations apart', () => {
  const same = [
    ['Weingut Müller GmbH & Co. KG', 'Weingut Mueller'],
    ['St. Michael Apotheke', 'Sankt Michael-Apotheke'],
    ["Philippe's The Original", 'Philippe the Original'],
    ['Straßenbau Groß', 'STRASSENBAU GROSS'],
    ['Bäckerei Lorenz (Traben)', 'Lorenz Bäckerei'],
  ] as const
  for (const [a, b] of same)
    assert.notEqual(weigh({ name: a, phone: '0654112345' }, { name: b, phone: '0654112345' }).decision, 'never', `${a} / ${b}`)
  assert.deepEqual(nameKey('GmbH').core, ['gmbh'])
})

test('streets agree across spellings, and house numbers part them', () => {
  const level = (a: string, b: string) => compareStreets(streetKey(a), streetKey(b))
  assert.equal(level('Hauptstraße 12', 'Hauptstr. 12'), 'same')
  assert.equal(level('1110 third ave.', '1110 3rd ave. at 65th st.'), 'same')
  assert.equal(level('Hauptstraße 12', 'Hauptstraße 14'), 'different')
  assert.equal(level('Am Markt 3', 'Am Markt'), 'street')
  assert.equal(level('', 'Am Markt'), 'unknown')
})

test('phone numbers meet with and without country', () => {
  assert.equal(phoneKey('06541 / 12 34-56', 'DE'), '+496541123456')
  assert.ok(samePhone(phoneKey('+49 6541 123456'), phoneKey('06541 123456')))
  assert.ok(!samePhone(phoneKey('+49 6541 123456'), phoneKey('06541 123457')))
  assert.equal(phoneKey('310/788-'), '')
})

test('shared domains are nobody’s', () => {
  assert.equal(domainKey('https://www.weingut-mueller.de/kontakt'), 'weingut-mueller.de')
  assert.equal(domainKey('anna@gmail.com'), '')
  assert.equal(domainKey('https://weingut.jimdofree.com'), '')
})

test('the distance between Traben-Trarbach and Bernkastel-Kues is right to a hundred metres', () => {
  const metres = distanceMetres({ latitude: 49.9511, longitude: 7.1167 }, { latitude: 49.9161, longitude: 7.0697 })
  assert.ok(Math.abs(metres - 5142) < 100, String(metres))
})

test('a thousand copies of one record are one organisation', () => {
  const copy = traitsOf({ name: 'Hotel Post', phone: '06541 123456', city: 'Traben-Trarbach' })
  assert.equal(new Set(groupRecords(Array.from({ length: 1000 }, () => copy)).groupOf).size, 1)
})

test('two parties that exist are never brought together by an import', () => {
  const copy = traitsOf({ name: 'Hotel Post', phone: '06541 123456' })
  const { groupOf } = groupRecords([copy, copy, copy], 2)
  assert.deepEqual([groupOf[0], groupOf[1]], [0, 1])
  assert.ok(groupOf[2]! < 2)
})

test('the restaurants of two guides: joins are right, and with the questions nearly all are found', () => {
  const lines = (file: string) => readFileSync(`samples/matching/${file}`, 'utf8').trim().split(/\r?\n/).slice(1)
  const pair = (a: string, b: string) => [a, b].sort().join(',')
  const gold = new Set(lines('restaurants-a-gold.csv').map((line) => pair(...(line.split(',') as [string, string]))))
  const rows = lines('restaurants-a.csv').map((line) => line.split(',') as [string, string, string, string, string])
  const ids = rows.map(([id]) => id)
  const { groupOf, questions } = groupRecords(rows.map(([, name, street, city, phone]) => traitsOf({ name, street, city, phone })))
  const joins = ids.flatMap((a, i) => ids.slice(0, i).flatMap((b, j) => (groupOf[i] === groupOf[j] ? [pair(a, b)] : [])))
  const all = [...new Set([...joins, ...questions.map(({ a, b }) => pair(ids[a]!, ids[b]!))])]
  const right = (pairs: string[]) => pairs.filter((value) => gold.has(value)).length
  assert.ok(right(joins) / joins.length >= 0.99, `${right(joins)} of ${joins.length} joins are right`)
  assert.ok((2 * right(all)) / (all.length + gold.size) >= 0.97, `${right(all)} of ${all.length} joins and questions are right`)
})
