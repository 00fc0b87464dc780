import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transaction } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { sealOf } from '../../kernel/seals.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { routes as offerRoutes } from '../exchange/index.ts'
import { routes as partyRoutes } from '../parties/index.ts'
import { routes as taskRoutes } from '../tasks/index.ts'
import { routes as tieRoutes } from '../ties/index.ts'
import { personalData, routes } from './index.ts'

const database = await testDatabase()
await testJobs(database, {})
const { db } = database
let now = new Date('2026-03-01T10:00:00Z')
const call = testApi(db, [partyRoutes, tieRoutes, offerRoutes, taskRoutes, routes], () => now)
const DAY_MS = 86_400_000
const TASK = { title: 'Introduce the two', due: '2026-03-20' }

type Proposal = {
  oneId: string
  otherId: string
  origin: string
  seal: string
  introducerId: string | null
  reasons: { key: string; word: string | null }[]
}

/** A mill in the middle of three; the bakery offers what the inn needs, and both know the mill. */
async function valley() {
  const roles = await testEcosystem(db, { now: () => now })
  const { owner } = roles
  const party = async (name: string): Promise<string> => (await call(owner, 'POST', '/parties', { name, kinds: ['suppliers'] })).json.id
  const [mill, bakery, inn, smith] = [await party('Mill'), await party('Bakery'), await party('Inn'), await party('Smith')]
  for (const toId of [bakery, inn, smith]) await call(owner, 'POST', '/ties', { fromId: mill, toId, type: 'supplies' })
  await call(owner, 'POST', '/offers', { partyId: bakery, side: 'offer', title: 'Bread', category: 'Bread' })
  await call(owner, 'POST', '/offers', { partyId: inn, side: 'need', title: 'Rolls', category: 'bread' })
  const ask = (method: string, path: string, body?: unknown) => call(owner, method as 'GET', path, body)
  const fit = { oneId: bakery, otherId: inn, list: 'trade', origin: 'fit' }
  const enter = (body: object) => {
    const all = { ...fit, ...body }
    const seal = sealOf('introduction', [owner.ecosystemId, all.list, all.origin, ...[all.oneId, all.otherId].sort()])
    return ask('POST', '/introductions', { seal, ...all })
  }
  const proposals = async () => (await ask('GET', '/introductions/proposals')).json
  const trade = async (): Promise<Proposal[]> => (await proposals()).trade
  const isProposed = async () =>
    (await trade()).some(({ oneId, otherId }) => [oneId, otherId].sort().join() === [bakery, inn].sort().join())
  return { ...roles, mill, bakery, inn, smith, ask, enter, proposals, trade, isProposed }
}

test('the baker is proposed to the inn, because it needs bread and the mill knows both', async () => {
  const { trade, proposals, mill, bakery, inn } = await valley()
  const [first] = (await trade()).filter(({ origin }) => origin === 'fit')
  assert.deepEqual([first!.oneId, first!.otherId].sort(), [bakery, inn].sort())
  assert.deepEqual([first!.reasons[0]!.key, first!.reasons[0]!.word, first!.introducerId], ['meets', 'Bread', mill])
  const { names, tied, parties, speaking } = await proposals()
  assert.deepEqual([parties, tied, speaking], [4, 4, 2])
  assert.ok(names.some(({ id, name }: { id: string; name: string }) => id === mill && name === 'Mill'))
})

