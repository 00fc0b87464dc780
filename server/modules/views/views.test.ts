import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { routes as exchangeRoutes } from '../exchange/index.ts'
import { createParties, routes as partyRoutes } from '../parties/index.ts'
import { routes as taskRoutes, personalData as tasksData } from '../tasks/index.ts'
import { routes as tieRoutes, personalData as tiesData } from '../ties/index.ts'
import { routes, personalData as viewsData } from './index.ts'
import { readMap } from './map.ts'

const database = await testDatabase()
await testJobs(database, {})
const { db } = database
let now = new Date('2026-01-01T10:00:00Z')
const { owner, coordinator, viewer, as } = await testEcosystem(db, { now: () => now })
const call = testApi(db, [partyRoutes, tieRoutes, exchangeRoutes, taskRoutes, routes], () => now)

async function parties(count: number, more: object = {}): Promise<string[]> {
  const drafts = Array.from({ length: count }, (_, index) => ({ name: `Party ${index}`, ...more }))
  return [...(await transaction(owner, (tx) => createParties(tx, drafts, 'import:x')))]
}
const save = async (ctx: typeof owner, body: object = {}) => await call(ctx, 'POST', '/views', { name: 'Bakers', mode: 'network', ...body })
const names = async (ctx: typeof owner, query = '') =>
  (await call(ctx, 'GET', `/views${query}`)).json.items.map(({ name }: { name: string }) => name)

test('a view is kept with its filter and settings, changed, taken out and brought back', async () => {
  const filter = { kind: ['suppliers'], sector: ['10.7'], q: 'bread' }
  const made = await save(coordinator, { filter, settings: { size: 'degree', camera: { x: 0.5 } } })
  assert.equal(made.status, 201, made.text)
  assert.deepEqual([made.json.filter, made.json.settings.camera, made.json.shared, made.json.isOwn], [filter, { x: 0.5 }, false, true])
  const changed = await call(coordinator, 'PATCH', `/views/${made.json.id}`, { version: 1, name: 'Mills', filter: { form: 'group' } })
  assert.deepEqual([changed.json.name, changed.json.filter, changed.json.settings.size], ['Mills', { form: 'group' }, 'degree'])
  assert.equal((await call(coordinator, 'PATCH', `/views/${made.json.id}`, { version: 1, name: 'X' })).json.code, 'view_changed')
  assert.equal((await call(coordinator, 'DELETE', `/views/${made.json.id}`)).status, 200)
  assert.equal((await call(coordinator, 'GET', `/views/${made.json.id}`)).status, 404)
  assert.equal((await call(coordinator, 'POST', `/views/${made.json.id}/restoration`)).json.name, 'Mills')
  assert.equal((await call(coordinator, 'POST', `/views/${made.json.id}/restoration`)).json.code, 'view_not_ended')
})

test('a view of one’s own is seen by nobody else; sharing needs the right to share', async () => {
  const member = as('member', (await parties(1))[0])
  const own = (await save(member, { name: 'Secret canary' })).json
  for (const ctx of [owner, viewer]) {
    assert.equal((await names(ctx)).includes('Secret canary'), false)
    assert.equal((await call(ctx, 'GET', `/views/${own.id}`)).status, 404)
    assert.equal((await call(ctx, 'PATCH', `/views/${own.id}`, { version: 1, name: 'X' })).status, 404)
    assert.equal((await call(ctx, 'DELETE', `/views/${own.id}`)).status, 404)
    assert.deepEqual((await call(ctx, 'GET', '/search?q=secret%20canary')).json.items, [])
  }
  assert.equal((await save(member, { shared: true })).status, 403)
  assert.equal((await call(member, 'PATCH', `/views/${own.id}`, { version: 1, shared: true })).status, 403)
  const shared = (await save(coordinator, { name: 'For all', shared: true })).json
  assert.deepEqual([(await names(viewer)).includes('For all'), (await names(member, '?mode=network')).includes('For all')], [true, true])
  assert.equal((await names(member, '?mode=table')).includes('For all'), false)
  assert.equal((await call(viewer, 'PATCH', `/views/${shared.id}`, { version: 1, name: 'X' })).status, 403)
  assert.equal((await call(viewer, 'DELETE', `/views/${shared.id}`)).status, 403)
  assert.equal((await call(owner, 'PATCH', `/views/${shared.id}`, { version: 1, name: 'For everybody' })).status, 200)
  assert.equal((await call(viewer, 'GET', '/search?q=everybdy')).json.items[0]?.id, shared.id)
})

