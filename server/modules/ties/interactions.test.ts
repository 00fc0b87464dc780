import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { createParties, routes as partyRoutes } from '../parties/index.ts'
import { currentStrength, INTERACTION_KINDS, readGraph, routes, searchInteractions } from './index.ts'

const DAY_MS = 86_400_000
const database = await testDatabase()
await testJobs(database, {})
const { db } = database
const now = new Date('2026-06-01T10:00:00Z')
const { owner, coordinator, viewer, as } = await testEcosystem(db, { now: () => now })
const call = testApi(db, [partyRoutes, routes], () => now)

const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS).toISOString()
async function parties(count: number): Promise<string[]> {
  const drafts = Array.from({ length: count }, (_, index) => ({ name: `Party ${index}` }))
  return [...(await transaction(owner, (tx) => createParties(tx, drafts, 'import:x')))]
}
const state = async (fromId: string, toId: string, more: object = {}) =>
  (await call(owner, 'POST', '/ties', { fromId, toId, type: 'supplies', ...more })).json
const met = async (partyId: string, otherPartyId: string, more: object = {}) => {
  const answer = await call(owner, 'POST', '/interactions', { partyId, otherPartyId, kind: 'met', ...more })
  assert.equal(answer.status, 201, answer.text)
  return answer.json
}

const rounded = (strength: number) => Math.round(strength * 10_000) / 10_000
const strengthOf = async (id: string, ctx = owner, query = '') =>
  rounded((await call(ctx, 'GET', `/ties/${id}${query}`)).json.currentStrength)

test('the database computes the same strength as the formula, for one tie and for the whole graph', async () => {
  const [a, b] = await parties(2)
  const tie = await state(a!, b!, { strength: 0.3 })
  const happened = INTERACTION_KINDS.flatMap((kind, index) => [0.01, 3 + index, 400, 90_000].map((days) => ({ kind, at: daysAgo(days) })))
  for (const [index, { kind, at }] of happened.entries()) await met(index % 2 ? a! : b!, index % 2 ? b! : a!, { kind, at })
  const expected = currentStrength(
    { strength: 0.3, at: now },
    happened.map(({ kind, at }) => ({ kind, at: new Date(at) })),
    now,
  )
  const shown = (await call(owner, 'GET', `/ties/${tie.id}`)).json
  assert.ok(Math.abs(shown.currentStrength - expected.strength) < 1e-12)
  assert.equal(shown.strengthFormula.interactions.length, INTERACTION_KINDS.length)
  for (const [index, { kind, count, part, weight, halfLifeDays }] of expected.interactions.entries()) {
    const seen = shown.strengthFormula.interactions[index]
    assert.deepEqual([seen.kind, seen.count, seen.weight, seen.halfLifeDays], [kind, count, weight, halfLifeDays])
    assert.ok(Math.abs(seen.part - part) < 1e-12)
  }
  const graph = await transaction(owner, (tx) => readGraph(tx))
  assert.ok(Math.abs(graph.strength[graph.id.indexOf(tie.id)]! - expected.strength) < 1e-12)
})

test('an interaction feeds every tie between the two, or the named one only', async () => {
  const [a, b, c] = await parties(3)
  const supplies = await state(a!, b!, { strength: 0 })
  const partners = await state(a!, b!, { strength: 0, type: 'partners' })
  const other = await state(a!, c!, { strength: 0 })
  const strengths = async () => {
    const { items } = (await call(owner, 'GET', `/ties?partyId=${a}`)).json
    const of = (id: string) => items.find((tie: { id: string }) => tie.id === id).currentStrength
    return [supplies, partners, other].map(({ id }) => rounded(of(id)))
  }
  const { id } = await met(b!, a!)
  assert.deepEqual(await strengths(), [0.25, 0.25, 0])
  await call(owner, 'POST', '/interactions', { partyId: a, tieId: partners.id, kind: 'met' })
  assert.deepEqual(await strengths(), [0.25, 0.4375, 0])
  assert.equal((await call(owner, 'DELETE', `/interactions/${id}`)).status, 200)
  assert.deepEqual(await strengths(), [0, 0.25, 0])
})

test('interactions of merged parties feed the ties of the party they were merged into', async () => {
  const [a, twin, b] = await parties(3)
  const tie = await state(a!, b!, { strength: 0 })
  await state(twin!, b!, { strength: 0 })
  await met(twin!, b!)
  assert.equal(await strengthOf(tie.id), 0)
  await call(owner, 'POST', '/merges', { targetId: a, aliasId: twin })
  assert.equal(await strengthOf(tie.id), 0.25)
  const { items } = (await call(owner, 'GET', `/interactions?partyId=${a}`)).json
  assert.deepEqual(items.map(({ partyId }: { partyId: string }) => partyId), [a]) // biome-ignore format: one line reads better
})

