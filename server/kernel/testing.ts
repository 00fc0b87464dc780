import { after } from 'node:test'
import pg from 'pg'
import { createApp } from './app.ts'
import { type Actor, type Ctx, type Role, transaction } from './ctx.ts'
import { type Db, openDb, openPool } from './db.ts'
import type { Listeners } from './events.ts'
import { setListeners } from './events.ts'
import type { Router } from './http.ts'
import { newId } from './ids.ts'
import { type Jobs, startJobs } from './jobs.ts'
import type { OpenPages } from './pages.ts'
import { setThreadDatabase } from './threads.ts'

/** A database of its own for each test file, copied from the migrated template that `npm test` prepared. */
export async function testDatabase() {
  const host = process.env.TUTTI_TEST_SOCKET
  const template = process.env.TUTTI_TEST_TEMPLATE
  if (!host || !template) throw new Error('Run the tests with npm test, it starts a database for them.')
  const database = `test_${newId().replaceAll('-', '')}`
  const admin = new pg.Client({ host, user: 'postgres', database: 'postgres' })
  await admin.connect()
  await admin.query(`create database ${database} template ${template} strategy file_copy`)
  const config = { host, user: 'tutti_app', database }
  setThreadDatabase(config)
  const pool = openPool(config)
  const db = openDb(pool)
  const closers: (() => Promise<unknown>)[] = []
  after(async () => {
    for (const close of closers.reverse()) await close()
    await db.destroy()
    await admin.query(`drop database ${database} with (force)`)
    await admin.end()
  })
  return { host, database, pool, db, closeWith: (close: () => Promise<unknown>) => closers.push(close) }
}

/** Starts the job queue on a test database and answers a function that waits until all enqueued jobs have been worked. */
export async function testJobs(
  { db, pool, closeWith }: Awaited<ReturnType<typeof testDatabase>>,
  handlers: Jobs,
  listeners: Listeners = {},
  now = () => new Date(),
): Promise<() => Promise<void>> {
  setListeners(listeners)
  const boss = await startJobs(db, pool, handlers, now)
  closeWith(() => boss.stop({ graceful: false }))
  return async () => {
    for (let tries = 0; tries < 600; tries++) {
      const { rows } = await pool.query(
        `select from pgboss.job where state in ('retry', 'active') or (state = 'created' and start_after < now() + interval '1 hour') limit 1`,
      )
      if (rows.length === 0) return
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error('the jobs did not end within 30 seconds')
  }
}

/** A new ecosystem, and a Ctx in it for each role. Works without accounts: the persons are ids. */
export async function testEcosystem(db: Db, { now = () => new Date() }: { now?: () => Date } = {}) {
  const ecosystemId = newId()
  const system: Ctx = { db, actor: { kind: 'system' }, ecosystemId, now }
  await transaction(system, (tx) =>
    tx.db
      .insertInto('ecosystems')
      .values({ ecosystem_id: ecosystemId, name: 'Test', locale: 'en', time_zone: 'Europe/Berlin', party_id: null, created_at: now() })
      .execute(),
  )
  const as = (role: Role, party: string | readonly string[] = []): Ctx & { actor: Extract<Actor, { kind: 'person' }> } => ({
    ...system,
    actor: { kind: 'person', personId: newId(), role, partyIds: [party].flat() },
  })
  return { ecosystemId, system, as, owner: as('owner'), coordinator: as('coordinator'), viewer: as('viewer') }
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
export type TestAnswer = { status: number; headers: Headers; json: any; text: string }

/** The API in process. `call(ctx, 'POST', '/parties', body)` asks as the actor of `ctx` in its ecosystem. */
export function testApi(db: Db, routes: readonly Router[], now = () => new Date(), pages: readonly OpenPages[] = []) {
  const actors = new Map<string, Actor>()
  const app = createApp({
    db,
    now,
    actorFor: async (request) => actors.get(request.headers.get('x-test-actor') ?? '') ?? { kind: 'system' },
    routes,
    installationRoutes: [],
    uploads: [{ method: 'POST', path: /\/imports$/, maxBytes: 110_000_000, isStream: true }],
    origins: [],
    pages,
  })
  return async (
    ctx: Ctx,
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<TestAnswer & { bytes: Uint8Array }> => {
    const key = newId()
    actors.set(key, ctx.actor)
    const isJson = body !== undefined && !(body instanceof FormData)
    const response = await app.request(`http://localhost/api/ecosystems/${ctx.ecosystemId}${path}`, {
      method,
      headers: { 'x-test-actor': key, ...(isJson ? { 'content-type': 'application/json' } : { origin: 'http://localhost' }), ...headers },
      ...(body === undefined ? {} : { body: isJson ? JSON.stringify(body) : (body as FormData) }),
    })
    const bytes = new Uint8Array(await response.arrayBuffer())
    const text = new TextDecoder().decode(bytes)
    const json = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : undefined
    return { status: response.status, headers: response.headers, json, text, bytes }
  }
}