test('what somebody shared who may share no more stays for everybody, and is changed by those who may share', async () => {
  const person = as('coordinator')
  const shared = (await save(person, { name: 'Shared before', shared: true })).json
  const own = (await save(person, { name: 'Kept for oneself' })).json
  const demoted = { ...person, actor: { ...person.actor, role: 'viewer' as const } }
  assert.ok((await names(viewer)).includes('Shared before'))
  assert.equal((await call(demoted, 'GET', `/views/${shared.id}`)).json.isOwn, true)
  const change = (body: object) => call(demoted, 'PATCH', `/views/${shared.id}`, { version: 1, ...body })
  for (const body of [{ name: 'X' }, { shared: false }]) assert.equal((await change(body)).status, 403)
  assert.equal((await call(demoted, 'DELETE', `/views/${shared.id}`)).status, 403)
  assert.equal((await call(demoted, 'PATCH', `/views/${own.id}`, { version: 1, shared: true })).status, 403)
  assert.equal((await call(demoted, 'PATCH', `/views/${own.id}`, { version: 1, name: 'Still mine' })).status, 200)
  assert.equal((await call(coordinator, 'DELETE', `/views/${shared.id}`)).status, 200)
  assert.equal((await call(demoted, 'POST', `/views/${shared.id}/restoration`)).status, 403)
  assert.equal((await names(viewer)).includes('Shared before'), false)
})

test('a view that does not make sense is refused', async () => {
  const refused = async (body: object) => (await save(owner, body)).status
  assert.equal(await refused({ name: '' }), 422)
  assert.equal(await refused({ mode: 'globe' }), 422)
  assert.equal(await refused({ filter: { colour: 'red' } }), 422)
  assert.equal(await refused({ filter: { area: 'here' } }), 422)
  assert.equal(await refused({ settings: { text: 'x'.repeat(20_001) } }), 422)
  assert.equal((await call(owner, 'GET', `/views/${newId()}`)).status, 404)
})

test('positions are kept party by party, so that a map looks the same tomorrow', async () => {
  const [a, b, c] = await parties(3)
  const put = (body: object, ctx = coordinator) => call(ctx, 'PUT', '/layouts/main', body)
  const places = async () => {
    const { partyIds, x, y } = (await call(viewer, 'GET', '/layouts/main')).json
    return Object.fromEntries(partyIds.map((id: string, index: number) => [id, [x[index], y[index]]]))
  }
  assert.deepEqual(await places(), {})
  assert.deepEqual((await put({ partyIds: [a, b], x: [1, 2.5], y: [-1, 0] })).json, { kept: 2 })
  assert.deepEqual((await put({ partyIds: [b, c, newId()], x: [7, 8, 9], y: [7, 8, 9] })).json, { kept: 2 })
  assert.deepEqual(await places(), { [a!]: [1, -1], [b!]: [7, 7], [c!]: [8, 8] })
  await call(owner, 'DELETE', `/parties/${c}`)
  assert.deepEqual(Object.keys(await places()).length, 2)
  assert.equal((await put({ partyIds: [a], x: [1], y: [] })).status, 422)
  assert.equal((await put({ partyIds: [a], x: [1e12], y: [1] })).status, 422)
  assert.equal((await put({ partyIds: [a, a], x: [1, 2], y: [1, 2] })).status, 200)
  for (const ctx of [viewer, as('member', a)]) assert.equal((await put({ partyIds: [a], x: [1], y: [1] }, ctx)).status, 403)
  assert.equal((await call(owner, 'GET', '/layouts/NO')).status, 422)
})

test('the map holds the filtered parties and the ties between them, now and at a past date', async () => {
  const [a, b, c] = await parties(3, { tags: ['map'], kinds: ['partners'], city: 'Cochem', latitude: 50, longitude: 7 })
  const outside = (await parties(1))[0]!
  const before = now.toISOString()
  now = new Date('2026-03-01T10:00:00Z')
  const tie = async (fromId: string, toId: string, type = 'supplies') =>
    (await call(owner, 'POST', '/ties', { fromId, toId, type, strength: 1 / 3 })).json.id
  await tie(a!, b!)
  await tie(b!, c!, 'partners')
  await tie(a!, outside)
  const map = (await call(viewer, 'GET', '/map?tag=map')).json
  assert.deepEqual(map.parties.id, [a, b, c])
  assert.deepEqual([map.parties.kinds[0], map.parties.city[0], map.parties.latitude[0], map.parties.longitude[0]], [['partners'], 'Cochem', 50, 7]) // biome-ignore format: one line reads better
  assert.deepEqual(map.parties.tieCount, [1, 2, 1])
  assert.deepEqual(map.ties, {
    from: [0, 1],
    to: [1, 2],
    type: ['supplies', 'partners'],
    strength: [0.333, 0.333],
    directed: [true, false],
  })
  assert.deepEqual([map.truncated, map.partyTotal], [false, map.parties.id.length])
  const part = await transaction(owner, (tx) => readMap(tx, { tag: ['map'] }, 1))
  assert.deepEqual([part.truncated, part.parties.id.length, part.partyTotal], [true, 1, map.parties.id.length])
  const past = (await call(viewer, 'GET', `/map?tag=map&asOf=${before}`)).json
  assert.deepEqual([past.parties.id.length, past.ties.from], [3, []])
  const partners = (await call(viewer, 'GET', '/map?tag=map&tieType=partners')).json
  assert.deepEqual([partners.parties.id, partners.ties.from, partners.ties.to], [[b, c], [0], [1]])
  assert.equal((await call(viewer, 'GET', '/map?area=here')).status, 422)
})

