import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { createApp } from '../../kernel/app.ts'
import type { Actor, Ctx } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { testDatabase, testJobs } from '../../kernel/testing.ts'
import { firstRunLink } from './accounts.ts'
import { type AccountsOptions, installAccounts } from './install.ts'

export const TEST_URL = 'http://localhost:4180'
export const PASSWORD = 'correct horse battery'

export type ReceivedMail = {
  to: string
  subject: string
  text: string
  html: string
  messageId: string
  replyTo: string
  /** The invitation for a calendar that came with it, if any. */
  calendar: string
}

/** A real mail server on a free port. `refuse` makes it turn mails away, `connections` counts the mails offered. */
export async function testMailServer(closeWith: (close: () => Promise<unknown>) => void) {
  const mails: ReceivedMail[] = []
  const state = { refuse: false, offered: 0 }
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData: async (stream, session, callback) => {
      const chunks: Buffer[] = []
      for await (const chunk of stream) chunks.push(chunk as Buffer)
      state.offered++
      if (state.refuse) return callback(Object.assign(new Error('not now'), { responseCode: 451 }))
      const mail = await PostalMime.parse(Buffer.concat(chunks))
      const to = session.envelope.rcptTo[0]?.address ?? ''
      mails.push({
        to,
        subject: mail.subject ?? '',
        text: mail.text ?? '',
        html: mail.html ?? '',
        messageId: mail.messageId ?? '',
        replyTo: mail.replyTo?.[0]?.address ?? '',
        calendar: textOf(mail.attachments.find(({ mimeType }) => mimeType === 'text/calendar')?.content),
      })
      callback()
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closeWith(() => new Promise<void>((resolve) => server.close(() => resolve())))
  const { port } = server.server.address() as { port: number }
  return { smtpUrl: `smtp://127.0.0.1:${port}`, mails, state }
}

function textOf(content: ArrayBuffer | Uint8Array | string | undefined): string {
  if (content === undefined || typeof content === 'string') return content ?? ''
  return Buffer.from(content as Uint8Array).toString()
}

/** The accounts of an installation with a real database, and browsers that keep their cookies. */
export async function testAccounts(options: Partial<AccountsOptions> & { now?: () => Date } = {}) {
  const database = await testDatabase()
  const { db, pool, closeWith } = database
  const mailServer = await testMailServer(closeWith)
  const dataFolder = mkdtempSync(join(tmpdir(), 'tutti-accounts-'))
  closeWith(async () => rmSync(dataFolder, { recursive: true }))
  const now = options.now ?? (() => new Date())
  const accounts = installAccounts({
    db,
    pool,
    now,
    url: TEST_URL,
    secret: 'a secret of more than thirty-two characters',
    dataFolder,
    mail: { smtpUrl: mailServer.smtpUrl, from: 'Tutti <tutti@example.org>' },
    oidc: undefined,
    trustedProxies: [],
    idsOfParty: async (_, id) => [id],
    ...options,
  })
  const waitForJobs = await testJobs(database, accounts.jobs, {}, now)
  const { actorFor, routes, installationRoutes } = accounts
  const app = createApp({ db, now, actorFor, routes: [routes], installationRoutes: [installationRoutes], uploads: [], origins: [] })
  accounts.mount(app)
  const firstLink = () => firstRunLink({ db, now, url: TEST_URL })
  return { ...database, app, accounts, now, waitForJobs, mailServer, dataFolder, firstLink, browser: () => browser(app) }
}

export type Browser = ReturnType<typeof browser>

/** Asks the API as one browser would: with its cookies, from the origin of the installation. */
function browser(app: { request: (url: string, init: RequestInit) => Response | Promise<Response> }) {
  const cookies = new Map<string, string>()
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await app.request(`${TEST_URL}${path}`, {
      method,
      headers: {
        origin: TEST_URL,
        ...(cookies.size > 0 ? { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split('; ')
      const at = pair.indexOf('=')
      const gone = attributes.some((attribute) => attribute.toLowerCase() === 'max-age=0')
      if (gone) cookies.delete(pair.slice(0, at))
      else cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    const text = await response.text()
    // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
    const json: any = text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : undefined
    return { status: response.status, headers: response.headers, json, text }
  }
  return {
    cookies,
    get: (path: string, headers?: Record<string, string>) => call('GET', path, undefined, headers),
    post: (path: string, body: unknown = {}, headers?: Record<string, string>) => call('POST', path, body, headers),
    patch: (path: string, body: unknown) => call('PATCH', path, body),
    delete: (path: string) => call('DELETE', path),
  }
}

/** The key behind `#` in the first link of a text. */
export function keyIn(text: string): string {
  return /#([A-Za-z0-9_-]{32})/.exec(text)?.[1] ?? ''
}

/** The first account, its ecosystem, and the browser it is signed in with. */
export async function firstAccount(installation: Awaited<ReturnType<typeof testAccounts>>, name = 'Ada') {
  const ada = installation.browser()
  const key = keyIn((await installation.firstLink()) ?? '')
  const made = await ada.post('/api/first-run', {
    key,
    name,
    email: `${name.toLowerCase()}@example.org`,
    password: PASSWORD,
    locale: 'en',
    ecosystem: { name: 'Mosel', timeZone: 'Europe/Berlin' },
  })
  const ecosystemId = String(made.json.ecosystemId)
  return { ada, ecosystemId, base: `/api/ecosystems/${ecosystemId}`, key, made }
}

/** Invites an address, waits for the mail and accepts with a new account. */
export async function joinAs(
  installation: Awaited<ReturnType<typeof testAccounts>>,
  by: { ada: Browser; base: string },
  person: { name: string; role: string; partyId?: string },
) {
  const email = `${person.name.toLowerCase()}@example.org`
  await by.ada.post(`${by.base}/invitations`, { email, role: person.role, ...(person.partyId ? { partyId: person.partyId } : {}) })
  await installation.waitForJobs()
  const mail = installation.mailServer.mails.findLast(({ to }) => to === email)
  const client = installation.browser()
  const accepted = await client.post('/api/invitations/acceptance', { key: keyIn(mail?.text ?? ''), name: person.name, password: PASSWORD })
  const me = await client.get('/api/me')
  return { client, email, accepted, personId: String(me.json?.person?.id) }
}

/** A code as an authenticator app shows it (RFC 6238: SHA-1, 6 digits, 30 seconds). */
export function totp(secretBase32: string, at = Date.now()): string {
  let bits = ''
  for (const char of secretBase32) bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(char).toString(2).padStart(5, '0')
  const key = Buffer.from(bits.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? [])
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)))
  const hash = createHmac('sha1', key).update(counter).digest()
  return String((hash.readUInt32BE((hash.at(-1) ?? 0) & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** A key of this person, which acts in their name. */
export async function keyOf({ actor, ...ctx }: Ctx): Promise<Ctx> {
  const { personId, role, partyIds } = actor as Extract<Actor, { kind: 'person' }>
  const row = {
    id: newId(),
    ecosystem_id: ctx.ecosystemId,
    person_id: personId,
    name: 'Till',
    start: 'tutti',
    key_hash: Buffer.from(newId()),
  }
  const days = { created_at: ctx.now(), expires_at: new Date('2027-01-01'), revoked_at: ctx.now(), last_used_at: null }
  await ctx.db.insertInto('auth.keys').values({ ...row, ...days, scopes: ['money.write'] }).execute() // biome-ignore format: one line reads better
  return { ...ctx, actor: { kind: 'key', keyId: row.id, personId, role, partyIds, scopes: ['money.read', 'money.write'] } }
}
