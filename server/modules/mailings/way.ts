import type { Mailbox } from '../../kernel/mailbox.ts'
import { findIdIn, tokenOf } from './tokens.ts'

/** How mailings leave, as the settings say it. */
export type Way = { smtpUrl: string; from: string; perMinute?: number }

/** How they come back: the mailbox, its address, which may hold `{token}`, and the secret that marks are proved with. */
export type WayBack = { mailbox: Mailbox; address: string; secret: string }

const PER_MINUTE = 120

let way: (Way & { perMinute: number }) | undefined
let back: WayBack | undefined
let url = ''
let nextAtMs = 0

/** Called once at the start. `origin` is where people reach this installation: the links in mails begin with it. */
export function setMailingWay(given: Way | undefined, origin: string, wayBack?: WayBack): void {
  way = given && { ...given, perMinute: given.perMinute ?? PER_MINUTE }
  back = wayBack
  url = origin
  nextAtMs = 0
}

export function findWay(): (Way & { perMinute: number }) | undefined {
  return way
}

export function findWayBack(): WayBack | undefined {
  return back
}

/** What makes a mail known when it comes back: its Message-ID, which many servers return, and the sender it is returned to, which all do. */
export function returnMarks(id: string): { id: string; returnTo?: string } {
  if (!back) return { id }
  const token = tokenOf(id, back.secret)
  return { id: token, returnTo: back.address.replace('{token}', token) }
}

/** Whose mail these headers speak of, by a mark of ours. */
export function findReturned(headers: string): string | undefined {
  return back && findIdIn(headers, back.secret)
}

export function stopLink(key: string): string {
  return `${url}/mail/stop/${key}`
}

export function confirmLink(key: string): string {
  return `${url}/mail/yes/${key}`
}

/** Milliseconds until the next mail may leave. The pace is kept over all ecosystems: they share one mail server. */
export function msUntilTurn(): number {
  return Math.max(0, nextAtMs - performance.now())
}

/** Takes the next turn; whoever comes after it waits the longer. */
export function takeTurn(): void {
  nextAtMs = Math.max(nextAtMs, performance.now()) + 60_000 / (way?.perMinute ?? PER_MINUTE)
}
