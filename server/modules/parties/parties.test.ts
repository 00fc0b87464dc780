import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../../kernel/ids.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { setPersonalData } from '../people/index.ts'
import { personalData } from './personal-data.ts'
import { routes } from './routes.ts'

setPersonalData([personalData])
const database = await testDatabase()
await testJobs(database, { 'privacy.note_erasure': async () => {} })
const { db } = database
let now = new Date('2026-01-01T10:00:00Z')
const { owner, viewer, as } = await testEcosystem(db, { now: () => now })
const call = testApi(db, [routes], () => now)

const create = async (body: object) => (await call(owner, 'POST', '/parties', body)).json

test('a party is created, read, changed, and its past can be read', async () => {
  const made = await call(owner, 'POST', '/parties', {
    name: 'Weingut Müller',
    kinds: ['suppliers', 'partners'],
    city: 'Traben',
    website: 'weingut.example',
  })
  assert.equal(made.status, 201, made.text)
  assert.equal(made.json.website, 'https://weingut.example')
  assert.deepEqual(made.json.kinds.sort(), ['partners', 'suppliers'])

  const before = now.toISOString()
  now = new Date('2026-02-01T10:00:00Z')
  const changed = await call(owner, 'PATCH', `/parties/${made.json.id}`, { version: 1, city: 'Trarbach', kinds: ['suppliers'] })
  assert.equal(changed.status, 200, changed.text)
  assert.deepEqual([changed.json.city, changed.json.kinds, changed.json.version], ['Trarbach', ['suppliers'], 2])

  const past = await call(owner, 'GET', `/parties/${made.json.id}?asOf=${before}`)
  assert.deepEqual([past.json.city, past.json.kinds.sort()], ['Traben', ['partners', 'suppliers']])
  assert.equal((await call(owner, 'GET', `/parties/${made.json.id}?asOf=2025-12-01T00:00:00Z`)).status, 404)

  const late = await call(owner, 'PATCH', `/parties/${made.json.id}`, { version: 1, city: 'Bengel' })
  assert.deepEqual([late.status, late.json.code], [409, 'party_changed'])
})

test('a party that does not make sense is refused with the places that are wrong', async () => {
  const refused = async (body: object) => {
    const { status, json } = await call(owner, 'POST', '/parties', body)
    return [status, json.errors?.map(({ path }: { path: string }) => path)]
  }
  assert.deepEqual(await refused({ name: '' }), [422, ['name']])
  assert.deepEqual(await refused({ name: 'X', latitude: 91, longitude: 7 }), [422, ['latitude']])
  assert.deepEqual(await refused({ name: 'X', latitude: 50 }), [422, ['latitude']])
  assert.deepEqual(await refused({ name: 'X', sectorScheme: 'nace', sectorCode: '5510' }), [422, ['sectorCode']])
  assert.deepEqual(await refused({ name: 'X', website: 'javascript:alert(1)' }), [422, ['website']])
  assert.deepEqual(await refused({ name: 'X', kinds: ['dragons'] }), [422, ['kinds']])
  assert.deepEqual(await refused({ name: 'X', fields: { unknown_field: 1 } }), [422, ['fields.unknown_field']])
  assert.equal((await refused({ name: 'X', colour: 'red' }))[0], 422)
})

test('a complaint has a code and the values its sentence speaks of, whoever says no: a schema or a rule', async () => {
  const complaints = async (body: object) => (await call(owner, 'POST', '/parties', body)).json.errors
  assert.deepEqual(await complaints({ name: 'X', latitude: 91, longitude: 7, email: 'nowhere', fields: { 'No Key': 1 } }), [
    { path: 'email', code: 'email_needed', message: 'This is not an e-mail address.' },
    { path: 'latitude', code: 'too_large', message: 'This is above 90.', values: { limit: 90 } },
    { path: 'fields.No Key', code: 'key_form', message: 'Lower-case letters, digits and _ only, at most 40, beginning with a letter.' },
  ])
  assert.deepEqual(await complaints({ name: 'X', description: 'x'.repeat(10_001) }), [
    { path: 'description', code: 'too_long', message: 'This has more than 10,000 characters.', values: { limit: 10_000 } },
  ])
  assert.deepEqual(await complaints({ name: 'X', sectorScheme: 'naics', sectorCode: '99' }), [
    { path: 'sectorCode', code: 'sector_code_unknown', message: 'This is not a code of NAICS 2017.', values: { scheme: 'NAICS 2017' } },
  ])
})

