import { readdirSync, readFileSync } from 'node:fs'
import { serveStatic } from '@hono/node-server/serve-static'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { compress } from 'hono/compress'
import { csrf } from 'hono/csrf'
import { NONCE, secureHeaders } from 'hono/secure-headers'
import { DomainError } from './errors.ts'
import { answerError, type Env, nothingHere, type Router } from './http.ts'

const BODY_BYTES_MAX = 1_000_000
const YEAR_SECONDS = 31_536_000
const HOUR_SECONDS = 3600

/** A file named by its content, which therefore never changes. */
const HASHED = /-[\w-]{8}\.\w+$/

type Asked = (c: Context) => boolean
type Guarding = { origins: readonly string[]; isUpload: Asked; isSite: Asked; isOpen: Asked }

/** What every answer passes: a strict content security policy (pages for everybody bring their own), no foreign forms, no endless bodies. */
export function guard(app: Router, { origins, isUpload, isSite, isOpen }: Guarding): void {
  const headers = secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'", NONCE],
      styleSrc: ["'self'", NONCE],
      imgSrc: ["'self'", 'data:', 'blob:', ...origins],
      fontSrc: ["'self'"],
      connectSrc: ["'self'", ...origins],
      workerSrc: ["'self'"],
      manifestSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    strictTransportSecurity: `max-age=${YEAR_SECONDS}`,
    referrerPolicy: 'no-referrer',
  })
  app.use((c, next) => (isSite(c) ? next() : headers(c, next)))
  const small = limitBody(BODY_BYTES_MAX)
  const ownForms = csrf({ origin: isOwn })
  app.use(
    // no cookie counts at an address that is itself the secret, and the programs of mail providers send no origin
    (c, next) => (isOpen(c) ? next() : ownForms(c, next)),
    (c, next) => {
      // looking for a body that a reading request cannot have would make the whole request anew
      if (c.req.method === 'GET' || c.req.method === 'HEAD') return next()
      // what takes more is limited once it is known who sends it
      return isUpload(c) ? next() : small(c, next)
    },
  )
  const pack = compress()
  app.use(async (c, next) => {
    if (c.req.header('accept-encoding') !== undefined) return await pack(c, next)
    await next()
    const { headers } = c.res // not c.header(), which would make the answer anew
    if (!/accept-encoding/i.test(headers.get('vary') ?? '')) headers.append('vary', 'accept-encoding')
  })
}

/** Behind a reverse proxy the page came by https and the request arrives by http: the host tells whose page it was. */
function isOwn(origin: string, c: Context): boolean {
  return URL.canParse(origin) && new URL(origin).host === new URL(c.req.url).host
}

/** Refuses a body of more than `maxSize` bytes, of which as much is held in memory. */
export function limitBody(maxSize: number) {
  return bodyLimit({
    maxSize,
    onError: (c) => answerError(tooLarge(maxSize), c),
  })
}

/** Refuses a body of more than `maxSize` bytes as soon as it is known, and holds nothing: whoever reads it meets the refusal. */
export function limitStream(maxSize: number): MiddlewareHandler {
  return async (c, next) => {
    const length = c.req.header('content-length')
    const isCounted = length === undefined || c.req.header('transfer-encoding') !== undefined
    if (!isCounted && Number(length) > maxSize) throw tooLarge(maxSize)
    if (isCounted && c.req.raw.body) {
      const init: RequestInit & { duplex: 'half' } = { body: c.req.raw.body.pipeThrough(counted(maxSize)), duplex: 'half' }
      c.req.raw = new Request(c.req.raw, init)
    }
    return await next()
  }
}

function counted(maxSize: number): TransformStream<Uint8Array, Uint8Array> {
  let size = 0
  return new TransformStream({
    transform(bytes, controller) {
      size += bytes.length
      if (size > maxSize) controller.error(tooLarge(maxSize))
      else controller.enqueue(bytes)
    },
  })
}

function tooLarge(maxSize: number): DomainError {
  return new DomainError('too_large', 'body_too_large', `More than ${maxSize / 1e6} MB cannot be taken at once. Nothing was kept.`)
}

/** The guides of the folder `docs`, as the plain text they are written in. */
export function serveGuides(app: Router, folder: string): void {
  const names = new Set(readdirSync(folder).filter((name) => name.endsWith('.md')))
  app.get('/guides/:name', (c) => {
    const name = c.req.param('name')
    if (!names.has(name)) return c.notFound()
    return c.body(readFileSync(`${folder}/${name}`, 'utf8'), 200, { 'content-type': 'text/plain; charset=utf-8' })
  })
}

/** The built web app. Its page is rendered with a nonce for one answer and kept nowhere. */
export function serveWorkspace(app: Router, folder: string): void {
  const shell = readFileSync(`${folder}/index.html`, 'utf8')
  app.use('/assets/*', async (c, next) => {
    await next()
    const lasts = HASHED.test(c.req.path) ? `${YEAR_SECONDS}, immutable` : HOUR_SECONDS
    if (c.res.ok) c.header('cache-control', `public, max-age=${lasts}`)
  })
  app.use('/assets/*', serveStatic({ root: folder, precompressed: true }))
  const answerShell = (c: Context<Env>, status: 200 | 404) => {
    c.header('cache-control', 'no-store')
    return c.html(shell.replaceAll('__CSP_NONCE__', c.var.secureHeadersNonce), status)
  }
  for (const path of ['/app', '/app/*']) app.get(path, (c) => answerShell(c, 200))
  app.get('/', (c) => c.redirect('/app'))
  // who mistyped an address reads a page, a program what it can read
  app.notFound((c) => (isVisit(c) ? answerShell(c, 404) : nothingHere(c)))
}

/** Whether somebody opened an address of the workspace in a browser. */
function isVisit(c: Context): boolean {
  return c.req.method === 'GET' && !c.req.path.startsWith('/api/') && (c.req.header('accept') ?? '').includes('text/html')
}
