import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { type Ctx, transaction } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { createParties, routes as partyRoutes } from '../parties/index.ts'
import { createTies, routes as tieRoutes } from '../ties/index.ts'
import { drawPicture, followChanges } from './drawing.ts'
import { jobs, routes } from './index.ts'
import { sharedBy } from './rules.ts'

const database = await testDatabase()
const worked = await testJobs(database, jobs)
const { db } = database
let now = new Date('2026-03-01T10:00:00Z')
const call = testApi(db, [partyRoutes, tieRoutes, routes], () => now)

/** Two towns of ten, everybody tied to everybody in town, a bridge between them, a pair of its own, and one alone. */
async function beginning() {
  const roles = await testEcosystem(db, { now: () => now })
  const ctx: Ctx = { ...roles.owner, now: () => now }
  const town = (k: number) => (k < 10 ? 'Trier' : k < 20 ? 'Zell' : null)
  const kinds = (k: number) => (k % 2 === 0 ? ['partners'] : k === 1 ? ['customers'] : [])
  const drafts = Array.from({ length: 23 }, (_, k) => ({
    name: `Party ${k}`,
    kinds: kinds(k),
    city: town(k),
    sectorScheme: 'nace' as const,
    sectorCode: k < 10 ? '55.10' : '56.10',
  }))
  const ids = await transaction(ctx, (tx) => createParties(tx, drafts as never, 'test'))
  const pairs = [0, 10].flatMap((from) =>
    Array.from({ length: 10 }, (_, a) => Array.from({ length: a }, (_, b) => [from + a, from + b])).flat(),
  )
  const ties = [...pairs, [0, 10], [20, 21]].map(([a, b]) => ({ fromId: ids[a!]!, toId: ids[b!]!, type: 'partners' }))
  await transaction(ctx, (tx) => createTies(tx, ties as never, 'test'))
  return { ...roles, ids, ties }
}

const integers = (bytes: Uint8Array) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Array.from({ length: bytes.length / 4 }, (_, k) => view.getUint32(k * 4, true))
}

test('a picture is asked for, drawn in the background, and shows everybody in communities of communities', async () => {
  const { viewer, ids } = await beginning()
  assert.deepEqual((await call(viewer, 'GET', '/region')).json, { partiesNow: 23, picture: null })
  assert.deepEqual((await call(viewer, 'POST', '/region/drawing')).json, { isDrawing: true })
  await worked()
  const { json } = await call(viewer, 'GET', '/region')
  const { picture } = json
  assert.deepEqual([picture.parties, picture.ties, picture.isStale], [23, 92, false])
  assert.deepEqual(picture.areas.parties, [10, 10, 2, 1])
  assert.deepEqual(picture.areas.city, ['Trier', 'Zell', null, null])
  assert.deepEqual(picture.areas.sector, ['nace:55', 'nace:56', 'nace:56', 'nace:56'])
  assert.deepEqual(picture.areas.name.slice(0, 2), ['Party 0', 'Party 10'])
  assert.deepEqual(picture.bundles.areas, { from: [0], to: [1], ties: [1] })
  assert.deepEqual(picture.communities.tiesInside, [45, 45, 1, 0])
  assert.deepEqual(picture.kinds, ['partners', 'customers'])
  assert.deepEqual(picture.areas.kinds.slice(0, 2), [
    [5, 1, 4],
    [5, 0, 5],
  ])
  assert.equal(picture.isolates, 3)
  assert.deepEqual((await call(viewer, 'POST', '/region/drawing')).json, { isDrawing: false })

  const at = `/region/${picture.id}`
  const members = (await call(viewer, 'GET', `${at}/members?from=0&limit=30`)).json.items
  assert.deepEqual(members.map(({ id }: { id: string }) => id).toSorted(), ids.toSorted())
  const placeOf = (k: number) => members.find(({ id }: { id: string }) => id === ids[k]).place
  assert.deepEqual((await call(viewer, 'GET', `${at}/places/${ids[12]}`)).json, { place: placeOf(12) })
  assert.deepEqual((await call(viewer, 'GET', `${at}/places/${newId()}`)).json, { place: null })
  const second = (await call(viewer, 'GET', `${at}/members?from=8&limit=5`)).json.items
  assert.deepEqual(second, members.slice(8, 13), 'a stretch over two areas')

  const inside = integers((await call(viewer, 'GET', `${at}/ties?community=0`)).bytes)
  assert.equal(inside.length, 2 * 45)
  assert.equal(integers((await call(viewer, 'GET', `${at}/ties?community=0&community=1`)).bytes).length, 2 * 91)
  const own = integers((await call(viewer, 'GET', `${at}/ties?party=${placeOf(20)}`)).bytes)
  assert.deepEqual(own, [placeOf(20), placeOf(21)])
})

