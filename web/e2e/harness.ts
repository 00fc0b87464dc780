import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import type { Settings } from '../../server/kernel/settings.ts'
import { testDatabase } from '../../server/kernel/testing.ts'
import { startServer } from '../../server/main.ts'
import { firstRunLink } from '../../server/modules/people/index.ts'

/** A busy machine may take long over what is there at once on a free one; that a page answers in time is what the benches are for. */
const WAIT_MS = 30_000
const VIEWPORTS = { wide: { width: 1280, height: 800 }, middle: { width: 1000, height: 720 }, phone: { width: 390, height: 844 } }
const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-dev-shm-usage',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const axe = readFileSync(new URL(import.meta.resolve('axe-core')), 'utf8')

export type Look = { locale?: 'en' | 'de'; scheme?: 'light' | 'dark'; viewport?: keyof typeof VIEWPORTS }

/** The password of every account that tests make. */
export const PASSWORD = 'correct horse battery'

/**
 * The whole product for a browser test: a server on an empty database, the first account with its ecosystem, and a Chromium.
 * `complaints` holds every error and warning of the console (so also of the content security policy), for a test at the end that says
 * there was none; refusals that a test provokes are not among them.
 */
export async function testWorkspace(beside?: Beside) {
  const installation = await testInstallation(beside)
  const { base, browser, complaints } = installation
  const { cookie, ecosystemId } = await firstAccount(base, await installation.firstLink())

  /** Asks the API inside the ecosystem as the first account. Throws for a refusal. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  const ask = async (method: string, path: string, body?: unknown): Promise<any> => {
    const response = await fetch(`${base}/api/ecosystems/${ecosystemId}${path}`, {
      method,
      headers: { origin: base, cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    return await response.json()
  }

  /** Opens a page below /app/{ecosystemId}, signed in as the first account, in a browser window of its own. */
  const open = (path = '', look: Look = {}): Promise<Page> =>
    openPage(browser, complaints, `${base}/app/${ecosystemId}${path}`, look, cookie)
  return { ...installation, ecosystemId, cookie, ask, open }
}

/** What a test puts beside the server, a mail server for instance, before it starts; answers the settings that name it. */
type Beside = (base: string, closeWith: (close: () => Promise<unknown>) => void) => Promise<Partial<Settings>>

/** A server on an empty database that nobody has an account on yet. `visit` opens any address of it without signing in. */
export async function testInstallation(beside: Beside = async () => ({})) {
  const { host, database, db, closeWith } = await testDatabase()
  const port = await freePort()
  const base = `http://localhost:${port}`
  const dataFolder = mkdtempSync(join(tmpdir(), 'tutti-e2e-'))
  closeWith(async () => rmSync(dataFolder, { recursive: true, force: true }))
  const server = await startServer({
    database: { host, user: 'tutti_app', database },
    workspace: 'dist/web',
    settings: {
      host: 'localhost',
      port,
      url: base,
      dataFolder,
      databaseUrl: undefined,
      migrationDatabaseUrl: undefined,
      mail: undefined,
      bounces: undefined,
      tiles: undefined,
      geocoder: undefined,
      trustedProxies: [],
      oidc: undefined,
      secret: 'a secret of more than thirty-two characters',
      logLevel: 'fatal',
      backupPassphrase: undefined,
      ...(await beside(base, closeWith)),
    },
  })
  closeWith(server.stop)
  const browser = await chromium.launch({ executablePath: process.env.TUTTI_TEST_CHROMIUM || '/usr/bin/chromium', args: CHROMIUM_ARGS })
  closeWith(() => browser.close())
  const complaints: string[] = []
  const firstLink = () => firstRunLink({ db, now: () => new Date(), url: base })
  const visit = (path: string, look: Look = {}) => openPage(browser, complaints, new URL(path, base).href, look)
  return { base, db, browser, complaints, firstLink, visit }
}

/** Keeps a picture of the page in var/screens, to be looked at, and asserts that axe finds nothing wrong with it. */
export async function inspect(page: Page, name: string, { fullPage = false }: { fullPage?: boolean } = {}): Promise<void> {
  await screenshot(page, name, fullPage)
  assert.deepEqual(await violations(page), [], name)
}

