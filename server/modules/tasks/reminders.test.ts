import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { setAddress } from '../../kernel/address.ts'
import { createApp } from '../../kernel/app.ts'
import { type Role, transaction } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { mailJobs } from '../../kernel/mail.ts'
import { testApi, testDatabase, testEcosystem, testJobs } from '../../kernel/testing.ts'
import { routes as partyRoutes } from '../parties/index.ts'
import { jobs, pages, personalData, routes } from './index.ts'

setAddress('https://tutti.example.org')
const database = await testDatabase()
await testJobs(database, mailJobs(undefined))
const { db } = database
// six in the morning in Berlin
const SIX = Date.parse('2026-06-10T04:00:00Z')
const HOUR_MS = 3_600_000
let at = new Date(SIX)
const now = () => at
const { owner, viewer, as, ecosystemId } = await testEcosystem(db, { now })
const call = testApi(db, [partyRoutes, routes], now)
const open = createApp({
  db,
  now,
  actorFor: async () => owner.actor,
  routes: [],
  installationRoutes: [],
  uploads: [],
  origins: [],
  pages,
})
const visit = async (path: string, method = 'GET', headers: Record<string, string> = {}) => {
  const response = await open.request(`http://localhost${path}`, { method, headers: { 'sec-fetch-site': 'same-origin', ...headers } })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

async function person(name: string, locale: 'en' | 'de' = 'en', role: Role = 'coordinator') {
  const ctx = as(role)
  const id = ctx.actor.personId
  await db
    .insertInto('auth.user')
    .values({ id, name, email: `${name.toLowerCase()}@example.org`, emailVerified: true, locale, createdAt: at, updatedAt: at })
    .execute()
  await db
    .insertInto('auth.memberships')
    .values({ ecosystem_id: ecosystemId, person_id: id, role, party_id: null, created_at: at })
    .execute()
  return ctx
}
const task = async (ownerId: string | null, title: string, due: string | null) =>
  (await call(owner, 'POST', '/tasks', { title, due, ownerId })).json.id as string
const sweep = () => jobs['tasks.remind']!({ ...owner, actor: { kind: 'system' } }, {})
const mailsTo = (name: string) =>
  db.selectFrom('auth.mails').selectAll().where('to_address', '=', `${name.toLowerCase()}@example.org`).orderBy('id').execute()

test('the mail comes once a day, at the hour of the ecosystem’s day, with what is due and overdue, and none when nothing is', async () => {
  at = new Date(SIX)
  const ada = await person('Ada')
  const ben = await person('Ben')
  await task(ada.actor.personId, 'Call the mill', '2026-06-10')
  await task(ada.actor.personId, 'Visit the hotel', '2026-06-01')
  await task(ada.actor.personId, 'Not yet', '2026-06-11')
  await task(null, 'Nobody’s', '2026-06-10')
  await call(ada, 'POST', `/tasks/${await task(ada.actor.personId, 'Done already', '2026-06-09')}/completion`)
  for (const ctx of [ada, ben]) assert.equal((await call(ctx, 'PUT', '/task-reminder', { hour: 7 })).json.hour, 7)
  await sweep()
  assert.equal((await mailsTo('Ada')).length, 0, 'before the hour')
  at = new Date(SIX + HOUR_MS)
  await Promise.all([sweep(), sweep(), sweep()])
  await sweep()
  const [mail, ...more] = await mailsTo('Ada')
  assert.equal(more.length, 0)
  assert.equal(mail?.subject, '2 tasks are due: Test')
  assert.match(mail?.text ?? '', /Overdue:[\s\S]*Visit the hotel \(since 1 June\)[\s\S]*Due today:[\s\S]*Call the mill/)
  assert.doesNotMatch(mail?.text ?? '', /Not yet|Nobody|Done already|https/)
  assert.equal(mail?.link, `https://tutti.example.org/app/${ecosystemId}/tasks`)
  assert.equal((await mailsTo('Ben')).length, 0, 'nothing is due')
  at = new Date(SIX + 26 * HOUR_MS)
  await sweep()
  assert.equal((await mailsTo('Ada')).length, 2, 'the next day')
})

test('the day is noted in the transaction of the mail, so that a kill loses both or neither', async () => {
  const { rows } = await transaction(owner, (tx) =>
    sql<{ same: boolean }>`
      select m.xmin::text = r.xmin::text as same from auth.mails m, task_reminders r join auth."user" u on u.id = r.person_id
      where u.email = m.to_address order by m.id desc limit 1`.execute(tx.db),
  )
  assert.deepEqual(rows, [{ same: true }])
})

test('the link switches off by a button; looking changes nothing; used or made up it says the same', async () => {
  at = new Date(SIX)
  const eva = await person('Eva', 'de')
  await task(eva.actor.personId, 'Mühle anrufen', '2026-06-10')
  await call(eva, 'PUT', '/task-reminder', { hour: 7 })
  at = new Date(SIX + HOUR_MS)
  await sweep()
  const [mail] = await mailsTo('Eva')
  assert.equal(mail?.subject, 'Eine Aufgabe ist fällig: Test')
  const path = new URL(mail!.second_link!).pathname
  const page = await visit(path)
  assert.equal(page.status, 200)
  assert.match(page.text, /Keine Mails mehr zu Ihren Aufgaben/)
  assert.match((await visit(`${path}?lang=en`)).text, /No more mails about your tasks/)
  assert.deepEqual(
    ['cache-control', 'referrer-policy', 'x-robots-tag'].map((name) => page.headers.get(name)),
    ['no-store', 'no-referrer', 'noindex'],
  )
  assert.equal((await call(eva, 'GET', '/task-reminder')).json.hour, 7, 'looking changed nothing')
  assert.equal((await visit(path, 'POST', { 'sec-fetch-site': 'cross-site' })).status, 403)
  assert.equal((await call(eva, 'GET', '/task-reminder')).json.hour, 7, 'a foreign form changed nothing')
  assert.match((await visit(path, 'POST')).text, /Sie erhalten diese Mails nicht mehr/)
  assert.equal((await call(eva, 'GET', '/task-reminder')).json.hour, null)
  const used = await visit(path)
  const madeUp = await visit(`/reminders/${'x'.repeat(32)}`)
  assert.deepEqual([used.status, madeUp.status], [404, 404])
  const plain = (text: string) => text.replace(/nonce="[^"]*"/, '')
  assert.equal(plain(used.text), plain(madeUp.text))
})

test('set after its hour it begins tomorrow; it ends with the access and the account; a viewer and a wrong hour are refused', async () => {
  at = new Date(SIX + 5 * HOUR_MS)
  const max = await person('Max')
  await task(max.actor.personId, 'Late', '2026-06-01')
  await call(max, 'PUT', '/task-reminder', { hour: 7 })
  await sweep()
  assert.equal((await mailsTo('Max')).length, 0)
  at = new Date(SIX + 26 * HOUR_MS)
  await jobs['tasks.end_reminders']!({ ...owner, actor: { kind: 'system' } }, { personId: max.actor.personId })
  await sweep()
  assert.equal((await mailsTo('Max')).length, 0)
  await call(max, 'PUT', '/task-reminder', { hour: 7 })
  const subject = { kind: 'account' as const, id: max.actor.personId, name: 'Max', email: 'max@example.org' }
  const held = await transaction(owner, (tx) => personalData.collect(tx, subject))
  assert.equal((held.reminders as unknown[]).length, 1)
  await transaction(owner, (tx) => personalData.erase(tx, subject, []))
  assert.equal((await call(max, 'GET', '/task-reminder')).json.hour, null)
  assert.equal((await call(viewer, 'PUT', '/task-reminder', { hour: 7 })).status, 403)
  assert.equal((await call(max, 'PUT', '/task-reminder', { hour: 24 })).status, 422)
  const key = { ...max, actor: { ...max.actor, kind: 'key' as const, keyId: newId(), scopes: ['tasks.write'] } }
  assert.equal((await call(key, 'PUT', '/task-reminder', { hour: 7 })).status, 403)
})

test('lists are nobody’s, and by what proposed them', async () => {
  const ina = await person('Ina')
  await task(ina.actor.personId, 'Ina’s', null)
  await task(null, 'Free', null)
  const titles = async (query: string) =>
    (await call(owner, 'GET', `/tasks?${query}&limit=200`)).json.items.map(({ title }: { title: string }) => title)
  assert.ok((await titles('owner=nobody')).includes('Free'))
  assert.ok(!(await titles('owner=nobody')).includes('Ina’s'))
  await call(owner, 'POST', '/tasks', { title: 'Follow up', proposedBy: 'meeting:one' })
  assert.deepEqual(await titles('proposedBy=meeting:one'), ['Follow up'])
})
