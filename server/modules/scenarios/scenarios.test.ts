import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { createApp } from '../../kernel/app.ts'
import { transaction } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { routes as offerRoutes } from '../exchange/index.ts'
import { routes as partyRoutes } from '../parties/index.ts'
import { routes as tieRoutes } from '../ties/index.ts'
import { routes as viewRoutes } from '../views/index.ts'
import { pages, personalData, routes } from './index.ts'
import { CHANGES_MAX, SCENARIOS_MAX } from './schema.ts'

const database = await testDatabase()
await testJobs(database, {})
const { db } = database
let now = new Date('2026-03-01T10:00:00Z')
const open = createApp({ db, now: () => now, actorFor: async () => ({ kind: 'system' }), routes: [], installationRoutes: [], uploads: [], origins: [], pages }) // biome-ignore format: one line reads better
const visit = async (path: string) => {
  const response = await open.request(`http://localhost${path}`)
  return { status: response.status, headers: response.headers, text: await response.text() }
}
const call = testApi(db, [partyRoutes, tieRoutes, offerRoutes, viewRoutes, routes], () => now)

/** An inn, a mill and a bakery that only the market holds together; the mill offers what the inn needs. */
async function valley() {
  const roles = await testEcosystem(db, { now: () => now })
  const { owner } = roles
  const made = async (path: string, body: object): Promise<string> => (await call(owner, 'POST', path, body)).json.id
  // one after the other: of pieces alike the first stays the largest
  const ids = { market: '', mill: '', inn: '', bakery: '' }
  for (const name of ['market', 'mill', 'inn', 'bakery'] as const) ids[name] = await made('/parties', { name })
  for (const other of [ids.inn, ids.mill, ids.bakery]) await made('/ties', { fromId: ids.market, toId: other, type: 'partners' })
  await made('/offers', { partyId: ids.mill, side: 'offer', title: 'Flour', category: 'Flour' })
  await made('/offers', { partyId: ids.inn, side: 'need', title: 'Flour', category: 'flour' })
  const scenario = async (...changes: object[]) => {
    const answer = await call(owner, 'POST', '/scenarios', { name: 'Without the market', changes })
    assert.equal(answer.status, 201, answer.text)
    return answer.json
  }
  const compared = async (id: string) => {
    const answer = await call(owner, 'GET', `/scenarios/${id}/comparison`)
    assert.equal(answer.status, 200, answer.text)
    return answer.json
  }
  return { ...roles, ...ids, made, scenario, compared, gone: { what: 'partyLeaves', partyId: ids.market } }
}

const idle = ({ outcomes }: { outcomes: { idle: string | null }[] }) => outcomes.map((outcome) => outcome.idle)

test('a scenario is compared with today, drawn beside it, and leaves the real map byte for byte as it was', async () => {
  const { owner, scenario, compared, gone, inn, mill, market } = await valley()
  const readAll = async () =>
    JSON.stringify([(await call(owner, 'GET', '/map')).json, (await call(owner, 'GET', '/ties')).json, (await call(owner, 'GET', '/parties')).json, (await call(owner, 'GET', '/offers')).json]) // biome-ignore format: one line reads better
  const real = await readAll()
  const { id } = await scenario(gone)
  const apart = await compared(id)
  assert.deepEqual([apart.before.pieces, apart.after.pieces, apart.cutOff.total, apart.introductions.total], [1, 3, 2, 2])
  assert.deepEqual([apart.needs.lost.total, apart.certainty.level], [1, 'medium'])
  for (const { oneId, otherId } of apart.introductions.items) {
    await call(owner, 'POST', `/scenarios/${id}/changes`, { what: 'tieComes', fromId: oneId, toId: otherId, type: 'partners' })
  }
  const joined = await compared(id)
  assert.deepEqual([joined.after.pieces, joined.cutOff.total, joined.needs.lost.total, joined.introductions.total], [1, 0, 0, 0])
  await call(owner, 'POST', `/scenarios/${id}/changes`, { what: 'partyJoins', name: 'Village shop', kind: 'partners', city: 'Zell' })
  const { json: drawn } = await call(owner, 'GET', `/scenarios/${id}/drawing`)
  assert.deepEqual([drawn.leavingIds, drawn.coming.length, drawn.going], [[market], 2, []])
  assert.deepEqual(drawn.joining.map(({ name, city }: Record<string, string>) => [name, city]), [['Village shop', 'Zell']]) // biome-ignore format: one line reads better
  const named = new Set(apart.names.map((each: { id: string }) => each.id))
  assert.ok([inn, mill, market].every((party) => named.has(party)))
  assert.equal(await readAll(), real)
})