/** What axe finds wrong with the page as it stands, one line a rule. */
export async function violations(page: Page): Promise<string[]> {
  type Found = { violations: { id: string; nodes: { html: string }[] }[] }
  await page.evaluate(axe)
  const result = await page.evaluate(() => (globalThis as unknown as { axe: { run: () => Promise<Found> } }).axe.run())
  return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 300)).join(' | ')}`)
}

/** Keeps a picture of the page in var/screens. */
export async function screenshot(page: Page, name: string, fullPage = false): Promise<void> {
  mkdirSync('var/screens', { recursive: true })
  const options = { path: `var/screens/${name}.png`, fullPage }
  // on a busy machine the browser now and then has no picture ready; it has one when asked again
  await page.screenshot(options).catch(() => page.screenshot(options))
}

/** Moves a finger over the card of a pile, as the browser tells it to a page. */
export async function swipe(page: Page, distance: number): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const box = await page.getByRole('article').boundingBox()
  const [x, y] = [box!.x + box!.width / 2, box!.y + 40]
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] })
  for (const part of [0.3, 0.6, 1]) {
    await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ x: x + distance * part, y }] })
  }
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
}

/** The questions of the answers on a page that do not say how sure they are, or lead to nothing to do; what waits for more ties is no answer. */
export async function incompleteAnswers(page: Page): Promise<string[]> {
  const cards = await page.getByRole('article').filter({ hasNotText: 'What the map cannot say yet' }).all()
  const found: string[] = []
  for (const card of cards) {
    const text = (await card.textContent()) ?? ''
    if (!/Make it a task|On the task list/.test(text) || !/Not sure|Fairly sure|Sure/.test(text)) found.push(text.slice(0, 80))
  }
  return found
}

async function openPage(browser: Browser, complaints: string[], url: string, look: Look, cookie?: string): Promise<Page> {
  const { locale = 'en', scheme = 'light', viewport = 'wide' } = look
  const options: BrowserContextOptions = {
    locale: locale === 'en' ? 'en-GB' : 'de-DE',
    colorScheme: scheme,
    viewport: VIEWPORTS[viewport],
    reducedMotion: 'reduce',
    hasTouch: viewport === 'phone',
  }
  const context = await browser.newContext(options)
  const [name = '', ...value] = cookie?.split('=') ?? []
  if (cookie !== undefined) await context.addCookies([{ name, value: value.join('='), url: new URL(url).origin }])
  const page = await context.newPage()
  page.setDefaultTimeout(WAIT_MS)
  page.on('console', (message) => {
    const text = message.text()
    // the pages of a single sign-on are not ours
    if (!page.url().startsWith(new URL(url).origin)) return
    // the browser itself notes every refused request; a test that provokes a refusal looks at the page instead
    if (['error', 'warning'].includes(message.type()) && !/^Failed to load resource: .* status of 4\d\d/.test(text))
      complaints.push(`${url}: ${text}`)
  })
  page.on('pageerror', (error) => complaints.push(`${url}: ${error.message}`))
  await page.goto(url)
  return page
}

/** Creates the first account the way its link does, and answers the cookie it is signed in with. */
async function firstAccount(base: string, link: string | undefined): Promise<{ cookie: string; ecosystemId: string }> {
  const response = await fetch(`${base}/api/first-run`, {
    method: 'POST',
    headers: { origin: base, 'content-type': 'application/json' },
    body: JSON.stringify({
      key: link?.split('#')[1],
      name: 'Ada',
      email: 'ada@example.org',
      password: PASSWORD,
      locale: 'en',
      ecosystem: { name: 'Mosel valley', timeZone: 'Europe/Berlin' },
    }),
  })
  if (!response.ok) throw new Error(`first run: ${response.status} ${await response.text()}`)
  const { ecosystemId } = (await response.json()) as { ecosystemId: string }
  return { cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '', ecosystemId }
}

/** A port nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, 'localhost', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
