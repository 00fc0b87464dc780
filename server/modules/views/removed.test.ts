import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { type Ctx, transaction } from '../../kernel/ctx.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { routes as exchangeRoutes } from '../exchange/index.ts'
import { routes as partyRoutes } from '../parties/index.ts'
import { routes as tieRoutes } from '../ties/index.ts'
import { routes } from './routes.ts'

const database = await testDatabase()
await testJobs(database, {})
const { db } = database
let now = new Date('2026-03-01T10:00:00Z')
const { owner, viewer, as, ecosystemId } = await testEcosystem(db, { now: () => now })
const call = testApi(db, [partyRoutes, tieRoutes, exchangeRoutes, routes], () => now)
const made = async (path: string, body: object, ctx: Ctx = owner) => (await call(ctx, 'POST', path, body)).json.id as string
const removed = async (kind: string, ctx: Ctx = owner) =>
  (await call(ctx, 'GET', `/removed-${kind}`)).json.items.map(({ names }: { names: string[] }) => names.join(' – '))
const mill = await made('/parties', { name: 'Mill' })
const bakery = await made('/parties', { name: 'Bakery' })
const tie = await made('/ties', { fromId: mill, toId: bakery, type: 'supplies' })
const offer = await made('/offers', { partyId: bakery, side: 'offer', title: 'Old bread' })
const view = await made('/views', { name: 'Valley', mode: 'table', filter: {}, settings: {}, shared: false })

test('what was removed is listed with who and when, put back, and then listed no more', async () => {
  for (const [kind, id, name] of [
    ['ties', tie, 'Mill – Bakery'],
    ['offers', offer, 'Old bread'],
    ['views', view, 'Valley'],
    ['parties', mill, 'Mill'],
  ] as const) {
    assert.deepEqual(await removed(kind), [], kind)
    assert.equal((await call(owner, 'DELETE', `/${kind}/${id}`)).status, 200)
    const [item] = (await call(owner, 'GET', `/removed-${kind}`)).json.items
    assert.deepEqual([item.id, item.names.join(' – '), item.at, item.actor.kind], [id, name, now.toISOString(), 'person'])
    assert.equal((await call(owner, 'POST', `/${kind}/${id}/restoration`)).status, 200)
    assert.deepEqual(await removed(kind), [], kind)
  }
})

test('what was removed twice stands there once, and a page leads to the next', async () => {
  for (const id of [mill, bakery, mill]) {
    await call(owner, 'POST', `/parties/${mill}/restoration`)
    await call(owner, 'DELETE', `/parties/${id}`)
  }
  const first = (await call(owner, 'GET', '/removed-parties?limit=1')).json
  const next = (await call(owner, 'GET', `/removed-parties?limit=1&cursor=${first.nextCursor}`)).json
  assert.deepEqual([first.items[0].id, next.items[0].id, next.nextCursor], [mill, bakery, null])
  assert.equal((await call(owner, 'GET', '/removed-parties?cursor=nonsense')).status, 422)
  for (const id of [mill, bakery]) assert.equal((await call(owner, 'POST', `/parties/${id}/restoration`)).status, 200)
})

test('each sees only what they may put back', async () => {
  for (const path of [`/ties/${tie}`, `/offers/${offer}`, `/views/${view}`]) await call(owner, 'DELETE', path)
  const stranger = await made('/parties', { name: 'Stranger' })
  const [baker, other] = [as('member', bakery), as('member', stranger)]
  assert.deepEqual([await removed('ties', baker), await removed('offers', baker)], [['Mill – Bakery'], ['Old bread']])
  assert.deepEqual([await removed('ties', other), await removed('offers', other), await removed('views', other)], [[], [], []])
  assert.equal((await call(baker, 'GET', '/removed-parties')).status, 403)
  for (const kind of ['parties', 'ties', 'offers']) assert.equal((await call(viewer, 'GET', `/removed-${kind}`)).status, 403, kind)
})

test('after 30 days, and once it is erased, nothing is listed', async () => {
  const gone = await made('/parties', { name: 'Erased' })
  await call(owner, 'DELETE', `/parties/${gone}`)
  assert.deepEqual(await removed('parties'), ['Erased'])
  await transaction(owner, ({ db }) => sql`delete from parties where ecosystem_id = ${ecosystemId} and id = ${gone}`.execute(db))
  assert.deepEqual(await removed('parties'), [])
  assert.equal((await removed('offers')).length, 1)
  now = new Date(now.getTime() + 31 * 86_400_000)
  assert.deepEqual([await removed('ties'), await removed('offers'), await removed('views')], [[], [], []])
})
