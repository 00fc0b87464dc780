// Cards and networks from the file to the map. Everybody in them is invented.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { strToU8 } from 'fflate'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { routes as partyRoutes } from '../parties/index.ts'
import { routes as tieRoutes } from '../ties/index.ts'
import { jobs } from './jobs.ts'
import { routes } from './routes.ts'
import { workbookOf } from './testing.ts'

const database = await testDatabase()
const settle = await testJobs(database, jobs)
const call = testApi(database.db, [partyRoutes, tieRoutes, routes])

async function ecosystem() {
  const made = await testEcosystem(database.db)
  const get = async (path: string) => (await call(made.owner, 'GET', path)).json
  const send = async (...files: [string, string | Uint8Array][]) => {
    const form = new FormData()
    for (const [name, content] of files) form.append('files', new File([content as BlobPart], name))
    const answer = await call(made.owner, 'POST', '/imports', form)
    await settle()
    return answer
  }
  const change = async (id: string, body: object) => {
    const answer = await call(made.owner, 'PATCH', `/imports/${id}`, body)
    await settle()
    return answer
  }
  const load = async (...files: [string, string | Uint8Array][]) => {
    const { json } = await send(...files)
    await call(made.owner, 'POST', `/imports/${json.id}/application`)
    await settle()
    return await get(`/imports/${json.id}`)
  }
  const reasons = async (id: string) =>
    (await get(`/imports/${id}/rows?noted=true`)).items.map(
      ({ file, row, action, reasons: said }: { file: number; row: number; action: string; reasons: { code?: string }[] }) => [
        file,
        row,
        action,
        said[0]?.code,
      ],
    )
  return { ...made, get, send, change, load, reasons }
}

const names = ({ items }: { items: { name: string }[] }) => items.map(({ name }) => name).sort()

test('people of vCards go to the organisation in ORG, the others are kept together; sent again, nothing is new', async () => {
  const { load, send, get } = await ecosystem()
  const vcards = `BEGIN:VCARD
VERSION:3.0
N:Lorenz;Anna;;;
FN:Anna Lorenz
ORG:Bäckerei Lorenz
EMAIL:anna@lorenz-brot.de
END:VCARD
BEGIN:VCARD
VERSION:2.1
N:Lorenz;Ben
ORG:Bäckerei Lorenz
TEL;CELL:0171 2345678
END:VCARD
BEGIN:VCARD
VERSION:4.0
FN:Cleo Klein
EMAIL:cleo@gmail.com
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Bäckerei Lorenz
ORG:Bäckerei Lorenz
TEL:06541 111111
END:VCARD
`
  const done = await load(['contacts.vcf', vcards])
  assert.deepEqual([done.state, done.files[0].preset, done.counts.parties, done.counts.contacts], ['applied', 'vcard', 1, 3])
  const parties = await get('/parties')
  assert.deepEqual(names(parties), ['Bäckerei Lorenz', 'People without an organisation'])
  const lorenz = parties.items.find(({ name }: { name: string }) => name === 'Bäckerei Lorenz')
  assert.equal(lorenz.phone, '06541 111111')
  assert.deepEqual(names(await get(`/parties/${lorenz.id}/contacts`)), ['Anna Lorenz', 'Ben Lorenz'])
  const again = await send(['contacts.vcf', vcards])
  const { counts } = await get(`/imports/${again.json.id}`)
  assert.deepEqual([counts.parties, counts.contacts, counts.create, counts.change], [0, 0, 0, 0])
})

const GEXF = `<?xml version="1.0"?><gexf xmlns="http://gexf.net/1.3" version="1.3"><graph defaultedgetype="directed">
<nodes><node id="0" label="Mühle"/><node id="1" label="Bäckerei"/><node id="2" label="Café"/></nodes>
<edges><edge source="0" target="1" label="beliefert" weight="4"/><edge source="0" target="1" label="verkauft an"/>
<edge source="1" target="2" label="plaudert mit"/><edge source="1" target="9" label="kennt"/></edges></graph></gexf>`

test('a network becomes ties; words in German and from the other end are understood, unknown ends refused', async () => {
  const { load, get, reasons } = await ecosystem()
  const done = await load(['net.gexf', GEXF])
  assert.deepEqual([done.counts.parties, done.counts.ties, done.counts.refuse], [3, 3, 1])
  assert.deepEqual(await reasons(done.id), [
    [0, 6, 'create', 'tie_type_unknown'],
    [0, 7, 'refuse', 'tie_end_unknown'],
  ])
  const idOf = new Map((await get('/parties')).items.map(({ name, id }: { name: string; id: string }) => [name, id]))
  const ties = (await get('/ties')).items
  const of = (type: string) => ties.find((tie: { type: string }) => tie.type === type)
  assert.deepEqual([of('supplies').fromId, of('supplies').toId, of('supplies').strength], [idOf.get('Mühle'), idOf.get('Bäckerei'), 1])
  assert.deepEqual([of('buys_from').fromId, of('buys_from').toId], [idOf.get('Bäckerei'), idOf.get('Mühle')])
  assert.equal(of('partners').evidence, 'plaudert mit')
})

