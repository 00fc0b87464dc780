import type { Mail } from '../../kernel/mail.ts'

export type MeetingMail = 'invitation' | 'change' | 'cancellation'

type About = { title: string; starts_at: Date; ends_at: Date; place: string | null; link: string | null }
type Said = { meeting: About; organiser: string; ecosystem: { name: string; timeZone: string } }

/** What an invitation, a change or a cancellation says, beside the file for the calendar. */
export function invitationText(
  locale: 'en' | 'de',
  mail: MeetingMail,
  { meeting, organiser, ecosystem }: Said,
): Pick<Mail, 'locale' | 'subject' | 'paragraphs' | 'action'> {
  const words = WORDS[locale]
  const when = whenOf(locale, meeting, ecosystem.timeZone)
  const isOff = mail === 'cancellation'
  return {
    locale,
    subject: `${words.subject[mail]}: ${meeting.title}`,
    paragraphs: [
      words.lead[mail](organiser, ecosystem.name, meeting.title),
      `${words.when}: ${when}`,
      ...(meeting.place === null ? [] : [`${words.where}: ${meeting.place}`]),
      ...(meeting.link === null || isOff ? [] : [`${words.online}: ${meeting.link}`]),
      isOff ? words.fileOff : words.file,
    ],
    action: isOff ? words.write(organiser) : words.answer,
  }
}

/** The day and the hours of a meeting by the ecosystem's clock, with the name of its zone. */
export function whenOf(locale: 'en' | 'de', { starts_at, ends_at }: Pick<About, 'starts_at' | 'ends_at'>, timeZone: string): string {
  const format = new Intl.DateTimeFormat(locale === 'de' ? 'de' : 'en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  })
  return `${format.formatRange(starts_at, ends_at)} (${timeZone})`
}

const WORDS = {
  en: {
    subject: { invitation: 'Invitation', change: 'Changed', cancellation: 'Cancelled' },
    lead: {
      invitation: (who: string, ecosystem: string, title: string) => `${who} (${ecosystem}) invites you: ${title}.`,
      change: (who: string, ecosystem: string, title: string) => `${who} (${ecosystem}) changed a meeting you are invited to: ${title}.`,
      cancellation: (who: string, ecosystem: string, title: string) => `${who} (${ecosystem}) called a meeting off: ${title}.`,
    },
    when: 'When',
    where: 'Where',
    online: 'From afar',
    file: 'The file with this mail puts it into your calendar.',
    fileOff: 'The file with this mail takes it out of your calendar.',
    answer: 'Say whether you come',
    write: (who: string) => `Write to ${who}`,
  },
  de: {
    subject: { invitation: 'Einladung', change: 'Geändert', cancellation: 'Abgesagt' },
    lead: {
      invitation: (who: string, ecosystem: string, title: string) => `${who} (${ecosystem}) lädt Sie ein: ${title}.`,
      change: (who: string, ecosystem: string, title: string) =>
        `${who} (${ecosystem}) hat ein Treffen geändert, zu dem Sie eingeladen sind: ${title}.`,
      cancellation: (who: string, ecosystem: string, title: string) => `${who} (${ecosystem}) hat ein Treffen abgesagt: ${title}.`,
    },
    when: 'Wann',
    where: 'Wo',
    online: 'Aus der Ferne',
    file: 'Die Datei an dieser Mail trägt es in Ihren Kalender ein.',
    fileOff: 'Die Datei an dieser Mail nimmt es aus Ihrem Kalender.',
    answer: 'Sagen, ob Sie kommen',
    write: (who: string) => `An ${who} schreiben`,
  },
} as const
