import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { createParties, routes as partyRoutes } from '../parties/index.ts'
import { createTies, endTiesOf, eraseTiesOf, readGraph, routes } from './index.ts'

const database = await testDatabase()
await testJobs(database, {})
const { db } = database
let now = new Date('2026-01-01T10:00:00Z')
const { owner, coordinator, viewer, as } = await testEcosystem(db, { now: () => now })
const call = testApi(db, [partyRoutes, routes], () => now)

async function parties(count: number): Promise<string[]> {
  const drafts = Array.from({ length: count }, (_, index) => ({ name: `Party ${index}` }))
  return [...(await transaction(owner, (tx) => createParties(tx, drafts, 'import:x')))]
}
const graph = (filter = {}, ctx = owner) => transaction(ctx, (tx) => readGraph(tx, filter))
const state = async (fromId: string, toId: string, more: object = {}) =>
  (await call(owner, 'POST', '/ties', { fromId, toId, type: 'supplies', ...more })).json

test('a tie is stated, read, changed, ended and brought back, and its past can be read', async () => {
  const [a, b] = await parties(2)
  const made = await call(coordinator, 'POST', '/ties', {
    fromId: a,
    toId: b,
    type: 'supplies',
    strength: 0.4,
    trust: 0.9,
    since: '2020-05-01',
  })
  assert.equal(made.status, 201, made.text)
  assert.deepEqual(
    [made.json.strength, made.json.currentStrength, made.json.trust, made.json.directed, made.json.since, made.json.version],
    [0.4, 0.4, 0.9, true, '2020-05-01', 1],
  )
  const stated = now.toISOString()
  now = new Date('2027-01-01T10:00:00Z')
  const path = `/ties/${made.json.id}`
  assert.equal((await call(owner, 'GET', path)).json.currentStrength, 0.2)
  const changed = await call(owner, 'PATCH', path, { version: 1, strength: 0.6, evidence: 'Delivery notes' })
  assert.deepEqual(
    [changed.status, changed.json.currentStrength, changed.json.evidence, changed.json.version],
    [200, 0.6, 'Delivery notes', 2],
  )
  const past = (await call(owner, 'GET', `${path}?asOf=${stated}`)).json
  assert.deepEqual([past.strength, past.currentStrength, past.evidence], [0.4, 0.4, null])
  assert.equal((await call(owner, 'GET', `${path}?asOf=2025-12-31T00:00:00Z`)).status, 404)

  const late = await call(owner, 'PATCH', path, { version: 1, strength: 0.1 })
  assert.deepEqual([late.status, late.json.code], [409, 'tie_changed'])

  const beforeEnd = now.toISOString()
  now = new Date('2027-02-01T10:00:00Z')
  assert.equal((await call(owner, 'DELETE', path)).status, 200)
  assert.equal((await call(owner, 'GET', path)).status, 404)
  assert.equal((await call(owner, 'GET', `${path}?asOf=${beforeEnd}`)).status, 200)
  const pause = new Date('2027-02-15T10:00:00Z').toISOString()
  now = new Date('2027-03-01T10:00:00Z')
  assert.equal((await call(owner, 'POST', `${path}/restoration`)).status, 200)
  assert.equal((await call(owner, 'POST', `${path}/restoration`)).json.code, 'tie_not_ended')
  assert.equal((await call(owner, 'GET', path)).status, 200)
  assert.equal((await call(owner, 'GET', `${path}?asOf=${pause}`)).status, 404)
  assert.equal((await call(owner, 'GET', `${path}?asOf=${beforeEnd}`)).status, 200)
})

test('the same strength stated again is fresh from now on', async () => {
  const [a, b] = await parties(2)
  const made = await state(a!, b!, { strength: 0.8 })
  now = new Date(now.getTime() + 365 * 86_400_000)
  assert.ok(Math.abs((await call(owner, 'GET', `/ties/${made.id}`)).json.currentStrength - 0.4) < 1e-9)
  const again = await call(owner, 'PATCH', `/ties/${made.id}`, { version: 1, strength: 0.8 })
  assert.equal(again.json.currentStrength, 0.8)
})

