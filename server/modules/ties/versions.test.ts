import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { type Ctx, frozen, type Tx, transaction } from '../../kernel/ctx.ts'
import { testApi, testDatabase, testEcosystem } from '../../kernel/testing.ts'
import { routes as offerRoutes } from '../exchange/index.ts'
import { routes as partyRoutes } from '../parties/index.ts'
import { readGraphVersion, routes as tieRoutes } from './index.ts'

const { db } = await testDatabase()
const call = testApi(db, [partyRoutes, tieRoutes, offerRoutes])
const versionOf = (ctx: Ctx) => frozen(ctx, readGraphVersion)

/** What is answered, and by how many the version grew meanwhile. */
async function grown(ctx: Ctx, act: () => Promise<unknown>): Promise<number> {
  const before = await versionOf(ctx)
  await act()
  return (await versionOf(ctx)) - before
}

test('whatever changes the map or its answers counts once, and nothing else does', async () => {
  const { owner } = await testEcosystem(db)
  const ask = async (method: string, path: string, body?: object) => {
    const { version } = method === 'PATCH' ? (await call(owner, 'GET', path)).json : {}
    const { status, json, text } = await call(owner, method, path, body && { ...body, ...(version && { version }) })
    assert.ok(status < 300, text)
    return json
  }
  const counted = async (method: string, path: string, body?: object) => grown(owner, () => ask(method, path, body))
  const [a, b, c] = await Promise.all(['A', 'B', 'C'].map(async (name) => (await ask('POST', '/parties', { name })).id as string))
  assert.equal(await versionOf(owner), 3)
  const tie = await ask('POST', '/ties', { fromId: a, toId: b, type: 'supplies' })
  const offer = await ask('POST', '/offers', { partyId: a, side: 'offer', title: 'Soup', category: 'Meals' })
  const { id: person } = await ask('POST', `/parties/${a}/contacts`, { name: 'Somebody' })
  for (const [method, path, body] of [
    ['PATCH', `/parties/${a}`, { name: 'Another' }],
    ['PATCH', `/parties/${a}`, { kinds: ['customers', 'suppliers'] }],
    ['PATCH', `/ties/${tie.id}`, { strength: 0.4 }],
    ['DELETE', `/ties/${tie.id}`],
    ['POST', `/ties/${tie.id}/restoration`],
    ['POST', '/interactions', { partyId: a, otherPartyId: b, kind: 'met', at: new Date().toISOString() }],
    ['PATCH', `/offers/${offer.id}`, { category: 'Lunch' }],
    ['DELETE', `/parties/${c}`],
    ['POST', `/parties/${c}/restoration`],
    ['POST', '/merges', { targetId: b, aliasId: c }],
    ['POST', '/parties/bulk', { ids: [a, b], change: { addKind: 'partners' } }],
    ['POST', '/parties/bulk', { ids: [a, b], change: { addTag: 'early' } }],
  ] as const) {
    assert.equal(await counted(method, path, body), 1, `${method} ${path}`)
  }
  for (const [method, path, body] of [
    ['GET', `/parties/${a}`],
    ['PATCH', `/parties/${a}`, { website: 'https://example.org', latitude: 50, longitude: 7 }],
    ['PATCH', `/ties/${tie.id}`, { evidence: 'They said so.' }],
    ['PATCH', `/contacts/${person}`, { role: 'Owner' }],
  ] as const) {
    assert.equal(await counted(method, path, body), 0, `${method} ${path}`)
  }
})

test('what is rolled back counts nothing, also where only a part of it is', async () => {
  const { owner, system } = await testEcosystem(db)
  await assert.rejects(
    transaction(system, async (tx) => {
      await addParty(tx)
      throw new Error('no')
    }),
  )
  assert.equal(await versionOf(owner), 0)
  await transaction(system, async (tx) => {
    await sql`savepoint part`.execute(tx.db)
    await addParty(tx)
    await sql`rollback to savepoint part`.execute(tx.db)
    await addParty(tx)
    await addParty(tx)
  })
  assert.equal(await versionOf(owner), 1)
})

test('nobody who writes waits for another, and each state has a version of its own', async () => {
  const { owner, system } = await testEcosystem(db)
  await transaction(system, addParty)
  await transaction(system, async (long) => {
    await addParty(long)
    // what others do while that goes on is done at once
    for (let round = 1; round <= 3; round++) {
      await transaction(system, addParty, 2_000)
      assert.equal(await versionOf(owner), 1 + round)
    }
  })
  assert.equal(await versionOf(owner), 5)
  await Promise.all(Array.from({ length: 30 }, () => transaction(system, addParty)))
  assert.equal(await versionOf(owner), 35)
  const foreign = await testEcosystem(db)
  assert.equal(await versionOf(foreign.owner), 0)
})

test('a frozen reading sees one state and its version, whatever is written meanwhile', async () => {
  const { owner, system } = await testEcosystem(db)
  await transaction(system, addParty)
  await frozen(owner, async (tx) => {
    assert.equal(await readGraphVersion(tx), 1)
    await transaction(system, addParty)
    assert.equal(await readGraphVersion(tx), 1)
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from parties where ecosystem_id = ${tx.ecosystemId}`.execute(tx.db)
    assert.equal(rows[0]!.n, 1)
  })
  assert.equal(await versionOf(owner), 2)
  await assert.rejects(frozen(owner, addParty), /read-only/)
})

async function addParty(tx: Tx): Promise<void> {
  await sql`
    insert into parties (ecosystem_id, id, form, name, source, created_at, updated_at)
    values (${tx.ecosystemId}, gen_random_uuid(), 'organisation', 'One', 'test', now(), now())`.execute(tx.db)
}