test('it follows the map of today, and stays on a day that is over', async () => {
  const { owner, scenario, compared, gone, inn, mill, made } = await valley()
  const { id, version } = await scenario(gone)
  now = new Date('2026-03-05T10:00:00Z')
  await made('/ties', { fromId: inn, toId: mill, type: 'supplies' })
  assert.equal((await compared(id)).after.pieces, 2, 'a tie that is new today counts')
  const past = await call(owner, 'PATCH', `/scenarios/${id}`, { version, asOf: '2026-03-02' })
  assert.equal(past.status, 200, past.text)
  const then = await compared(id)
  assert.deepEqual([then.after.pieces, then.needs, then.at], [3, null, '2026-03-02T23:59:59.999Z'])
  const before = await call(owner, 'PATCH', `/scenarios/${id}`, { version: past.json.version, asOf: '1999-12-31' })
  assert.equal(before.status, 200)
  const empty = await compared(id)
  assert.deepEqual([empty.before.parties, idle(empty)], [0, ['party_not_on_map']])
})

test('changes that no longer apply are kept and marked: who was erased, removed, merged, and ties that are gone', async () => {
  const { owner, scenario, compared, gone, market, inn, mill, bakery } = await valley()
  const { id } = await scenario(
    gone,
    { what: 'tieComes', fromId: inn, toId: mill, type: 'partners' },
    { what: 'tieGoes', fromId: inn, toId: bakery },
  )
  assert.deepEqual(idle(await compared(id)), [null, null, 'tie_not_there'])
  await call(owner, 'POST', '/merges', { targetId: inn, aliasId: mill })
  assert.deepEqual(idle(await compared(id)), [null, 'same_party', 'tie_not_there'])
  await call(owner, 'DELETE', `/parties/${bakery}`)
  assert.deepEqual(idle(await compared(id)), [null, 'same_party', 'party_not_on_map'])
  await transaction(owner, (tx) => sql`delete from parties where ecosystem_id = ${tx.ecosystemId} and id = ${market}`.execute(tx.db))
  assert.deepEqual(idle(await compared(id)), ['party_not_on_map', 'same_party', 'party_not_on_map'])
  const { json } = await call(owner, 'GET', `/scenarios/${id}`)
  const named = json.names.map(({ name }: { name: string }) => name).sort()
  assert.deepEqual([json.changes.length, named], [3, ['bakery', 'inn', 'mill']], 'who was erased has no name here either')
  const { status } = await call(owner, 'POST', `/scenarios/${id}/changes`, gone)
  assert.equal(status, 404)
  assert.equal((await call(owner, 'GET', `/scenarios/${id}/drawing`)).status, 200)
})

test('two people at once: changes of both are kept, and of two new names the second is told', async () => {
  const { owner, coordinator, scenario, gone, inn } = await valley()
  const { id, version } = await scenario()
  const both = [gone, { what: 'partyLeaves', partyId: inn }].map((change, k) =>
    call([owner, coordinator][k]!, 'POST', `/scenarios/${id}/changes`, change),
  )
  assert.deepEqual((await Promise.all(both)).map(({ status }) => status), [201, 201]) // biome-ignore format: one line reads better
  const { json } = await call(owner, 'GET', `/scenarios/${id}`)
  assert.deepEqual([json.changes.length, json.version], [2, version])
  assert.equal((await call(owner, 'PATCH', `/scenarios/${id}`, { version, name: 'A new name' })).status, 200)
  const late = await call(coordinator, 'PATCH', `/scenarios/${id}`, { version, name: 'Another name' })
  assert.deepEqual([late.status, late.json.code], [409, 'scenario_changed'])
})

test('it is copied, taken out and put back, and so are its changes, each where it was', async () => {
  const { owner, scenario, gone, inn } = await valley()
  const { id, changes } = await scenario(gone, { what: 'partyJoins', name: 'Shop' }, { what: 'partyLeaves', partyId: inn })
  const shop = changes[1].change.partyId
  await call(owner, 'POST', `/scenarios/${id}/changes`, { what: 'tieComes', fromId: inn, toId: shop, type: 'partners' })
  const copy = (await call(owner, 'POST', `/scenarios/${id}/copies`, { name: 'A copy' })).json
  assert.deepEqual([copy.name, copy.changes.map(({ change }: { change: { what: string } }) => change.what)], ['A copy', ['partyLeaves', 'partyJoins', 'partyLeaves', 'tieComes']]) // biome-ignore format: one line reads better
  const order = async () => (await call(owner, 'GET', `/scenarios/${id}`)).json.changes.map((row: { id: string }) => row.id)
  const all = await order()
  assert.equal((await call(owner, 'DELETE', `/scenarios/${id}/changes/${all[1]}`)).status, 200)
  assert.equal((await call(owner, 'DELETE', `/scenarios/${id}/changes/${all[1]}`)).status, 404)
  const restored = await call(owner, 'POST', `/scenarios/${id}/changes/${all[1]}/restoration`)
  assert.deepEqual([restored.status, await order()], [200, all])
  assert.equal((await call(owner, 'DELETE', `/scenarios/${id}`)).status, 200)
  assert.equal((await call(owner, 'GET', `/scenarios/${id}/comparison`)).status, 404)
  const list = async () => (await call(owner, 'GET', '/scenarios')).json.items.map(({ name, changeTotal }: Record<string, unknown>) => [name, changeTotal]) // biome-ignore format: one line reads better
  assert.deepEqual(await list(), [['A copy', 4]])
  assert.equal((await call(owner, 'POST', `/scenarios/${id}/restoration`)).status, 200)
  assert.equal((await call(owner, 'POST', `/scenarios/${id}/restoration`)).status, 409)
  assert.equal((await list()).length, 2)
})

