import { type Complaint, complaint } from '../../kernel/complaints.ts'

export const ANSWERS = ['yes', 'maybe', 'no'] as const
export type Answer = (typeof ANSWERS)[number]

export function isAnswer(value: unknown): value is Answer {
  return ANSWERS.some((answer) => answer === value)
}

const DAY_MS = 86_400_000
const DAYS_MAX = 14
const YEARS_AHEAD = 5
const YEAR_MS = 366 * DAY_MS

/** What is wrong with the times of a meeting, if anything. Past ones are fine: they are written down afterwards. */
export function timesComplaint(startsAt: Date, endsAt: Date, now: Date): Complaint | undefined {
  if (endsAt <= startsAt) return complaint('endsAt', 'end_before_start')
  if (endsAt.getTime() - startsAt.getTime() > DAYS_MAX * DAY_MS) return complaint('endsAt', 'meeting_too_long', { days: DAYS_MAX })
  if (startsAt.getTime() - now.getTime() > YEARS_AHEAD * YEAR_MS) return complaint('startsAt', 'too_far_ahead', { years: YEARS_AHEAD })
  return undefined
}

/** The facts that stand in a calendar: when one of them changes, every calendar that holds the meeting has to hear of it. */
const IN_CALENDARS = ['title', 'startsAt', 'endsAt', 'place', 'link'] as const
const TIMES = ['startsAt', 'endsAt'] as const

export function isNewsToCalendars(fields: readonly string[]): boolean {
  return IN_CALENDARS.some((field) => fields.includes(field))
}

/** Who said yes to one time has not said it to another. */
export function voidsAnswers(fields: readonly string[]): boolean {
  return TIMES.some((field) => fields.includes(field))
}

/** What is there already, what is to be added and what to be taken away. */
export function difference<T>(before: readonly T[], after: readonly T[]): { added: T[]; removed: T[] } {
  return {
    added: [...new Set(after)].filter((item) => !before.includes(item)),
    removed: before.filter((item) => !after.includes(item)),
  }
}