test('points come area by area, packed, and once', async () => {
  const { viewer, system } = await beginning()
  await drawPicture({ ...system, now: () => now })
  const { picture } = (await call(viewer, 'GET', '/region')).json
  const address = `/region/${picture.id}/points`
  const all = await call(viewer, 'GET', address)
  const view = new DataView(all.bytes.buffer)
  const found: number[][] = []
  for (let at = 0; at < all.bytes.length; ) {
    const [area, parties] = [view.getUint32(at, true), view.getUint32(at + 4, true)]
    found.push([area, parties])
    for (let k = 0; k < parties; k++)
      assert.ok(Math.hypot(view.getInt16(at + 8 + 2 * k, true), view.getInt16(at + 8 + 2 * (parties + k), true)) <= 32_800)
    at += 8 + Math.ceil((parties * 7) / 4) * 4
  }
  assert.deepEqual(found, [
    [0, 10],
    [1, 10],
    [2, 2],
    [3, 1],
  ])
  const etag = all.headers.get('etag')!
  const again = await call(viewer, 'GET', address, undefined, { 'if-none-match': etag })
  assert.deepEqual([again.status, again.bytes.length], [304, 0])
  const some = await call(viewer, 'GET', `${address}?area=1`)
  assert.deepEqual(integers(some.bytes).slice(0, 2), [1, 10])
  const large = await beginning()
  await transaction({ ...large.owner, now: () => now }, (tx) =>
    createParties(tx, Array.from({ length: 300 }, (_, k) => ({ name: `More ${k}` })) as never, 'test'),
  )
  await drawPicture({ ...large.system, now: () => now })
  const { picture: next } = (await call(large.viewer, 'GET', '/region')).json
  const packed = await call(large.viewer, 'GET', `/region/${next.id}/points`, undefined, { 'accept-encoding': 'gzip' })
  assert.equal(packed.headers.get('content-encoding'), 'gzip')
  assert.deepEqual(integers(gunzipSync(packed.bytes)).slice(0, 2), [0, 10])
})

test('a picture is as old as the map it was drawn from, however long drawing took', async () => {
  const { system, viewer } = await beginning()
  const moments: Date[] = []
  // a minute goes by whenever somebody looks at the clock
  const clock = () => {
    moments.push(new Date(now.getTime() + moments.length * 60_000))
    return moments.at(-1)!
  }
  await drawPicture({ ...system, now: clock })
  const { madeAt } = (await call(viewer, 'GET', '/region')).json.picture
  assert.ok(moments.length > 1 && Date.parse(madeAt) < moments.at(-1)!.getTime(), madeAt)
})

test('an old picture says so, counts whom it lacks, and names nobody who has left', async () => {
  const { owner, viewer, system, ids } = await beginning()
  await drawPicture({ ...system, now: () => now })
  const before = (await call(viewer, 'GET', '/region')).json.picture
  now = new Date('2026-03-02T10:00:00Z')
  await call(owner, 'DELETE', `/parties/${ids[0]}`)
  await call(owner, 'POST', '/parties', { name: 'Newcomer', city: 'Trier' })
  await call(owner, 'POST', '/parties', { name: 'Second newcomer', city: 'Trier' })
  await call(owner, 'POST', '/merges', { targetId: ids[11], aliasId: ids[12] })
  const { partiesNow, picture } = (await call(viewer, 'GET', '/region')).json
  assert.deepEqual([picture.id, picture.isStale, picture.madeAt, partiesNow], [before.id, true, '2026-03-01T10:00:00.000Z', 23])
  assert.ok(!JSON.stringify(picture).includes('"Party 0"'), 'who left gives no name')
  const at = `/region/${picture.id}`
  const [found, shown] = integers((await call(viewer, 'GET', `${at}/matches`)).bytes.slice(0, 8))
  assert.deepEqual([found, shown], [23, 21])
  const inTrier = (await call(viewer, 'GET', `${at}/matches?city=Trier`)).bytes
  assert.deepEqual(integers(inTrier.slice(0, 8)), [11, 9])
  const bits = [...inTrier.slice(8)].reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0)
  assert.equal(bits, 9)
  const members = (await call(viewer, 'GET', `${at}/members?from=0&limit=30`)).json.items
  assert.equal(members.length, 21)
  const merged = (await call(viewer, 'GET', `${at}/places/${ids[12]}`)).json
  assert.deepEqual(merged, (await call(viewer, 'GET', `${at}/places/${ids[11]}`)).json, 'a merged party is found at its target')
  await drawPicture({ ...system, now: () => now })
  const after = (await call(viewer, 'GET', '/region')).json.picture
  assert.deepEqual([after.parties, after.isStale], [23, false])
  assert.equal((await call(viewer, 'GET', `${at}/points`)).status, 200, 'the one before is still there')
})

