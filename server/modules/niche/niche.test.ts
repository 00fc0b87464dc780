import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../kernel/ctx.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { routes as offerRoutes } from '../exchange/index.ts'
import { routes as partyRoutes } from '../parties/index.ts'
import { routes as tieRoutes } from '../ties/index.ts'
import { personalData, routes } from './index.ts'

const database = await testDatabase()
await testJobs(database, {})
const { db } = database
let now = new Date('2026-03-01T10:00:00Z')
const call = testApi(db, [partyRoutes, tieRoutes, offerRoutes, routes], () => now)

const WORDS = {
  customers: 'Cyclists on the valley road',
  lack: 'a warm meal after eight',
  bring: 'three kitchens and a bakery',
  benefit: 'nobody rides on hungry',
  statement: 'For cyclists who find no warm meal after eight, we bring three kitchens and a bakery together.',
}

async function beginning() {
  const roles = await testEcosystem(db, { now: () => now })
  const { owner } = roles
  const party = async (name: string, more: object = {}): Promise<string> =>
    (await call(owner, 'POST', '/parties', { name, ...more })).json.id
  const inn = await party('Inn', { kinds: ['partners'], sectorScheme: 'nace', sectorCode: '55.10' })
  const club = await party('Cycling club', { kinds: ['customers'], city: 'Zell', sectorScheme: 'nace', sectorCode: '93.12' })
  await call(owner, 'POST', '/offers', { partyId: inn, side: 'offer', title: 'Soup', category: 'Meals' })
  await call(owner, 'POST', '/offers', { partyId: club, side: 'need', title: 'Late supper', category: 'meals' })
  await call(owner, 'POST', '/offers', { partyId: club, side: 'need', title: 'Tools', category: 'repair' })
  return { ...roles, inn, club, write: (body: object) => call(owner, 'POST', '/niche/statements', { ...WORDS, goals: [], ...body }) }
}

test('the evidence names customers, what they lack and what there is, and counts what goals are measured by', async () => {
  const { coordinator, club, inn } = await beginning()
  const { json } = await call(coordinator, 'GET', '/niche/evidence')
  assert.deepEqual(json.customers, { total: 1, sectors: [{ key: 'nace:93', count: 1 }], cities: [{ key: 'Zell', count: 1 }] })
  assert.deepEqual(json.needs.map(({ category, needs, offers }: Record<string, unknown>) => [category, needs, offers]).sort(), [
    ['Meals', 1, 1],
    ['repair', 1, 0],
  ])
  assert.deepEqual(
    json.strengths.map(({ partyIds }: { partyIds: string[] }) => partyIds),
    [[inn]],
  )
  assert.deepEqual(json.counts, { organisations: 2, tiedToUs: null, offers: 1, unmetNeeds: 1 })
  assert.deepEqual([json.own, json.names.map(({ id }: { id: string }) => id).sort()], [null, [club, inn].sort()])
})

test('a statement keeps its evidence and its goals, which come along by themselves; a new one stands before it', async () => {
  const { owner, coordinator, inn, club, write } = await beginning()
  const written = await write({
    goals: [
      { measure: 'unmetNeeds', target: 0, by: '2026-06-30' },
      { measure: 'offers', target: 3, by: '2026-04-01' },
    ],
  })
  assert.equal(written.status, 201, written.text)
  assert.deepEqual(
    written.json.goals.map(({ start, now: is, progress }: Record<string, unknown>) => [start, is, progress]),
    [
      [1, 1, 0],
      [1, 1, 0],
    ],
  )
  await call(owner, 'POST', '/offers', { partyId: inn, side: 'offer', title: 'Pump', category: 'Repair' })
  now = new Date('2026-04-02T10:00:00Z')
  const { items } = (await call(coordinator, 'GET', '/niche/statements')).json
  assert.deepEqual(
    items[0].goals.map(({ progress, isOverdue }: Record<string, unknown>) => [progress, isOverdue]),
    [
      [1, false],
      [0.5, true],
    ],
  )
  assert.equal(items[0].evidence.counts.unmetNeeds, 1, 'as it was when it was written')
  assert.deepEqual(items[0].names.map(({ id }: { id: string }) => id).sort(), [club, inn].sort())
  await call(owner, 'DELETE', `/parties/${club}`)
  const [left] = (await call(coordinator, 'GET', '/niche/statements')).json.items
  assert.deepEqual(left.names.map(({ id }: { id: string }) => id), [inn], 'whoever is gone has no name') // biome-ignore format: one line reads better
  await write({ statement: 'Another one.' })
  const both = (await call(coordinator, 'GET', '/niche/statements')).json.items
  assert.deepEqual(
    both.map(({ statement }: { statement: string }) => statement),
    ['Another one.', WORDS.statement],
  )
})

test('a goal that is reached already, over already or cannot be counted is refused with its place, and nothing is written', async () => {
  const { owner, write } = await beginning()
  const refused = await write({
    goals: [
      { measure: 'offers', target: 1, by: '2027-01-01' },
      { measure: 'offers', target: 9, by: '2020-01-01' },
      { measure: 'tiedToUs', target: 9, by: '2027-01-01' },
    ],
  })
  assert.equal(refused.status, 422)
  assert.deepEqual(
    refused.json.errors.map(({ path, code }: Record<string, string>) => [path, code]),
    [
      ['goals.0.target', 'goal_reached'],
      ['goals.1.by', 'goal_over'],
      ['goals.2.measure', 'goal_uncounted'],
    ],
  )
  for (const wrong of [
    { statement: ' ' },
    { customers: 'x'.repeat(301) },
    { goals: Array(6).fill({ measure: 'offers', target: 9, by: '2027-01-01' }) },
    { goals: [{ measure: 'fame', target: 1, by: '2027-01-01' }] },
  ]) {
    assert.equal((await write(wrong)).status, 422)
  }
  assert.deepEqual((await call(owner, 'GET', '/niche/statements')).json.items, [])
})

test('an empty map has evidence of nothing; members and viewers neither read nor write it; the log holds no words of it', async () => {
  const { owner, viewer, as } = await testEcosystem(db, { now: () => now })
  const { json } = await call(owner, 'GET', '/niche/evidence')
  assert.deepEqual([json.customers.total, json.needs, json.counts.organisations], [0, [], 0])
  for (const who of [viewer, as('member')]) {
    for (const [method, path, body] of [
      ['GET', '/niche/evidence', undefined],
      ['GET', '/niche/statements', undefined],
      ['POST', '/niche/statements', { ...WORDS, goals: [] }],
    ] as const) {
      assert.equal((await call(who, method, path, body)).status, 403, `${method} ${path}`)
    }
  }
  await call(owner, 'POST', '/niche/statements', { ...WORDS, goals: [] })
  const events = await transaction(owner, (tx) => tx.db.selectFrom('events').selectAll().where('type', '=', 'niche.written').execute())
  assert.deepEqual([events.length, JSON.stringify(events).includes('cyclists')], [1, false])
})

test('whoever wrote a statement finds it in what is kept about them', async () => {
  const { owner, write } = await beginning()
  await write({})
  const subject = { kind: 'account' as const, id: owner.actor.personId }
  const found = await transaction(owner, (tx) => personalData.collect(tx, subject as never))
  assert.equal((found as { nicheStatements: unknown[] }).nicheStatements.length, 1)
})
