/** What GET /map/changes answers: stretches of days in which something changed, as columns. */
export type ChangeColumns = {
  from: string[]
  to: string[]
  partiesCame: number[]
  partiesWent: number[]
  tiesCame: number[]
  tiesWent: number[]
}

/** A stretch of time in which the map changed; days are numbers since 1970. */
export type Change = { from: number; to: number; partiesCame: number; partiesWent: number; tiesCame: number; tiesWent: number }

const DAY_MS = 86_400_000

export function changesOf(columns: ChangeColumns): Change[] {
  return columns.from.map((from, index) => ({
    from: dayOf(from),
    to: dayOf(columns.to[index]!),
    partiesCame: columns.partiesCame[index]!,
    partiesWent: columns.partiesWent[index]!,
    tiesCame: columns.tiesCame[index]!,
    tiesWent: columns.tiesWent[index]!,
  }))
}

/** The day at whose end the next change after `day`, or the last one before it, is on the map; undefined when there is none. */
export function nextChange(changes: readonly Change[], day: number, towards: 1 | -1): number | undefined {
  if (towards === 1) return changes.find(({ to }) => to > day)?.to
  return changes.findLast(({ to }) => to < day)?.to
}

/** The change that `day` lies in. */
export function changeOn(changes: readonly Change[], day: number): Change | undefined {
  return changes.find(({ from, to }) => from <= day && day <= to)
}

/** How high the bars of each change stand, 0…1 of the highest: what came above the line, what went below. Roots, so that few are seen beside many. */
export function heightsOf(changes: readonly Change[]): { came: number; went: number }[] {
  const most = changes.reduce((max, change) => Math.max(max, cameIn(change), wentIn(change)), 1)
  return changes.map((change) => ({ came: Math.sqrt(cameIn(change) / most), went: Math.sqrt(wentIn(change) / most) }))
}

export function dayOf(date: string): number {
  return Math.floor(new Date(date).getTime() / DAY_MS)
}

export function isoOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

function cameIn({ partiesCame, tiesCame }: Change): number {
  return partiesCame + tiesCame
}

function wentIn({ partiesWent, tiesWent }: Change): number {
  return partiesWent + tiesWent
}