test('the map answers own fields that were asked for, at a past date with the values of then', async () => {
  for (const field of [
    { key: 'staff', label: 'Staff', type: 'number' },
    { key: 'organic', label: 'Organic', type: 'boolean' },
    { key: 'size', label: 'Size', type: 'choice', choices: ['small', 'large'] },
  ])
    assert.equal((await call(owner, 'POST', '/fields', field)).status, 201)
  const [a, b] = await parties(2, { tags: ['own-fields'], fields: { staff: 7, organic: false, size: 'small' } })
  const before = now.toISOString()
  now = new Date(now.getTime() + 86_400_000)
  assert.equal((await call(owner, 'PATCH', `/parties/${a}`, { version: 1, fields: { staff: 12 } })).status, 200)
  const fields = async (query: string, ctx = owner) => (await call(ctx, 'GET', `/map?tag=own-fields${query}`)).json.parties.fields
  assert.deepEqual(await fields(''), {})
  assert.deepEqual(await fields('&fields=staff'), { staff: [12, 7] })
  assert.deepEqual(await fields('&fields=organic&fields=size'), { organic: [null, false], size: [null, 'small'] })
  assert.deepEqual(await fields(`&fields=staff&fields=size&asOf=${before}`), { staff: [7, 7], size: ['small', 'small'] })
  // who may see own fields of their own organisation only, or none, gets nothing of the others
  assert.deepEqual(await fields('&fields=staff', as('member', b)), { staff: [null, 7] })
  assert.deepEqual(await fields('&fields=staff', viewer), { staff: [null, null] })
  assert.deepEqual(await fields(`&fields=staff&asOf=${before}`, as('member', b)), { staff: [null, 7] })
})

test('a field that there is not, and too many fields, are refused', async () => {
  const refused = async (query: string) => {
    const { status, json } = await call(owner, 'GET', `/map?${query}`)
    return [status, json.errors?.[0]?.path]
  }
  assert.deepEqual(await refused('fields=staff&fields=nothing'), [422, 'fields'])
  assert.deepEqual(await refused("fields=a'b"), [422, 'fields'])
  assert.deepEqual(await refused('abcdef'.replaceAll(/./g, (key) => `fields=${key}&`)), [422, 'fields'])
})

test('the days on which parties and ties came and went are counted, of the filtered set only', async () => {
  const { owner, viewer } = await testEcosystem(db, { now: () => now })
  const on = (day: string) => {
    now = new Date(`${day}T10:00:00Z`)
  }
  const changes = async (query = '') => (await call(viewer, 'GET', `/map/changes${query}`)).json
  assert.deepEqual((await changes()).from, [])
  on('2026-06-01')
  const make = async (name: string, tags: string[] = []) => (await call(owner, 'POST', '/parties', { name, tags })).json.id
  const [a, b, c] = [await make('Mill', ['grain']), await make('Bakery', ['grain']), await make('Café')]
  const tie = async (fromId: string, toId: string, more: object = {}) =>
    (await call(owner, 'POST', '/ties', { fromId, toId, type: 'supplies', ...more })).json.id
  const supplied = await tie(a, b)
  await tie(b, c, { type: 'partners', since: '2026-06-08', until: '2026-06-09' })
  await tie(a, c, { since: '2020-01-01', until: '2021-01-01' })
  on('2026-06-03')
  await call(owner, 'DELETE', `/parties/${c}`)
  await call(owner, 'DELETE', `/ties/${supplied}`)
  on('2026-06-05')
  await call(owner, 'POST', `/parties/${c}/restoration`)
  await call(owner, 'POST', `/ties/${supplied}/restoration`)
  on('2026-06-07')
  const merge = (await call(owner, 'POST', '/merges', { targetId: a, aliasId: b })).json
  on('2026-06-12')
  assert.deepEqual(await changes(), {
    unit: 'day',
    from: ['2026-06-01', '2026-06-03', '2026-06-05', '2026-06-07', '2026-06-08', '2026-06-10'],
    to: ['2026-06-01', '2026-06-03', '2026-06-05', '2026-06-07', '2026-06-08', '2026-06-10'],
    partiesCame: [3, 0, 1, 0, 0, 0],
    partiesWent: [0, 1, 0, 1, 0, 0],
    tiesCame: [1, 0, 1, 0, 1, 0],
    tiesWent: [0, 1, 0, 0, 0, 1],
  })
  await call(owner, 'DELETE', `/merges/${merge.mergeId}`)
  const grain = await changes('?tag=grain')
  assert.deepEqual([grain.from.at(-1), grain.partiesCame, grain.tiesCame], ['2026-06-12', [2, 0, 0, 0, 1], [1, 0, 1, 0, 0]])
  assert.deepEqual(
    (await changes('?tieType=partners')).tiesCame.filter((count: number) => count > 0),
    [1],
  )
  assert.equal((await call(viewer, 'GET', '/map/changes?source=import:x')).status, 403)
  assert.equal((await call(viewer, 'GET', '/map/changes?area=here')).status, 422)
})