test('accepted, it becomes a task and is proposed no more; done with a tie, the map has it; each step is taken back', async () => {
  const { ask, enter, isProposed, bakery, inn } = await valley()
  const { status, json: accepted } = await enter({ acceptance: TASK })
  assert.deepEqual([status, accepted.state, accepted.task.due, accepted.task.isDone], [201, 'accepted', '2026-03-20', false])
  assert.equal(await isProposed(), false)
  assert.equal((await ask('GET', `/tasks/${accepted.task.id}`)).json.proposedBy, `introduction:${accepted.id}`)
  const done = await ask('POST', `/introductions/${accepted.id}/completion`, { tie: { type: 'supplies' }, note: 'From May on' })
  assert.deepEqual([done.json.state, done.json.completion.tieIsNew, done.json.task.isDone], ['done', true, true])
  const tie = (await ask('GET', `/ties/${done.json.completion.tieId}`)).json
  assert.deepEqual([tie.fromId, tie.toId, tie.type], [bakery, inn, 'supplies'])
  assert.equal((await ask('DELETE', `/introductions/${accepted.id}/steps/${accepted.acceptance.id}`)).json.code, 'introduction_went_on')
  await ask('DELETE', `/introductions/${accepted.id}/steps/${done.json.completion.id}`)
  assert.equal((await ask('GET', `/ties/${done.json.completion.tieId}`)).status, 404)
  const { items } = (await ask('GET', '/introductions?state=accepted')).json
  assert.deepEqual([items[0].state, items[0].task.isDone], ['accepted', false])
  await ask('DELETE', `/introductions/${accepted.id}/steps/${accepted.acceptance.id}`)
  assert.equal((await ask('GET', `/tasks/${accepted.task.id}`)).status, 404)
  assert.deepEqual((await ask('GET', '/introductions')).json.items, [])
  assert.equal(await isProposed(), true)
})

test('a key that may decide but not change the map states no tie by it', async () => {
  const { enter, owner, ask } = await valley()
  const { json } = await enter({ acceptance: TASK })
  const key = (scopes: string[]) => ({ ...owner, actor: { ...owner.actor, kind: 'key' as const, keyId: newId(), scopes } })
  const complete = (scopes: string[], tie: object | null) =>
    call(key(scopes) as never, 'POST', `/introductions/${json.id}/completion`, { tie })
  assert.equal((await complete(['private.write', 'tasks.write', 'map.read'], { type: 'supplies' })).status, 403)
  assert.equal((await ask('GET', '/introductions')).json.items[0].state, 'accepted')
  assert.equal((await complete(['private.write', 'tasks.write', 'map.write'], { type: 'supplies' })).json.completion.tieIsNew, true)
})

test('only what was proposed counts as a proposal', async () => {
  const { trade, ask, enter, smith } = await valley()
  const [first] = await trade()
  const { oneId, otherId, origin, seal } = first!
  const other = origin === 'fit' ? 'connected' : 'fit'
  const accept = { oneId, otherId, list: 'trade', origin, seal, acceptance: TASK }
  const changes = [{ seal: undefined }, { origin: other }, { list: 'peers' }, { otherId: smith, oneId: otherId }, { seal: `${seal}x` }]
  for (const change of changes) assert.equal((await ask('POST', '/introductions', { ...accept, ...change })).json.code, 'not_proposed')
  const stranger = await valley()
  assert.equal((await stranger.ask('POST', '/introductions', accept)).json.code, 'not_proposed')
  assert.equal((await enter({ seal: undefined, origin: 'person', list: 'peers', oneId, otherId })).status, 201)
  assert.equal((await ask('POST', '/introductions', accept)).status, 409)
  await ask('DELETE', `/introductions/${(await ask('GET', '/introductions')).json.items[0].id}`)
  assert.equal((await ask('POST', '/introductions', accept)).status, 201)
})

test('a tie that was there already is kept when the step is taken back', async () => {
  const { ask, enter, bakery, inn } = await valley()
  const { json } = await enter({ acceptance: TASK })
  const tie = (await ask('POST', '/ties', { fromId: inn, toId: bakery, type: 'supplies' })).json
  const done = (await ask('POST', `/introductions/${json.id}/completion`, { tie: { type: 'supplies', isTurned: true } })).json
  assert.deepEqual([done.completion.tieId, done.completion.tieIsNew], [tie.id, false])
  await ask('DELETE', `/introductions/${json.id}/steps/${done.completion.id}`)
  assert.equal((await ask('GET', `/ties/${tie.id}`)).status, 200)
})

