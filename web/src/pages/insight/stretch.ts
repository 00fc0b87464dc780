/** From when to when the map is compared, as days in the address of the page. Pure. */

export const STRETCHES = ['month', 'quarter', 'year', 'own'] as const
export type StretchName = (typeof STRETCHES)[number]

/** Days as 2026-11-27; no `until` is today. */
export type Stretch = { name: StretchName; since: string; until: string }

const MONTHS = { month: 1, quarter: 3, year: 12 } as const

/** What the address says; three months where it says nothing that makes sense. `today` is a day. */
export function readStretch(query: URLSearchParams, today: string): Stretch {
  const [since, until] = [dayOf(query.get('since')), dayOf(query.get('until'))]
  if (since !== undefined) return { name: 'own', since, until: until ?? '' }
  const name = STRETCHES.find((each) => each === query.get('over')) ?? 'quarter'
  return name === 'own' ? { name, since: monthsBefore(today, 3), until: '' } : { name, since: monthsBefore(today, MONTHS[name]), until: '' }
}

/** The day so many months before; the last of a month that is shorter. */
export function monthsBefore(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 - months, Math.min(date, last))).toISOString().slice(0, 10)
}

/** The moments to ask for: a day means how the map was at its end, and today how it is now. */
export function momentsOf({ since, until }: Stretch, today: string): { since: string; until?: string } {
  return { since: endOf(since), ...(until !== '' && until !== today && { until: endOf(until) }) }
}

function endOf(day: string): string {
  return `${day}T23:59:59.999Z`
}

function dayOf(text: string | null): string | undefined {
  if (text === null || !/^\d{4}-\d\d-\d\d$/.test(text)) return undefined
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : undefined
}
