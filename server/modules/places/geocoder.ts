import { setTimeout as sleep } from 'node:timers/promises'
import { log } from '../../kernel/log.ts'
import type { Address } from '../parties/index.ts'
import { type Answer, questionOf, readAnswer, type Style } from './rules.ts'

/** The service of this installation. Its address comes from the settings only: nothing a person enters decides where a request goes. */
export type Geocoder = {
  url: string
  style: Style
  perSecond: number
  /** Names the program and where it runs, as the services ask for. */
  userAgent: string
  timeoutMs?: number
  /** After the first try without an answer; doubled with each further one. */
  pauseSeconds?: number
}

/** `failed`: no answer came; `afterSeconds` where the service said when to come again. */
export type Reply = Answer | { kind: 'failed'; afterSeconds?: number }

const TIMEOUT_MS = 10_000
const ANSWER_BYTES_MAX = 200_000

let geocoder: Geocoder | undefined
let nextAt = 0

/** Called once at the start, by whoever knows the settings. */
export function setGeocoder(service: Geocoder | undefined): void {
  geocoder = service
}

export function findGeocoder(): Geocoder | undefined {
  return geocoder
}

/** How a service is named to people: where it is, without the path and a key. */
export function nameOfService({ url }: Geocoder): string {
  return new URL(url).origin
}

/** Waits until the service may be asked again, whichever ecosystem asked last. */
export async function takeTurn({ perSecond }: Geocoder): Promise<void> {
  const now = performance.now()
  const at = Math.max(now, nextAt)
  nextAt = at + 1000 / perSecond
  if (at > now) await sleep(at - now)
}

/** Asks for one address, once. Never throws: what goes wrong is part of the reply. */
export async function askGeocoder(service: Geocoder, address: Address): Promise<Reply> {
  try {
    const response = await fetch(questionOf(service.style, service.url, address), {
      headers: { accept: 'application/json', 'user-agent': service.userAgent },
      // a redirect could lead anywhere, also into the house
      redirect: 'manual',
      signal: AbortSignal.timeout(service.timeoutMs ?? TIMEOUT_MS),
    })
    if (!response.ok) {
      await response.body?.cancel()
      log.warn({ status: response.status }, 'geocoder refused')
      return { kind: 'failed', ...retryAfter(response) }
    }
    const text = await readText(response)
    return text === undefined ? { kind: 'refused', why: 'unreadable' } : readAnswer(service.style, text, address)
  } catch (error) {
    // only the kind of failure: its text may hold the address that was asked for
    log.warn({ reason: (error as Error).name }, 'geocoder not reached')
    return { kind: 'failed' }
  }
}

/** The body, or undefined where it is longer than any answer to one address. */
async function readText(response: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > ANSWER_BYTES_MAX) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Seconds of the header Retry-After; its form as a date is rare and counts as none. */
function retryAfter(response: Response): { afterSeconds?: number } {
  const header = response.headers.get('retry-after')
  return header !== null && /^\d{1,6}$/.test(header) ? { afterSeconds: Number(header) } : {}
}
