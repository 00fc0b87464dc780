/** How mailings leave, as the settings say it. */
export type Way = { smtpUrl: string; from: string; perMinute?: number }

const PER_MINUTE = 120

let way: (Way & { perMinute: number }) | undefined
let url = ''
let nextAtMs = 0

/** Called once at the start. `origin` is where people reach this installation: the links in mails begin with it. */
export function setMailingWay(given: Way | undefined, origin: string): void {
  way = given && { ...given, perMinute: given.perMinute ?? PER_MINUTE }
  url = origin
  nextAtMs = 0
}

export function findWay(): (Way & { perMinute: number }) | undefined {
  return way
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
