import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { transaction } from '../../kernel/ctx.ts'
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

async function ecosystem() {
  const made = await testEcosystem(db)
  const { owner } = made
  const send = async (...files: [string, string | Uint8Array][]) => {
    const form = new FormData()
    for (const [name, content] of files) form.append('files', new File([content as BlobPart], name))
    const answer = await call(owner, 'POST', '/imports', form)
    await settle()
    return { ...answer, get: async () => (await call(owner, 'GET', `/imports/${answer.json.id}`)).json }
  }
  const get = async (path: string) => (await call(owner, 'GET', path)).json
  const apply = async (id: string) => {
    const answer = await call(owner, 'POST', `/imports/${id}/application`)
    assert.equal(answer.status, 202, answer.text)
    await settle()
    return await get(`/imports/${id}`)
  }
  const undo = async (id: string) => {
    const answer = await call(owner, 'DELETE', `/imports/${id}/application`)
    assert.equal(answer.status, 202, answer.text)
    await settle()
    return await get(`/imports/${id}`)
  }
  const load = async (...files: [string, string | Uint8Array][]) => {
    const { json } = await send(...files)
    return await apply(json.id)
  }
  return { ...made, send, get, apply, undo, load }
}

const names = ({ items }: { items: { name: string }[] }) => items.map(({ name }) => name).sort()

const HUBSPOT_CONTACTS = `Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Associated Company,Associated Company IDs,Job Title,Lifecycle Stage,City,Unsubscribed from all email
101,Anna,Lorenz,anna@lorenz-brot.de,06541 111111,,Bäckerei Lorenz,77,Inhaberin,Customer,Traben-Trarbach,
102,Ben,Lorenz,ben@lorenz-brot.de,06541 111112,,Bäckerei Lorenz,77,Backstube,Customer,Traben-Trarbach,true
103,Cleo,Klein,cleo@gmail.com,,,,,,,,
104,Dora,Moor,dora@moor-wein.de,,,Weingut Moor,78,,,Zell,
`
const HUBSPOT_COMPANIES = `Record ID,Company name,Company Domain Name,Phone Number,Company owner,City
77,Bäckerei Lorenz GmbH,lorenz-brot.de,06541 111110,,Traben-Trarbach
78,Weingut Moor,moor-wein.de,06542 222222,,Zell (Mosel)
`
const HUBSPOT_DEALS = `Record ID,Deal Name,Deal Stage,Amount,Close Date,Create Date,Associated Company IDs,Associated Contact IDs
5,Brötchen für das Fest,Closed won,1200,2024-03-01 00:00,2024-02-01 09:30,77,101
6,Wein,Open,10,,2024-02-01 09:30,,104
7,Niemand,Open,10,,2024-02-01 09:30,999,
`

test('three files of HubSpot become organisations with their people, notes and suppressions, and nothing before it is applied', async () => {
  const { send, get, apply } = await ecosystem()
  const sent = await send(['contacts.csv', HUBSPOT_CONTACTS], ['deals.csv', HUBSPOT_DEALS], ['companies.csv', HUBSPOT_COMPANIES])
  assert.equal(sent.status, 201, sent.text)
  assert.deepEqual(
    sent.json.files.map(({ preset }: { preset: string }) => preset),
    ['hubspot_contacts', 'hubspot_deals', 'hubspot_companies'],
  )
  const checked = await sent.get()
  assert.equal(checked.state, 'checked', JSON.stringify(checked.problem))
  assert.deepEqual(
    [checked.counts.parties, checked.counts.contacts, checked.counts.notes, checked.counts.suppressions, checked.counts.refuse],
    [2, 4, 2, 1, 1],
  )
  assert.equal((await get('/parties')).total, 0)
  const { items } = await get(`/imports/${sent.json.id}/rows?action=refuse`)
  assert.deepEqual([items[0].file, items[0].row, items[0].reasons[0].code], [1, 4, 'reference_unknown'])

  const applied = await apply(sent.json.id)
  assert.equal(applied.state, 'applied', JSON.stringify(applied.problem))
  const parties = await get('/parties')
  assert.deepEqual(names(parties), ['Bäckerei Lorenz GmbH', 'People without an organisation', 'Weingut Moor'])
  const lorenz = parties.items.find(({ name }: { name: string }) => name.startsWith('Bäck'))
  assert.deepEqual([lorenz.kinds, lorenz.source, lorenz.website], [['customers'], `import:${sent.json.id}`, 'https://lorenz-brot.de'])
  assert.deepEqual(lorenz.identifiers, [{ scheme: 'hubspot.company', value: '77' }])
  assert.deepEqual(names(await get(`/parties/${lorenz.id}/contacts`)), ['Anna Lorenz', 'Ben Lorenz'])
  assert.match((await get(`/parties/${lorenz.id}/notes`)).items[0].body, /^Brötchen für das Fest\n/)
  assert.deepEqual(
    (await get('/suppressions')).items.map(({ address }: { address: string }) => address),
    ['ben@lorenz-brot.de'],
  )
})

