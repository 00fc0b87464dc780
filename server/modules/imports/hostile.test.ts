/** Files whose words are those of the language they are read in, or hold what PostgreSQL cannot keep, go through every reader onto the map. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { routes as partyRoutes } from '../parties/index.ts'
import { routes as tieRoutes } from '../ties/index.ts'
import { jobs } from './jobs.ts'
import { routes } from './routes.ts'
import { workbookOf } from './testing.ts'

const database = await testDatabase()
const settle = await testJobs(database, jobs)
const { db } = database
const call = testApi(db, [partyRoutes, tieRoutes, routes])

const NAMES = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf']
const NUMBERS = ['2.5', '-1', '1e999', '1e-400', '9'.repeat(400), 'NaN']
/** A character of two units on every boundary at which a text is cut. */
const LONG = ['😀'.repeat(200), `x${'😀'.repeat(200)}`]
const UNKEEPABLE = ['a\0b', '\0', 'x\ud800y', '\udc00', '\u200b']
const WORDS = [...NAMES, ...NUMBERS, ...LONG, ...UNKEEPABLE]
const XML_WORDS = WORDS.filter((word) => word.isWellFormed() && !word.includes('\0'))

const owner = (await testEcosystem(db)).owner

async function load(name: string, content: string | Uint8Array): Promise<void> {
  const form = new FormData()
  form.append('files', new File([content as BlobPart], name))
  const sent = await call(owner, 'POST', '/imports', form)
  assert.equal(sent.status, 201, sent.text)
  const path = `/imports/${sent.json.id}`
  await call(owner, 'PATCH', path, { settings: { newTieTypes: true } })
  await settle()
  const checked = (await call(owner, 'GET', path)).json
  assert.deepEqual([checked.state, checked.problem], ['checked', null], name)
  assert.ok(checked.counts.parties + checked.counts.ties > 0, name)
  assert.equal((await call(owner, 'GET', `${path}/rows?limit=100`)).status, 200)
  await call(owner, 'POST', `${path}/application`)
  await settle()
  const applied = (await call(owner, 'GET', path)).json
  assert.deepEqual([applied.state, applied.problem], ['applied', null], name)
  await call(owner, 'DELETE', `${path}/application`)
  await settle()
  assert.equal((await call(owner, 'GET', path)).json.state, 'undone', name)
}

const csv = (rows: readonly (readonly string[])[]) =>
  rows.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\n')
const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

test('tables', async () => {
  const head = ['Firma', 'Art', 'Kind', 'Tags', 'Ort', 'Land', 'Lat', 'Lon', 'Telefon', 'E-Mail', 'Notiz', 'Nummer', 'NACE', ...NAMES]
  const rows = WORDS.map((word, index) => [`Haus ${index} ${word}`, ...head.slice(1).map(() => word)])
  await load('utf16.csv', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(csv([head, ...rows]), 'utf16le')]))
  await load('utf8.csv', csv([head, ...rows.filter((cells) => !cells.join('').includes('\0'))]))
})

test('ties, whose types become those of the next list', async () => {
  const words = WORDS.filter((word) => !word.includes('\0'))
  const rows = words.map((word, index) => [`Eins ${index}`, `Zwei ${index}`, word, word, '2025-02-01', '2024-02-01', word])
  const list = csv([['source', 'target', 'type', 'weight', 'since', 'until', 'evidence'], ...rows])
  await load('edges.csv', list)
  await load('again.csv', `${list}\n"Drei","Vier","constructor","1","","",""`)
})