test('declined with a reason, the pair is left alone for a while and then proposed again', async () => {
  const { enter, isProposed, ask } = await valley()
  const { json } = await enter({ decline: { reason: 'not_now', note: 'Ask again in summer' } })
  assert.deepEqual([json.state, json.decline.reason, json.decline.note], ['declined', 'not_now', 'Ask again in summer'])
  assert.equal(await isProposed(), false)
  assert.equal((await enter({ acceptance: TASK })).json.code, 'introduction_decided')
  // whoever thinks of it all the same may enter it
  assert.equal((await enter({ origin: 'person' })).json.state, 'proposed')
  const began = now
  now = new Date(began.getTime() + 90 * DAY_MS)
  const [entered] = (await ask('GET', '/introductions?state=proposed')).json.items
  await ask('DELETE', `/introductions/${entered.id}`)
  assert.equal(await isProposed(), true)
  now = began
})

test('of two who decide at once one decides, and the other is told', async () => {
  const { enter, ask, bakery, inn, coordinator } = await valley()
  const both = await Promise.all([enter({ acceptance: TASK }), enter({ decline: { reason: 'other' } })])
  assert.deepEqual(both.map(({ status }) => status).sort(), [201, 409])
  const { items } = (await ask('GET', '/introductions')).json
  assert.equal(items.length, 1)
  const second = await valley()
  const { json } = await second.enter({ origin: 'person' })
  const decide = (path: string, body: object) => call(second.coordinator, 'POST', `/introductions/${json.id}/${path}`, body)
  const answers = await Promise.all([decide('acceptance', TASK), decide('decline', { reason: 'known' })])
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409])
  assert.equal(answers.find((answer) => answer.status === 409)!.json.code, 'introduction_decided')
  assert.equal((await call(coordinator, 'POST', '/introductions', { oneId: inn, otherId: bakery, list: 'peers', origin: 'person' })).status, items[0].state === 'declined' ? 201 : 409) // biome-ignore format: one line reads better
})

test('by hand: not with itself, not across a conflict, not with who is left out; undecided it can be taken back', async () => {
  const { ask, enter, trade, bakery, smith, inn } = await valley()
  assert.equal((await enter({ origin: 'person', otherId: bakery })).json.errors[0].code, 'same_party')
  assert.equal((await enter({})).json.code, 'undecided_proposal')
  assert.equal((await enter({ origin: 'person', acceptance: TASK, decline: { reason: 'other' } })).json.code, 'accepted_and_declined')
  assert.equal((await enter({ origin: 'person', otherId: '00000000-0000-7000-8000-000000000000' })).status, 404)
  await ask('POST', '/ties', { fromId: smith, toId: bakery, type: 'conflicts' })
  assert.equal((await enter({ origin: 'person', otherId: smith })).json.code, 'introduction_in_conflict')
  const exemption = await ask('POST', '/introduction-exemptions', { partyId: inn, reason: 'Is being sold' })
  assert.deepEqual([exemption.status, exemption.json.party.name], [201, 'Inn'])
  assert.equal((await ask('POST', '/introduction-exemptions', { partyId: inn, reason: 'Again' })).json.code, 'left_out_already')
  assert.equal((await enter({ acceptance: TASK })).json.code, 'introduction_left_out')
  assert.equal((await trade()).filter(({ oneId, otherId }) => [oneId, otherId].includes(inn)).length, 0)
  await ask('DELETE', `/introduction-exemptions/${exemption.json.id}`)
  assert.equal((await ask('DELETE', `/introduction-exemptions/${exemption.json.id}`)).status, 404)
  const { json } = await enter({ origin: 'person' })
  assert.equal((await ask('POST', `/introductions/${json.id}/completion`, { tie: null })).json.code, 'introduction_undecided')
  assert.equal((await ask('DELETE', `/introductions/${json.id}`)).status, 200)
  assert.equal((await ask('DELETE', `/introductions/${json.id}`)).status, 404)
})