test('the same tie is stated once, whichever end comes first when it has no direction', async () => {
  const [a, b] = await parties(2)
  await state(a!, b!)
  const twice = await call(owner, 'POST', '/ties', { fromId: a, toId: b, type: 'supplies' })
  assert.deepEqual([twice.status, twice.json.code], [409, 'tie_exists'])
  assert.equal((await call(owner, 'POST', '/ties', { fromId: b, toId: a, type: 'supplies' })).status, 201)
  assert.equal((await call(owner, 'POST', '/ties', { fromId: b, toId: a, type: 'partners' })).status, 201)
  assert.equal((await call(owner, 'POST', '/ties', { fromId: a, toId: b, type: 'partners' })).json.code, 'tie_exists')
  const period = { fromId: a, toId: b, type: 'supplies', since: '2010-01-01', until: '2012-01-01' }
  assert.equal((await call(owner, 'POST', '/ties', period)).status, 201)
})

test('of five who state the same tie at once, one succeeds', async () => {
  const [a, b] = await parties(2)
  const tries = await Promise.all([1, 2, 3, 4, 5].map(() => call(owner, 'POST', '/ties', { fromId: a, toId: b, type: 'informs' })))
  assert.deepEqual(tries.map(({ status }) => status).sort(), [201, 409, 409, 409, 409])
})

test('a tie that does not make sense is refused', async () => {
  const [a, b] = await parties(2)
  const refused = async (body: object) => {
    const { status, json } = await call(owner, 'POST', '/ties', body)
    return [status, json.code]
  }
  assert.deepEqual(await refused({ fromId: a, toId: a, type: 'supplies' }), [422, 'self_tie'])
  assert.deepEqual(await refused({ fromId: a, toId: newId(), type: 'supplies' }), [404, 'party_not_found'])
  assert.deepEqual(await refused({ fromId: a, toId: b, type: 'dragons' }), [422, 'unknown_tie_type'])
  assert.deepEqual(await refused({ fromId: a, toId: b, type: 'supplies', strength: 1.1 }), [422, 'invalid'])
  assert.deepEqual(await refused({ fromId: a, toId: b, type: 'supplies', since: '2026-02-30' }), [422, 'invalid'])
  assert.deepEqual(await refused({ fromId: a, toId: b, type: 'supplies', since: '2026-02-01', until: '2026-01-01' }), [
    422,
    'invalid_period',
  ])
  assert.deepEqual(await refused({ fromId: a, toId: b, type: 'supplies', colour: 'red' }), [422, 'invalid'])
})

test('an ecosystem adds types of its own', async () => {
  const type = { key: 'trains', label: 'trains', inverseLabel: 'is trained by', directed: true }
  assert.equal((await call(viewer, 'POST', '/tie-types', type)).status, 403)
  assert.equal((await call(owner, 'POST', '/tie-types', type)).status, 201)
  assert.equal((await call(owner, 'POST', '/tie-types', type)).json.code, 'tie_type_exists')
  assert.equal((await call(owner, 'POST', '/tie-types', { ...type, key: 'supplies' })).json.code, 'tie_type_exists')
  const { items } = (await call(viewer, 'GET', '/tie-types')).json
  assert.equal(items.length, 11)
  assert.deepEqual(items[0], { key: 'buys_from', label: null, inverse: 'sells_to', inverseLabel: null, directed: true, trade: true })
  const [a, b] = await parties(2)
  assert.equal((await state(a!, b!, { type: 'trains' })).type, 'trains')
})

