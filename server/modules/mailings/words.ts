import type { Locale } from './rules.ts'

type Foot = { ecosystem: string; list: string }

/** What stands below every mail of a mailing. */
export function footText(locale: Locale, { ecosystem, list }: Foot): { why: string; stop: string } {
  if (locale === 'de') {
    return {
      why: `Sie bekommen diese Mail über „${list}“ von ${ecosystem}.`,
      stop: 'Keine Mails mehr bekommen, oder sehen, was über Sie gespeichert ist',
    }
  }
  return { why: `You get this mail by “${list}” of ${ecosystem}.`, stop: 'Get no more mails, or see what is stored about you' }
}

export function confirmationText(locale: Locale, { ecosystem, list, days }: Foot & { days: number }) {
  if (locale === 'de') {
    return {
      locale,
      subject: `Möchten Sie Mails von ${ecosystem}?`,
      paragraphs: [
        `${ecosystem} hat notiert, dass Sie Mails zu „${list}“ bekommen möchten.`,
        `Bestätigen Sie das bitte mit dem Link; er gilt ${days} Tage. Ohne Bestätigung schreibt Ihnen dazu niemand.`,
      ],
      action: 'Bestätigen',
    }
  }
  return {
    locale,
    subject: `Would you like mails from ${ecosystem}?`,
    paragraphs: [
      `${ecosystem} noted that you would like to get mails on “${list}”.`,
      `Please confirm that with the link; it is good for ${days} days. Unless you do, nobody writes to you about it.`,
    ],
    action: 'Confirm',
  }
}

/** The texts of the pages behind the links in mails, which work without JavaScript. */
export const PAGES = {
  en: {
    stopTitle: 'Mails to you',
    stopWhy: (address: string, ecosystem: string) => `${ecosystem} writes to ${address}.`,
    stopList: (list: string) => `No more mails on “${list}”`,
    stopAll: 'Stop writing to me at all',
    stopNote: 'Nothing happens until you press a button.',
    stoppedTitle: 'Done',
    stoppedList: (list: string) => `You get no more mails on “${list}”.`,
    stoppedAll: (ecosystem: string) => `${ecosystem} sends no more mailings to this address. The wish is kept, so that it holds.`,
    data: 'What is stored about you',
    dataWhy: (ecosystem: string) => `To have it corrected or erased, write to ${ecosystem} or answer the mail.`,
    fields: { address: 'Address', name: 'Name', role: 'Role', organisation: 'Organisation', lists: 'Lists', mails: 'Mails' },
    states: { unconfirmed: 'not confirmed', confirmed: 'confirmed', unsubscribed: 'left', none: 'not objected' },
    nothing: 'nothing',
    yesTitle: 'Mails from here?',
    yesWhy: (ecosystem: string, list: string, address: string) => `${ecosystem} would like to write to ${address} about “${list}”.`,
    yes: 'Yes, I would like these mails',
    yesNote: 'If you do not want them, close this page: nothing happens without you. Every mail has a link that ends them.',
    yesDone: (list: string) => `Thank you. You get mails on “${list}”.`,
    testTitle: 'This link is from a test',
    testWhy: 'In a real mail it ends the mails. Here nothing happens.',
  },
  de: {
    stopTitle: 'Mails an Sie',
    stopWhy: (address: string, ecosystem: string) => `${ecosystem} schreibt an ${address}.`,
    stopList: (list: string) => `Keine Mails mehr zu „${list}“`,
    stopAll: 'Gar nicht mehr an mich schreiben',
    stopNote: 'Es geschieht nichts, bevor Sie einen Knopf drücken.',
    stoppedTitle: 'Erledigt',
    stoppedList: (list: string) => `Sie bekommen keine Mails mehr zu „${list}“.`,
    stoppedAll: (ecosystem: string) =>
      `${ecosystem} sendet keine Rundschreiben mehr an diese Adresse. Der Wunsch bleibt gespeichert, damit er gilt.`,
    data: 'Was über Sie gespeichert ist',
    dataWhy: (ecosystem: string) =>
      `Soll es berichtigt oder gelöscht werden, schreiben Sie an ${ecosystem} oder antworten Sie auf die Mail.`,
    fields: { address: 'Adresse', name: 'Name', role: 'Aufgabe', organisation: 'Organisation', lists: 'Listen', mails: 'Mails' },
    states: { unconfirmed: 'nicht bestätigt', confirmed: 'bestätigt', unsubscribed: 'abgemeldet', none: 'kein Widerspruch' },
    nothing: 'nichts',
    yesTitle: 'Mails von hier?',
    yesWhy: (ecosystem: string, list: string, address: string) => `${ecosystem} möchte an ${address} zu „${list}“ schreiben.`,
    yes: 'Ja, ich möchte diese Mails',
    yesNote: 'Wenn Sie sie nicht möchten, schließen Sie diese Seite: Ohne Sie geschieht nichts. Jede Mail hat einen Link, der sie beendet.',
    yesDone: (list: string) => `Danke. Sie bekommen Mails zu „${list}“.`,
    testTitle: 'Dieser Link stammt aus einem Test',
    testWhy: 'In einer echten Mail beendet er die Mails. Hier geschieht nichts.',
  },
} as const
