import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { transaction } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { createParties, routes as partyRoutes } from '../parties/index.ts'
import { createOffers, eraseOffersOf, routes, searchOffers } from './index.ts'
import { offersNow } from './reading.ts'

const database = await testDatabase()
await testJobs(database, {})
const { db } = database
const { owner, coordinator, viewer, as } = await testEcosystem(db)
const call = testApi(db, [partyRoutes, routes])

async function parties(count: number): Promise<string[]> {
  const drafts = Array.from({ length: count }, (_, index) => ({ name: `Party ${index}` }))
  return [...(await transaction(owner, (tx) => createParties(tx, drafts, 'import:x')))]
}
const create = async (partyId: string, more: object = {}, ctx = owner) => {
  const answer = await call(ctx, 'POST', '/offers', { partyId, side: 'offer', title: 'Grape must', ...more })
  assert.equal(answer.status, 201, answer.text)
  return answer.json
}
const titles = async (ctx: typeof owner, query: string) =>
  (await call(ctx, 'GET', `/offers?${query}`)).json.items.map(({ title }: { title: string }) => title)

test('an offer is stated, changed, taken out and brought back', async () => {
  const [a] = await parties(1)
  const made = await create(a!, { category: 'Food', quantity: 500, unit: 'l', periodFrom: '2026-09-01', periodTo: '2026-10-31' })
  assert.deepEqual(
    [made.side, made.category, made.quantity, made.unit, made.periodFrom, made.visibility, made.version],
    ['offer', 'Food', 500, 'l', '2026-09-01', 'ecosystem', 1],
  )
  const changed = await call(owner, 'PATCH', `/offers/${made.id}`, { version: 1, quantity: 300 })
  assert.deepEqual([changed.json.quantity, changed.json.unit, changed.json.version], [300, 'l', 2])
  assert.equal((await call(owner, 'PATCH', `/offers/${made.id}`, { version: 1, quantity: 1 })).json.code, 'offer_changed')
  assert.equal((await call(owner, 'PATCH', `/offers/${made.id}`, { version: 2, quantity: null })).json.code, 'invalid_offer')
  const priced = await call(owner, 'PATCH', `/offers/${made.id}`, { version: 2, rhythm: 'week', priceMinor: 320, priceAsset: 'EUR' })
  assert.deepEqual([priced.json.rhythm, priced.json.priceMinor, priced.json.priceAsset, priced.json.version], ['week', 320, 'EUR', 3])
  assert.equal((await call(owner, 'PATCH', `/offers/${made.id}`, { version: 3, priceMinor: 320 })).json.version, 3, 'nothing changed')
  assert.equal((await call(owner, 'PATCH', `/offers/${made.id}`, { version: 3, priceAsset: null })).json.code, 'invalid_offer')
  assert.equal((await call(owner, 'DELETE', `/offers/${made.id}`)).status, 200)
  assert.equal((await call(owner, 'GET', `/offers/${made.id}`)).status, 404)
  assert.equal((await call(owner, 'DELETE', `/offers/${made.id}`)).status, 404)
  assert.equal((await call(owner, 'POST', `/offers/${made.id}/restoration`)).json.quantity, 300)
  assert.equal((await call(owner, 'POST', `/offers/${made.id}/restoration`)).json.code, 'offer_not_ended')
})

test('an offer that does not make sense is refused', async () => {
  const [a] = await parties(1)
  const refused = async (body: object) => {
    const { status, json } = await call(owner, 'POST', '/offers', { partyId: a, side: 'need', title: 'Hands', ...body })
    return [status, json.code]
  }
  assert.deepEqual(await refused({ partyId: newId() }), [404, 'party_not_found'])
  assert.deepEqual(await refused({ title: ' ' }), [422, 'invalid'])
  assert.deepEqual(await refused({ side: 'gift' }), [422, 'invalid'])
  assert.deepEqual(await refused({ quantity: 0 }), [422, 'invalid'])
  assert.deepEqual(await refused({ unit: 'kg' }), [422, 'invalid_offer'])
  assert.deepEqual(await refused({ priceMinor: 320 }), [422, 'invalid_offer'])
  assert.deepEqual(await refused({ priceMinor: 320, priceAsset: 'euro' }), [422, 'invalid'])
  assert.deepEqual(await refused({ rhythm: 'fortnight' }), [422, 'invalid'])
  assert.deepEqual(await refused({ periodFrom: '2026-02-01', periodTo: '2026-01-01' }), [422, 'invalid_offer'])
})

