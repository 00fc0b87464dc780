/** When points run out. Pure. */

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
      let taken = came
      if (gone < came) taken = gone
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

/** An amount as a decimal number. */
export function decimal(minor: bigint, scale: number): string {
  const digits = String(minor < 0n ? -minor : minor).padStart(scale + 1, '0')
  const sign = minor < 0n ? '-' : ''
  return scale === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

/** The word of a project, made of its name, so that one that is written a little differently is the same. */
export function projectKey(name: string): string {
  const plain = name.toLowerCase().normalize('NFD').replaceAll('ß', 'ss').replaceAll(/[\u0300-\u036f]/g, '') // biome-ignore format: one line reads better
  return plain.replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, 60).replace(/-+$/, '') // biome-ignore format: one line reads better
}
