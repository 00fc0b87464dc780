// The public map of 1,000 parties: how fast it is answered from memory, beside a static file server, and what Lighthouse says of it.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { serve } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { launch } from 'chrome-launcher'
import { Hono } from 'hono'
import lighthouse from 'lighthouse'
import { transaction } from '../server/kernel/ctx.ts'
import { newId } from '../server/kernel/ids.ts'
import { openPublication } from '../server/modules/publication/publication.ts'
import { addEcosystem, asOwner, benchDatabase, tidyUp } from './data/database.ts'
import { generateEcosystem } from './data/generate.ts'
import { freePort } from './data/port.ts'
import { startLoad, startProduct } from './data/product.ts'
import { median, report } from './report.ts'

const PARTIES = 1_000
const GOALS = { perSecond: 300, ofStatic: 0.5, lighthouse: 95, scriptKb: 50 }
const RUNS = 7
const RUN_MS = 1_500
const CONNECTIONS = 8
const ARGUMENTS = ['--headless=new', '--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking']

const place = await benchDatabase()
const closers: (() => unknown)[] = [() => place.db.destroy()]

try {
  await main()
} finally {
  for (const close of closers.reverse()) await close()
}

async function main(): Promise<void> {
  await fill()
  const { url, stop } = await startProduct(place, 'dist/web')
  closers.push(stop)
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
  const ctx = { db: place.db, actor: { kind: 'system' as const }, ecosystemId: newId(), now: () => new Date() }
  await addEcosystem(place, ctx.ecosystemId)
  const ids = await generateEcosystem(ctx, { parties: PARTIES, ties: 0 })
  await transaction(ctx, openPublication)
  // made-up parties are refused by the product, as sample data is
  const text = `
    insert into publication_grounds (ecosystem_id, id, party_id, kind, proof, fields, given_by, given_at)
    select $1, gen_random_uuid(), party_id, 'consent', 'bench', (select fields from publications where ecosystem_id = $1), 'system', now()
    from unnest($2::uuid[]) party_id`
  await asOwner(place, (client) => client.query(text, [ctx.ecosystemId, ids]))
  await tidyUp(place)
}

async function measureAnswers(address: string, page: string): Promise<void> {
  const peer = await startPeer(page)
  const load = startLoad()
  closers.push(load.stop)
  const rates: Record<'product' | 'peer', number[]> = { product: [], peer: [] }
  for (let run = -1; run < RUNS; run++) {
    const turns = run % 2 ? (['product', 'peer'] as const) : (['peer', 'product'] as const)
    for (const turn of turns) {
      const perSecond = await load.run({ urls: [turn === 'peer' ? peer : address], cookies: [''], connections: CONNECTIONS, ms: RUN_MS })
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
