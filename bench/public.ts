// The public map of 1,000 parties: how fast it is answered from memory, beside a static file server, and what Lighthouse says of it.

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { gzipSync } from 'node:zlib'
import { serve } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { launch } from 'chrome-launcher'
import { Hono } from 'hono'
import lighthouse from 'lighthouse'
import pg from 'pg'
import { transaction } from '../server/kernel/ctx.ts'
import { openDb, openPool } from '../server/kernel/db.ts'
import { newId } from '../server/kernel/ids.ts'
import { startServer } from '../server/main.ts'
import { openPublication } from '../server/modules/publication/publication.ts'
import { generateEcosystem } from './data/generate.ts'
import { median, report } from './report.ts'

const PARTIES = 1_000
const GOALS = { perSecond: 300, ofStatic: 0.5, lighthouse: 95, scriptKb: 50 }
const RUNS = 7
const RUN_MS = 1_500
const CONNECTIONS = 8
const ARGUMENTS = ['--headless=new', '--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking']

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
  await fill()
  const url = await startProduct()
  const address = `${url}/m/bench`
  const page = await (await fetch(address)).text()
  await measureAnswers(address, page)
  const [, script = ''] = /src="([^"]+\.js)"/.exec(page) ?? []
  const bytes = gzipSync(await (await fetch(`${url}${script}`)).text()).length
  report({ bench: 'public', case: 'script of a page, gzip', value: bytes / 1000, unit: 'kB', goal: { max: GOALS.scriptKb } })
  const [, party = ''] = /<li><a href="([^"]+)"/.exec(page) ?? []
  await measureQuality('map', address)
  await measureQuality('one organisation', `${url}${party}`)
}

async function fill(): Promise<void> {
  const db = openDb(openPool({ host, user: 'tutti_app', database }))
  closers.push(() => db.destroy())
  const ctx = { db, actor: { kind: 'system' as const }, ecosystemId: newId(), now: () => new Date() }
  const owner = openPool({ host, user: 'postgres', database, max: 1 })
  await owner.query(
    `insert into ecosystems (ecosystem_id, name, locale, time_zone, created_at) values ($1, 'Bench', 'en', 'Europe/Berlin', now())`,
    [ctx.ecosystemId],
  )
  const ids = await generateEcosystem(ctx, { parties: PARTIES, ties: 0 })
  await transaction(ctx, openPublication)
  // made-up parties are refused by the product, as sample data is
  await owner.query(
    `insert into publication_grounds (ecosystem_id, id, party_id, kind, proof, fields, given_by, given_at)
     select $1, gen_random_uuid(), party_id, 'consent', 'bench', (select fields from publications where ecosystem_id = $1), 'system', now()
     from unnest($2::uuid[]) party_id`,
    [ctx.ecosystemId, ids],
  )
  await owner.query('vacuum analyze')
  await owner.end()
}

async function measureAnswers(address: string, page: string): Promise<void> {
  const peer = await startPeer(page)
  const load = startLoad()
  const rates: Record<'product' | 'peer', number[]> = { product: [], peer: [] }
  for (let run = -1; run < RUNS; run++) {
    const turns = run % 2 ? (['product', 'peer'] as const) : (['peer', 'product'] as const)
    for (const turn of turns) {
      const perSecond = await load({ urls: [turn === 'peer' ? peer : address], cookies: [''], connections: CONNECTIONS, ms: RUN_MS })
      if (run >= 0) rates[turn].push(perSecond) // the first is for warming up
    }
  }
  const [value, peerValue] = [median(rates.product), median(rates.peer)]
  const title = `map page of ${PARTIES} parties, ${Math.round(page.length / 1000)} kB, from memory`
  report({ bench: 'public', case: title, value, unit: 'requests/s', goal: { min: GOALS.perSecond } })
  const peerNamed = { peer: 'static file server (Hono serveStatic)', peerValue }
  report({ bench: 'public', case: `${title}, beside a file`, value, unit: 'requests/s', ...peerNamed, goal: { min: GOALS.ofStatic } })
}

/** The same page as a file on disk, served by the file server that serves the workspace. */
async function startPeer(page: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'tutti-public-'))
  writeFileSync(join(folder, 'index.html'), page)
  const app = new Hono()
  app.use('/*', serveStatic({ root: folder }))
  const port = await freePort()
  const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' })
  await new Promise<void>((resolve) => server.once('listening', resolve))
  closers.push(async () => {
    if ('closeAllConnections' in server) server.closeAllConnections()
    server.close()
    rmSync(folder, { recursive: true })
  })
  return `http://127.0.0.1:${port}/index.html`
}

async function measureQuality(what: string, address: string): Promise<void> {
  const chromePath = process.env.TUTTI_TEST_CHROMIUM || '/usr/bin/chromium'
  const chrome = await launch({ chromePath, chromeFlags: ARGUMENTS, ignoreDefaultFlags: false })
  try {
    const result = await lighthouse(address, { port: chrome.port, output: 'json', logLevel: 'error' })
    if (!result) throw new Error('Lighthouse gave no answer')
    for (const { title, score } of Object.values(result.lhr.categories)) {
      const value = Math.round((score ?? 0) * 100)
      report({ bench: 'public', case: `${what}: Lighthouse, ${title}`, value, unit: 'of 100', goal: { min: GOALS.lighthouse } })
    }
    const weak = Object.values(result.lhr.audits).filter(
      ({ score, scoreDisplayMode }) => score !== null && score < 0.9 && scoreDisplayMode !== 'informative',
    )
    for (const { id, title, displayValue } of weak) console.error(`  ${what}: ${id}: ${title} ${displayValue ?? ''}`)
  } finally {
    chrome.kill()
  }
}

async function startProduct(): Promise<string> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const server = await startServer({
    database: { host, user: 'tutti_app', database },
    workspace: 'dist/web',
    settings: {
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
      secret: 'a secret of more than thirty-two characters',
      logLevel: 'error',
      backupPassphrase: undefined,
    },
  })
  closers.push(() => server.stop())
  return url
}

type Order = { urls: string[]; cookies: string[]; connections: number; ms: number }

/** A process of its own that asks, so that asking does not slow the answering down. */
function startLoad(): (order: Order) => Promise<number> {
  const child: ChildProcess = spawn(process.execPath, ['bench/data/load.ts'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
  closers.push(async () => child.kill())
  return async (order) => {
    child.stdin!.write(`${JSON.stringify(order)}\n`)
    const { value } = await lines.next()
    if (value === undefined) throw new Error('the load generator ended')
    return (JSON.parse(value) as { perSecond: number }).perSecond
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
