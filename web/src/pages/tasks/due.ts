import type { Task } from '../../data/types.ts'

export type Due = 'overdue' | 'today' | 'week' | 'later' | 'someday'

export const DUES = ['overdue', 'today', 'week', 'later', 'someday'] as const satisfies readonly Due[]

const WEEK_DAYS = 7

/** How urgent a due day is, seen from `today`; both as 2026-11-22. */
export function dueOf(due: string | null, today: string): Due {
  if (due === null) return 'someday'
  if (due < today) return 'overdue'
  if (due === today) return 'today'
  return due <= addDays(today, WEEK_DAYS) ? 'week' : 'later'
}

/** Tasks by urgency, each group by its day and then by title; groups without tasks are left out. */
export function groupByDue(tasks: readonly Task[], today: string): { due: Due; tasks: Task[] }[] {
  return DUES.map((due) => ({
    due,
    tasks: tasks
      .filter((task) => dueOf(task.due, today) === due)
      .sort((a, b) => compare(a.due ?? '', b.due ?? '') || compare(a.title, b.title)),
  })).filter((group) => group.tasks.length > 0)
}

/** The day `days` after a day, both as 2026-11-22. */
export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