test('a large map is read and drawn in a thread of its own', async () => {
  const { viewer, system } = await beginning()
  await drawPicture({ ...system, now: () => now }, 10)
  const { picture } = (await call(viewer, 'GET', '/region')).json
  assert.deepEqual([picture.areas.parties, picture.isStale], [[10, 10, 2, 1], false])
})

test('a map beyond what the network view draws is drawn by itself, a smaller one when somebody looks', async () => {
  const { viewer, system, ecosystemId } = await beginning()
  await sql`insert into auth.memberships (ecosystem_id, person_id, role, created_at) values (${ecosystemId}, 'p', 'owner', now())`.execute(
    db,
  )
  await followChanges({ ...system, now: () => now }, 23)
  await worked()
  assert.equal((await call(viewer, 'GET', '/region')).json.picture, null)
  await followChanges({ ...system, now: () => now }, 22)
  await worked()
  assert.equal((await call(viewer, 'GET', '/region')).json.picture.parties, 23)
})

test('an empty map has an empty picture', async () => {
  const { viewer, system } = await testEcosystem(db, { now: () => now })
  await drawPicture({ ...system, now: () => now })
  const { picture } = (await call(viewer, 'GET', '/region')).json
  assert.deepEqual([picture.parties, picture.areas.x, picture.isolates], [0, [], -1])
  assert.equal((await call(viewer, 'GET', `/region/${picture.id}/points`)).bytes.length, 0)
})

test('what is foreign, unknown, hidden or no number is refused', async () => {
  const { viewer, system } = await beginning()
  const other = await beginning()
  await drawPicture({ ...system, now: () => now })
  const { picture } = (await call(viewer, 'GET', '/region')).json
  const at = `/region/${picture.id}`
  const refusal = async (ctx: Ctx, address: string) => {
    const { status, json } = await call(ctx, 'GET', address)
    return [status, json.code]
  }
  for (const address of ['/points', '/ties?community=0', '/matches', '/members?from=0', `/places/${newId()}`])
    assert.deepEqual(await refusal(other.owner, `${at}${address}`), [404, 'picture_not_found'], address)
  assert.deepEqual(await refusal(viewer, `${at}/ties?party=23`), [404, 'not_in_picture'])
  assert.deepEqual(await refusal(viewer, `${at}/points?area=-1`), [422, 'invalid'])
  for (const beyond of ['/points?area=4294967296', '/ties?party=4294967296', '/ties?community=4294967296', '/members?from=4294967296'])
    assert.deepEqual(await refusal(viewer, `${at}${beyond}`), [422, 'invalid'], beyond)
  assert.deepEqual(await refusal(viewer, `${at}/members?from=0&limit=1000`), [422, 'invalid'])
  assert.deepEqual(await refusal(viewer, `${at}/matches?source=test`), [403, 'source_hidden'])
  assert.deepEqual(await refusal(viewer, '/region/none/points'), [422, 'invalid'])
  const stranger = {
    ...viewer,
    actor: { kind: 'key' as const, keyId: 'k', personId: 'p', role: 'viewer' as const, partyIds: [], scopes: ['tasks.read'] },
  }
  assert.equal((await call(stranger as never, 'GET', '/region')).status, 403)
})

test('a value is shared by at least half', () => {
  assert.equal(sharedBy(['Zell', 'Trier', null, 'Zell'], 4), 'Zell')
  assert.equal(sharedBy(['Zell', null, null], 3), null)
  assert.equal(sharedBy([], 0), null)
})
