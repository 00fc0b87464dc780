import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRoute, z } from '@hono/zod-openapi'
import { sql } from 'kysely'
import { createApp } from './app.ts'
import { type Ctx, transaction } from './ctx.ts'
import { createEntrance, openEntrance, revokeEntrances, useEntrance } from './entrances.ts'
import { DomainError } from './errors.ts'
import { getFile, readFile, saveFile } from './files.ts'
import { answers, jsonBody, newRouter, read, write } from './http.ts'
import { isId, newId } from './ids.ts'
import { enqueue } from './jobs.ts'
import { decodeCursor, encodeCursor, toPage } from './paging.ts'
import { testDatabase, testEcosystem, testJobs } from './testing.ts'

const database = await testDatabase()
const { db } = database
const LOST_MS = 50
const seen: unknown[] = []
const failing = { left: 1 }
const worked = await testJobs(database, {
  'test.note': async (_ctx, payload) => {
    seen.push(payload.n)
  },
  'test.fail_once': async () => {
    if (failing.left-- > 0) throw new Error('boom')
    seen.push('after the failure')
  },
})
let now = new Date('2026-01-01T00:00:00Z')
const { owner, ecosystemId } = await testEcosystem(db, { now: () => now })
const door = { db, now: () => now }
const inAnHour = () => new Date(now.getTime() + 3_600_000)

test('ids are unique, in order, and of version 7', () => {
  const ids = Array.from({ length: 20_000 }, newId)
  assert.equal(new Set(ids).size, ids.length)
  assert.deepEqual([...ids].sort(), ids)
  assert.ok(ids.every((id) => isId(id) && id[14] === '7' && '89ab'.includes(id[19]!)))
})

test('an entrance opens as often as it is looked at, and is used once, whoever comes first', async () => {
  const { key } = await createEntrance(door, {
    kind: 'invitation',
    ecosystemId,
    target: 'x',
    scope: { role: 'viewer' },
    expiresAt: inAnHour(),
  })
  assert.equal((await openEntrance(door, 'invitation', key)).target, 'x')
  assert.deepEqual((await openEntrance(door, 'invitation', key)).scope, { role: 'viewer' })
  const tries = await Promise.allSettled([1, 2, 3, 4, 5].map(() => useEntrance(door, 'invitation', key)))
  assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1)
  await assert.rejects(useEntrance(door, 'invitation', key), { kind: 'gone', code: 'entrance_used' })
})

test('an entrance of another kind, an expired and a withdrawn one do not open', async () => {
  const make = () => createEntrance(door, { kind: 'invitation', ecosystemId, target: 'y', scope: {}, expiresAt: inAnHour() })
  const { key } = await make()
  await assert.rejects(openEntrance(door, 'first_run', key), { kind: 'not_found' })
  await assert.rejects(openEntrance(door, 'invitation', `${key.slice(1)}x`), { kind: 'not_found' })
  now = new Date(now.getTime() + 2 * 3_600_000)
  await assert.rejects(openEntrance(door, 'invitation', key), { code: 'entrance_expired' })
  const second = await make()
  await revokeEntrances(door, 'invitation', 'y')
  await assert.rejects(useEntrance(door, 'invitation', second.key), { code: 'entrance_revoked' })
})

test('a rolled-back transaction leaves no job, a committed one is worked, a failed one again', async () => {
  await assert.rejects(
    transaction(owner, async (tx) => {
      await enqueue(tx, 'test.note', { n: 1 })
      throw new Error('rolled back')
    }),
  )
  await transaction(owner, (tx) => enqueue(tx, 'test.note', { n: 2 }))
  await transaction(owner, (tx) => enqueue(tx, 'test.fail_once', {}))
  await worked()
  assert.deepEqual(seen.sort(), [2, 'after the failure'])
})

test('a file comes back as it went in, and one that is too large leaves nothing', async () => {
  const bytes = Buffer.from(Array.from({ length: 2_500_000 }, (_, index) => index % 251))
  async function* pieces() {
    for (let from = 0; from < bytes.length; from += 65_536) yield bytes.subarray(from, from + 65_536)
  }
  const save = (maxBytes: number) =>
    transaction(owner, (tx) => saveFile(tx, { name: 'a.csv', mediaType: 'text/csv', content: pieces(), maxBytes }))
  const { id } = await save(3_000_000)
  const back = await transaction(owner, async (tx) => {
    assert.equal((await getFile(tx, id)).sizeBytes, bytes.length)
    const chunks: Buffer[] = []
    for await (const chunk of readFile(tx, id)) chunks.push(chunk)
    return Buffer.concat(chunks)
  })
  assert.ok(back.equals(bytes))
  await assert.rejects(save(1_000_000), { kind: 'too_large', code: 'file_too_large' })
  const kept = await transaction(owner, (tx) => tx.db.selectFrom('files').select('id').execute())
  assert.deepEqual(kept, [{ id }])
})

