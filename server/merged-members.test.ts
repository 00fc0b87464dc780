// Whoever speaks for an organisation that was merged into another, asked through the real door: what is private to the two is theirs
// together while the merge holds, and each one's own again after it was undone.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { tmpdir } from 'node:os'
import { test } from 'node:test'
import { createApi } from './api.ts'
import { newId } from './kernel/ids.ts'
import { type TestAnswer, testDatabase, testEcosystem, testJobs } from './kernel/testing.ts'
import { readIdsOf } from './modules/parties/index.ts'
import { installAccounts } from './modules/people/index.ts'
import { JOBS, LISTENERS } from './modules.ts'

const database = await testDatabase()
const { db, pool } = database
const url = 'http://localhost'
const secret = '-'.repeat(32)
let clock = Date.now()
const now = () => new Date(clock)
const nothing = { mail: undefined, oidc: undefined, trustedProxies: [], dataFolder: tmpdir() }
const accounts = installAccounts({ ...nothing, db, pool, now, idsOfParty: readIdsOf, url, secret })
await testJobs(database, { ...accounts.jobs, ...JOBS }, LISTENERS)
const app = createApi({ db, now, accounts, origins: [] })
const { ecosystemId } = await testEcosystem(db)

type Ask = (method: string, path: string, body?: object) => Promise<TestAnswer>

