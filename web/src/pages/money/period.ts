/** Stretches of days: a month, a quarter, a year, or any two days. Days are texts such as 2026-11-22. */
export type Period = { from: string; to: string }
export type PeriodKind = 'month' | 'quarter' | 'year' | 'own'

const MONTHS = { month: 1, quarter: 3, year: 12 } as const

/** The whole month, quarter or year that a day lies in. */
export function periodAround(kind: keyof typeof MONTHS, day: string): Period {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1]
  const size = MONTHS[kind]
  const first = month - (month % size)
  return { from: dayOf(year, first, 1), to: dayOf(year, first + size, 0) }
}

/** What kind of stretch these two days are. */
export function kindOf({ from, to }: Period): PeriodKind {
  const kinds = ['month', 'quarter', 'year'] as const
  return kinds.find((kind) => isSame(periodAround(kind, from), { from, to })) ?? 'own'
}

/** The stretch of the same kind before or after; days of one's own stay. */
export function shifted(period: Period, by: 1 | -1): Period {
  const kind = kindOf(period)
  if (kind === 'own') return period
  const [year, month] = [Number(period.from.slice(0, 4)), Number(period.from.slice(5, 7)) - 1]
  return periodAround(kind, dayOf(year, month + by * MONTHS[kind], 1))
}

function isSame(a: Period, b: Period): boolean {
  return a.from === b.from && a.to === b.to
}

function dayOf(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10)
}
