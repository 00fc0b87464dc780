import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { testDatabase } from '../../server/kernel/testing.ts'
import { startServer } from '../../server/main.ts'
import { firstRunLink } from '../../server/modules/people/index.ts'

const WAIT_MS = 15_000
const VIEWPORTS = { wide: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } }
const axe = readFileSync(new URL(import.meta.resolve('axe-core')), 'utf8')

type Look = { locale?: 'en' | 'de'; scheme?: 'light' | 'dark'; viewport?: keyof typeof VIEWPORTS }

/**
 * The whole product for a browser test: a server on an empty database, the first account with its ecosystem, and a Chromium that is signed in.
 * `complaints` holds every error and warning of the console, so that a test can say at its end that there was none.
 */
export async function testWorkspace() {
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
      tiles: undefined,
      geocoder: undefined,
      trustedProxies: [],
      oidc: undefined,
      secret: 'a secret of more than thirty-two characters',
      logLevel: 'fatal',
      backupPassphrase: undefined,
    },
  })
  closeWith(server.stop)
  const browser = await chromium.launch({
    executablePath: process.env.TUTTI_TEST_CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-dev-shm-usage'],
  })
  closeWith(() => browser.close())
  const { cookie, ecosystemId } = await firstAccount(base, await firstRunLink({ db, now: () => new Date(), url: base }))
  const complaints: string[] = []

  /** Asks the API as the first account. Throws for a refusal. */
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

  /** Opens a page below /app/{ecosystemId} in a browser of its own. */
  const open = async (path = '', { locale = 'en', scheme = 'light', viewport = 'wide' }: Look = {}): Promise<Page> => {
    const options: BrowserContextOptions = {
      locale: locale === 'en' ? 'en-GB' : 'de-DE',
      colorScheme: scheme,
      viewport: VIEWPORTS[viewport],
      reducedMotion: 'reduce',
    }
    const context = await browser.newContext(options)
    const [name, ...value] = cookie.split('=')
    await context.addCookies([{ name: name!, value: value.join('='), url: base }])
    const page = await context.newPage()
    page.setDefaultTimeout(WAIT_MS)
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) complaints.push(`${path}: ${message.text()}`)
    })
    page.on('pageerror', (error) => complaints.push(`${path}: ${error.message}`))
    await page.goto(`${base}/app/${ecosystemId}${path}`)
    return page
  }
  return { base, ecosystemId, ask, open, complaints }
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
      password: 'correct horse battery',
      locale: 'en',
      ecosystem: { name: 'Mosel valley', timeZone: 'Europe/Berlin' },
    }),
  })
  if (!response.ok) throw new Error(`first run: ${response.status} ${await response.text()}`)
  const { ecosystemId } = (await response.json()) as { ecosystemId: string }
  return { cookie: response.headers.getSetCookie()[0]?.split(';')[0] ?? '', ecosystemId }
}

/** What axe finds wrong with the page as it stands, one line a rule. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const result = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe.run(),
  )
  return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 300)).join(' | ')}`)
}

/** Keeps a picture of the page in var/screens, to be looked at. */
export async function screenshot(page: Page, name: string, fullPage = false): Promise<void> {
  mkdirSync('var/screens', { recursive: true })
  await page.screenshot({ path: `var/screens/${name}.png`, fullPage })
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, 'localhost', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
