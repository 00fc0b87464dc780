import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context, MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'
import { sql } from 'kysely'
import { type RateLimiterAbstract, RateLimiterMemory } from 'rate-limiter-flexible'
import { answerNonce } from './checks/address.ts'
import type { Actor, Ctx } from './ctx.ts'
import type { Db } from './db.ts'
import { DomainError } from './errors.ts'
import { answerError, type Env, newRouter, nothingHere, type Router } from './http.ts'
import { isId, newId } from './ids.ts'
import { spend } from './limits.ts'
import { log } from './log.ts'
import { openApiDocument, renderDocs } from './openapi.ts'
import { limitVisitors, type OpenPages } from './pages.ts'
import { guard, limitBody, limitStream } from './web.ts'

const REQUESTS_PER_WINDOW = 1200
const WINDOW_SECONDS = 60
/** Bodies under way of one person, and of all: those that hold a transaction open while they arrive, and those that are held in memory. */
const STREAMS_AT_ONCE = { each: 1, all: 4 }
const HELD_AT_ONCE = { each: 4, all: 32 }

export type AppOptions = {
  db: Db
  now: () => Date
  /** Who is asking. Throws unauthorized for nobody, not_found for an ecosystem they do not belong to. */
  actorFor: (request: Request, ecosystemId: string) => Promise<Actor>
  /** Routes inside an ecosystem, mounted below /api/ecosystems/{ecosystemId}. */
  routes: readonly Router[]
  /** Routes of accounts and the installation, mounted below /api. They find out for themselves who is asking. */
  installationRoutes: readonly Router[]
  /** Requests that take more than a form does, with the most bytes they take. `isStream`: read while it arrives, by writeFiles(). `allow` throws
   * for whoever may not send it, before it is sent. */
  uploads: readonly Upload[]
  /** Pages and files for people who do not sign in. */
  pages?: readonly OpenPages[]
  /** Proxies whose word is taken for where a visitor comes from. */
  trustedProxies?: readonly string[]
  /** Paths of pages that set their own security headers, because others may embed them. */
  sites?: readonly RegExp[]
  /** Addresses that hold their own secret and take forms from anywhere, such as those that end mails (RFC 8058). */
  openForms?: readonly RegExp[]
  /** Origins the pages may load images and data from besides their own: those of map tiles. */
  origins: readonly string[]
}

export type Upload = { method: string; path: RegExp; maxBytes: number; isStream?: boolean; allow?: (ctx: Ctx) => void }

const BASE = '/api/ecosystems/:ecosystemId'

/** The whole API. What serves the workspace and signs people in is added by whoever starts the server. */
export function createApp(options: AppOptions): Router {
  const app = newRouter()
  // counted by person: more keys are not more requests
  const limiter = new RateLimiterMemory({ points: REQUESTS_PER_WINDOW, duration: WINDOW_SECONDS })
  app.notFound(nothingHere)
  app.onError(answerError)
  logRequests(app)
  app.use(async (c, next) => {
    c.set('door', { db: options.db, now: options.now })
    await next()
  })
  const uploads = options.uploads.map((upload) => ({
    ...upload,
    limit: upload.isStream ? limitStream(upload.maxBytes) : limitBody(upload.maxBytes),
  }))
  const uploadOf = (c: Context) => uploads.find(({ method, path }) => c.req.method === method && path.test(c.req.path))
  const isSite = (c: Context) => options.sites?.some((path) => path.test(c.req.path)) === true
  guard(app, {
    origins: options.origins,
    isUpload: (c) => uploadOf(c) !== undefined,
    isSite,
    isOpen: (c) => options.openForms?.some((path) => path.test(c.req.path)) ?? false,
  })
  app.get('/health/live', (c) => {
    c.header('cache-control', 'no-store') // answered by this process and nobody in between
    return c.json({ status: 'ok', answer: answerNonce(c.req.query('nonce')) })
  })
  app.get('/health/ready', async (c) => {
    await sql`select 1`.execute(options.db)
    return c.json({ status: 'ok' })
  })
  app.use(`${BASE}/*`, async (c, next) => {
    await enter(c as never, options, limiter)
    await next()
  })
  app.use(BASE, async (c, next) => {
    await enter(c as never, options, limiter)
    await next()
  })
  app.use(`${BASE}/*`, limitUploads(uploadOf))
  const inside = new OpenAPIHono<Env>()
  for (const router of options.routes) inside.route('/', router)
  app.route(BASE, inside)
  for (const router of options.installationRoutes) app.route('/api', router)
  mountPages(app, options)
  // made once: it is the same for everybody, and making it takes longer than most requests
  let described: ReturnType<typeof describe> | undefined
  const document = () => {
    described ??= describe(app)
    return described
  }
  app.get('/api/openapi.json', (c) => c.body(document().json, 200, { 'content-type': 'application/json' }))
  app.get('/api/docs', async (c) => c.html(await document().html))
  return app
}