test('a cursor leads to the next page and is refused elsewhere', () => {
  const page = toPage([1, 2, 3], 2, (n) => [n, 'id'])
  assert.deepEqual(page.items, [1, 2])
  assert.deepEqual(decodeCursor(page.nextCursor!, 2), [2, 'id'])
  assert.equal(toPage([1, 2], 2, (n) => [n]).nextCursor, null)
  for (const bad of ['', '%%%', encodeCursor([1]), Buffer.from('{"a":1}').toString('base64url')]) {
    assert.throws(() => decodeCursor(bad, 2), { code: 'invalid_cursor' })
  }
})

const Thing = z.object({ name: z.string().min(1), tags: z.array(z.string()).optional() })
const routes = newRouter()
  .openapi(createRoute({ method: 'get', path: '/thing', responses: answers(200, Thing, 'It') }), (c) =>
    read(c, async () => ({ name: 'x' })),
  )
  .openapi(createRoute({ method: 'post', path: '/thing', request: { body: jsonBody(Thing) }, responses: answers(201, Thing, 'It') }), (c) =>
    write(c, 201, async () => {
      const { name } = c.req.valid('json')
      if (name === 'secret') throw new Error('a detail that is nobody’s business')
      if (name === 'no') throw new DomainError('conflict', 'said_no', 'It said no.')
      return { name }
    }),
  )
routes.get('/slow', (c) =>
  read(c, async (tx) => {
    if (c.req.query('wait') === undefined) return (await sql`select current_setting('statement_timeout') as name`.execute(tx.db)).rows[0]
    await sql`set local statement_timeout = 20`.execute(tx.db)
    return await sql`select pg_sleep(60)`.execute(tx.db)
  }),
)
routes.post('/file', (c) => write(c, 200, async () => ({ kept: true })))
const app = createApp({
  db,
  now: () => now,
  actorFor: async () => owner.actor,
  routes: [routes],
  installationRoutes: [],
  uploads: [{ method: 'POST', path: /^\/api\/ecosystems\/[^/]+\/file$/, maxBytes: 2_000_000 }],
  origins: ['https://tiles.example'],
})
const url = `http://localhost/api/ecosystems/${ecosystemId}/thing`
const post = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  app.request(url, { method: 'POST', body, headers })

test('every refusal is a problem with a stable code, and tells no detail', async () => {
  const codeOf = async (answer: Response | Promise<Response>) => {
    const response = await answer
    assert.equal(response.headers.get('content-type'), 'application/problem+json')
    const { status, code, title } = (await response.json()) as { status: number; code: string; title: string }
    assert.equal(status, response.status)
    assert.ok(!title.includes('business'))
    return [status, code]
  }
  assert.deepEqual(await codeOf(post('{"name":""}')), [422, 'invalid'])
  assert.deepEqual(await codeOf(post('{"name":"no"}')), [409, 'said_no'])
  assert.deepEqual(await codeOf(post('{"name":"secret"}')), [500, 'internal'])
  assert.deepEqual(await codeOf(post('{')), [400, 'http'])
  assert.deepEqual(await codeOf(post('name=x', { 'content-type': 'text/plain', origin: 'http://localhost' })), [415, 'http'])
  assert.deepEqual(await codeOf(post(JSON.stringify({ name: 'x'.repeat(1_100_000) }))), [413, 'body_too_large'])
  assert.deepEqual(await codeOf(app.request('http://localhost/api/nothing')), [404, 'not_found'])
  assert.deepEqual(await codeOf(app.request('http://localhost/api/ecosystems/none/thing')), [404, 'ecosystem_not_found'])
})

test('only what is said to take files takes a large body, and it has a limit too', async () => {
  const sent = async (path: string, bytes: number) =>
    (
      await app.request(`http://localhost${path}`, {
        method: 'POST',
        body: 'x'.repeat(bytes),
        headers: { 'content-type': 'application/json' },
      })
    ).status
  assert.equal(await sent(`/api/ecosystems/${ecosystemId}/file`, 1_500_000), 200)
  assert.equal(await sent(`/api/ecosystems/${ecosystemId}/file`, 2_500_000), 413)
  assert.equal(await sent('/auth/file', 1_500_000), 413)
  assert.equal(await sent(`/api/ecosystems/${ecosystemId}/thing`, 1_500_000), 413)
})

