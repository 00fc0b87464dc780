/** When points run out, and how value lies on several accounts. Pure. */

/** What came onto an account and went from it on a day. */
export type Flow = { day: string; came: bigint; went: bigint }
/** Points that came on one day and are still there. */
export type Lot = { day: string; left: bigint }

const DAY_MS = 86_400_000

/**
 * What is left of the points of each day, oldest first. Whatever went took the oldest that were there, so all that ever went is taken from the
 * oldest of all that ever came. What ran out has gone too, once it is booked.
 */
export function lotsOf(flows: readonly Flow[]): Lot[] {
  let gone = flows.reduce((sum, { went }) => sum + went, 0n)
  return [...flows]
    .sort((a, b) => (a.day < b.day ? -1 : 1))
    .flatMap(({ day, came }) => {
      const taken = smaller(gone, came)
      gone -= taken
      return came > taken ? [{ day, left: came - taken }] : []
    })
}

/** The last day on which points that came on a day are good. */
export function lastDay(day: string, expiresAfterDays: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + expiresAfterDays * DAY_MS).toISOString().slice(0, 10)
}

/** How many of them are no longer good today. */
export function runOut(lots: readonly Lot[], expiresAfterDays: number, today: string): bigint {
  return lots.reduce((sum, { day, left }) => (lastDay(day, expiresAfterDays) < today ? sum + left : sum), 0n)
}

/** How many points are taken from which of several accounts: the oldest first, and what none of them has from the first. */
export function takeOldest(accounts: readonly (readonly Lot[])[], wanted: bigint): bigint[] {
  const taken = accounts.map(() => 0n)
  let left = wanted
  const lots = accounts.flatMap((own, account) => own.map((lot) => ({ ...lot, account }))).sort((a, b) => (a.day < b.day ? -1 : 1))
  for (const lot of lots) {
    const part = smaller(lot.left, left)
    taken[lot.account]! += part
    left -= part
  }
  return taken.with(0, taken[0]! + left)
}

/** How much of an amount falls on each of several accounts, by the room they have, in their order; what is beyond all of it is left to the first. */
export function spread(amount: bigint, rooms: readonly (bigint | null)[]): bigint[] {
  let left = amount
  const parts = rooms.map((room) => {
    const part = room === null ? left : room < 0n ? 0n : smaller(room, left)
    left -= part
    return part
  })
  return parts.with(0, parts[0]! + left)
}

/**
 * How far each of several accounts may go down, so that together they may go to `least`: what is on them stays allowed, and the first has the rest.
 * Only where all together are further down already is the first.
 */
export function spreadLeast(least: bigint, balances: readonly bigint[]): bigint[] {
  const [first = 0n, ...others] = balances
  const bounds = others.map((balance) => (balance < 0n ? balance : 0n))
  const rest = () => least - bounds.reduce((sum, bound) => sum + bound, 0n)
  // where the first is further down, what others have has to stay for it
  for (const [place, balance] of others.entries()) {
    const missing = rest() - first
    const free = balance - bounds[place]!
    if (missing > 0n) bounds[place]! += smaller(free, missing)
  }
  return [rest(), ...bounds]
}

/** An amount as a decimal number. */
export function decimal(minor: bigint, scale: number): string {
  const digits = String(minor < 0n ? -minor : minor).padStart(scale + 1, '0')
  const sign = minor < 0n ? '-' : ''
  return scale === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

/** Math knows no whole numbers of any size. */
function smaller(a: bigint, b: bigint): bigint {
  if (a < b) return a
  return b
}

/** The word of a project, made of its name, so that one that is written a little differently is the same. */
export function projectKey(name: string): string {
  const plain = name.toLowerCase().normalize('NFD').replaceAll('ß', 'ss').replaceAll(/[\u0300-\u036f]/g, '') // biome-ignore format: one line reads better
  return plain.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 60).replace(/-+$/, '') // biome-ignore format: one line reads better
}
