import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Role } from '../../kernel/ctx.ts'
import { transaction } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { createParties, routes as partyRoutes } from '../parties/index.ts'
import { routes as tieRoutes } from '../ties/index.ts'
import { routes, searchTasks } from './index.ts'

const database = await testDatabase()
await testJobs(database, {})
const { db } = database
// half past eleven at night in UTC, the next day already in Berlin
const now = new Date('2026-06-10T22:30:00Z')
const { owner, coordinator, viewer, as, ecosystemId } = await testEcosystem(db, { now: () => now })
const call = testApi(db, [partyRoutes, tieRoutes, routes], () => now)

async function parties(count: number): Promise<string[]> {
  const drafts = Array.from({ length: count }, (_, index) => ({ name: `Party ${index}` }))
  return [...(await transaction(owner, (tx) => createParties(tx, drafts, 'import:x')))]
}
async function member(role: Role, partyId: string | null = null) {
  const ctx = as(role, partyId ?? [])
  const { personId } = ctx.actor
  const person = {
    id: personId,
    name: 'Ada',
    email: `${personId}@example.org`,
    emailVerified: true,
    locale: 'en',
    createdAt: now,
    updatedAt: now,
  } as const
  await db.insertInto('auth.user').values(person).execute()
  await db
    .insertInto('auth.memberships')
    .values({ ecosystem_id: ecosystemId, person_id: ctx.actor.personId, role, party_id: partyId, created_at: now })
    .execute()
  return ctx
}
const create = async (body: object, ctx = owner) => {
  const answer = await call(ctx, 'POST', '/tasks', { title: 'Call the mill', ...body })
  assert.equal(answer.status, 201, answer.text)
  return answer.json
}
const titles = async (ctx: typeof owner, query = '') =>
  (await call(ctx, 'GET', `/tasks?${query}`)).json.items.map(({ title }: { title: string }) => title)

test('a task is written down, changed, completed with who and when, and taken back', async () => {
  const [a, b] = await parties(2)
  const tie = (await call(owner, 'POST', '/ties', { fromId: a, toId: b, type: 'supplies' })).json
  const made = await create({ body: 'About flour', due: '2026-07-01', partyId: a, tieId: tie.id, proposedBy: 'insight:brokers' })
  assert.deepEqual(
    [made.body, made.due, made.isOverdue, made.partyId, made.tieId, made.proposedBy, made.completion],
    ['About flour', '2026-07-01', false, a, tie.id, 'insight:brokers', null],
  )
  const changed = await call(owner, 'PATCH', `/tasks/${made.id}`, { version: 1, title: 'Visit the mill', tieId: null })
  assert.deepEqual([changed.json.title, changed.json.tieId, changed.json.partyId, changed.json.version], ['Visit the mill', null, a, 2])
  assert.equal((await call(owner, 'PATCH', `/tasks/${made.id}`, { version: 1, title: 'X' })).json.code, 'task_changed')
  const done = await call(coordinator, 'POST', `/tasks/${made.id}/completion`)
  assert.deepEqual(done.json.completion, { at: now.toISOString(), by: `person:${coordinator.actor.personId}` })
  assert.equal((await call(owner, 'POST', `/tasks/${made.id}/completion`)).json.code, 'task_completed')
  assert.equal((await call(owner, 'DELETE', `/tasks/${made.id}/completion`)).json.completion, null)
  assert.equal((await call(owner, 'DELETE', `/tasks/${made.id}/completion`)).json.code, 'task_open')
  assert.equal((await call(owner, 'DELETE', `/tasks/${made.id}`)).status, 200)
  assert.equal((await call(owner, 'GET', `/tasks/${made.id}`)).status, 404)
  assert.equal((await call(owner, 'POST', `/tasks/${made.id}/restoration`)).json.title, 'Visit the mill')
  assert.equal((await call(owner, 'POST', `/tasks/${made.id}/restoration`)).json.code, 'task_not_ended')
})

test('of five who complete a task at once, one does', async () => {
  const { id } = await create({})
  const tries = await Promise.all([1, 2, 3, 4, 5].map(() => call(owner, 'POST', `/tasks/${id}/completion`)))
  assert.deepEqual(tries.map(({ status }) => status).sort(), [200, 409, 409, 409, 409])
})

test('lists are mine, open, overdue by the day of the ecosystem, done, and by party', async () => {
  const [a] = await parties(1)
  const colleague = await member('coordinator')
  await create({ title: 'late', due: '2026-06-10', partyId: a, ownerId: colleague.actor.personId })
  await create({ title: 'today', due: '2026-06-11', partyId: a })
  await create({ title: 'some day', partyId: a })
  const { id } = await create({ title: 'done', due: '2026-06-01', partyId: a })
  await call(owner, 'POST', `/tasks/${id}/completion`)
  assert.deepEqual(await titles(owner, `partyId=${a}`), ['late', 'today', 'some day'])
  assert.deepEqual(await titles(owner, `partyId=${a}&state=overdue`), ['late'])
  assert.deepEqual(await titles(owner, `partyId=${a}&state=done`), ['done'])
  assert.deepEqual(await titles(owner, `partyId=${a}&state=all`), ['done', 'late', 'today', 'some day'])
  assert.deepEqual(await titles(colleague, 'owner=me'), ['late'])
  assert.deepEqual(await titles(owner, `owner=${colleague.actor.personId}`), ['late'])
  const first = (await call(owner, 'GET', `/tasks?partyId=${a}&limit=2`)).json
  assert.deepEqual(await titles(owner, `partyId=${a}&limit=2&cursor=${first.nextCursor}`), ['some day'])
})

