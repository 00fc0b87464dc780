import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Context } from 'hono'
import type { Page } from './cache.ts'
import { policyOf } from './layout.ts'

const YEAR_SECONDS = 31_536_000
/** Small answers do not get smaller. */
const WORTH_BYTES = 1_000
const gzipped = promisify(gzip)
const brotlied = promisify(brotliCompress)

export const HTML = 'text/html; charset=utf-8'

/** What every answer of the public site carries. `frames` are those who may embed it; null for nobody. */
export function headersFor(mediaType: string, frames: readonly string[] | null): Record<string, string> {
  return {
    'content-type': mediaType,
    'content-security-policy': policyOf(frames),
    'x-content-type-options': 'nosniff',
    // never more than where it comes from: addresses of links hold their key
    'referrer-policy': 'strict-origin',
    'strict-transport-security': `max-age=${YEAR_SECONDS}`,
    'cross-origin-resource-policy': 'cross-origin',
    'permissions-policy': 'interest-cohort=()',
  }
}

/**
 * An answer ready to be sent, compressed once. Caches elsewhere may keep it but must ask each time whether it still holds, so that what was
 * withdrawn is gone from them as well. `vary` names what of a question, besides the encoding, the answer depends on.
 */
export async function finish(text: string, headers: Record<string, string>, { status = 200, vary = [] as string[] } = {}): Promise<Page> {
  const body = Buffer.from(text)
  const etag = `"${createHash('sha256').update(body).update(JSON.stringify(headers)).digest('base64url').slice(0, 22)}"`
  const page: Page = {
    status,
    headers: { 'cache-control': 'public, no-cache', ...headers, etag, vary: ['accept-encoding', ...vary].join(', ') },
    body,
    etag,
  }
  if (body.length < WORTH_BYTES) return page
  page.gzip = await gzipped(body, { level: 9 })
  page.brotli = await brotlied(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })
  return page
}

/** Sends it in the smallest form the reader takes, or says that it is the one they have. */
export function send(c: Context, page: Page): Response {
  if (page.status === 200 && c.req.header('if-none-match')?.includes(page.etag)) {
    const { 'content-type': _, ...headers } = page.headers
    return new Response(null, { status: 304, headers })
  }
  const accepts = c.req.header('accept-encoding') ?? ''
  if (page.brotli && /\bbr\b/.test(accepts)) return encoded(page, page.brotli, 'br')
  if (page.gzip && /\bgzip\b/.test(accepts)) return encoded(page, page.gzip, 'gzip')
  return new Response(page.body as never, { status: page.status, headers: { ...page.headers, 'content-length': String(page.body.length) } })
}

function encoded({ status, headers }: Page, body: Buffer, encoding: string): Response {
  return new Response(body as never, {
    status,
    headers: { ...headers, 'content-encoding': encoding, 'content-length': String(body.length) },
  })
}

/** An answer for one reader, which nobody keeps. */
export function once(text: string, status: number, frames: readonly string[] | null = null): Response {
  return new Response(text, {
    status,
    headers: { ...headersFor(HTML, frames), 'cache-control': 'no-store', 'x-robots-tag': 'noindex' },
  })
}

/** After something was done: on to a page that can be loaded again without doing it again. */
export function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { ...headersFor(HTML, null), location, 'cache-control': 'no-store' } })
}
