import { randomBytes } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import { connect } from 'node:tls'
import { judgeCertificate, reachOf } from './judge.ts'
import type { Finding, Reach } from './types.ts'

const TIMEOUT_MS = 8_000
const BYTES_MAX = 4_096

/** What this process asks itself through its own address, with the answer nobody else knows. */
const asked = new Map<string, string>()

/** The answer of /health/live to a nonce: only the process that is asking itself at this moment has one. */
export function answerNonce(nonce: string | undefined): string | undefined {
  return nonce === undefined ? undefined : asked.get(nonce)
}

/**
 * Whether this installation answers at the address people type. Only that address is contacted, redirects are not followed, and of the
 * answer a few kB are read. Who can reach it is told by its name alone: what a name leads to from here may be another machine than from outside. The way there starts on this machine, so a router that leads its own machines past the door can hide a closed door.
 */
export async function checkAddress(url: string, reach: Reach = reachOf(new URL(url).hostname)): Promise<Finding> {
  if (reach === 'local') return { state: 'warning', code: 'address_local', figures: { url } }
  const nonce = randomBytes(16).toString('hex')
  const expected = randomBytes(16).toString('hex')
  asked.set(nonce, expected)
  try {
    const { status, text } = await get(new URL(`/health/live?nonce=${nonce}`, url))
    if (status >= 300 && status < 400) return { state: 'problem', code: 'address_redirected', figures: { url, status } }
    if (answerIn(text) !== expected) return { state: 'problem', code: 'address_other', figures: { url, status } }
  } catch (error) {
    return { state: 'problem', code: 'address_unreachable', figures: { url, reason: reasonOf(error) } }
  } finally {
    asked.delete(nonce)
  }
  return reach === 'private'
    ? { state: 'warning', code: 'address_private', figures: { url } }
    : { state: 'fine', code: 'address_reached', figures: { url } }
}

/** Whether what is sent to the address is encrypted, under its name and for long enough. */
export async function checkCertificate(
  url: string,
  now: Date,
  { authorities, reach = reachOf(new URL(url).hostname) }: { authorities?: readonly string[] | undefined; reach?: Reach } = {},
): Promise<Finding> {
  const { protocol, hostname, port } = new URL(url)
  if (protocol === 'http:') {
    if (reach === 'local') return { state: 'fine', code: 'certificate_local', figures: {} }
    if (reach === 'private') return { state: 'warning', code: 'certificate_private', figures: {} }
    return { state: 'problem', code: 'certificate_missing', figures: {} }
  }
  try {
    return judgeCertificate({ ...(await handshake(hostname.replace(/^\[|\]$/g, ''), Number(port || 443), authorities)), now })
  } catch (error) {
    return { state: 'unknown', code: 'certificate_unreachable', figures: { reason: reasonOf(error) } }
  }
}

function get(url: URL): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? httpsRequest : httpRequest
    // nothing secret is sent, and what is wrong with the certificate is said by its own check
    const sent = request(url, { rejectUnauthorized: false, agent: false, signal: AbortSignal.timeout(TIMEOUT_MS) }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
        if (text.length > BYTES_MAX) response.destroy()
      })
      response.on('error', reject)
      response.on('close', () => resolve({ status: response.statusCode ?? 0, text }))
    })
    sent.on('error', reject)
    sent.end()
  })
}

function answerIn(text: string): unknown {
  try {
    return (JSON.parse(text) as { answer?: unknown } | null)?.answer
  } catch {
    return undefined
  }
}

function handshake(host: string, port: number, authorities?: readonly string[]): Promise<{ error: string | undefined; until: Date }> {
  return new Promise((resolve, reject) => {
    const named = isIP(host) === 0 ? { servername: host } : {}
    // looked at, not trusted: nothing is sent over it
    const socket = connect({ host, port, ...named, rejectUnauthorized: false, ...(authorities ? { ca: [...authorities] } : {}) })
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })))
    socket.once('error', reject)
    socket.once('secureConnect', () => {
      const error = socket.authorized ? undefined : codeOf(socket.authorizationError)
      const until = new Date(socket.getPeerCertificate().valid_to)
      socket.end()
      resolve({ error, until })
    })
  })
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | undefined)?.code ?? error)
}

/** A short code such as ECONNREFUSED; the message could quote what another server said. */
function reasonOf(error: unknown): string {
  const { name, code } = error as NodeJS.ErrnoException
  return name === 'AbortError' || name === 'TimeoutError' ? 'ETIMEDOUT' : (code ?? name)
}
