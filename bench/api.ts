// A party and a filtered list, asked over HTTP, beside a bare Hono route that checks the session, sets the tenant and runs the same SQL.
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { getCookie } from 'hono/cookie'
import pg from 'pg'
import { type Ctx, transaction } from '../server/kernel/ctx.ts'
import { openDb } from '../server/kernel/db.ts'
import { newId } from '../server/kernel/ids.ts'
import { getParty, listParties } from '../server/modules/parties/index.ts'
import { PartyList } from '../server/modules/parties/schema.ts'
import { addEcosystem, benchDatabase, tidyUp } from './data/database.ts'
import { generateEcosystem } from './data/generate.ts'
import { freePort } from './data/port.ts'
import { addPeople, COOKIE, signatureOf, startLoad, startProduct } from './data/product.ts'
import { median, report } from './report.ts'

const PARTIES = 10_000
const TIES = 20_000
const GOAL = { min: 0.6 }
const RUNS = 7
const RUN_MS = 1_500
const CONNECTIONS = 8
/** Each may ask only so often in a minute, so many ask. */
const PEOPLE = 100
const LIST = { kind: 'suppliers', city: 'Town 03', sort: 'name', limit: '50' }

const place = await benchDatabase()
const closers: (() => unknown)[] = [() => place.db.destroy()]

try {
  await main()
} finally {
  for (const close of closers.reverse()) await close()
}

async function main(): Promise<void> {
  const { app, pool, db } = place
  const ecosystemId = newId()
  await addEcosystem(place, ecosystemId)
  const cookies = (await addPeople(place, [ecosystemId], PEOPLE)).map((value) => `${COOKIE}=${value}`)
  const ctx: Ctx = { db, actor: { kind: 'person', personId: 'person-0', role: 'owner', partyIds: [] }, ecosystemId, now: () => new Date() }
  const ids = await generateEcosystem({ ...ctx, actor: { kind: 'system' } }, { parties: PARTIES, ties: TIES })
  await tidyUp(place)

  const { url: base, stop } = await startProduct(place, 'web')
  const load = startLoad()
  closers.push(stop, load.stop)
  const paths = { party: `/parties/${ids[17]}`, list: `/parties?${new URLSearchParams(LIST)}` }
  const asked = {
    party: () => transaction(ctx, (tx) => getParty(tx, ids[17]!)),
    list: () => transaction(ctx, (tx) => listParties(tx, PartyList.parse(LIST))),
  }
  for (const name of ['party', 'list'] as const) {
    const url = `${base}/api/ecosystems/${ecosystemId}${paths[name]}`
    const statements = await record(pool, ctx, asked[name])
    const answer = await (await fetch(url, { headers: { cookie: cookies[0]! } })).json()
    const peer = await startPeer(app, ecosystemId, statements, answer)
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