test('unknown words become types of one’s own when the person says so', async () => {
  const { send, change, get, reasons, owner } = await ecosystem()
  const { json } = await send(['net.gexf', GEXF])
  assert.equal(json.settings.newTieTypes, false)
  await change(json.id, { settings: { newTieTypes: true } })
  assert.deepEqual((await reasons(json.id))[0], [0, 6, 'create', 'tie_type_new'])
  await call(owner, 'POST', `/imports/${json.id}/application`)
  await settle()
  const made = (await get('/tie-types')).items.find(({ key }: { key: string }) => key === 'plaudert_mit')
  assert.deepEqual([made.label, made.directed], ['plaudert mit', true])
  assert.ok((await get('/ties')).items.some(({ type }: { type: string }) => type === 'plaudert_mit'))
})

test('two networks in one import keep their ids apart', async () => {
  const { load, get } = await ecosystem()
  const other = GEXF.replace('Mühle', 'Brauerei').replace('Bäckerei', 'Hotel').replace('Café', 'Bar')
  const done = await load(['one.gexf', GEXF], ['two.gexf', other])
  assert.deepEqual([done.counts.parties, done.counts.ties], [6, 6])
  assert.deepEqual(names(await get('/parties')), ['Bar', 'Brauerei', 'Bäckerei', 'Café', 'Hotel', 'Mühle'])
})

test('a workbook of Kumu brings its elements and its connections', async () => {
  const { load, get } = await ecosystem()
  const row = (cells: string[], at: number) =>
    `<row r="${at}">${cells.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('')}</row>`
  const sheet = (rows: string[][]) =>
    strToU8(`<worksheet><sheetData>${rows.map((cells, at) => row(cells, at + 1)).join('')}</sheetData></worksheet>`)
  const book = workbookOf([['x']], {
    'xl/worksheets/sheet1.xml': sheet([
      ['Label', 'Type', 'Tags'],
      ['Mühle', 'Supplier', 'Mehl|Bio'],
      ['Bäckerei', '', ''],
    ]),
    'xl/worksheets/sheet2.xml': sheet([
      ['From', 'To', 'Direction', 'Type'],
      ['Mühle', 'Bäckerei', 'directed', 'supplies'],
      ['Mühle', 'Wer?', '', ''],
    ]),
  })
  const done = await load(['map.xlsx', book])
  assert.deepEqual(
    done.files.map(({ name, preset }: { name: string; preset: string }) => [name, preset]),
    [
      ['map.xlsx: Leer', 'kumu_elements'],
      ['map.xlsx: Liste', 'kumu_connections'],
    ],
  )
  assert.deepEqual([done.counts.parties, done.counts.ties, done.counts.refuse], [2, 1, 1])
  assert.deepEqual(names(await get('/parties')), ['Bäckerei', 'Mühle'])
})

test('files that cannot be read are refused whole', async () => {
  const { send, get } = await ecosystem()
  const cases: [string, string, string][] = [
    ['bomb.gexf', '<?xml version="1.0"?><!DOCTYPE g [<!ENTITY a "b">]><gexf>&a;</gexf>', 'import_xml_doctype'],
    ['deep.graphml', `<graphml>${'<graph>'.repeat(50)}`, 'import_xml_depth'],
    ['other.xml', '<?xml version="1.0"?><rss/>', 'import_unknown_xml'],
    ['future.gexf', '<gexf version="9.9"/>', 'import_unknown_version'],
    ['cut.json', '{"elements":[', 'import_broken_json'],
    ['columns.json', '{"format":"tutti-import-mappings","version":1,"mappings":[]}', 'import_is_mappings'],
  ]
  for (const [name, content, code] of cases) {
    const answer = await send(['good.csv', 'Firma\nGut\n'], [name, content])
    assert.deepEqual([answer.status, answer.json.code], [422, code], name)
  }
  assert.deepEqual((await get('/imports')).items, [])
})

test('a list says who is of a kind that this ecosystem made for itself, by its name or its key', async () => {
  const { load, get, owner } = await ecosystem()
  await call(owner, 'POST', '/kinds', { key: 'winery', label: 'Weingut', colour: '#332288', shape: 'circle' })
  await load(['liste.csv', 'Firma;Kategorie\nDahm;Weingut, Bio\nErz;Kunde\n'])
  const point = { type: 'Feature', geometry: null, properties: { name: 'Fries', kinds: ['winery', 'suppliers'], tags: ['Bio'] } }
  await load(['orte.geojson', JSON.stringify({ type: 'FeatureCollection', features: [point] })])
  const { items } = await get('/parties?sort=name')
  assert.deepEqual(
    items.map(({ name, kinds, tags }: Record<string, unknown>) => [name, kinds, tags]),
    [
      ['Dahm', ['winery'], ['Bio']],
      ['Erz', ['customers'], []],
      ['Fries', ['suppliers', 'winery'], ['Bio']],
    ],
  )
})

test('a list brings NAICS codes onto the map, and one that is also a code of NACE once its column says which', async () => {
  const { send, get, change, owner } = await ecosystem()
  const list = await send(['list.csv', 'Company,Sector code\nDiner,722511\nHotel,72\n'])
  assert.equal((await get(`/imports/${list.json.id}/rows?noted=true`)).items[0].reasons[0].code, 'sector_ambiguous')
  const files = [{ position: 0, targets: ['party.name', 'party.naics'] }]
  assert.equal((await change(list.json.id, { files })).status, 200)
  await call(owner, 'POST', `/imports/${list.json.id}/application`)
  await settle()
  assert.deepEqual(
    (await get('/parties')).items.map((party: { sectorScheme: string; sectorCode: string }) => [party.sectorScheme, party.sectorCode]),
    [
      ['naics', '722511'],
      ['naics', '72'],
    ],
  )
})