test('a member sees and completes the tasks they own and those of their organisation, and puts none before others', async () => {
  const [a, b] = await parties(2)
  const mine = await member('member', a)
  const ofParty = await create({ title: 'of party', partyId: a })
  const owned = await create({ title: 'owned', partyId: b, ownerId: mine.actor.personId })
  const hidden = await create({ title: 'canary', partyId: b })
  const general = await create({ title: 'general canary' })
  assert.deepEqual((await titles(mine)).sort(), ['of party', 'owned'])
  assert.deepEqual(await titles(mine, `partyId=${b}`), ['owned'])
  assert.deepEqual((await transaction(mine, (tx) => searchTasks(tx, 'canary', 10))).length, 0)
  assert.deepEqual((await transaction(owner, (tx) => searchTasks(tx, 'canar', 10))).length, 2)
  assert.deepEqual((await transaction(owner, (tx) => searchTasks(tx, 'genral canary', 10))).length, 1)
  for (const { id } of [hidden, general]) {
    assert.equal((await call(mine, 'GET', `/tasks/${id}`)).status, 404)
    assert.equal((await call(mine, 'PATCH', `/tasks/${id}`, { version: 1, title: 'X' })).status, 404)
    assert.equal((await call(mine, 'POST', `/tasks/${id}/completion`)).status, 404)
    assert.equal((await call(mine, 'DELETE', `/tasks/${id}`)).status, 404)
  }
  for (const { id } of [ofParty, owned]) assert.equal((await call(mine, 'POST', `/tasks/${id}/completion`)).status, 200)
  assert.equal((await call(mine, 'PATCH', `/tasks/${ofParty.id}`, { version: 1, partyId: b })).status, 403)
  assert.equal((await call(mine, 'POST', '/tasks', { title: 'X', partyId: b })).status, 403)
  assert.equal((await call(mine, 'POST', '/tasks', { title: 'X' })).status, 403)
  assert.equal((await call(mine, 'POST', '/tasks', { title: 'X', ownerId: mine.actor.personId })).status, 201)
  assert.equal((await call(mine, 'POST', '/tasks', { title: 'X', partyId: a })).status, 201)
})

test('a member gives a task to those of their own organisation, and to nobody else', async () => {
  const [a, b] = await parties(2)
  const mine = await member('member', a)
  const colleague = await member('member', a)
  const given = async (ownerId: string) => {
    const { status, json } = await call(mine, 'POST', '/tasks', { title: 'X', partyId: a, ownerId })
    return status === 201 ? status : json.code
  }
  assert.equal(await given(colleague.actor.personId), 201)
  assert.equal(await given((await member('member', b)).actor.personId), 'no_member')
  assert.equal(await given((await member('coordinator')).actor.personId), 'no_member')
  const { id, version } = await create({ partyId: a }, mine)
  const handed = await call(mine, 'PATCH', `/tasks/${id}`, { version, ownerId: (await member('member', b)).actor.personId })
  assert.equal(handed.status, 422)
})

test('a viewer has no tasks', async () => {
  assert.equal((await call(viewer, 'GET', '/tasks')).status, 403)
  assert.equal((await call(viewer, 'POST', '/tasks', { title: 'X', ownerId: viewer.actor.personId })).status, 403)
  assert.deepEqual(await transaction(viewer, (tx) => searchTasks(tx, 'mill', 10)), [])
})

test('a task that does not make sense is refused', async () => {
  const refused = async (body: object) => {
    const { status, json } = await call(owner, 'POST', '/tasks', { title: 'Call', ...body })
    return [status, json.code]
  }
  assert.deepEqual(await refused({ title: '' }), [422, 'invalid'])
  assert.deepEqual(await refused({ due: 'soon' }), [422, 'invalid'])
  assert.deepEqual(await refused({ proposedBy: 'nobody' }), [422, 'invalid'])
  assert.deepEqual(await refused({ partyId: newId() }), [404, 'party_not_found'])
  assert.deepEqual(await refused({ tieId: newId() }), [404, 'tie_not_found'])
  assert.deepEqual(await refused({ ownerId: newId() }), [422, 'no_member'])
})

test('the task of a merged party shows with the party it was merged into', async () => {
  const [a, twin] = await parties(2)
  await create({ title: 'twin', partyId: twin })
  await call(owner, 'POST', '/merges', { targetId: a, aliasId: twin })
  assert.deepEqual(await titles(as('member', a)), ['twin'])
})

test('a task stays when its party leaves the map, names it, and can still be changed', async () => {
  const [gone, there] = await parties(2)
  const made = await create({ partyId: gone })
  assert.deepEqual([made.partyName, made.partyEndedAt], ['Party 0', null])
  await call(owner, 'DELETE', `/parties/${gone}`)
  const left = (await call(owner, 'GET', `/tasks/${made.id}`)).json
  assert.deepEqual([left.partyName, left.partyEndedAt], ['Party 0', now.toISOString()])
  const renamed = await call(owner, 'PATCH', `/tasks/${made.id}`, { version: 1, title: 'Thank them', partyId: gone })
  assert.deepEqual([renamed.status, renamed.json.title, renamed.json.partyId], [200, 'Thank them', gone])
  const moved = await call(owner, 'PATCH', `/tasks/${made.id}`, { version: 2, partyId: there })
  assert.deepEqual([moved.json.partyName, moved.json.partyEndedAt], ['Party 1', null])
  const back = await call(owner, 'PATCH', `/tasks/${made.id}`, { version: 3, partyId: gone })
  assert.equal(back.status, 404, 'a new one has to be on the map')
})