test('a member states ties of their own organisation only, and sees the private side of those only', async () => {
  const [a, b, c] = await parties(3)
  const memberOfA = as('member', a)
  assert.equal((await call(memberOfA, 'POST', '/ties', { fromId: b, toId: c, type: 'supplies' })).status, 403)
  const own = await call(memberOfA, 'POST', '/ties', { fromId: a, toId: c, type: 'supplies', trust: 0.7 })
  assert.deepEqual([own.status, own.json.trust], [201, 0.7])
  const other = await state(b!, c!, { trust: 0.3, evidence: 'canary' })
  assert.equal((await call(memberOfA, 'PATCH', `/ties/${other.id}`, { version: 1, strength: 1 })).status, 403)
  assert.equal((await call(memberOfA, 'DELETE', `/ties/${other.id}`)).status, 403)
  assert.equal((await call(viewer, 'POST', '/ties', { fromId: a, toId: b, type: 'informs' })).status, 403)
  const seen = await call(memberOfA, 'GET', `/ties?partyId=${c}`)
  assert.equal(seen.text.includes('canary'), false)
  assert.deepEqual(
    seen.json.items.map(({ trust, source }: { trust: number | null; source: string | null }) => [trust, source === null]),
    [
      [null, true],
      [0.7, false],
    ],
  )
  assert.deepEqual((await call(memberOfA, 'GET', '/ties?source=import:x')).json.items, [])
  assert.equal((await call(viewer, 'GET', '/ties?source=import:x')).status, 403)
})

test('the ties between two are read from either end, and nobody is between one and a stranger', async () => {
  const [a, b, c] = await parties(3)
  const one = await state(a!, b!, {})
  await state(a!, c!, {})
  for (const [from, to] of [
    [a, b],
    [b, a],
  ])
    assert.deepEqual(
      (await call(owner, 'GET', `/parties/${from}/ties?otherId=${to}`)).json.items.map(({ id }: { id: string }) => id),
      [one.id],
    )
  assert.deepEqual((await call(owner, 'GET', `/ties?partyId=${b}&otherId=${c}`)).json.items, [])
  assert.equal((await call(owner, 'GET', `/parties/${a}/ties?otherId=nobody`)).status, 422)
})

test('ties of merged parties are read with the party they were merged into, each once, and come apart again', async () => {
  const [a, twin, b] = await parties(3)
  const first = await state(a!, b!, { strength: 0.2 })
  const second = await state(twin!, b!, { strength: 0.8 })
  const between = await state(a!, twin!, { type: 'partners' })
  const merge = await call(owner, 'POST', '/merges', { targetId: a, aliasId: twin })
  assert.equal(merge.status, 201, merge.text)

  const list = (await call(owner, 'GET', `/parties/${b}/ties`)).json.items
  assert.deepEqual(list.map(({ id, fromId }: { id: string; fromId: string }) => [id, fromId]), [[first.id, a]]) // biome-ignore format: one line reads better
  assert.equal((await call(owner, 'GET', `/ties/${between.id}`)).status, 404)
  const shown = await graph()
  const at = shown.id.indexOf(first.id)
  assert.deepEqual([shown.fromId[at], shown.toId[at], shown.id.includes(second.id), shown.id.includes(between.id)], [a, b, false, false])
  assert.equal((await call(owner, 'POST', '/ties', { fromId: twin, toId: b, type: 'supplies' })).json.code, 'tie_exists')

  assert.equal((await call(owner, 'DELETE', `/ties/${first.id}`)).status, 200)
  assert.deepEqual((await call(owner, 'GET', `/parties/${b}/ties`)).json.items, [])
  assert.equal((await call(owner, 'POST', `/ties/${first.id}/restoration`)).status, 200)

  assert.equal((await call(owner, 'DELETE', `/merges/${merge.json.mergeId}`)).status, 200)
  assert.equal((await call(owner, 'GET', `/ties/${between.id}`)).status, 200)
})