test('a form of another site is refused', async () => {
  const answer = await post('name=x', { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.example' })
  assert.equal(answer.status, 403)
  // behind a reverse proxy with a certificate the own page is an https page, and the request no longer is
  const own = await post('name=x', { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://localhost' })
  assert.notEqual(own.status, 403)
})

test('the content security policy names the program itself and the origins of the settings only', async () => {
  const policy = (await app.request(url)).headers.get('content-security-policy')!
  assert.match(
    policy,
    /^default-src 'none'; script-src 'self' 'nonce-[^']+'; style-src 'self' 'nonce-[^']+'; img-src 'self' data: blob: https:\/\/tiles\.example; /,
  )
  assert.ok(!policy.includes('unsafe'))
})

test('the document is OpenAPI 3.1 and readable without script; health answers', async () => {
  const document = (await (await app.request('http://localhost/api/openapi.json')).json()) as { openapi: string; paths: object }
  assert.equal(document.openapi, '3.1.0')
  assert.deepEqual(Object.keys(document.paths), ['/api/ecosystems/{ecosystemId}/thing'])
  const docs = await (await app.request('http://localhost/api/docs')).text()
  assert.ok(docs.includes('GET /api/ecosystems/{ecosystemId}/thing') && !docs.includes('<script'))
  for (const path of ['live', 'ready']) assert.equal((await app.request(`http://localhost/health/${path}`)).status, 200)
})

test('the document is made once for an app, and there is no route it could miss', async () => {
  const asked = async (from: typeof app) => (await from.request('http://localhost/api/openapi.json')).text()
  const other = createApp({ db, now: () => now, actorFor: async () => owner.actor, routes: [], installationRoutes: [], uploads: [], origins: [] }) // biome-ignore format: one line reads better
  const before = await asked(app)
  const make = app.getOpenAPI31Document
  app.getOpenAPI31Document = () => assert.fail('made once more')
  assert.equal(await asked(app), before)
  app.getOpenAPI31Document = make
  assert.throws(() => app.get('/late', (c) => c.text('late')), /matcher is already built/)
  assert.deepEqual(JSON.parse(await asked(other)).paths, {})
})

test('kept answers are given again for a day, and forgotten after it', async () => {
  const ask = async (key: string, name = 'x') => {
    const answer = await post(JSON.stringify({ name }), { 'content-type': 'application/json', 'idempotency-key': key })
    return answer.status
  }
  const keptKeys = async () =>
    (await transaction(owner, (tx) => tx.db.selectFrom('idempotency_keys').select('key').orderBy('key').execute())).map(({ key }) => key)
  const start = now
  assert.deepEqual([await ask('first'), await ask('second')], [201, 201])
  now = new Date(start.getTime() + 23 * 3_600_000)
  assert.deepEqual([await ask('third'), await ask('first', 'other')], [201, 409])
  assert.deepEqual(await keptKeys(), ['first', 'second', 'third'])
  now = new Date(start.getTime() + 25 * 3_600_000)
  assert.equal(await ask('fourth'), 201)
  assert.deepEqual(await keptKeys(), ['fourth', 'third'])
  assert.equal(await ask('first', 'other'), 201)
})

test('a transaction needs an ecosystem that is one', async () => {
  const wrong: Ctx = { ...owner, ecosystemId: "x'; drop table events; --" }
  await assert.rejects(async () => await transaction(wrong, async () => undefined), /not a uuid/)
})

test('a question that takes the database too long is given up', async () => {
  const ask = (query: string) => app.request(`http://localhost/api/ecosystems/${ecosystemId}/slow${query}`)
  assert.deepEqual(await (await ask('')).json(), { name: '1min' })
  const refused = await ask('?wait')
  assert.deepEqual([refused.status, ((await refused.json()) as { code: string }).code], [503, 'took_too_long'])
})

test('a connection lost between two statements of a transaction is told by the next one, and ends nothing else', async () => {
  const lost = transaction(owner, async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx.db)
    await db.executeQuery(sql`select pg_terminate_backend(${rows[0]!.pid})`.compile(db))
    await new Promise((resolve) => setTimeout(resolve, LOST_MS))
    await sql`select 1`.execute(tx.db)
  })
  await assert.rejects(lost)
  assert.equal(await transaction(owner, async () => 'goes on'), 'goes on')
})

test('who asks without end is told to wait', async () => {
  const answers = []
  for (let i = 0; i < 1300; i++) answers.push((await app.request(url)).status)
  assert.equal(answers.at(-1), 429)
})

test('the keys of a person count together with the person', async () => {
  const { personId, role } = owner.actor as { personId: string; role: 'owner' }
  let asked = 0
  const actorFor = async () => {
    asked++
    const key = { kind: 'key' as const, keyId: newId(), personId, role, partyIds: [], scopes: [] }
    return asked % 2 === 0 ? owner.actor : key
  }
  const counted = createApp({ db, now: () => now, actorFor, routes: [routes], installationRoutes: [], uploads: [], origins: [] })
  const answers = []
  for (let i = 0; i < 1201; i++) answers.push((await counted.request(`${url}s`)).status)
  assert.deepEqual([answers.at(-2), answers.at(-1)], [404, 429])
})

test('a body full of mistakes is answered with the first hundred', async () => {
  const other = createApp({ db, now: () => now, actorFor: async () => owner.actor, routes: [routes], installationRoutes: [], uploads: [], origins: [] }) // biome-ignore format: one line reads better
  const body = JSON.stringify({ name: 'x', tags: Array.from({ length: 5000 }, () => 1) })
  const answer = await other.request(url, { method: 'POST', body, headers: { 'content-type': 'application/json' } })
  const { status, errors } = (await answer.json()) as { status: number; errors: unknown[] }
  assert.deepEqual([status, errors.length], [422, 100])
})
