import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { transaction } from '../../kernel/ctx.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { routes as partyRoutes } from '../parties/index.ts'
import { type PersonalData, setPersonalData } from '../people/index.ts'
import { jobs } from './jobs.ts'
import { personalData } from './personal-data.ts'
import { routes } from './routes.ts'
import { workbookOf } from './testing.ts'
import { isIn, traceOf } from './traces.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const database = await testDatabase()
const settle = await testJobs(database, { ...jobs, 'privacy.note_erasure': async () => {} })
const { db } = database
const clock = { at: new Date() }
const now = () => clock.at
const call = testApi(db, [partyRoutes, routes], now)
const parties: PersonalData = {
  module: 'parties',
  collect: async () => ({}),
  erase: async () => {},
  traces: async () => ['Erika Beispiel', 'erika@hotel-post.de', '06541 700800', '+49 170 1234567'],
}
setPersonalData([personalData, parties])

async function ecosystem() {
  const made = await testEcosystem(db)
  const { owner } = made
  const get = async (path: string) => (await call(owner, 'GET', path)).json
  const send = async (name: string, content: string | Uint8Array): Promise<string> => {
    const form = new FormData()
    form.append('files', new File([content as BlobPart], name))
    const { status, json, text } = await call(owner, 'POST', '/imports', form)
    assert.equal(status, 201, text)
    await settle()
    return json.id
  }
  const dump = () =>
    transaction(owner, async (tx) => {
      const { rows } = await sql<{ all: string }>`select concat_ws(' ', (select json_agg(r) from import_rows r)::text,
        (select json_agg(i) from import_items i)::text, (select json_agg(f) from import_files f)::text, (select json_agg(m) from imports m)::text,
        (select string_agg(encode(bytes, 'escape'), ' ') from file_chunks)) as all`.execute(tx.db)
      return rows[0]!.all
    })
  const { json: post } = await call(owner, 'POST', '/parties', { name: 'Hotel Post', phone: '06541 123456', city: 'Zell' })
  const contact = { name: 'Erika Beispiel', email: 'erika@hotel-post.de', phone: '06541 700800', mobile: '+49 170 1234567' }
  const { json: erika } = await call(owner, 'POST', `/parties/${post.id}/contacts`, contact)
  const erase = async () => assert.equal((await call(owner, 'DELETE', `/contacts/${erika.id}`)).status, 200)
  return { ...made, get, send, dump, erase }
}

test('whoever is erased is erased from open imports too: by name, address or number, in every cell and kind of file', async () => {
  const lists: [string, string | Uint8Array][] = [
    ['name.csv', 'Firma,Vorname,Nachname\nNeu,Erika,Beispiel\n'],
    ['turned.csv', 'Nachname,Firma,Vorname\nBEISPIEL,Neu,Erika\n'],
    ['note.csv', 'Firma,Bemerkung\nNeu,Frau Erika Beispiel ruft an\n'],
    ['unread.csv', 'Firma,Irgendwas\nNeu,Erika@Hotel-Post.de\n'],
    ['phone.csv', 'Firma,Tel.\nNeu,(06541) 700-800\n'],
    ['mobile.csv', 'Firma,Mobil\nNeu,0170/1234567\n'],
    ['wide.csv', Buffer.from('\ufeffFirma,Bemerkung\nNeu,erika@hotel-post.de\n', 'utf16le')],
    [
      'book.xlsx',
      workbookOf([
        ['Firma', 'Bemerkung'],
        ['Neu', 'Erika Beispiel'],
      ]),
    ],
    ['places.geojson', JSON.stringify({ type: 'FeatureCollection', features: [feature('Neu', 'erika@hotel-post.de')] })],
  ]
  for (const [name, content] of lists) {
    const { send, get, erase, dump } = await ecosystem()
    const id = await send(name, content)
    const other = await send('other.csv', 'Firma,Vorname,Nachname\nAnders,Erika,Muster\n')
    await erase()
    const { state, problem, files } = await get(`/imports/${id}`)
    assert.deepEqual([state, problem?.code, files[0].sample], ['cancelled', 'import_erased', []], name)
    assert.deepEqual((await get(`/imports/${id}/rows`)).items, [])
    assert.equal((await get(`/imports/${other}`)).state, 'checked', name)
    assert.doesNotMatch(await dump(), /beispiel|erika@|700.?800|1234567/i, name)
  }
})