test('ties of a party that was taken off the map are not shown, and are there again when it comes back', async () => {
  const [a, b] = await parties(2)
  const made = await state(a!, b!)
  await call(owner, 'DELETE', `/parties/${b}`)
  assert.equal((await call(owner, 'GET', `/ties/${made.id}`)).status, 404)
  assert.equal((await graph()).id.includes(made.id), false)
  await call(owner, 'POST', `/parties/${b}/restoration`)
  assert.equal((await graph()).id.includes(made.id), true)
})

test('the graph holds what holds on the day that is asked for', async () => {
  const [a, b, c] = await parties(3)
  const day = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10)
  const over = await state(a!, b!, { until: day(-1) })
  const planned = await state(a!, c!, { since: day(1) })
  const today = await state(b!, c!, { since: day(0), until: day(0) })
  const ids = async (filter = {}) => {
    const shown = await graph(filter)
    return [over, planned, today].map(({ id }) => shown.id.includes(id))
  }
  assert.deepEqual(await ids(), [false, false, true])
  now = new Date(now.getTime() + 2 * 86_400_000)
  assert.deepEqual(await ids(), [false, true, false])
  assert.deepEqual(await ids({ asOf: new Date(now.getTime() - 2 * 86_400_000).toISOString() }), [false, false, true])
  assert.deepEqual(await ids({ asOf: '2020-01-01T00:00:00Z' }), [false, false, false])
})

test('the filter narrows the graph to ties between the chosen parties and of the chosen types', async () => {
  const [a, b, c] = await parties(3)
  await call(owner, 'PATCH', `/parties/${a}`, { version: 1, tags: ['chosen'] })
  await call(owner, 'PATCH', `/parties/${b}`, { version: 1, tags: ['chosen'] })
  const inside = await state(a!, b!)
  const partners = await state(a!, b!, { type: 'partners' })
  await state(b!, c!)
  assert.deepEqual((await graph({ tag: ['chosen'] })).id, [inside.id, partners.id])
  assert.deepEqual((await graph({ tag: ['chosen'], tieType: ['partners'] })).id, [partners.id])
  const listed = (await call(owner, 'GET', '/parties?tag=chosen&tieType=partners')).json
  assert.deepEqual([listed.total, (await call(owner, 'GET', '/parties?tag=chosen&tieType=funds')).json.total], [2, 0])
})

test('many ties are written at once: those that exist are named, and the source can be taken back as a whole', async () => {
  const [a, b, c] = await parties(3)
  const known = await state(a!, b!)
  const drafts = [
    { fromId: a!, toId: b!, type: 'supplies' },
    { fromId: b!, toId: c!, type: 'supplies', strength: 0.3 },
    { fromId: b!, toId: c!, type: 'supplies', strength: 0.9 },
    { fromId: c!, toId: a!, type: 'partners' },
    { fromId: a!, toId: c!, type: 'partners' },
    { fromId: a!, toId: a!, type: 'partners' },
  ]
  const outcomes = await transaction(owner, (tx) => createTies(tx, drafts, 'import:1'))
  assert.deepEqual(outcomes.map(({ outcome }) => outcome), ['existing', 'created', 'existing', 'created', 'existing', 'self']) // biome-ignore format: one line reads better
  assert.equal(outcomes[0]!.id, known.id)
  assert.equal(outcomes[1]!.id, outcomes[2]!.id)
  assert.equal((await call(owner, 'GET', `/ties/${outcomes[1]!.id}`)).json.strength, 0.3)
  await call(owner, 'PATCH', `/ties/${outcomes[3]!.id}`, { version: 1, strength: 1 })
  assert.deepEqual(await transaction(owner, (tx) => endTiesOf(tx, 'import:1')), { ended: 2, changedSince: 1 })
  assert.equal((await call(owner, 'GET', `/ties/${outcomes[1]!.id}`)).status, 404)
  assert.equal((await call(owner, 'GET', `/ties/${known.id}`)).status, 200)
  assert.deepEqual(await transaction(owner, (tx) => eraseTiesOf(tx, 'import:1')), { erased: 1, left: 1 })
  await assert.rejects(transaction(owner, (tx) => createTies(tx, [{ fromId: a!, toId: b!, type: 'dragons' }], 'import:2')), { code: 'unknown_tie_type' }) // biome-ignore format: one line reads better
})