test('an ecosystem has kinds of its own, drawn in what the seven leave', async () => {
  const kind = { key: 'schools', label: 'Schulen', colour: '#B8A900', shape: 'cross' }
  assert.equal((await call(owner, 'POST', '/kinds', kind)).status, 201)
  assert.equal((await call(owner, 'POST', '/kinds', kind)).json.code, 'kind_exists')
  assert.equal((await call(owner, 'POST', '/kinds', { ...kind, key: 'partners' })).json.code, 'kind_exists')
  assert.equal((await call(owner, 'POST', '/kinds', { ...kind, key: 'Two words' })).status, 422)
  assert.equal((await call(viewer, 'POST', '/kinds', { ...kind, key: 'other' })).status, 403)
  assert.deepEqual((await create({ name: 'Grundschule', kinds: ['schools', 'community'] })).kinds, ['community', 'schools'])
  const { items } = (await call(viewer, 'GET', '/kinds')).json
  assert.deepEqual([items.length, items.at(-1)], [8, kind])
})

test('custom fields are typed', async () => {
  assert.equal((await call(owner, 'POST', '/fields', { key: 'beds', label: 'Beds', type: 'number' })).status, 201)
  assert.equal((await call(owner, 'POST', '/fields', { key: 'beds', label: 'Beds', type: 'number' })).status, 409)
  assert.equal((await call(owner, 'POST', '/fields', { key: 'size', label: 'Size', type: 'choice' })).status, 422)
  assert.deepEqual((await create({ name: 'Hotel A', fields: { beds: 40 } })).fields, { beds: 40 })
  assert.equal((await call(owner, 'POST', '/parties', { name: 'Hotel B', fields: { beds: 'forty' } })).status, 422)
})

test('a removed party leaves the lists, stays in the past and comes back', async () => {
  now = new Date('2026-03-01T10:00:00Z')
  const { id } = await create({ name: 'Short-lived Ltd' })
  now = new Date('2026-03-02T10:00:00Z')
  assert.equal((await call(owner, 'DELETE', `/parties/${id}`)).status, 200)
  assert.equal((await call(owner, 'GET', `/parties/${id}`)).status, 404)
  assert.equal((await call(owner, 'GET', `/parties/${id}?asOf=2026-03-01T12:00:00Z`)).status, 200)
  now = new Date('2026-03-03T10:00:00Z')
  assert.equal((await call(owner, 'POST', `/parties/${id}/restoration`)).status, 200)
  assert.equal((await call(owner, 'POST', `/parties/${id}/restoration`)).status, 409)
  assert.equal((await call(owner, 'GET', `/parties/${id}?asOf=2026-03-02T12:00:00Z`)).status, 404, 'the pause stays in the past')
})

test('lists are filtered, sorted and paged by cursor without gaps', async () => {
  const names = ['Anker', 'Bären', 'Chor', 'Deich', 'Eiche']
  for (const name of names) await create({ name: `Paging ${name}`, tags: ['paging'], city: 'Zell' })
  const seen: string[] = []
  let cursor = ''
  do {
    const page = await call(owner, 'GET', `/parties?tag=paging&limit=2${cursor && `&cursor=${cursor}`}`)
    assert.equal(page.status, 200, page.text)
    assert.equal(page.json.total, cursor ? null : 5)
    seen.push(...page.json.items.map((party: { name: string }) => party.name))
    cursor = page.json.nextCursor
  } while (cursor)
  assert.deepEqual(
    seen,
    names.map((name) => `Paging ${name}`),
  )
  const last = await call(owner, 'GET', '/parties?tag=paging&sort=-name&limit=1')
  assert.equal(last.json.items[0].name, 'Paging Eiche')
  assert.equal((await call(owner, 'GET', '/parties?cursor=nonsense')).status, 422)
  assert.equal((await call(owner, 'GET', '/parties?limit=201')).status, 422)
})

test('search forgives a misspelling, and an area holds what lies in it', async () => {
  await create({ name: 'Steillagenkellerei Bernkastel', latitude: 49.915, longitude: 7.07, kinds: ['suppliers'] })
  const names = async (query: string) =>
    (await call(owner, 'GET', `/parties?${query}`)).json.items.map((party: { name: string }) => party.name)
  assert.deepEqual(await names('q=steilagenkelerei'), ['Steillagenkellerei Bernkastel'])
  assert.deepEqual(await names('q=kellerei bernk'), ['Steillagenkellerei Bernkastel'])
  assert.deepEqual(await names('area=7,49.9;7.1,49.9;7.1,50;7,50'), ['Steillagenkellerei Bernkastel'])
  assert.deepEqual(await names('area=8,49.9;8.1,49.9;8.1,50;8,50'), [])
  assert.deepEqual(await names('q=%25'), [])
  assert.equal((await call(owner, 'GET', '/parties?area=1,2;3')).status, 422)
  const facets = await call(owner, 'GET', '/facets?q=Steillagenkellerei')
  assert.deepEqual([facets.json.total, facets.json.located, facets.json.kinds], [1, 1, { suppliers: 1 }])
})

