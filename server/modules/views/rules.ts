/** What a map shows at once. */
export const PARTIES_MAX = 20_000
export const TIES_MAX = 100_000

export const SETTINGS_LENGTH_MAX = 20_000

/** Settings are the program's own: of any shape, but not of any size. */
export function isSmall(settings: object): boolean {
  return JSON.stringify(settings).length <= SETTINGS_LENGTH_MAX
}

export type EndColumns = { fromId: readonly string[]; toId: readonly string[] }

/**
 * Ends of ties as positions in `ids`; ties with an end that is not among them are left out. `kept` are the positions of the others,
 * `tieCount` says for each id in how many of them it is an end.
 */
export function indexEnds(
  ids: readonly string[],
  { fromId, toId }: EndColumns,
): { kept: number[]; from: number[]; to: number[]; tieCount: number[] } {
  const positions = new Map(ids.map((id, position) => [id, position]))
  const tieCount = ids.map(() => 0)
  const kept: number[] = []
  const from: number[] = []
  const to: number[] = []
  for (let tie = 0; tie < fromId.length; tie++) {
    const one = positions.get(fromId[tie]!)
    const other = positions.get(toId[tie]!)
    if (one === undefined || other === undefined) continue
    kept.push(tie)
    from.push(one)
    to.push(other)
    tieCount[one]!++
    tieCount[other]!++
  }
  return { kept, from, to, tieCount }
}

/** The best of several ranked lists, together; equals in the order of the lists. */
export function mergeRanked<T extends { rank: number }>(lists: readonly (readonly T[])[], limit: number): T[] {
  return lists
    .flat()
    .toSorted((one, other) => other.rank - one.rank)
    .slice(0, limit)
}

const DAY_MS = 86_400_000
const BUCKETS_MAX = 200
/** How long a stretch is, the shortest first, with the least days it can have. */
const UNITS = [
  ['day', 1],
  ['week', 7],
  ['month', 28],
  ['year', 365],
] as const
export type Unit = (typeof UNITS)[number][0]
type Day = { day: string; came: number; went: number }
export type Buckets = {
  unit: Unit
  from: string[]
  to: string[]
  partiesCame: number[]
  partiesWent: number[]
  tiesCame: number[]
  tiesWent: number[]
}

/**
 * Days of change gathered into days, weeks, months or years, whichever is the shortest that needs no more than 200 of them from the first
 * change to `today`. Those without change are left out; the last one ends today.
 */
export function bucketChanges(parties: readonly Day[], ties: readonly Day[], today: string): Buckets {
  const days = [...parties, ...ties].map(({ day }) => day).sort()
  const span = days.length === 0 ? 1 : (Date.parse(today) - Date.parse(days[0]!)) / DAY_MS + 1
  const [unit] = UNITS.find(([, least]) => span / least + 1 <= BUCKETS_MAX) ?? UNITS.at(-1)!
  const from = [...new Set(days.map((day) => startOf(day, unit)))].slice(-BUCKETS_MAX)
  const sum = (changes: readonly Day[], of: 'came' | 'went') => {
    const sums = new Map<string, number>()
    for (const change of changes) sums.set(startOf(change.day, unit), (sums.get(startOf(change.day, unit)) ?? 0) + change[of])
    return from.map((start) => sums.get(start) ?? 0)
  }
  return {
    unit,
    from,
    to: from.map((start) => (endOf(start, unit) < today ? endOf(start, unit) : today)),
    partiesCame: sum(parties, 'came'),
    partiesWent: sum(parties, 'went'),
    tiesCame: sum(ties, 'came'),
    tiesWent: sum(ties, 'went'),
  }
}

function startOf(day: string, unit: Unit): string {
  if (unit === 'month') return `${day.slice(0, 7)}-01`
  if (unit === 'year') return `${day.slice(0, 4)}-01-01`
  const sinceMonday = unit === 'week' ? (new Date(day).getUTCDay() + 6) % 7 : 0
  return isoOf(Date.parse(day) - sinceMonday * DAY_MS)
}

/** The last day of the stretch that begins on `start`. */
function endOf(start: string, unit: Unit): string {
  if (unit === 'day') return start
  if (unit === 'week') return isoOf(Date.parse(start) + 6 * DAY_MS)
  const [year, month] = start.split('-').map(Number) as [number, number]
  return isoOf(unit === 'month' ? Date.UTC(year, month, 0) : Date.UTC(year, 11, 31))
}

function isoOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}