test('the same files sent again change nothing', async () => {
  const { load, send, get } = await ecosystem()
  await load(['contacts.csv', HUBSPOT_CONTACTS], ['companies.csv', HUBSPOT_COMPANIES])
  const before = await get('/parties')
  const again = await (await send(['contacts.csv', HUBSPOT_CONTACTS], ['companies.csv', HUBSPOT_COMPANIES])).get()
  assert.deepEqual([again.counts.parties, again.counts.contacts, again.counts.questions], [0, 0, 0])
  assert.deepEqual([again.counts.create, again.counts.change], [0, 0])
  await load(['contacts.csv', HUBSPOT_CONTACTS])
  assert.equal((await get('/parties')).total, before.total)
})

test('a list without ids, sent again, is known by its rows', async () => {
  const { load, send, get } = await ecosystem()
  await load(['vereine.csv', 'Verein;Ort\nChor;Zell\nTurnverein;Zell\nTurnverein;Traben\n'])
  assert.equal((await get('/parties')).total, 3)
  const again = await (await send(['vereine.csv', 'Verein;Ort\nChor;Zell\nTurnverein;Zell\nTurnverein;Traben\nNeu;Zell\n'])).get()
  assert.deepEqual([again.counts.same, again.counts.create, again.counts.questions], [3, 1, 0])
})

test('a row that speaks of a party on the map fills what is empty there, with its source, and leaves the rest', async () => {
  const { load, get, owner } = await ecosystem()
  const body = { name: 'Hotel Post', phone: '06541 123456', city: 'Traben-Trarbach', tags: ['alt'] }
  const { json: post } = await call(owner, 'POST', '/parties', body)
  const done = await load(['list.csv', 'Firma,Tel.,Ort,E-Mail,Tags\nHOTEL POST,06541/123456,Traben-Trarbach,info@post-traben.de,neu\n'])
  assert.deepEqual([done.counts.change, done.counts.create], [1, 0])
  const after = await get(`/parties/${post.id}`)
  assert.deepEqual([after.name, after.email, after.tags, after.version], ['Hotel Post', 'info@post-traben.de', ['alt', 'neu'], 2])
  assert.deepEqual(after.sources, { email: `import:${done.id}`, tags: `import:${done.id}` })
})

test('undo takes back what the import did and names what it leaves', async () => {
  const { load, get, undo, owner } = await ecosystem()
  const { json: post } = await call(owner, 'POST', '/parties', { name: 'Hotel Post', phone: '06541 123456', city: 'Traben-Trarbach' })
  const { json: other } = await call(owner, 'POST', '/parties', { name: 'Weingut Moor', phone: '06542 222222', city: 'Zell' })
  const list = `Firma,Ansprechpartner,Telefon,Ort,E-Mail,Webseite,Keine Werbung
Hotel Post,Anna Alt,06541 123456,Traben-Trarbach,anna@post-traben.de,post-traben.de,ja
Weingut Moor,Ben Moor,06542 222222,Zell,ben@moor-wein.de,moor-wein.de,
Neu eins,Cleo Neu,06543 333333,Zell,c@neu-eins.de,,
Neu zwei,Dora Neu,06543 444444,Zell,d@neu-zwei.de,,
`
  const done = await load(['list.csv', list])
  assert.deepEqual([done.counts.change, done.counts.create], [2, 2])
  const made = (await get('/parties?q=Neu')).items
  const two = made.find(({ name }: { name: string }) => name === 'Neu zwei')
  assert.equal((await call(owner, 'PATCH', `/parties/${two.id}`, { version: 1, city: 'Bullay' })).status, 200)
  const moor = await get(`/parties/${other.id}`)
  assert.equal((await call(owner, 'PATCH', `/parties/${other.id}`, { version: moor.version, website: 'https://moor.example' })).status, 200)

  const undone = await undo(done.id)
  assert.equal(undone.state, 'undone')
  assert.deepEqual(
    undone.leftovers.items.map(({ kind, name, why }: { kind: string; name: string; why: string }) => [kind, name, why]).sort(),
    [
      ['fact', 'Weingut Moor', 'website'],
      ['party', 'Neu zwei', 'party.changed'],
    ],
  )
  assert.deepEqual(names(await get('/parties')), ['Hotel Post', 'Neu zwei', 'Weingut Moor'])
  const after = await get(`/parties/${post.id}`)
  assert.deepEqual([after.website, after.sources.website], [null, post.source])
  assert.equal((await get(`/parties/${other.id}`)).website, 'https://moor.example')
  for (const id of [post.id, other.id, two.id]) assert.deepEqual((await get(`/parties/${id}/contacts`)).items, [])
  assert.deepEqual((await get('/suppressions')).items, [])
  assert.equal((await get(`/parties/${post.id}?asOf=${done.appliedAt}`)).website, 'https://post-traben.de')
})

