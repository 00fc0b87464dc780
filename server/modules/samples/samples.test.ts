import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { type Ctx, transaction } from '../../kernel/ctx.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { ROUTES } from '../../modules.ts'

const database = await testDatabase()
await testJobs(database, {})
const { db } = database
const call = testApi(db, ROUTES)

type Counts = Record<string, number>

/** How many rows each table holds for an ecosystem, tables without any left out, and the log and the count of changes too, which stay. */
async function rowsIn(ctx: Ctx): Promise<Counts> {
  return await transaction(ctx, async (tx) => {
    const { rows: tables } = await sql<{ name: string }>`
      select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname = 'public' and c.relrowsecurity and c.relname not in ('events', 'graph_versions', 'idempotency_keys') order by 1`.execute(
      tx.db,
    )
    const counts: Counts = {}
    for (const { name } of tables) {
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(name)}`.execute(tx.db)
      if (rows[0]!.n > 0) counts[name] = rows[0]!.n
    }
    return counts
  })
}

async function eventsIn(ctx: Ctx): Promise<string[]> {
  const { items } = (await call(ctx, 'GET', '/samples')).json
  assert.equal(items.length, 2)
  return await transaction(ctx, async (tx) =>
    (await tx.db.selectFrom('events').select('type').where('ecosystem_id', '=', ctx.ecosystemId).orderBy('id').execute()).map(
      ({ type }) => type,
    ),
  )
}

for (const key of ['mosel', 'indiana']) {
  test(`the sample ${key} comes whole, comes once, and goes without a trace`, async () => {
    const { owner } = await testEcosystem(db)
    const before = await rowsIn(owner)
    const loaded = await call(owner, 'POST', `/samples/${key}`, { locale: 'de' })
    assert.equal(loaded.status, 201, loaded.text)
    const rows = await rowsIn(owner)
    assert.equal(rows.parties, loaded.json.parties)
    assert.equal(rows.ties, loaded.json.ties)
    assert.equal(rows.offers ?? 0, loaded.json.offers)
    const listed = (await call(owner, 'GET', '/samples')).json.items.find((sample: { key: string }) => sample.key === key)
    assert.ok(listed.loadedAt !== null && listed.partiesHere === listed.parties && listed.ties === loaded.json.ties)

    const again = await call(owner, 'POST', `/samples/${key}`, {})
    assert.deepEqual([again.status, again.json.code], [409, 'sample_loaded'])
    assert.deepEqual(await rowsIn(owner), rows)

    const removed = await call(owner, 'DELETE', `/samples/${key}`)
    assert.equal(removed.status, 200, removed.text)
    assert.deepEqual(removed.json, { ...loaded.json, left: { parties: [], ties: 0, offers: 0 } })
    assert.deepEqual(await rowsIn(owner), before)
    const types = await eventsIn(owner)
    assert.ok(types.includes('sample.loaded') && types.at(-1) === 'sample.removed')
    assert.equal((await call(owner, 'DELETE', `/samples/${key}`)).status, 404)
  })
}

test('the Mosel sample has real places with their source, and says of everything else that it is invented', async () => {
  const { owner, viewer } = await testEcosystem(db)
  const { json } = await call(owner, 'POST', '/samples/mosel', {})
  assert.deepEqual([json.parties, json.ties > 500, json.offers > 60], [279, true, true])
  for (const reader of [owner, viewer]) {
    const { items } = (await call(reader, 'GET', '/parties?q=Kloster%20Machern')).json
    assert.deepEqual([items[0].name, items[0].sectorCode, items[0].source], ['Brauhaus Kloster Machern', '56.10', 'sample:osm-mosel'])
    const stations = (await call(reader, 'GET', '/parties?tag=station&limit=1')).json
    assert.deepEqual([stations.total, stations.items[0].source], [13, 'sample:db-stations'])
    const [tie] = (await call(reader, 'GET', `/ties?limit=1&partyId=${items[0].id}`)).json.items
    assert.equal(tie.source, 'sample:invented')
    const [offer] = (await call(reader, 'GET', '/offers?limit=1')).json.items
    assert.equal(offer.source, 'sample:invented')
  }
  const { parts } = (await call(viewer, 'GET', '/samples')).json.items[0]
  assert.deepEqual(
    parts.map(({ attribution, licence, isInvented }: Record<string, unknown>) => [attribution, licence, isInvented]),
    [
      ['© OpenStreetMap contributors', 'ODbL 1.0', false],
      ['Deutsche Bahn', 'CC BY 4.0', false],
      ['Invented for this sample', 'Apache-2.0', true],
    ],
  )
})

test('the Indiana sample has its three kinds of tie and its attributes as fields', async () => {
  const { owner } = await testEcosystem(db)
  await call(owner, 'POST', '/samples/indiana', {})
  for (const [type, amount] of [
    ['contact', 175],
    ['collaboration', 161],
    ['dissemination', 103],
  ] as const) {
    const { items } = (await call(owner, 'GET', `/ties?type=indiana_${type}&limit=200`)).json
    assert.deepEqual([items.length, items[0].directed, items[0].source], [amount, false, 'sample:indiana'])
  }
  const lead = (await call(owner, 'GET', '/parties?q=ITPC')).json.items[0]
  assert.deepEqual(lead.fields, { indiana_category: 'Lead agency', indiana_level: 'State', indiana_years: 21 })
})

test('what somebody built on a sample stays when the sample goes, and is named', async () => {
  const { owner } = await testEcosystem(db)
  const own = (await call(owner, 'POST', '/parties', { name: 'Weinhandlung Eigen' })).json
  await call(owner, 'POST', '/samples/mosel', {})
  const find = async (q: string) => (await call(owner, 'GET', `/parties?q=${encodeURIComponent(q)}&source=sample:osm-mosel`)).json.items[0]
  const noted = await find('Brauhaus Kloster Machern')
  const tied = await find('Weingut Hugo Hower')
  const renamed = await find('Zum Waldschlößchen')
  const ended = await find('Deutschherrenhof')
  assert.equal((await call(owner, 'POST', `/parties/${noted.id}/notes`, { body: 'Wants a stall' })).status, 201)
  assert.equal((await call(owner, 'POST', '/ties', { fromId: own.id, toId: tied.id, type: 'buys_from' })).status, 201)
  assert.equal((await call(owner, 'PATCH', `/parties/${renamed.id}`, { version: 1, phone: '06571 1' })).status, 200)
  assert.equal((await call(owner, 'DELETE', `/parties/${ended.id}`)).status, 200)
  const [tie] = (await call(owner, 'GET', '/ties?source=sample:invented&limit=1')).json.items
  assert.equal((await call(owner, 'PATCH', `/ties/${tie.id}`, { version: 1, strength: 0.9 })).status, 200)

  const planned = await find('Zum Josefshof')
  assert.equal((await call(owner, 'POST', '/tasks', { title: 'Visit', partyId: planned.id })).status, 201)

  const { left } = (await call(owner, 'DELETE', '/samples/mosel')).json
  const expected = [...new Set([noted.id, tied.id, renamed.id, planned.id, tie.fromId, tie.toId])].sort()
  assert.deepEqual(left.parties.map(({ id }: { id: string }) => id).sort(), expected)
  assert.deepEqual([left.ties, left.offers], [1, 0])
  const rows = await rowsIn(owner)
  assert.deepEqual([rows.parties, rows.ties, rows.notes], [expected.length + 1, 2, 1])
  const listed = (await call(owner, 'GET', '/samples')).json.items[0]
  assert.deepEqual([listed.loadedAt, listed.partiesHere], [null, expected.length])

  // loading it again uses what stayed instead of making a second one
  assert.equal((await call(owner, 'POST', '/samples/mosel', {})).status, 201)
  assert.equal((await rowsIn(owner)).parties, 280)
})

test('only coordinators load and remove samples, and only samples there are', async () => {
  const { owner, coordinator, viewer, as } = await testEcosystem(db)
  const party = (await call(owner, 'POST', '/parties', { name: 'Own' })).json
  for (const ctx of [viewer, as('member', party.id)]) {
    assert.equal((await call(ctx, 'POST', '/samples/mosel', {})).status, 403)
    assert.equal((await call(ctx, 'GET', '/samples')).status, 200)
  }
  assert.equal((await call(coordinator, 'POST', '/samples/indiana', {})).status, 201)
  assert.equal((await call(viewer, 'DELETE', '/samples/indiana')).status, 403)
  assert.equal((await call(owner, 'POST', '/samples/atlantis', {})).status, 422)
  assert.equal((await call(owner, 'POST', '/samples/mosel', { locale: 'fr' })).status, 422)
})

test('two who load the same sample at once get it once', async () => {
  const { owner } = await testEcosystem(db)
  const answers = await Promise.all([1, 2].map(() => call(owner, 'POST', '/samples/indiana', {})))
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409])
  assert.equal((await rowsIn(owner)).parties, 25)
})