test('contact people and notes are seen by coordinators and by the organisation itself, and by nobody else', async () => {
  const { id } = await create({ name: 'Private GmbH' })
  const other = await create({ name: 'Other GmbH' })
  const contact = await call(owner, 'POST', `/parties/${id}/contacts`, { name: 'Ada Beispiel', email: 'ada@example.org' })
  assert.equal(contact.status, 201, contact.text)
  assert.equal((await call(owner, 'POST', `/parties/${id}/notes`, { body: 'Prefers the telephone' })).status, 201)
  for (const path of ['contacts', 'notes']) {
    assert.equal((await call(as('coordinator'), 'GET', `/parties/${id}/${path}`)).json.items.length, 1)
    assert.equal((await call(as('member', id), 'GET', `/parties/${id}/${path}`)).json.items.length, 1)
    assert.equal((await call(as('member', other.id), 'GET', `/parties/${id}/${path}`)).status, 403)
    assert.equal((await call(viewer, 'GET', `/parties/${id}/${path}`)).status, 403)
  }
  assert.equal((await call(as('member', other.id), 'PATCH', `/contacts/${contact.json.id}`, { name: 'X' })).status, 403)
  assert.equal((await call(viewer, 'GET', `/parties/${id}`)).json.source, null)
  const changed = await call(owner, 'PATCH', `/contacts/${contact.json.id}`, { role: 'Head', email: null })
  assert.deepEqual([changed.json.role, changed.json.email], ['Head', null])
  assert.equal((await call(owner, 'POST', `/parties/${id}/contacts`, { name: 'B', email: 'not an address' })).status, 422)
  assert.equal((await call(owner, 'DELETE', `/contacts/${contact.json.id}`)).status, 200)
  assert.deepEqual((await call(owner, 'GET', `/parties/${id}/contacts`)).json.items, [])
})

test('people and notes come page by page, each once, also with a merged party, and a foreign cursor is refused', async () => {
  const { id } = (await call(owner, 'POST', '/parties', { name: 'Crowd' })).json
  const twin = (await call(owner, 'POST', '/parties', { name: 'Crowd too' })).json
  for (let n = 0; n < 5; n++) {
    await call(owner, 'POST', `/parties/${n % 2 ? id : twin.id}/contacts`, { name: n < 2 ? 'Same Name' : `Person ${n}` })
    await call(owner, 'POST', `/parties/${n % 2 ? id : twin.id}/notes`, { body: `Note ${n}` })
  }
  await call(owner, 'POST', '/merges', { targetId: id, aliasId: twin.id })
  for (const [path, field] of [
    ['contacts', 'name'],
    ['notes', 'body'],
  ] as const) {
    const all = (await call(owner, 'GET', `/parties/${id}/${path}`)).json
    assert.deepEqual([all.items.length, all.nextCursor], [5, null])
    const seen: string[] = []
    for (let cursor = ''; ; ) {
      const { json } = await call(owner, 'GET', `/parties/${id}/${path}?limit=2${cursor && `&cursor=${cursor}`}`)
      seen.push(...json.items.map((item: Record<string, string>) => item[field]))
      if (json.nextCursor === null) break
      cursor = json.nextCursor
    }
    assert.deepEqual(
      seen,
      all.items.map((item: Record<string, string>) => item[field]),
    )
    assert.equal((await call(owner, 'GET', `/parties/${id}/${path}?cursor=WzFd`)).status, 422)
    assert.equal((await call(owner, 'GET', `/parties/${id}/${path}?limit=1000`)).status, 422)
  }
})