/** Somebody with an account and a session, who asks through the door. */
async function signedIn(name: string, role: 'owner' | 'member', partyId: string | null = null): Promise<Ask> {
  const personId = newId()
  const token = newId()
  const person = { id: personId, name, email: `${name}@example.org`, emailVerified: true, locale: 'en' as const }
  await db
    .insertInto('auth.user')
    .values({ ...person, createdAt: now(), updatedAt: now() })
    .execute()
  const membership = { ecosystem_id: ecosystemId, person_id: personId, role, party_id: partyId, created_at: now() }
  await db.insertInto('auth.memberships').values(membership).execute()
  await pool.query(
    `insert into auth.session (id, "userId", token, "expiresAt", "createdAt", "updatedAt") values ($1, $2, $3, now() + interval '1 day', now(), now())`,
    [newId(), personId, token],
  )
  const cookie = `tutti.session_token=${encodeURIComponent(`${token}.${createHmac('sha256', secret).update(token).digest('base64')}`)}`
  return async (method, path, body) => {
    const address = path.startsWith('/api/') ? path : `/api/ecosystems/${ecosystemId}${path}`
    const headers = { cookie, origin: url, ...(body ? { 'content-type': 'application/json' } : {}) }
    const answer = await app.request(`${url}${address}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, text, json: text === '' ? undefined : JSON.parse(text) }
  }
}

const owner = await signedIn('Olga', 'owner')
const made = async (path: string, body: object) => {
  const { status, text, json } = await owner('POST', path, body)
  assert.equal(status, 201, text)
  return json
}

/** An organisation of which everything private says `word`, and a member of it. */
async function organisation(word: string, type: string, third: string) {
  const { id } = await made('/parties', { name: `${word} organisation`, fields: { secret: `${word}-field` } })
  const tie = await made('/ties', { fromId: id, toId: third, type, evidence: `${word}-tie` })
  const contact = await made(`/parties/${id}/contacts`, { name: `${word}-contact` })
  await made(`/parties/${id}/notes`, { body: `${word}-note` })
  await made('/interactions', { partyId: id, otherPartyId: third, kind: 'met', text: `${word}-interaction` })
  const offer = await made('/offers', { partyId: id, side: 'need', title: `${word}-offer`, visibility: 'coordinators' })
  const task = await made('/tasks', { partyId: id, title: `${word}-task` })
  return { id, tie, contact, offer, task, member: await signedIn(`${word}-member`, 'member', id) }
}

await made('/fields', { key: 'secret', label: 'Secret', type: 'text' })
const third = (await made('/parties', { name: 'Third organisation' })).id
const mill = await organisation('mill', 'partners', third)
const bakery = await organisation('bakery', 'supplies', third)

const PRIVATE = ['field', 'tie', 'contact', 'note', 'interaction', 'offer', 'task']
const all = (word: string) => PRIVATE.map((thing) => `${word}-${thing}`)

/** Which private texts come out of lists, records, the timeline and the search. */
async function seenBy(ask: Ask): Promise<string[]> {
  const paths = [
    '/ties',
    '/interactions',
    '/offers',
    '/tasks',
    '/events',
    ...all('mill')
      .concat(all('bakery'))
      .map((word) => `/search?q=${word}`),
  ]
  for (const { id } of [mill, bakery])
    paths.push(`/parties/${id}`, ...['contacts', 'notes', 'timeline'].map((part) => `/parties/${id}/${part}`))
  const answers = await Promise.all(paths.map((path) => ask('GET', path)))
  const text = answers.map((answer) => answer.text).join('\n')
  return [...all('mill'), ...all('bakery')].filter((word) => text.includes(word))
}

/** How the changes of what belongs to an organisation are answered. */
async function changesBy(ask: Ask, { id, contact, offer, task, tie }: typeof mill): Promise<number[]> {
  const version = async (path: string) => (await owner('GET', path)).json.version
  const change = async (path: string, body: object) => (await ask('PATCH', path, { version: await version(path), ...body })).status
  return [
    await change(`/parties/${id}`, { city: `City ${newId()}` }),
    (await ask('PATCH', `/contacts/${contact.id}`, { role: `Role ${newId()}` })).status,
    await change(`/offers/${offer.id}`, { unit: newId().slice(0, 8), quantity: 1 }),
    await change(`/tasks/${task.id}`, { body: newId() }),
    await change(`/ties/${tie.id}`, { strength: 0.5 }),
    (await ask('POST', `/parties/${id}/notes`, { body: 'One more' })).status,
  ]
}
const DONE = [200, 200, 200, 200, 200, 201]
const REFUSED = [403, 403, 404, 404, 403, 403]
const speaksFor = async (ask: Ask) => (await ask('GET', '/api/me')).json.ecosystems[0].partyId

async function mustBeApart() {
  assert.deepEqual(await seenBy(mill.member), all('mill'))
  assert.deepEqual(await seenBy(bakery.member), all('bakery'))
  assert.deepEqual([await changesBy(mill.member, mill), await changesBy(mill.member, bakery)], [DONE, REFUSED])
  assert.deepEqual([await changesBy(bakery.member, bakery), await changesBy(bakery.member, mill)], [DONE, REFUSED])
  assert.deepEqual([await speaksFor(mill.member), await speaksFor(bakery.member)], [mill.id, bakery.id])
}

test('members of two organisations see and change what is private to their own only', mustBeApart)

test('while one is merged into the other, both members see and change what is private to the two', async () => {
  clock += 60_000
  const { mergeId } = await made('/merges', { targetId: mill.id, aliasId: bakery.id })
  const during = now().toISOString()
  for (const { member } of [mill, bakery]) {
    // the field of the alias is not shown: the merged organisation has the facts of its target
    assert.deepEqual(await seenBy(member), [...all('mill'), ...all('bakery').filter((word) => word !== 'bakery-field')])
    for (const side of [mill, bakery]) assert.deepEqual(await changesBy(member, side), DONE)
    assert.equal(await speaksFor(member), mill.id)
    const removed = await member('DELETE', `/tasks/${bakery.task.id}`)
    const restored = await member('POST', `/tasks/${bakery.task.id}/restoration`)
    assert.deepEqual([removed.status, restored.status], [200, 200], restored.text)
  }
  clock += 60_000
  assert.equal((await owner('DELETE', `/merges/${mergeId}`)).status, 200)
  const past = await bakery.member('GET', `/parties/${mill.id}?asOf=${during}`)
  assert.deepEqual(past.json.fields, {}, 'a merge that was undone opens nothing')
})

test('after the merge is undone each member has their own again, and no more', mustBeApart)
