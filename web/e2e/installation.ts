import { createHash, generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Provider from 'oidc-provider'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { testDatabase } from '../../server/kernel/testing.ts'
import { startServer } from '../../server/main.ts'
import { firstRunLink } from '../../server/modules/people/index.ts'
import { testMailServer } from '../../server/modules/people/testing.ts'

const WAIT_MS = 20_000
const VIEWPORTS = { wide: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } }

export type Look = { locale?: 'en' | 'de'; scheme?: 'light' | 'dark'; viewport?: keyof typeof VIEWPORTS }

/** An installation without any account, with a real mail server and a real single sign-on beside it, and browsers that know nobody yet. */
export async function testInstallation() {
  const { host, database, db, closeWith } = await testDatabase()
  const { smtpUrl, mails } = await testMailServer(closeWith)
  const [port, issuerPort] = [await freePort(), await freePort()]
  const base = `http://localhost:${port}`
  const issuer = `http://localhost:${issuerPort}`
  const provider = await startProvider(issuer, issuerPort, `${base}/auth/callback/sso`)
  closeWith(() => closeServer(provider))
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
      mail: { smtpUrl, from: 'Tutti <tutti@example.org>' },
      tiles: undefined,
      geocoder: undefined,
      trustedProxies: [],
      oidc: { issuer, clientId: 'tutti', clientSecret: 'a client secret', name: 'Valley ID' },
      secret: createHash('sha256').update(database).digest('base64'),
      logLevel: 'fatal',
      backupPassphrase: undefined,
    },
  })
  closeWith(server.stop)
  const browser = await chromium.launch({
    executablePath: process.env.TUTTI_TEST_CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  })
  closeWith(() => browser.close())
  const complaints: string[] = []

  /** A browser of its own, with a page that tells its complaints. */
  const newBrowser = async ({
    locale = 'en',
    scheme = 'light',
    viewport = 'wide',
  }: Look = {}): Promise<{ context: BrowserContext; page: Page }> => {
    const context = await browser.newContext({
      locale: locale === 'en' ? 'en-GB' : 'de-DE',
      colorScheme: scheme,
      viewport: VIEWPORTS[viewport],
      reducedMotion: 'reduce',
      permissions: [],
    })
    const page = await context.newPage()
    page.setDefaultTimeout(WAIT_MS)
    page.on('console', (message) => {
      // a refusal is what half of these tests ask for; the browser notes each in the console
      const isRefusal = /Failed to load resource: the server responded with a status of 4\d\d/.test(message.text())
      if (['error', 'warning'].includes(message.type()) && !isRefusal && page.url().startsWith(base)) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    return { context, page }
  }
  const link = async () => (await firstRunLink({ db, now: () => new Date(), url: base })) ?? ''
  const mailTo = async (to: string, after: number) => {
    for (let tries = 0; tries < 300; tries++) {
      const mail = mails.slice(after).findLast((found) => found.to === to)
      if (mail) return { ...mail, link: /http:\/\/localhost:\d+\/app\/\S+/.exec(mail.text)?.[0] ?? '' }
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error(`no mail came to ${to}`)
  }
  return { base, link, newBrowser, mails, mailTo, complaints }
}

/** A single sign-on that believes whatever name one types: `ada` is ada@example.org, vouched for, unless the name says otherwise. */
async function startProvider(issuer: string, port: number, redirectUri: string): Promise<Server> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'tutti',
        client_secret: 'a client secret',
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'test' }] },
    cookies: { keys: ['a key for the cookies of a test'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    findAccount: (_ctx, sub) => ({
      accountId: sub,
      claims: () => ({
        sub,
        name: sub,
        email: `${sub.replace('unconfirmed-', '')}@example.org`,
        email_verified: !sub.startsWith('unconfirmed-'),
      }),
    }),
  })
  const server = createServer(provider.callback())
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve))
  return server
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
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