test('the list is narrowed by party, side, category, day and words', async () => {
  const [a, b] = await parties(2)
  await create(a!, { title: 'Cellar space', category: 'Rooms', periodFrom: '2030-01-01', periodTo: '2030-02-01' })
  await create(b!, { title: 'Delivery van', category: 'Vehicles', side: 'need' })
  assert.deepEqual(await titles(viewer, `partyId=${a}`), ['Cellar space'])
  assert.deepEqual(await titles(viewer, `partyId=${b}&side=offer`), [])
  assert.deepEqual(await titles(viewer, 'category=rooms'), ['Cellar space'])
  assert.deepEqual(await titles(viewer, `partyId=${a}&on=2030-01-15`), ['Cellar space'])
  assert.deepEqual(await titles(viewer, `partyId=${a}&on=2030-02-02`), [])
  assert.deepEqual(await titles(viewer, 'q=delivry%20van'), ['Delivery van'])
  assert.deepEqual(await titles(viewer, 'q=cell'), ['Cellar space'])
})

test('what is meant for coordinators is seen by them and by the party itself only', async () => {
  const [a, b] = await parties(2)
  const hidden = await create(a!, { title: 'Canary successor', side: 'need', visibility: 'coordinators' }, as('member', a))
  for (const ctx of [coordinator, as('member', a)]) assert.deepEqual(await titles(ctx, `partyId=${a}`), ['Canary successor'])
  for (const ctx of [as('member', b), viewer]) {
    assert.deepEqual(await titles(ctx, `partyId=${a}`), [])
    assert.deepEqual(await titles(ctx, 'q=canary'), [])
    assert.deepEqual(await titles(ctx, 'visibility=coordinators'), [])
    assert.equal((await call(ctx, 'GET', `/offers/${hidden.id}`)).status, 404)
    assert.deepEqual(await transaction(ctx, (tx) => searchOffers(tx, 'canary', 10)), [])
  }
  assert.equal((await transaction(coordinator, (tx) => searchOffers(tx, 'canary', 10))).length, 1)
  assert.equal((await call(as('member', b), 'PATCH', `/offers/${hidden.id}`, { version: 1, title: 'X' })).status, 404)
})

test('a member changes what their own organisation offers, nobody else’s, and does not see who stated it', async () => {
  const [a, b] = await parties(2)
  const member = as('member', a)
  const own = await create(a!, {}, member)
  assert.equal((await call(member, 'PATCH', `/offers/${own.id}`, { version: 1, title: 'Juice' })).status, 200)
  const other = await create(b!)
  assert.equal((await call(member, 'POST', '/offers', { partyId: b, side: 'offer', title: 'X' })).status, 403)
  assert.equal((await call(member, 'PATCH', `/offers/${other.id}`, { version: 1, title: 'X' })).status, 403)
  assert.equal((await call(member, 'DELETE', `/offers/${other.id}`)).status, 403)
  assert.equal((await call(viewer, 'POST', '/offers', { partyId: a, side: 'offer', title: 'X' })).status, 403)
  assert.equal((await call(member, 'GET', `/offers/${other.id}`)).json.source, null)
})

test('offers of a merged party show with the party it was merged into, offers of a removed party not at all', async () => {
  const [a, twin, b] = await parties(3)
  const made = await create(twin!)
  await call(owner, 'POST', '/merges', { targetId: a, aliasId: twin })
  assert.equal((await call(owner, 'GET', `/offers?partyId=${a}`)).json.items[0].partyId, a)
  assert.equal((await call(as('member', [a!, twin!]), 'PATCH', `/offers/${made.id}`, { version: 1, title: 'New' })).status, 200)
  const gone = await create(b!)
  await call(owner, 'DELETE', `/parties/${b}`)
  assert.equal((await call(owner, 'GET', `/offers/${gone.id}`)).status, 404)
})

test('many offers are written at once and their source is taken back as a whole', async () => {
  const [a, b] = await parties(2)
  const drafts = [
    { partyId: a!, side: 'offer' as const, title: 'Bread', quantity: 20, unit: 'kg', periodFrom: '2026-01-01' },
    { partyId: b!, side: 'need' as const, title: 'Flour', visibility: 'coordinators' as const },
  ]
  const ids = await transaction(owner, (tx) => createOffers(tx, drafts, 'sample:x'))
  const bread = (await call(owner, 'GET', `/offers/${ids[0]}`)).json
  assert.deepEqual([bread.title, bread.quantity, bread.periodFrom, bread.source], ['Bread', 20, '2026-01-01', 'sample:x'])
  assert.deepEqual(await transaction(owner, (tx) => eraseOffersOf(tx, 'sample:x')), { erased: 2, left: 0 })
  assert.equal((await call(owner, 'GET', `/offers/${ids[1]}`)).status, 404)
})

test('whoever reads all offers has the parties joined, not each looked up among all, whatever the database believes of the sizes', async () => {
  const plan = await transaction(owner, async (tx) => {
    await sql`set local enable_nestloop = off`.execute(tx.db)
    return (await sql<{ 'QUERY PLAN': string }>`explain select o.id from ${offersNow(tx, { isWhole: true })} o`.execute(tx.db)).rows
  })
  const text = plan.map((row) => row['QUERY PLAN']).join('\n')
  assert.match(text, /(Hash|Merge) Cond: .*= p.id/)
  assert.doesNotMatch(text, /Nested Loop/)
})