test('merged, removed and erased organisations break nothing', async () => {
  const { ask, enter, isProposed, bakery, inn, mill, owner } = await valley()
  const { json } = await enter({ acceptance: TASK })
  const twin = (await ask('POST', '/parties', { name: 'The inn' })).json.id
  await ask('POST', '/merges', { targetId: twin, aliasId: inn, take: {} })
  const [shown] = (await ask('GET', '/introductions')).json.items
  assert.deepEqual([shown.other.id, await isProposed()], [twin, false])
  assert.equal((await enter({ otherId: twin, acceptance: TASK })).json.code, 'introduction_under_way')
  await ask('DELETE', `/parties/${bakery}`)
  assert.notEqual((await ask('GET', '/introductions')).json.items[0].one.endedAt, null)
  assert.equal((await ask('POST', `/introductions/${json.id}/completion`, { tie: { type: 'supplies' } })).status, 404)
  assert.equal((await ask('POST', `/introductions/${json.id}/completion`, { tie: null })).json.state, 'done')
  await ask('POST', `/parties/${bakery}/restoration`)
  await ask('POST', '/merges', { targetId: mill, aliasId: bakery, take: {} })
  assert.equal((await ask('GET', '/introductions/proposals')).status, 200)
  await transaction(owner, (tx) =>
    tx.db.deleteFrom('parties').where('ecosystem_id', '=', owner.ecosystemId).where('id', '=', inn).execute(),
  )
  assert.deepEqual((await ask('GET', '/introductions')).json.items, [])
})

test('the comparison counts what was decided by where it came from, and says when that is too little', async () => {
  const { ask, enter } = await valley()
  const { json } = await enter({ acceptance: TASK })
  await ask('POST', `/introductions/${json.id}/completion`, { tie: { type: 'supplies' } })
  const compared = (await ask('GET', '/introductions/comparison')).json
  assert.deepEqual([compared.verdict, compared.lift, compared.needed], ['few', null, 10])
  assert.deepEqual([compared.fit.accepted.count, compared.fit.accepted.of, compared.fit.tied.count], [1, 1, 1])
  assert.deepEqual([compared.connected.accepted.of, compared.connected.accepted.share], [0, null])
  const check = (await ask('GET', '/introductions/check')).json
  assert.deepEqual([check.state, check.mix], ['few', null])
})

test('members and viewers see and decide nothing, and nobody another ecosystem’s; what one wrote is handed out', async () => {
  const { as, bakery, viewer, owner, enter } = await valley()
  const { json } = await enter({ decline: { reason: 'other', note: 'Maria Zell said no' } })
  for (const actor of [as('member', bakery), viewer]) {
    for (const path of [
      '/introductions',
      '/introductions/proposals',
      '/introductions/comparison',
      '/introductions/check',
      '/introduction-exemptions',
    ])
      assert.equal((await call(actor, 'GET', path)).status, 403, path)
    assert.equal((await call(actor, 'POST', `/introductions/${json.id}/acceptance`, TASK)).status, 403)
  }
  const other = await valley()
  assert.equal((await other.ask('POST', `/introductions/${json.id}/acceptance`, TASK)).status, 404)
  assert.equal((await other.ask('DELETE', `/introductions/${json.id}/steps/${json.decline.id}`)).status, 404)
  const subject = { kind: 'account', id: owner.actor.personId, name: '', email: '' } as const
  const collected = await transaction(owner, (tx) => personalData.collect(tx, subject))
  assert.equal((collected.introductionSteps as { note: string }[])[0]!.note, 'Maria Zell said no')
  await transaction(owner, (tx) => personalData.erase(tx, { kind: 'contact', id: json.id }, ['Maria Zell']))
  assert.equal((await call(owner, 'GET', '/introductions')).json.items[0].decline.note, '[…] said no')
})