test('what is not known, makes no sense, is too much or is not theirs is refused, and nothing is kept of it', async () => {
  const { owner, viewer, as, scenario, gone, inn, mill } = await valley()
  const { id } = await scenario()
  const elsewhere = await valley()
  const add = (change: object, who = owner) => call(who, 'POST', `/scenarios/${id}/changes`, change)
  for (const [change, status] of [
    [{ what: 'partyLeaves', partyId: newId() }, 404],
    [elsewhere.gone, 404],
    [{ what: 'tieComes', fromId: inn, toId: newId(), type: 'partners' }, 404],
    [{ what: 'tieComes', fromId: inn, toId: mill, type: 'admires' }, 422],
    [{ what: 'tieComes', fromId: inn, toId: inn, type: 'partners' }, 422],
    [{ what: 'tieBecomes', fromId: inn, toId: mill, strength: 2 }, 422],
    [{ what: 'kindLeaves', kind: 'wizards' }, 422],
    [{ what: 'sectorLeaves', sector: '55' }, 422],
    [{ what: 'partyJoins', name: ' ' }, 422],
    [{ what: 'explodes' }, 422],
  ] as const) {
    assert.equal((await add(change)).status, status, JSON.stringify(change))
  }
  for (const who of [viewer, as('member', inn)]) {
    assert.deepEqual(
      await Promise.all([add(gone, who), call(who, 'GET', '/scenarios'), call(who, 'GET', `/scenarios/${id}/comparison`)]).then((all) => all.map(({ status }) => status)), // biome-ignore format: one line reads better
      [403, 403, 403],
    )
  }
  assert.equal((await call(elsewhere.owner, 'GET', `/scenarios/${id}/drawing`)).status, 404)
  assert.equal((await call(owner, 'POST', '/scenarios', { name: 'Tomorrow', asOf: '2030-01-01' })).status, 422)
  const many = Array(CHANGES_MAX).fill(gone)
  assert.equal((await call(owner, 'POST', '/scenarios', { name: 'Much', changes: [...many, gone] })).status, 422)
  const full = await scenario(...many)
  assert.equal((await call(owner, 'POST', `/scenarios/${full.id}/changes`, gone)).json.code, 'too_many_scenario_changes')
  assert.equal((await call(owner, 'GET', `/scenarios/${id}`)).json.changes.length, 0)
})

test('there are at most as many as one can look through, and a page leads to the next', async () => {
  const { owner } = await testEcosystem(db, { now: () => now })
  for (let k = 0; k < SCENARIOS_MAX; k++) await call(owner, 'POST', '/scenarios', { name: `Scenario ${k}` })
  assert.equal((await call(owner, 'POST', '/scenarios', { name: 'One more' })).json.code, 'too_many_scenarios')
  const first = (await call(owner, 'GET', '/scenarios?limit=60')).json
  const next = (await call(owner, 'GET', `/scenarios?limit=60&cursor=${first.nextCursor}`)).json
  assert.deepEqual([first.items.length, next.items.length, next.nextCursor], [60, 40, null])
  assert.equal(new Set([...first.items, ...next.items].map(({ id }) => id)).size, SCENARIOS_MAX)
})

test('an empty map can be tried on; whoever made a scenario finds it in what is kept about them, and the log holds no words of it', async () => {
  const { owner } = await testEcosystem(db, { now: () => now })
  const { id } = (await call(owner, 'POST', '/scenarios', { name: 'A fresh start', changes: [{ what: 'partyJoins', name: 'Ferry' }] })).json
  const { json } = await call(owner, 'GET', `/scenarios/${id}/comparison`)
  assert.deepEqual([json.before.parties, json.after.parties, json.after.largest], [0, 1, 1])
  const found = await transaction(owner, (tx) => personalData.collect(tx, { kind: 'account', id: owner.actor.personId } as never))
  assert.deepEqual([(found as { scenarios: unknown[] }).scenarios.length, (found as { scenarioChanges: unknown[] }).scenarioChanges.length], [1, 1]) // biome-ignore format: one line reads better
  const events = await transaction(owner, (tx) => tx.db.selectFrom('events').selectAll().where('type', 'like', 'scenario.%').execute())
  assert.deepEqual([events.length, JSON.stringify(events).includes('Ferry')], [1, false])
})