test('workbooks', async () => {
  const escaped = WORDS.map((word) =>
    word.replace(/[\0\ud800-\udfff]/gu, (unit) => `_x${unit.charCodeAt(0).toString(16).padStart(4, '0')}_`),
  )
  await load(
    'list.xlsx',
    workbookOf([['Firma', 'Art', 'Ort', '_x0000_'], ...escaped.map((word, index) => [`Haus ${index} ${word}`, word, word, word])]),
  )
  const cell = (at: string, text: string) => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`
  const odd = ['2.5', '1e300', '-3', '__proto__', '2', '2'].map(
    (row, index) => `<row r="${row}">${cell(`A${row}`, `Haus ${index}`)}${cell('?', 'zu viel')}${cell('Z9', 'zu viel')}</row>`,
  )
  const sheet = `<worksheet><sheetData><row r="1">${cell('A1', 'Firma')}</row>${odd.join('')}<row>${cell('A', 'Gut')}</row></sheetData></worksheet>`
  await load('odd.xlsx', workbookOf([], { 'xl/worksheets/sheet2.xml': Buffer.from(sheet) }))
})

test('places', async () => {
  const properties = (word: string, index: number) => ({ name: `Ort ${index} ${word}`, shop: word, amenity: `${word};bar`, kinds: [word], tags: [word], sector: word, sectorScheme: 'nace', [word]: word }) // biome-ignore format: one line reads better
  const features = WORDS.map((word, index) => ({ type: 'Feature', id: word, geometry: { type: 'Point', coordinates: [7, 49] }, properties: properties(word, index) })) // biome-ignore format: one line reads better
  const text = JSON.stringify({ type: 'FeatureCollection', features })
  await load('places.geojson', text.replace('"name":"Ort 1 ', '"__proto__":"x","name":"Ort 1 '))
  const elements = WORDS.map((word, id) => ({ type: 'node', id: word, lat: 49, lon: 7, tags: { name: `Ort ${id} ${word}`, craft: word, [word]: word } })) // biome-ignore format: one line reads better
  await load('overpass.json', JSON.stringify({ elements }))
})

test('networks', async () => {
  const elements = WORDS.map((word, index) => ({
    id: word,
    label: `Knoten ${index} ${word}`,
    attributes: { type: word, tags: [word, word], [word]: word },
  }))
  const connections = WORDS.map((word, index) => ({
    from: WORDS[index],
    to: WORDS[(index + 1) % WORDS.length],
    type: word,
    attributes: { [word]: word },
  }))
  await load('blueprint.json', JSON.stringify({ elements, connections }))
  const words = XML_WORDS.filter((word) => word.trim() !== '' && word !== '\u200b')
  const keys = words.map(
    (word) => `<key id="${xml(word)}" for="${xml(word)}" attr.name="${xml(word)}"><default>${xml(word)}</default></key>`,
  )
  const nodes = words.map(
    (word) => `<node id="${xml(word)}"><data key="${xml(word)}">${xml(word)}</data><data key="type">${xml(word)}</data></node>`,
  )
  const edges = words.map(
    (word, index) =>
      `<edge source="${xml(word)}" target="${xml(words[(index + 1) % words.length]!)}"><data key="type">${xml(word)}</data></edge>`,
  )
  await load('net.graphml', `<?xml version="1.0"?><graphml>${keys.join('')}<graph>${nodes.join('')}${edges.join('')}</graph></graphml>`)
  const attributes = words
    .map((word) => `<attribute id="${xml(word)}" title="${xml(word)}"><default>${xml(word)}</default></attribute>`)
    .join('')
  const gexfNodes = words.map(
    (word) =>
      `<node id="${xml(word)}" label="${xml(word)}"><attvalues><attvalue for="${xml(word)}" value="${xml(word)}"/></attvalues></node>`,
  )
  const gexfEdges = words.map(
    (word, index) =>
      `<edge source="${xml(word)}" target="${xml(words[(index + 1) % words.length]!)}" kind="${xml(word)}" weight="${xml(word)}" start="${xml(word)}"/>`,
  )
  const both = ['node', 'constructor', '__proto__'].map((of) => `<attributes class="${of}">${attributes}</attributes>`).join('')
  await load(
    'net.gexf',
    `<?xml version="1.0"?><gexf version="1.3"><graph>${both}<nodes>${gexfNodes.join('')}</nodes><edges>${gexfEdges.join('')}</edges></graph></gexf>`,
  )
})

test('vCards', async () => {
  const quoted = (word: string) => [...Buffer.from(word)].map((byte) => `=${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
  const card = (word: string, index: number) =>
    ['BEGIN:VCARD', 'VERSION:2.1', ...['FN', 'ORG', 'TITLE', 'CATEGORIES', 'NOTE', 'GEO', 'URL', 'EMAIL', 'TEL'].map((name) => `${name};ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:${name === 'ORG' ? `Haus ${index} ` : ''}${quoted(word)}`), `N;CHARSET=constructor:${index}`, 'END:VCARD'].join('\r\n') // biome-ignore format: one line reads better
  await load('cards.vcf', WORDS.map(card).join('\r\n'))
})
