import type { Context } from 'hono'
import type pg from 'pg'
import { clientAddress } from '../../kernel/client.ts'
import type { Db } from '../../kernel/db.ts'
import { problem, type Router } from '../../kernel/http.ts'
import type { JobHandler } from '../../kernel/jobs.ts'
import { type Deliver, mailJobs, smtpDelivery } from '../../kernel/mail.ts'
import type { Mailbox } from '../../kernel/mailbox.ts'
import { accountRoutes } from './account-routes.ts'
import { type Auth, type AuthOptions, CLIENT_HEADER, createAuth } from './auth.ts'
import { erasureJobs } from './erasure-notes.ts'
import { createSignInLimits, type SignInLimits } from './limits.ts'
import { linkJobs } from './links.ts'
import { inTurn } from './passwords.ts'
import { ecosystemRoutes } from './routes.ts'
import { createActorFor, type IdsOfParty, personAtSecondFactor } from './sessions.ts'

export type AccountsOptions = {
  db: Db
  pool: pg.Pool
  now: () => Date
  url: string
  secret: string
  dataFolder: string
  idsOfParty: IdsOfParty
  mail: { smtpUrl: string; from: string } | undefined
  bounces?: { mailbox: Mailbox } | undefined
  oidc: AuthOptions['oidc']
  trustedProxies: readonly string[]
  /** Certificates that the check of the own address trusts besides those of the system. */
  authorities?: readonly string[] | undefined
  tiles?: { url: string; attribution: string } | undefined
}

export type Accounts = ReturnType<typeof installAccounts>

/** Unreachable addresses of the single sign-on are asked for again this often at most, whoever calls. */
const RETRY_MS = 60_000
const SINGLE_SIGN_ON = /^\/auth\/(?:sign-in|link)[-/]social$/

/** Counted as tries: whatever could be used to guess. */
const CODES = new Set(['/two-factor/verify-totp', '/two-factor/verify-backup-code'])
/** Asked for within a session, where whoever found it open could guess the password. */
const PASSWORD_AGAIN = new Set([
  '/change-password',
  '/verify-password',
  '/two-factor/enable',
  '/two-factor/disable',
  '/two-factor/generate-backup-codes',
  '/two-factor/get-totp-uri',
])
const PASSWORDS = new Set(['/sign-in/email', ...PASSWORD_AGAIN])
const GUESSABLE = new Set(['/passkey/verify-authentication', ...PASSWORDS, ...CODES])

/**
 * Everything the server needs of this module: who is asking (`actorFor`), the routes, the jobs, and `mount` for better-auth's own
 * endpoints below /auth.
 */
export function installAccounts(options: AccountsOptions) {
  const { pool, now, url, mail } = options
  // made when first needed: it looks into the database at once, which writing the API's document has none of
  let made: Auth | undefined
  let remadeAt = Number.NEGATIVE_INFINITY
  const auth = () => {
    made ??= createAuth(options)
    return made
  }
  const limits = createSignInLimits(pool)
  const deliver: Deliver | undefined = mail ? smtpDelivery(mail) : undefined
  const jobs: Record<string, JobHandler> = { ...mailJobs(deliver), ...linkJobs(url), ...erasureJobs(options.dataFolder) }
  return {
    auth,
    actorFor: createActorFor(options),
    routes: ecosystemRoutes({ url }),
    installationRoutes: accountRoutes({ ...options, auth, limits, hasMail: mail !== undefined }),
    jobs,
    mount: (app: Router) => {
      app.on(['GET', 'POST'], '/auth/*', async (c) => {
        const response = await answerAuth(c, auth(), limits, options)
        // the single sign-on was out of reach when better-auth asked for its addresses: the next try asks again
        const isOutOfReach = options.oidc !== undefined && response.status === 404 && SINGLE_SIGN_ON.test(c.req.path)
        if (isOutOfReach && now().getTime() - remadeAt >= RETRY_MS) {
          remadeAt = now().getTime()
          made = undefined
        }
        return response
      })
    },
  }
}

/** Limits what could be guessed, tells better-auth where the request comes from, and answers refusals as everywhere else. */
async function answerAuth(c: Context, auth: Auth, limits: SignInLimits, options: AccountsOptions): Promise<Response> {
  const address = clientAddress(c, options.trustedProxies)
  const path = c.req.path.slice('/auth'.length)
  // better-auth reads forms as well, in which no e-mail address would be found and counted
  if (GUESSABLE.has(path) && c.req.method === 'POST' && !isJson(c)) return problem(c, 415, 'json_needed', 'Please send application/json.')
  const body = c.req.method === 'POST' ? await c.req.text() : undefined
  const forgive =
    body !== undefined && GUESSABLE.has(path) ? await countTry({ request: c.req.raw, path, address, body }, limits, options) : undefined
  const headers = new Headers(c.req.raw.headers)
  headers.set(CLIENT_HEADER, address)
  const ask = () => auth.handler(new Request(c.req.url, { method: c.req.method, headers, ...(body === undefined ? {} : { body }) }))
  const response = body !== undefined && PASSWORDS.has(path) ? await inTurn(ask) : await ask()
  if (response.ok) await forgive?.()
  return await withoutTokens(c, response)
}

type Try = { request: Request; path: string; address: string; body: string }

/** Answers what takes the try back after a success. Throws too_many. */
async function countTry(
  { request, path, address, body }: Try,
  limits: SignInLimits,
  options: AccountsOptions,
): Promise<(() => Promise<void>) | undefined> {
  const secret = CODES.has(path) ? 'codes' : PASSWORD_AGAIN.has(path) ? 'passwords' : undefined
  if (secret !== undefined) {
    const person = await personAtSecondFactor(options, request)
    await limits.spendAt(secret, address, person)
    return person === undefined ? undefined : () => limits.forgiveAt(secret, person)
  }
  const email = path === '/sign-in/email' ? emailIn(body) : undefined
  await limits.spend(address, email)
  return email === undefined ? undefined : () => limits.forgive(address, email)
}

/** Session tokens belong into cookies that no script reads; better-auth also writes them into its answers. */
async function withoutTokens(c: Context, response: Response): Promise<Response> {
  for (const cookie of response.headers.getSetCookie()) c.header('set-cookie', cookie, { append: true })
  c.header('cache-control', 'no-store')
  const location = response.headers.get('location')
  if (location !== null && response.status >= 300 && response.status < 400) return c.redirect(location, 302)
  const text = await response.text()
  const json = response.headers.get('content-type')?.includes('json') ? parse(text) : undefined
  if (!response.ok) {
    const { code, message } = (json ?? {}) as { code?: string; message?: string }
    return problem(c, response.status, (code ?? 'refused').toLowerCase(), message ?? 'This is not possible.')
  }
  return c.json(json === undefined ? null : JSON.parse(JSON.stringify(json, (key, value) => (key === 'token' ? undefined : value))))
}

function isJson(c: Context): boolean {
  return c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() === 'application/json'
}

function emailIn(body: string | undefined): string | undefined {
  const { email } = (parse(body ?? '') ?? {}) as { email?: unknown }
  return typeof email === 'string' ? email : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
