import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Ctx, transaction } from '../../kernel/ctx.ts'
import { testApi, testDatabase, testEcosystem } from '../../kernel/testing.ts'
import { createParty, getParty } from '../parties/index.ts'
import { routes as partyRoutes } from '../parties/routes.ts'
import { routes } from './routes.ts'

const { db } = await testDatabase()
const call = testApi(db, [routes, partyRoutes])
const made = (ctx: Ctx, input: object) => transaction(ctx, (tx) => createParty(tx, { name: 'A party', country: 'DE', ...input }))
const read = (ctx: Ctx, id: string) => transaction(ctx, (tx) => getParty(tx, id))

test('organisations are placed by their town, approximately and with the table as source, and it can be taken back', async () => {
  const { owner } = await testEcosystem(db)
  const trier = await made(owner, { city: 'Trier', street: 'Simeonstr. 1' })
  const nowhere = await made(owner, { city: 'Atlantis' })
  const silent = await made(owner, {})
  const found = await call(owner, 'POST', '/places/town-searches', {})
  assert.equal(found.status, 201, found.text)
  assert.deepEqual([found.json.run.placed, found.json.run.nothing, found.json.run.state], [1, 1, 'done'])
  assert.deepEqual(found.json.unknown, [{ name: { postalCode: null, city: 'Atlantis', region: null, country: 'DE' }, parties: 1 }])
  const placed = await read(owner, trier.id)
  assert.ok(Math.abs(placed.latitude! - 49.76) < 0.1 && Math.abs(placed.longitude! - 6.64) < 0.1)
  assert.equal(placed.placeApproximate, true)
  assert.equal(placed.sources.latitude, `geonames:${found.json.run.id}`)
  const missing = await call(owner, 'GET', '/parties?place=none')
  assert.deepEqual(missing.json.items.map(({ id }: { id: string }) => id).sort(), [nowhere.id, silent.id].sort())
  assert.equal((await call(owner, 'GET', '/parties?place=approximate')).json.total, 1)

  const undone = await call(owner, 'DELETE', `/places/searches/${found.json.run.id}/placements`)
  assert.equal(undone.json.state, 'undone')
  const before = await read(owner, trier.id)
  assert.deepEqual([before.latitude, before.longitude, before.placeApproximate], [null, null, false])
  assert.equal((await call(owner, 'DELETE', `/places/searches/${found.json.run.id}/placements`)).json.state, 'undone')
})

test('a place that was given is never overwritten, and what somebody set since is not taken back', async () => {
  const { owner } = await testEcosystem(db)
  const given = await made(owner, { city: 'Trier', latitude: 49.7, longitude: 6.6 })
  const guessed = await made(owner, { city: 'Trier', latitude: 49.6, longitude: 6.5, placeApproximate: true })
  const empty = await made(owner, { city: 'Trier' })
  const { json } = await call(owner, 'POST', '/places/town-searches', {})
  assert.equal(json.run.placed, 1)
  assert.equal((await read(owner, given.id)).latitude, 49.7)
  assert.equal((await read(owner, guessed.id)).latitude, 49.6)
  const { version, longitude } = await read(owner, empty.id)
  const moved = await call(owner, 'PATCH', `/parties/${empty.id}`, { version, latitude: 49.9, longitude, placeApproximate: true })
  assert.equal(moved.status, 200, moved.text)
  assert.equal((await call(owner, 'DELETE', `/places/searches/${json.run.id}/placements`)).status, 200)
  const kept = await read(owner, empty.id)
  assert.deepEqual([kept.latitude, kept.longitude], [49.9, longitude])
})

test('several towns of one name are asked about, and only one of them can be the answer', async () => {
  const { owner } = await testEcosystem(db)
  const inn = await made(owner, { city: 'Frankfurt' })
  const { json } = await call(owner, 'POST', '/places/town-searches', {})
  assert.equal(json.run.placed, 0)
  const [question] = json.questions
  assert.deepEqual(question.towns.map(({ name }: { name: string }) => name), ['Frankfurt am Main', 'Frankfurt (Oder)']) // biome-ignore format: one line reads better
  const elsewhere = { choices: [{ name: question.name, latitude: 1, longitude: 1 }] }
  assert.equal((await call(owner, 'POST', '/places/town-searches', elsewhere)).json.run.placed, 0)
  const { latitude, longitude } = question.towns[0]
  const chosen = await call(owner, 'POST', '/places/town-searches', { choices: [{ name: question.name, latitude, longitude }] })
  assert.equal(chosen.json.run.placed, 1)
  assert.equal((await read(owner, inn.id)).latitude, latitude)
})

test('whoever may not change the map may not look places up, and only owners let addresses out', async () => {
  const { owner, coordinator, viewer } = await testEcosystem(db)
  for (const [method, path] of [
    ['GET', '/places'],
    ['POST', '/places/town-searches'],
    ['POST', '/places/geocoder-searches'],
  ] as const) {
    // biome-ignore format: one line reads better
    assert.equal((await call(viewer, method, path, method === 'POST' ? {} : undefined)).status, 403, path)
  }
  assert.equal((await call(coordinator, 'PUT', '/places/geocoder-consent', { service: 'http://x' })).status, 403)
  const without = await call(owner, 'PUT', '/places/geocoder-consent', { service: 'http://x' })
  assert.deepEqual([without.status, without.json.code], [409, 'geocoder_not_set_up'])
  assert.equal((await call(owner, 'POST', '/places/geocoder-searches')).json.code, 'geocoder_not_set_up')
  assert.equal((await call(owner, 'GET', '/places')).json.geocoder, null)
  assert.equal((await call(owner, 'POST', `/places/searches/${crypto.randomUUID()}/cancellation`)).status, 404)
  assert.equal((await call(owner, 'POST', '/places/town-searches', { choices: [{ city: 'x' }] })).status, 422)
})
