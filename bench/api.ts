// A party and a filtered list, asked over HTTP, beside a bare Hono route that checks the session, sets the tenant and runs the same SQL.
import { type ChildProcess, spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { createInterface } from 'node:readline'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import pg from 'pg'
import { type Ctx, transaction } from '../server/kernel/ctx.ts'
import { openDb, openPool } from '../server/kernel/db.ts'
import { newId } from '../server/kernel/ids.ts'
import type { Settings } from '../server/kernel/settings.ts'
import { startServer } from '../server/main.ts'
import { getParty, listParties } from '../server/modules/parties/index.ts'
import { PartyList } from '../server/modules/parties/schema.ts'
import { generateEcosystem } from './data/generate.ts'
import { median, report } from './report.ts'

const PARTIES = 10_000
const TIES = 20_000
const GOAL = { min: 0.6 }
const RUNS = 7
const RUN_MS = 1_500
const CONNECTIONS = 8
/** Each may ask only so often in a minute, so many ask. */
const PEOPLE = 100
const SECRET = 'a secret of more than thirty-two characters'
const COOKIE = 'tutti.session_token'
const LIST = { kind: 'suppliers', city: 'Town 03', sort: 'name', limit: '50' }

const host = process.env.TUTTI_TEST_SOCKET!
const database = `bench_${process.pid}`
const admin = new pg.Client({ host, user: 'postgres', database: 'postgres' })
const closers: (() => Promise<unknown>)[] = []

try {
  await admin.connect()
  await admin.query(`create database ${database} template ${process.env.TUTTI_TEST_TEMPLATE} strategy file_copy`)
  await main()
} finally {
  for (const close of closers.reverse()) await close()
  await admin.query(`drop database ${database} with (force)`)
  await admin.end()
}

async function main(): Promise<void> {
  const connection = { host, user: 'tutti_app', database }
  const pool = openPool(connection)
  const db = openDb(pool)
  closers.push(() => db.destroy())
  const ecosystemId = newId()
  const cookies = await addPeople(ecosystemId)
  const ctx: Ctx = { db, actor: { kind: 'person', personId: 'person-0', role: 'owner', partyIds: [] }, ecosystemId, now: () => new Date() }
  const ids = await generateEcosystem({ ...ctx, actor: { kind: 'system' } }, { parties: PARTIES, ties: TIES })
  await vacuum()

  const base = await startProduct(connection)
  const load = startLoad()
  const paths = { party: `/parties/${ids[17]}`, list: `/parties?${new URLSearchParams(LIST)}` }
  const asked = {
    party: () => transaction(ctx, (tx) => getParty(tx, ids[17]!)),
    list: () => transaction(ctx, (tx) => listParties(tx, PartyList.parse(LIST))),
  }
  for (const name of ['party', 'list'] as const) {
    const url = `${base}/api/ecosystems/${ecosystemId}${paths[name]}`
    const statements = await record(pool, ctx, asked[name])
    const answer = await (await fetch(url, { headers: { cookie: cookies[0]! } })).json()
    const peer = await startPeer(connection, ecosystemId, statements, answer)
    const rates: { product: number[]; peer: number[] } = { product: [], peer: [] }
    for (let run = -1; run < RUNS; run++) {
      const turns = run % 2 ? (['product', 'peer'] as const) : (['peer', 'product'] as const)
      for (const turn of turns) {
        const perSecond = await load.run({ urls: [turn === 'peer' ? peer : url], cookies, connections: CONNECTIONS, ms: RUN_MS })
        if (run >= 0) rates[turn].push(perSecond) // the first is for warming up
      }
    }
    const title = name === 'party' ? 'one party' : `a filtered list of ${PARTIES} parties, 50 a page`
    report({
      bench: 'api',
      case: title,
      value: median(rates.product),
      unit: 'requests/s',
      peer: 'bare Hono route',
      peerValue: median(rates.peer),
      goal: GOAL,
    })
  }
}

/** Accounts with a session each; answers their cookies, signed as better-auth signs them. */
async function addPeople(ecosystemId: string): Promise<string[]> {
  const owner = openPool({ host, user: 'postgres', database, max: 1 })
  const people = Array.from({ length: PEOPLE }, (_, index) => `person-${index}`)
  await owner.query(
    `insert into ecosystems (ecosystem_id, name, locale, time_zone, created_at) values ($1, 'Bench', 'en', 'Europe/Berlin', now())`,
    [ecosystemId],
  )
  await owner.query(
    `insert into auth."user" (id, name, email, "emailVerified") select p, p, p || '@example.org', true from unnest($1::text[]) p`,
    [people],
  )
  await owner.query(
    `insert into auth.session (id, token, "expiresAt", "updatedAt", "userId") select p, 'token-' || p, now() + '1 day', now(), p from unnest($1::text[]) p`,
    [people],
  )
  await owner.query(
    `insert into auth.memberships (ecosystem_id, person_id, role, created_at) select $1, p, 'owner', now() from unnest($2::text[]) p`,
    [ecosystemId, people],
  )
  await owner.end()
  return people.map((person) => {
    const token = `token-${person}`
    return `${COOKIE}=${encodeURIComponent(`${token}.${signatureOf(token)}`)}`
  })
}

function signatureOf(token: string): string {
  return createHmac('sha256', SECRET).update(token).digest('base64')
}

async function vacuum(): Promise<void> {
  const client = new pg.Client({ host, user: 'postgres', database })
  await client.connect()
  await client.query('vacuum analyze')
  await client.end()
}

async function startProduct(connection: pg.PoolConfig): Promise<string> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const settings: Settings = {
    host: '127.0.0.1',
    port,
    url,
    dataFolder: process.env.TMPDIR!,
    databaseUrl: undefined,
    migrationDatabaseUrl: undefined,
    mail: undefined,
    tiles: undefined,
    geocoder: undefined,
    trustedProxies: [],
    oidc: undefined,
    secret: SECRET,
    logLevel: 'error',
    backupPassphrase: undefined,
  }
  const server = await startServer({ database: connection, settings, workspace: 'web' })
  closers.push(() => server.stop())
  return url
}