test('of an applied import the rows that name the person lose their name and what was said about them', async () => {
  const { send, get, erase, dump, owner } = await ecosystem()
  const list = 'Firma,Vorname,Nachname,Branche\nHotel Post,Erika,Beispiel,erika@hotel-post.de\nNeu,Anna,Neu,unbekannt\n'
  const id = await send('a.csv', list)
  await call(owner, 'POST', `/imports/${id}/application`)
  await settle()
  assert.match(await dump(), /Erika Beispiel/)
  await erase()
  assert.doesNotMatch(await dump(), /beispiel|erika@/i)
  const { items } = await get(`/imports/${id}/rows`)
  assert.deepEqual(
    items.map(({ name }: { name: string | null }) => name),
    [null, 'Neu (Anna Neu)'],
  )
})

test('an import that is given up while it is written leaves nothing on the map', async () => {
  const { send, get, erase, owner, system } = await ecosystem()
  const id = await send('a.csv', 'Firma,Vorname,Nachname\nNeu,Erika,Beispiel\n')
  await transaction(owner, async (tx) => {
    await sql`update imports set state = 'applying' where id = ${id}`.execute(tx.db)
  })
  await erase()
  await jobs['imports.apply']!(system, { importId: id, by: owner.actor })
  assert.deepEqual([(await get(`/imports/${id}`)).state, (await get('/parties')).total], ['cancelled', 1])
})

test('a plan with gaps in its order is written whole', async () => {
  const { send, get, owner } = await ecosystem()
  const id = await send('a.csv', `Firma,Ort\n${Array.from({ length: 40 }, (_, index) => `Firma ${index}x,Ort ${index}`).join('\n')}\n`)
  await transaction(owner, async (tx) => {
    await sql`update import_items set position = position * 2000 where import_id = ${id}`.execute(tx.db)
    await sql`delete from import_items where import_id = ${id} and position = 2000`.execute(tx.db)
    await sql`update import_rows set party_id = null where import_id = ${id}`.execute(tx.db)
  })
  await call(owner, 'POST', `/imports/${id}/application`)
  await settle()
  assert.deepEqual([(await get(`/imports/${id}`)).state, (await get('/parties')).total], ['applied', 40])
})

test('an import nobody decided about for 14 days is given up with its files', async () => {
  const { send, get, dump, system } = await ecosystem()
  const start = clock.at
  const id = await send('a.csv', 'Firma,Vorname,Nachname\nNeu,Anna,Vergessen\n')
  const expire = () => jobs['imports.expire']!({ ...system, now }, {})
  clock.at = new Date(start.getTime() + 13.9 * DAY_MS)
  await expire()
  assert.equal((await get(`/imports/${id}`)).state, 'checked')
  clock.at = new Date(start.getTime() + 14.1 * DAY_MS)
  await expire()
  const { state, problem } = await get(`/imports/${id}`)
  assert.deepEqual([state, problem.code], ['cancelled', 'import_expired'])
  assert.doesNotMatch(await dump(), /Vergessen/)
  const { rows } = await database.pool.query(
    `select start_after from pgboss.job where name = 'imports.expire' and data ->> 'ecosystemId' = $1`,
    [system.ecosystemId],
  )
  const days = (rows[0].start_after.getTime() - start.getTime()) / DAY_MS
  assert.ok(days > 13.9 && days < 14.1, String(days))
  clock.at = start
})

test('a trace is found by whole words and digits only', () => {
  const trace = traceOf(['Jörg Müller', '06541 700800', 'j.mueller@post.de'])
  assert.ok(isIn(trace, ['Mueller, Joerg', '']))
  assert.ok(isIn(trace, ['+49 (0)6541 / 70 08 00']))
  assert.ok(isIn(trace, ['an J.Mueller@post.de senden']))
  assert.ok(!isIn(trace, ['Jörg', 'Müllerhof', '06541 700801', 'info@post.de']))
})

function feature(name: string, email: string) {
  return { type: 'Feature', geometry: { type: 'Point', coordinates: [7.1, 49.9] }, properties: { name, 'contact:email': email } }
}