test('one search finds parties, people, tasks, offers, notes and interactions, each for those who may see it', async () => {
  const [a, b] = await parties(2)
  await call(owner, 'PATCH', `/parties/${a}`, { version: 1, name: 'Zirbelholz Manufaktur' })
  await call(owner, 'POST', `/parties/${a}/contacts`, { name: 'Zirbelholz Anna' })
  await call(owner, 'POST', `/parties/${a}/notes`, { body: 'Zirbelholz is scarce' })
  await call(owner, 'POST', '/interactions', { partyId: a, kind: 'met', text: 'Talked of Zirbelholz' })
  await call(owner, 'POST', '/tasks', { title: 'Order Zirbelholz', partyId: a })
  await call(owner, 'POST', '/offers', { partyId: a, side: 'offer', title: 'Zirbelholz boards' })
  await call(owner, 'POST', '/offers', { partyId: a, side: 'need', title: 'Zirbelholz credit', visibility: 'coordinators' })
  const kinds = async (ctx: typeof owner, q = 'zirbelholz') =>
    (await call(ctx, 'GET', `/search?q=${q}`)).json.items.map(({ kind }: { kind: string }) => kind).sort()
  const all = ['contact', 'interaction', 'note', 'offer', 'offer', 'party', 'task']
  assert.deepEqual(await kinds(owner), all)
  assert.deepEqual(await kinds(as('member', a)), all)
  assert.deepEqual(await kinds(as('member', b)), ['offer', 'party'])
  assert.deepEqual(await kinds(viewer), ['offer', 'party'])
  assert.deepEqual(await kinds(viewer, 'zirblholz'), ['offer', 'party'])
  assert.equal((await call(owner, 'GET', '/search?q=zirbelholz&limit=1')).json.items[0].kind, 'party')
  assert.equal((await call(owner, 'GET', '/search?q=%20')).status, 422)
  for (const odd of ['%25', "'", '%26%7C!', '(', '%5C']) assert.equal((await call(owner, 'GET', `/search?q=${odd}`)).status, 200, odd)
})

test('a cursor that is none, and a zero byte, are refused as input', async () => {
  const cursor = Buffer.from(JSON.stringify(['a', 'b'])).toString('base64url')
  for (const path of [`/views?cursor=${cursor}`, `/tasks?cursor=${cursor}`, `/interactions?cursor=${cursor}`, '/search?q=a%00b']) {
    assert.equal((await call(owner, 'GET', path)).status, 422, path)
  }
})

test('who is erased takes their own views and tasks along, and goes out of what others wrote', async () => {
  const [a] = await parties(1)
  await save(owner, { name: 'Only mine' })
  await save(owner, { name: 'Shared on', shared: true })
  const task = (await call(owner, 'POST', '/tasks', { title: 'Ring Annegret Sommer', ownerId: owner.actor.personId })).json
  const met = (await call(owner, 'POST', '/interactions', { partyId: a, kind: 'met', text: 'Annegret Sommer came along' })).json
  const contributions = [tiesData, tasksData, viewsData]
  const account = { kind: 'account' as const, id: owner.actor.personId, name: 'Olga', email: 'olga@example.org' }
  const collected = JSON.stringify(await transaction(owner, (tx) => Promise.all(contributions.map(({ collect }) => collect(tx, account)))))
  for (const word of ['Only mine', 'Ring Annegret', 'came along']) assert.ok(collected.includes(word), word)
  await transaction(owner, async (tx) => {
    for (const { erase } of contributions) await erase(tx, { kind: 'contact', id: newId() }, ['Annegret Sommer'])
    for (const { erase } of contributions) await erase(tx, account, [])
  })
  const { title, ownerId } = (await call(owner, 'GET', `/tasks/${task.id}`)).json
  assert.deepEqual([title, ownerId], ['Ring […]', null])
  const { items } = (await call(owner, 'GET', `/interactions?partyId=${a}`)).json
  assert.deepEqual([items[0].id, items[0].text], [met.id, '[…] came along'])
  const left = await names(owner)
  assert.deepEqual([left.includes('Only mine'), left.includes('Shared on')], [false, true])
})