test('who may not see the interactions does not see them in the strength either', async () => {
  const [a, b, c] = await parties(3)
  const tie = await state(a!, b!, { strength: 0 })
  const { id } = await met(a!, b!, { text: 'canary words' })
  assert.deepEqual(
    await Promise.all([coordinator, as('member', a), as('member', b), as('member', c), viewer].map((ctx) => strengthOf(tie.id, ctx))),
    [0.25, 0.25, 0.25, 0, 0],
  )
  const stranger = as('member', c)
  assert.deepEqual((await call(stranger, 'GET', '/interactions')).json.items, [])
  assert.deepEqual((await call(stranger, 'GET', `/interactions?partyId=${a}`)).json.items, [])
  assert.deepEqual((await call(stranger, 'GET', `/interactions?tieId=${tie.id}`)).json.items, [])
  assert.equal((await call(viewer, 'GET', '/interactions')).status, 403)
  assert.equal((await call(stranger, 'DELETE', `/interactions/${id}`)).status, 404)
  assert.equal((await call(stranger, 'POST', '/interactions', { partyId: a, otherPartyId: b, kind: 'met' })).status, 403)
  assert.equal((await call(stranger, 'GET', `/parties/${a}/timeline`)).status, 403)
  const found = (ctx: typeof owner) => transaction(ctx, (tx) => searchInteractions(tx, 'canary', 10))
  assert.deepEqual(
    (await Promise.all([owner, as('member', b), stranger, viewer].map(found))).map(({ length }) => length),
    [1, 1, 0, 0],
  )
})

test('an interaction that does not make sense is refused', async () => {
  const [a, b, c] = await parties(3)
  const tie = await state(a!, b!)
  const refused = async (body: object) => (await call(owner, 'POST', '/interactions', { kind: 'met', ...body })).status
  assert.equal(await refused({ partyId: a, otherPartyId: a }), 422)
  assert.equal(await refused({ partyId: c, tieId: tie.id }), 422)
  assert.equal(await refused({ partyId: a, otherPartyId: c, tieId: tie.id }), 422)
  assert.equal(await refused({ partyId: a, tieId: newId() }), 404)
  assert.equal(await refused({ partyId: newId() }), 404)
  assert.equal(await refused({ partyId: a, at: new Date(now.getTime() + DAY_MS).toISOString() }), 422)
  assert.equal(await refused({ partyId: a, kind: 'dreamt' }), 422)
  assert.equal((await call(owner, 'DELETE', `/interactions/${newId()}`)).status, 404)
})

test('the past shows the strength of then', async () => {
  const [a, b] = await parties(2)
  const tie = await state(a!, b!, { strength: 0 })
  await met(a!, b!)
  assert.equal(await strengthOf(tie.id, owner, `?asOf=${now.toISOString()}`), 0.25)
  await met(a!, b!, { at: daysAgo(3) })
  assert.equal((await call(owner, 'GET', `/ties/${tie.id}?asOf=${daysAgo(1)}`)).status, 404)
})

test('the timeline tells what happened with a party and its ties, page by page, and keeps what was erased as a fact only', async () => {
  const [a, b] = await parties(2)
  await call(owner, 'PATCH', `/parties/${a}`, { version: 1, city: 'Cochem' })
  const tie = await state(a!, b!)
  const { id } = await met(a!, b!, { text: 'About the wine fair', at: daysAgo(2) })
  const gone = await met(a!, b!, { text: 'canary of a text', at: daysAgo(1) })
  await call(owner, 'DELETE', `/interactions/${gone.id}`)
  const whole = (await call(as('member', a), 'GET', `/parties/${a}/timeline`)).json.items
  assert.deepEqual(new Set(whole.map(({ type }: { type: string }) => type)), new Set(['party.changed', 'tie.created', 'interaction.erased', 'interaction'])) // biome-ignore format: one line reads better
  assert.deepEqual([whole.at(-1).id, whole.at(-1).interaction.text], [id, 'About the wine fair'])
  assert.equal(JSON.stringify(whole).includes('canary'), false)
  assert.deepEqual(whole.find(({ type }: { type: string }) => type === 'tie.created').subjectId, tie.id)
  const pages: string[] = []
  let cursor = ''
  do {
    const { json } = await call(owner, 'GET', `/parties/${a}/timeline?limit=1${cursor}`)
    pages.push(...json.items.map((item: { id: string }) => item.id))
    cursor = json.nextCursor ? `&cursor=${json.nextCursor}` : ''
  } while (cursor)
  assert.deepEqual(pages, whole.map((item: { id: string }) => item.id)) // biome-ignore format: one line reads better
  assert.equal((await call(viewer, 'GET', `/parties/${a}/timeline`)).status, 403)
})