test('a pair that may be one is asked about; the answer is remembered, undone with its merge, and goes with the import', async () => {
  const { load, get, undo, send, owner } = await ecosystem()
  const base = { phone: '06541 123456', street: 'Am Markt 3', city: 'Traben-Trarbach' }
  const { json: cafe } = await call(owner, 'POST', '/parties', { name: 'Café Moselblick', ...base })
  const list = 'Firma,Tel.,Straße,Ort\nRestaurant Moselblick,06541 123456,Am Markt 3,Traben-Trarbach\n'
  const done = await load(['list.csv', list])
  assert.deepEqual([done.counts.questions, done.counts.create], [1, 1])
  const [pair] = (await get('/duplicates')).items
  assert.deepEqual([pair.one.name, pair.other.name].sort(), ['Café Moselblick', 'Restaurant Moselblick'])
  const decide = async (decision: string) =>
    (await call(owner, 'POST', `/duplicates/${pair.id}/decision`, { decision, targetId: cafe.id })).json
  assert.equal((await decide('later')).decision, 'later')
  assert.equal((await get('/duplicates')).total, 1)
  assert.ok((await decide('same')).mergeId)
  assert.deepEqual([names(await get('/parties')), (await get('/duplicates')).total], [['Café Moselblick'], 0])
  assert.equal((await decide('different')).mergeId, null)
  assert.equal((await get('/parties')).total, 2)
  const again = await (await send(['list2.csv', `${list}Sonst,1234567,,\n`])).get()
  assert.equal(again.counts.questions, 0)
  await decide('same')
  const undone = await undo(done.id)
  assert.deepEqual([names(await get('/parties')), undone.leftovers.total], [['Café Moselblick'], 0])
})

test('places, nodes and edges become parties with sectors and ties', async () => {
  const { load, get, undo } = await ecosystem()
  const places = {
    type: 'FeatureCollection',
    features: [
      {
        type: 'Feature',
        id: 'node/1',
        geometry: { type: 'Point', coordinates: [7.1, 49.9] },
        properties: { name: 'Weinstube', amenity: 'restaurant' },
      },
    ],
  }
  await load(['places.geojson', JSON.stringify(places)])
  const [stube] = (await get('/parties')).items
  assert.deepEqual(
    [stube.sectorCode, stube.sectorScheme, stube.latitude, stube.identifiers],
    ['56.10', 'nace', 49.9, [{ scheme: 'osm', value: 'node/1' }]],
  )
  const done = await load(
    ['nodes.csv', 'id,label\n1,ITPC\n2,Promotus\n3,ALA\n'],
    ['edges.csv', 'source,target,type\n1,2,partners\n2,3,wonders about\n1,9,partners\n'],
  )
  assert.deepEqual([done.counts.parties, done.counts.ties, done.counts.refuse], [3, 2, 1])
  const { items } = await get(`/imports/${done.id}/rows?noted=true`)
  assert.deepEqual(
    items.map(({ file, row, action, reasons }: { file: number; row: number; action: string; reasons: { code: string }[] }) => [
      file,
      row,
      action,
      reasons[0]!.code,
    ]),
    [
      [1, 3, 'create', 'tie_type_unknown'],
      [1, 4, 'refuse', 'tie_end_unknown'],
    ],
  )
  assert.equal((await get('/ties')).items.length, 2)
  await undo(done.id)
  assert.deepEqual([names(await get('/parties')), (await get('/ties')).items], [['Weinstube'], []])
})

