import type { Mail } from '../../kernel/mail.ts'

export type DueTask = { title: string; due: string; isOverdue: boolean; total: number }

type Text = Pick<Mail, 'locale' | 'subject' | 'paragraphs' | 'action'> & { off: string }

/** What is due today and what is late, the oldest first. `tasks` may be the first of more: each says how many there are in all. */
export function reminderText(locale: 'en' | 'de', { ecosystem, tasks }: { ecosystem: string; tasks: readonly DueTask[] }): Text {
  const total = tasks[0]?.total ?? 0
  const late = tasks.filter(({ isOverdue }) => isOverdue)
  const today = tasks.filter(({ isOverdue }) => !isOverdue)
  const day = new Intl.DateTimeFormat(locale === 'de' ? 'de' : 'en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' })
  const on = (due: string) => day.format(new Date(`${due}T00:00Z`))
  const words = WORDS[locale]
  return {
    locale,
    subject: words.subject(total, ecosystem),
    paragraphs: [
      ...(late.length > 0 ? [words.late, ...late.map(({ title, due }) => `• ${title} (${words.since(on(due))})`)] : []),
      ...(today.length > 0 ? [words.today, ...today.map(({ title }) => `• ${title}`)] : []),
      ...(total > tasks.length ? [words.more(total - tasks.length)] : []),
    ],
    action: words.action,
    off: words.off,
  }
}

const WORDS = {
  en: {
    subject: (count: number, ecosystem: string) => `${count === 1 ? 'One task is' : `${count} tasks are`} due: ${ecosystem}`,
    late: 'Overdue:',
    since: (day: string) => `since ${day}`,
    today: 'Due today:',
    more: (count: number) => `And ${count} more.`,
    action: 'Open the tasks',
    off: 'Get no more of these mails',
  },
  de: {
    subject: (count: number, ecosystem: string) => `${count === 1 ? 'Eine Aufgabe ist' : `${count} Aufgaben sind`} fällig: ${ecosystem}`,
    late: 'Überfällig:',
    since: (day: string) => `seit ${day}`,
    today: 'Heute fällig:',
    more: (count: number) => `Und ${count} weitere.`,
    action: 'Aufgaben öffnen',
    off: 'Diese Mails nicht mehr erhalten',
  },
} as const