function mountPages(app: Router, { pages = [], trustedProxies = [] }: AppOptions): void {
  const limit = limitVisitors(trustedProxies)
  for (const { path, router } of pages) {
    app.use(`${path}/*`, limit)
    app.route(path, router)
  }
}

function describe(app: Router) {
  const document = openApiDocument(app)
  return { json: JSON.stringify(document), html: renderDocs(document) }
}

/** Takes large bodies from people who may send them only, a few at a time, so that nobody takes the places of all others. */
function limitUploads(find: (c: Context) => (Upload & { limit: MiddlewareHandler }) | undefined): MiddlewareHandler<Env> {
  const streams = places(STREAMS_AT_ONCE)
  const held = places(HELD_AT_ONCE)
  return async (c, next) => {
    const upload = find(c)
    if (!upload) return await next()
    const { actor } = c.var.ctx
    upload.allow?.(c.var.ctx)
    const giveBack = (upload.isStream ? streams : held)(actor.kind === 'system' ? 'system' : actor.personId)
    try {
      return await upload.limit(c, next)
    } finally {
      giveBack()
    }
  }
}

/** Hands out places to people; each is given back by what is answered. Throws too_many when there is none left for this person. */
function places({ each, all }: { each: number; all: number }): (who: string) => () => void {
  const taken = new Map<string, number>()
  let sum = 0
  return (who) => {
    const own = taken.get(who) ?? 0
    if (own >= each || sum >= all) {
      throw new DomainError('too_many', 'too_many_uploads', 'Several files are being taken in right now. Please try again in a minute.')
    }
    sum++
    taken.set(who, own + 1)
    return () => {
      sum--
      const left = taken.get(who)! - 1
      if (left > 0) taken.set(who, left)
      else taken.delete(who)
    }
  }
}

function logRequests(app: Router): void {
  app.use(async (c, next) => {
    const from = performance.now()
    c.set('requestId', newId())
    await next()
    // not c.header(), which would make the answer anew
    c.res.headers.set('x-request-id', c.var.requestId)
    const ms = Math.round(performance.now() - from)
    // the route's pattern, never the path: paths can hold keys
    const line = { requestId: c.var.requestId, method: c.req.method, pattern: routePath(c), status: c.res.status, ms }
    if (line.pattern.startsWith('/health/')) log.debug(line, 'request')
    else log.info(line, 'request')
  })
}

type EcosystemContext = {
  req: { param: (name: string) => string; raw: Request }
  set: (key: 'ctx', value: Env['Variables']['ctx']) => void
}

async function enter(c: EcosystemContext, options: AppOptions, limiter: RateLimiterAbstract): Promise<void> {
  const ecosystemId = c.req.param('ecosystemId')
  if (!isId(ecosystemId)) throw new DomainError('not_found', 'ecosystem_not_found', 'There is no such ecosystem.')
  const actor = await options.actorFor(c.req.raw, ecosystemId)
  await spend(limiter, actor.kind === 'system' ? 'system' : actor.personId, tooManyRequests)
  c.set('ctx', { db: options.db, actor, ecosystemId, now: options.now })
}

function tooManyRequests(waitMs: number): DomainError {
  return new DomainError('too_many', 'too_many_requests', `Too many requests. Please try again in ${Math.ceil(waitMs / 1000)} seconds.`)
}