test('a mapping is changed, remembered for the next list with the same columns, and refused when it names nobody', async () => {
  const { send, get, owner } = await ecosystem()
  const first = await send(['a.csv', 'Wer,Was\nHotel Post,Traben\n'])
  assert.equal((await first.get()).counts.refuse, 1)
  const change = async (targets: (string | null)[]) =>
    await call(owner, 'PATCH', `/imports/${first.json.id}`, { files: [{ position: 0, targets }] })
  const refused = await change([null, 'party.city'])
  assert.deepEqual([refused.status, refused.json.code], [422, 'import_mapping'])
  assert.equal((await change(['party.name', 'party.city'])).status, 200)
  await settle()
  assert.equal((await first.get()).counts.create, 1)
  const second = await send(['b.csv', 'WAS;wer\nZell;Weingut Moor\n'])
  assert.deepEqual([second.json.files[0].isRemembered, second.json.files[0].targets], [true, ['party.city', 'party.name']])
  assert.equal((await get('/parties')).total, 0)
})

test('what cannot be read is refused with its row, and nothing of it is kept', async () => {
  const { send, get, owner } = await ecosystem()
  const cases: [string, string | Uint8Array, number, string][] = [
    ['empty.csv', '', 422, 'import_file_empty'],
    ['quotes.csv', 'Firma,Ort\nA,B\n"C "x" D",E\n', 422, 'import_broken_quotes'],
    ['twice.csv', 'Firma,Firma\nA,B\n', 422, 'import_double_header'],
    ['wrong.csv', Buffer.concat([Buffer.from('\ufeffFirma\nA\n'), Buffer.from([0xfc, 0x0a])]), 422, 'import_wrong_encoding'],
    ['zeros.csv', Buffer.from('Firma\n\0\0\0\0A\n'), 422, 'import_not_text'],
    ['bomb.xlsx', workbookOf([['Firma'], ['A']], { 'xl/media/0.bin': new Uint8Array(30_000_000) }), 422, 'import_zip_bomb'],
    ['big.csv', Buffer.alloc(101_000_000, 'Firma,Ort\n'), 413, 'file_too_large'],
    ['huge.csv', Buffer.alloc(200_000_000, 'Firma,Ort\n'), 413, 'body_too_large'],
  ]
  for (const [name, content, status, code] of cases) {
    const answer = await send(['good.csv', 'Firma\nGut\n'], [name, content])
    assert.deepEqual([answer.status, answer.json.code], [status, code], name)
    if (/quotes|twice|wrong|zeros/.test(name)) assert.match(answer.json.errors[0].path, /^row \d+$/)
  }
  const none = await call(owner, 'POST', '/imports', new FormData())
  assert.deepEqual([none.status, none.json.code], [422, 'import_without_file'])
  assert.deepEqual((await get('/imports')).items, [])
  await transaction(owner, async (tx) => {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from files`.execute(tx.db)
    assert.equal(rows[0]!.n, 0)
  })
})

test('bad rows are refused one by one with their numbers, good ones beside them are taken', async () => {
  const { load, get } = await ecosystem()
  const list =
    'Firma,Lat,Lon,Tel.\n<b>Fett</b> & Co,49.9,7.1,"=""0654112"""\nZu viel,1,2,3,4\nFalsch,91,7,\nFirma,Lat,Lon,Tel.\nFormel,49.9,7.1,=1+1\n'
  const done = await load(['list.csv', list])
  const rows = (await get(`/imports/${done.id}/rows`)).items
  assert.deepEqual(
    rows.map(({ row, action, reasons }: { row: number; action: string; reasons: { code?: string }[] }) => [row, action, reasons[0]?.code]),
    [
      [2, 'create', undefined],
      [3, 'refuse', 'row_too_long'],
      [4, 'refuse', 'latitude_impossible'],
      [5, 'refuse', 'row_repeats_header'],
      [6, 'create', 'formula_left_out'],
    ],
  )
  assert.deepEqual(names(await get('/parties')), ['<b>Fett</b> & Co', 'Formel'])
})

test('an import is applied once, only after its check, and taken back once', async () => {
  const { send, apply, undo, owner } = await ecosystem()
  const { json } = await send(['a.csv', 'Firma\nHotel Post\n'])
  const refuses = async (method: string, path: string, code: string) => {
    const answer = await call(owner, method, `/imports/${json.id}/${path}`)
    assert.deepEqual([answer.status, answer.json.code], [409, code])
  }
  await refuses('DELETE', 'application', 'import_not_applied')
  await apply(json.id)
  await refuses('POST', 'application', 'import_not_checked')
  await refuses('POST', 'cancellation', 'import_not_open')
  await undo(json.id)
  await refuses('DELETE', 'application', 'import_not_applied')
})

test('a cancelled import keeps neither files nor plan', async () => {
  const { send, get, owner } = await ecosystem()
  const { json } = await send(['a.csv', 'Firma\nHotel Post\n'])
  const cancelled = await call(owner, 'POST', `/imports/${json.id}/cancellation`)
  assert.deepEqual([cancelled.status, cancelled.json.state, cancelled.json.files[0].sample], [200, 'cancelled', []])
  await transaction(owner, async (tx) => {
    const { rows } = await sql<{
      n: number
    }>`select (select count(*) from files)::int + (select count(*) from import_items)::int as n`.execute(tx.db)
    assert.equal(rows[0]!.n, 0)
  })
  assert.equal((await get('/parties')).total, 0)
})

test('an import whose party left the map since the check is not written, and says so', async () => {
  const { send, get, owner } = await ecosystem()
  const { json: post } = await call(owner, 'POST', '/parties', { name: 'Hotel Post', phone: '06541 123456' })
  const { json } = await send(['a.csv', 'Firma,Tel.,E-Mail\nHotel Post,06541 123456,a@post-traben.de\nNeu,06541 99999999,\n'])
  await call(owner, 'DELETE', `/parties/${post.id}`)
  await call(owner, 'POST', `/imports/${json.id}/application`)
  await settle()
  const after = await get(`/imports/${json.id}`)
  assert.deepEqual([after.state, after.problem.code], ['checked', 'import_outdated'])
  assert.equal((await get('/parties')).total, 0)
})

test('only owners and coordinators import, and only in their ecosystem', async () => {
  const { send, as, viewer, coordinator } = await ecosystem()
  const { json } = await send(['a.csv', 'Firma\nHotel Post\n'])
  const member = as('member', json.id)
  const form = () => {
    const data = new FormData()
    data.append('files', new File(['Firma\nA\n'], 'a.csv'))
    return data
  }
  for (const actor of [viewer, member]) {
    for (const [method, path, body] of [
      ['GET', '/imports'],
      ['POST', '/imports', form()],
      ['GET', `/imports/${json.id}`],
      ['GET', `/imports/${json.id}/rows`],
      ['PATCH', `/imports/${json.id}`, {}],
      ['POST', `/imports/${json.id}/application`],
      ['DELETE', `/imports/${json.id}/application`],
      ['POST', `/imports/${json.id}/cancellation`],
      ['GET', '/duplicates'],
      ['POST', `/duplicates/${json.id}/decision`, { decision: 'same' }],
      ['GET', '/suppressions'],
    ] as const) {
      assert.equal((await call(actor, method, path, body)).status, 403, `${method} ${path}`)
    }
  }
  assert.equal((await call(coordinator, 'GET', `/imports/${json.id}`)).status, 200)
  const other = await ecosystem()
  assert.equal((await call(other.owner, 'GET', `/imports/${json.id}`)).status, 404)
  assert.equal((await call(other.owner, 'POST', `/imports/${json.id}/application`)).status, 404)
})

test('people without an organisation are gathered, put on the map, or left out, as chosen; who shares a mail domain goes to it', async () => {
  const { send, get, owner, settleAll } = { ...(await ecosystem()), settleAll: settle }
  const list =
    'Vorname,Nachname,Firma,E-Mail\nAnna,Lorenz,Bäckerei Lorenz,anna@lorenz-brot.de\nBen,Klein,,ben@gmail.com\nCleo,Lorenz,,cleo@lorenz-brot.de\n'
  const { json } = await send(['a.csv', list])
  const counts = async (persons: string) => {
    await call(owner, 'PATCH', `/imports/${json.id}`, { settings: { persons } })
    await settleAll()
    const { counts: found } = await get(`/imports/${json.id}`)
    const { items } = await get(`/imports/${json.id}/rows`)
    const collected = items.filter(({ reasons }: { reasons: { kind: string }[] }) => reasons.some(({ kind }) => kind === 'collected'))
    return [
      found.parties,
      found.contacts,
      found.refuse,
      collected.map(({ name, action }: { name: string; action: string }) => `${name} ${action}`),
    ]
  }
  // the domain is known from the address of a colleague
  assert.deepEqual(await counts('collect'), [1, 3, 0, ['Ben Klein join']])
  assert.deepEqual(await counts('own'), [2, 3, 0, []])
  assert.deepEqual(await counts('skip'), [1, 2, 1, []])
})