test('a list is paged without losing or repeating a tie', async () => {
  const [centre, ...others] = await parties(6)
  for (const other of others) await state(centre!, other)
  const seen: string[] = []
  let cursor = ''
  do {
    const { json } = await call(viewer, 'GET', `/parties/${centre}/ties?limit=2${cursor}`)
    seen.push(...json.items.map(({ toId }: { toId: string }) => toId))
    cursor = json.nextCursor ? `&cursor=${json.nextCursor}` : ''
  } while (cursor)
  assert.deepEqual(seen, others.toReversed())
  assert.equal((await call(viewer, 'GET', '/ties?cursor=nonsense')).status, 422)
  assert.equal((await call(viewer, 'GET', '/ties?limit=201')).status, 422)
})

test('a repeated request with the same key states the tie once', async () => {
  const [a, b] = await parties(2)
  const body = { fromId: a, toId: b, type: 'supplies' }
  const first = await call(owner, 'POST', '/ties', body, { 'idempotency-key': 'once' })
  const again = await call(owner, 'POST', '/ties', body, { 'idempotency-key': 'once' })
  assert.deepEqual([again.status, again.json.id], [201, first.json.id])
})

test('types of tie are counted as the filter by them would find, now and at a past date, also after a merge', async () => {
  const before = now.toISOString()
  now = new Date(now.getTime() + 86_400_000)
  const drafts = ['a', 'b', 'c', 'd'].map((name) => ({ name: `Facet ${name}`, tags: ['facet'] }))
  const [a, b, c, d] = await transaction(owner, (tx) => createParties(tx, drafts, 'import:x'))
  const [outside] = await parties(1)
  await state(a!, b!)
  await state(a!, c!)
  await state(a!, b!, { type: 'partners' })
  await state(d!, outside!, { type: 'funds' })
  const types = async (query = '') => (await call(viewer, 'GET', `/facets?tag=facet${query}`)).json.tieTypes
  assert.deepEqual(await types(), { supplies: 3, partners: 2, funds: 1 })
  assert.deepEqual(await types(`&asOf=${before}`), {})
  assert.equal((await call(owner, 'POST', '/merges', { targetId: b, aliasId: c })).status, 201)
  assert.deepEqual(await types(), { supplies: 2, partners: 2, funds: 1 })
  for (const [type, count] of Object.entries(await types()))
    assert.equal((await call(viewer, 'GET', `/facets?tag=facet&tieType=${type}`)).json.total, count, type)
})

test('the filter by types of tie finds what the map draws: not before the first day of a tie and not after its last', async () => {
  const drafts = ['a', 'b', 'c'].map((name) => ({ name: `Period ${name}`, tags: ['period'] }))
  const [a, b, c] = await transaction(owner, (tx) => createParties(tx, drafts, 'import:x'))
  const day = (days: number) => new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10)
  await state(a!, b!, { type: 'funds', until: day(1) })
  await state(b!, c!, { type: 'informs', since: day(2) })
  const found = async (query = '') => {
    const at = `tag=period${query}`
    const total = async (type: string) => (await call(viewer, 'GET', `/parties?${at}&tieType=${type}`)).json.total
    const { tieTypes } = (await call(viewer, 'GET', `/facets?${at}`)).json
    return [await total('funds'), await total('informs'), tieTypes]
  }
  const early = now.toISOString()
  assert.deepEqual(await found(), [2, 0, { funds: 2 }])
  now = new Date(now.getTime() + 2 * 86_400_000)
  assert.deepEqual(await found(), [0, 2, { informs: 2 }])
  assert.deepEqual(await found(`&asOf=${early}`), [2, 0, { funds: 2 }])
})