test('a link tells people without access the scenario as it was, in names of today, until it is withdrawn, removed or too old', async () => {
  const { owner, viewer, as, scenario, gone, market, inn, bakery } = await valley()
  const { id, version } = await scenario(gone, { what: 'partyJoins', name: 'Village <shop>', city: 'Zell' })
  for (const who of [viewer, as('member', inn)]) assert.equal((await call(who, 'POST', `/scenarios/${id}/links`)).status, 403)
  assert.equal((await call(owner, 'POST', `/scenarios/${newId()}/links`)).status, 404)
  const made = await call(owner, 'POST', `/scenarios/${id}/links`)
  assert.equal(made.status, 201, made.text)
  const { path } = made.json
  const before = await transaction(owner, (tx) => sql`select * from events where ecosystem_id = ${tx.ecosystemId}`.execute(tx.db))
  const page = await visit(path)
  assert.equal(page.status, 200)
  for (const said of ['Without the market', '2 of 4 would lose their way', '<li>inn</li>', 'market leaves', 'Village &lt;shop&gt;, Zell joins', 'made up']) assert.ok(page.text.includes(said), said) // biome-ignore format: one line reads better
  assert.deepEqual([page.headers.get('cache-control'), page.headers.get('x-robots-tag'), page.headers.get('referrer-policy')], ['no-store', 'noindex', 'no-referrer']) // biome-ignore format: one line reads better
  assert.match((await visit(`${path}?lang=de`)).text, /2 von 4 Organisationen verlören den Weg/)
  const after = await transaction(owner, (tx) => sql`select * from events where ecosystem_id = ${tx.ecosystemId}`.execute(tx.db))
  assert.equal(after.rows.length, before.rows.length, 'looking changes nothing')
  // what is thought of later is not told, and who is gone has no name
  await call(owner, 'PATCH', `/scenarios/${id}`, { version, name: 'A secret plan' })
  await call(owner, 'DELETE', `/parties/${inn}`)
  await transaction(owner, (tx) => sql`delete from parties where ecosystem_id = ${tx.ecosystemId} and id = ${market}`.execute(tx.db))
  const later = (await visit(path)).text
  assert.deepEqual([/secret plan/.test(later), /<li>inn</.test(later), /market leaves/.test(later)], [false, false, false])
  // merged, it goes by the name of the other
  const mine = (await call(owner, 'GET', `/scenarios/${id}`)).json
  const twin = (await call(owner, 'POST', '/parties', { name: 'The old bakery' })).json.id
  await call(owner, 'POST', '/merges', { targetId: twin, aliasId: bakery, take: {} })
  const { json: about } = await call(owner, 'PATCH', `/scenarios/${id}`, { version: mine.version, description: 'As Ida "Zell" told it' })
  assert.equal(about.description, 'As Ida "Zell" told it')
  const told = (await call(owner, 'POST', `/scenarios/${id}/links`)).json.path
  assert.match((await visit(told)).text, /Ida/)
  await transaction(owner, (tx) => personalData.erase(tx, { kind: 'contact', id: newId() } as never, ['Ida "Zell"']))
  assert.equal((await visit(told)).status, 404)
  assert.equal((await call(owner, 'GET', `/scenarios/${id}`)).json.description, 'As […] told it')
  assert.match((await visit(path)).text, /<li>The old bakery</)
  assert.equal((await call(viewer, 'DELETE', `/scenarios/${id}/links`)).status, 403)
  assert.equal((await call(owner, 'DELETE', `/scenarios/${id}/links`)).status, 200)
  assert.equal((await visit(path)).status, 404)
  const [old, other] = [(await call(owner, 'POST', `/scenarios/${id}/links`)).json.path, (await call(owner, 'POST', `/scenarios/${id}/links`)).json.path] // biome-ignore format: one line reads better
  now = new Date(now.getTime() + 31 * 86_400_000)
  assert.equal((await visit(old)).status, 410)
  now = new Date(now.getTime() - 31 * 86_400_000)
  await call(owner, 'DELETE', `/scenarios/${id}`)
  assert.equal((await visit(other)).status, 404)
  const removed = (await call(owner, 'GET', '/removed-scenarios')).json.items
  assert.deepEqual(removed.map((item: { names: string[] }) => item.names), [['A secret plan']]) // biome-ignore format: one line reads better
  assert.equal((await call(viewer, 'GET', '/removed-scenarios')).status, 403)
})
