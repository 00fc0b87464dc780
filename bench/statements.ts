// A statement of 10,000 lines, of an account with 50,000, opened as page, taken as PDF and as CSV, from the whole product. Needs the built
// workspace (npm run build).
import type { Browser } from 'playwright-core'
import { type Ctx, transaction } from '../server/kernel/ctx.ts'
import { newId } from '../server/kernel/ids.ts'
import { closePeriod, findOrOpenAccount, makeAsset, type Posting, postAll } from '../server/modules/ledger/index.ts'
import { openPage, startBrowser } from './data/browser.ts'
import { addEcosystem, benchDatabase, tidyUp } from './data/database.ts'
import { addPeople, COOKIE, startProduct } from './data/product.ts'
import { median, report } from './report.ts'

const LINES = 10_000
const LINES_BEFORE = 40_000
const BATCH = 500
const RUNS = 5
const FILE_RUNS = 3
const PAGE_MAX_MS = 2_000
const PDF_MAX_MS = 10_000
const CSV_MAX_MS = 2_000
/** What others wait at most while a PDF is drawn. */
const OTHERS_MAX_MS = 500

const place = await benchDatabase()
const closers: (() => unknown)[] = [() => place.db.destroy()]

try {
  await main()
} finally {
  for (const close of closers.reverse()) await close()
}