type Statement = { text: string; values: unknown[] }

/** The SQL that the product runs for a request, in order, without the begin and commit around it. */
async function record(pool: pg.Pool, ctx: Ctx, work: () => Promise<unknown>): Promise<Statement[]> {
  const statements: Statement[] = []
  const log = (event: { query: { sql: string; parameters: readonly unknown[] } }) =>
    void statements.push({ text: event.query.sql, values: [...event.query.parameters] })
  const db = ctx.db
  ctx.db = openDb(pool, log)
  await work()
  ctx.db = db
  return statements.filter(({ text }) => !/^(begin|set local|commit)/.test(text))
}

/** What somebody would write who wanted nothing but speed: session, tenant, the statements, and the same answer as JSON. */
async function startPeer(connection: pg.PoolConfig, ecosystemId: string, statements: Statement[], answer: unknown): Promise<string> {
  const pool = new pg.Pool({ ...connection, max: 10 })
  pool.on('error', () => {}) // the database goes at the end
  const app = new Hono()
  app.get('/', async (c) => {
    const [token = '', signature] = (getCookie(c, COOKIE) ?? '').split('.')
    if (signatureOf(token) !== signature) return c.text('sign in', 401)
    const client = await pool.connect()
    try {
      const { rows } = await client.query(
        `select s."userId", m.role, m.party_id from auth.session s
         join auth.memberships m on m.person_id = s."userId" and m.ecosystem_id = $2 where s.token = $1 and s."expiresAt" > now()`,
        [token, ecosystemId],
      )
      if (rows.length === 0) return c.text('sign in', 401)
      await client.query('begin')
      await client.query(`set local tutti.ecosystem_id = '${ecosystemId}'`)
      for (const { text, values } of statements) await client.query(text, values)
      await client.query('commit')
    } finally {
      client.release()
    }
    return c.json(answer as object)
  })
  const port = await freePort()
  const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' })
  await new Promise<void>((resolve) => server.once('listening', resolve))
  closers.push(async () => {
    if ('closeAllConnections' in server) server.closeAllConnections()
    server.close()
    await pool.end()
  })
  return `http://127.0.0.1:${port}/`
}

/** A process of its own that asks, so that asking does not slow the answering down. */
function startLoad() {
  const child: ChildProcess = spawn(process.execPath, ['bench/data/load.ts'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
  closers.push(async () => child.kill())
  return {
    async run(order: { urls: string[]; cookies: string[]; connections: number; ms: number }): Promise<number> {
      child.stdin!.write(`${JSON.stringify(order)}\n`)
      const { value } = await lines.next()
      if (value === undefined) throw new Error('the load generator ended')
      return (JSON.parse(value) as { perSecond: number }).perSecond
    },
  }
}

async function freePort(): Promise<number> {
  const server = serve({ fetch: () => new Response(), port: 0, hostname: '127.0.0.1' })
  await new Promise<void>((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
