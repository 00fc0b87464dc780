import createClient, { type Middleware } from 'openapi-fetch'
import type { paths } from './api-types.ts'
import { reportConnection } from './connection.ts'
import { onceWhileUnderWay } from './once.ts'
import { ApiError, type Problem } from './problem.ts'

const RETRY_PAUSES_MS = [400, 1_500]

/** The API, typed by its own document. Writes carry an Idempotency-Key, so that a lost answer can be asked for again without doing it twice. */
export const api = createClient<paths>({
  baseUrl: '/',
  fetch: onceWhileUnderWay(fetchWithRetry),
  querySerializer: { array: { style: 'form', explode: true } },
})

const idempotent: Middleware = {
  onRequest({ request }) {
    if (request.method !== 'GET' && !request.headers.has('idempotency-key')) request.headers.set('idempotency-key', key())
    return request
  },
}
api.use(idempotent)

/** Awaits an answer of the api and gives its data, or throws an ApiError. */
export async function answer<T>(asked: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await asked
  if (!response.ok) throw new ApiError(asProblem(error, response))
  return data as T
}

async function fetchWithRetry(request: Request): Promise<Response> {
  for (const pauseMs of [...RETRY_PAUSES_MS, undefined]) {
    try {
      // a body can be read once only: each attempt sends a copy
      const response = await fetch(request.clone())
      reportConnection(true)
      return response
    } catch (error) {
      if (request.signal.aborted) throw error
      if (pauseMs === undefined) break
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }
  reportConnection(false)
  throw new ApiError({ status: 0, code: 'no_connection', title: 'The server cannot be reached.' })
}

function asProblem(error: unknown, response: Response): Problem {
  if (typeof error === 'object' && error !== null && 'code' in error) return { ...(error as Problem), status: response.status }
  return { status: response.status, code: `http_${response.status}`, title: response.statusText }
}

// crypto.randomUUID exists on https and localhost only
function key(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