async function main(): Promise<void> {
  const ecosystemId = newId()
  await addEcosystem(place, ecosystemId)
  const [cookie = ''] = await addPeople(place, [ecosystemId], 1)
  const { url, stop } = await startProduct(place, 'dist/web')
  closers.push(stop)
  const ask = async (method: string, path: string, body?: object) => {
    const headers = { origin: url, cookie: `${COOKIE}=${cookie}`, 'content-type': 'application/json' }
    const response = await fetch(`${url}/api/ecosystems/${ecosystemId}${path}`, {
      method,
      headers,
      ...(body && { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return response
  }
  await fill({ db: place.db, actor: { kind: 'system' }, ecosystemId, now: () => new Date() }, ask)
  const id = await issued(ask)
  await tidyUp(place)
  const browser = await startBrowser()
  closers.push(() => browser.close())
  await measurePage(browser, cookie, `${url}/app/${ecosystemId}/statements/${id}`)
  await measureFiles(ask, id)
}

type Ask = (method: string, path: string, body?: object) => Promise<Response>

async function fill(ctx: Ctx, ask: Ask): Promise<void> {
  const made = async (path: string, body: object) =>
    (await (await ask('POST', path, body)).json()) as { id: string; versions: { id: string }[] }
  const [museum, ferry] = [(await made('/parties', { name: 'Museum am Fluss' })).id, (await made('/parties', { name: 'Fähre Anna' })).id]
  const rule = { basis: 'net', asset: 'EUR', steps: [{ id: 'rest', take: 'remainder', split: { shares: { museum: '2/3', ferry: '1/3' } } }], rounding: 'carry', refund: 'mirror' } // biome-ignore format: one line reads better
  const recipients = [
    { key: 'museum', partyId: museum },
    { key: 'ferry', partyId: ferry },
  ]
  const { versions } = await made('/sharing/rules', { name: 'Weekend', version: { rule, recipients, validFrom: '2026-01-01' } })
  const account = (owner: string | null, purpose: string) =>
    transaction(ctx, (tx) =>
      findOrOpenAccount(tx, { ownerPartyId: owner, asset: 'EUR', purpose, normalSide: purpose === 'bank' ? 'debit' : 'credit' }),
    )
  await transaction(ctx, (tx) => makeAsset(tx, { code: 'EUR', name: 'Euro', scale: 2, kind: 'money' }))
  const accounts = { bank: await account(null, 'bank'), vat: await account(null, 'vat'), museum: await account(museum, 'payable'), ferry: await account(ferry, 'payable') } // biome-ignore format: one line reads better
  await book(ctx, LINES_BEFORE, '2026-01', (n, day) => saleOf(n, day, accounts, versions[0]!.id))
  await transaction(ctx, (tx) => closePeriod(tx, '2026-01-31'))
  await book(ctx, LINES, '2026-02', (n, day) => saleOf(LINES_BEFORE + n, day, accounts, versions[0]!.id))
  await transaction(ctx, (tx) => closePeriod(tx, '2026-02-28'))
}

async function book(ctx: Ctx, count: number, month: string, posting: (n: number, day: string) => Posting): Promise<void> {
  for (let from = 0; from < count; from += BATCH) {
    const some = Array.from({ length: Math.min(BATCH, count - from) }, (_, k) =>
      posting(from + k, `${month}-${String((1 + ((from + k) * 28) / count) | 0).padStart(2, '0')}`),
    )
    await transaction(ctx, (tx) => postAll(tx, some))
  }
}

type Accounts = Record<'bank' | 'vat' | 'museum' | 'ferry', string>

function saleOf(n: number, day: string, accounts: Accounts, ruleVersionId: string): Posting {
  const sale = newId()
  const [gross, net] = [23_800n + BigInt(n % 97), 20_000n + BigInt(n % 97)]
  const share = (net * 2n) / 3n
  const carry = net % 3n === 0n ? '0' : `${n % 2 === 0 ? '' : '-'}1/3`
  const said = (exact: string) => ({ sale, step: 'rest', exact, carry })
  const vat = [{ rate: '19/100', country: 'DE', net: `${net}`, vat: `${gross - net}` }]
  return {
    scope: 'bench',
    key: `${n}`,
    kind: 'sale',
    effectiveOn: day,
    ruleVersionId,
    explanation: { sale, reference: `R-2026-${n}`, gross: `${gross}`, net: `${net}`, vat },
    entries: [
      { accountId: accounts.bank, amount: gross, explanation: { sale } },
      { accountId: accounts.vat, amount: net - gross, explanation: { sale } },
      { accountId: accounts.museum, amount: -share, explanation: said(`${2n * net}/3`) },
      { accountId: accounts.ferry, amount: share - net, explanation: said(`${net}/3`) },
    ],
  }
}

/** The newest statement, once it was made. */
async function issued(ask: Ask): Promise<string> {
  for (let tries = 0; tries < 600; tries++) {
    const { items } = (await (await ask('GET', '/statements?closing=2')).json()) as { items: { id: string; lines: number }[] }
    if (items[0]?.lines === LINES) return items[0].id
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('no statement was made')
}

async function measurePage(browser: Browser, cookie: string, url: string): Promise<void> {
  const times: number[] = []
  for (let run = 0; run < RUNS; run++) {
    const page = await openPage(browser, cookie, url, 'lines')
    const usable = await page.waitForFunction(() => (globalThis as { usableMs?: number }).usableMs, undefined, { timeout: 60_000 })
    times.push((await usable.jsonValue())!)
    await page.context().close()
  }
  report({ bench: 'statements', case: `${LINES} lines: page, usable`, value: median(times), unit: 'ms', goal: { max: PAGE_MAX_MS } })
}

async function measureFiles(ask: Ask, id: string): Promise<void> {
  const taken = async (format: string) => {
    const from = performance.now()
    const bytes = await (await ask('GET', `/statements/${id}/file?format=${format}`)).arrayBuffer()
    return { ms: performance.now() - from, bytes: bytes.byteLength }
  }
  const pdf: number[] = []
  const others: number[] = []
  let size = 0
  for (let run = 0; run < FILE_RUNS; run++) {
    let isDrawn = false
    const drawing = taken('pdf').finally(() => {
      isDrawn = true
    })
    while (!isDrawn) {
      const from = performance.now()
      await (await ask('GET', '/statements?limit=1')).text()
      others.push(performance.now() - from)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    const { ms, bytes } = await drawing
    pdf.push(ms)
    size = bytes
  }
  const csv: number[] = []
  for (let run = 0; run < FILE_RUNS; run++) csv.push((await taken('csv')).ms)
  const title = `${LINES} lines`
  report({
    bench: 'statements',
    case: `${title}: PDF of ${(size / 1e6).toFixed(1)} MB`,
    value: median(pdf),
    unit: 'ms',
    goal: { max: PDF_MAX_MS },
  })
  report({ bench: 'statements', case: `${title}: CSV`, value: median(csv), unit: 'ms', goal: { max: CSV_MAX_MS } })
  report({
    bench: 'statements',
    case: 'others while a PDF is drawn, at most',
    value: Math.max(...others),
    unit: 'ms',
    goal: { max: OTHERS_MAX_MS },
  })
}