test('a bulk change is undone by the request it answers', async () => {
  const ids = [await create({ name: 'Bulk 1', tags: ['old'] }), await create({ name: 'Bulk 2' })].map(({ id }) => id)
  const tagged = await call(owner, 'POST', '/parties/bulk', { ids, change: { addTag: 'old' } })
  assert.deepEqual(tagged.json, { changed: 1, undo: { ids: [ids[1]], change: { removeTag: 'old' } } })
  assert.equal((await call(owner, 'POST', '/parties/bulk', tagged.json.undo)).json.changed, 1)
  const ended = await call(owner, 'POST', '/parties/bulk', { ids, change: { end: true } })
  assert.equal(ended.json.changed, 2)
  assert.equal((await call(owner, 'POST', '/parties/bulk', ended.json.undo)).json.changed, 2)
  assert.equal((await call(viewer, 'POST', '/parties/bulk', ended.json.undo)).status, 403)
})

test('the same request with the same key is done once', async () => {
  const key = newId()
  const post = (name: string) => call(owner, 'POST', '/parties', { name }, { 'idempotency-key': key })
  const [one, two] = await Promise.all([post('Once'), post('Once')])
  assert.deepEqual([one.status, one.json.id], [two.status, two.json.id])
  assert.equal((await post('Twice')).status, 409)
})

test('one ecosystem does not see the parties of another', async () => {
  const { id } = await create({ name: 'Ours' })
  const other = await testEcosystem(db)
  assert.equal((await call(other.owner, 'GET', `/parties/${id}`)).status, 404)
  assert.equal((await call(other.owner, 'GET', '/parties')).json.total, 0)
})

test('the same digits in two classifications are counted and found apart', async () => {
  await create({ name: 'Brauerei am Ufer', sectorScheme: 'nace', sectorCode: '11.05' })
  await create({ name: 'Riverside Farm', sectorScheme: 'naics', sectorCode: '111' })
  const names = async (sector: string) =>
    (await call(owner, 'GET', `/parties?sector=${sector}`)).json.items.map((each: { name: string }) => each.name)
  assert.deepEqual(await names('11'), ['Brauerei am Ufer', 'Riverside Farm'])
  assert.deepEqual(await names('nace:11'), ['Brauerei am Ufer'])
  assert.deepEqual(await names('naics:11'), ['Riverside Farm'])
  const { sectors } = (await call(owner, 'GET', '/facets?sector=11')).json
  assert.deepEqual(sectors, { 'nace:11': 1, 'naics:11': 1 })
})

test('a removed contact person is gone from notes too, and everything held on them can be had before', async () => {
  const { id } = await create({ name: 'Forgetful GmbH' })
  const contact = await call(owner, 'POST', `/parties/${id}/contacts`, { name: 'Erika Beispiel', mobile: '+49 170 000' })
  await call(owner, 'POST', `/parties/${id}/notes`, { body: 'Erika Beispiel prefers +49 170 000 in the evening' })
  const held = await call(owner, 'GET', `/contacts/${contact.json.id}/data`)
  assert.deepEqual([held.json.parties.contact.name, held.json.parties.notesThatNameThem.length], ['Erika Beispiel', 1])
  assert.equal((await call(viewer, 'GET', `/contacts/${contact.json.id}/data`)).status, 403)
  assert.equal((await call(owner, 'DELETE', `/contacts/${contact.json.id}`)).status, 200)
  assert.equal((await call(owner, 'GET', `/parties/${id}/notes`)).json.items[0].body, '[…] prefers […] in the evening')
})

test('who stated a fact is neither counted nor asked for by those who may not see it', async () => {
  await create({ name: 'Stated by somebody' })
  const source = (await call(owner, 'GET', '/parties?q=stated by')).json.items[0].source
  assert.equal((await call(owner, 'GET', `/parties?source=${source}&q=stated by`)).json.total, 1)
  assert.deepEqual(Object.keys((await call(owner, 'GET', '/facets?q=stated by')).json.sources), [source])
  assert.deepEqual((await call(viewer, 'GET', '/facets?q=stated by')).json.sources, {})
  for (const path of ['parties', 'facets']) assert.equal((await call(viewer, 'GET', `/${path}?source=${source}`)).status, 403)
})

test('a member, and no key of theirs either, removes what others wrote', async () => {
  const { id } = await create({ name: 'Noted GmbH' })
  const note = await call(owner, 'POST', `/parties/${id}/notes`, { body: 'By a coordinator' })
  const member = as('member', id)
  const key = { ...member, actor: { ...member.actor, kind: 'key' as const, keyId: newId(), scopes: ['private.write'] } }
  for (const ctx of [member, key]) assert.equal((await call(ctx, 'DELETE', `/notes/${note.json.id}`)).json.code, 'not_your_note')
  const own = await call(member, 'POST', `/parties/${id}/notes`, { body: 'By the member' })
  assert.equal((await call(key, 'DELETE', `/notes/${own.json.id}`)).status, 200)
})
