/** What mails and tasks say. */
import type { Mail } from '../../kernel/mail.ts'
import type { Locale } from './schema.ts'

export function linkMail(
  locale: Locale,
  { party, ecosystem, days }: { party: string; ecosystem: string; days: number },
): Pick<Mail, 'locale' | 'subject' | 'paragraphs' | 'action'> {
  if (locale === 'de') {
    return {
      locale,
      subject: `${party} auf der Karte „${ecosystem}“`,
      paragraphs: [
        `jemand möchte die öffentlichen Angaben zu ${party} berichtigen und hat diese Adresse angegeben. Sie ist hier als Adresse von ${party} bekannt.`,
        `Mit dem Link können Sie Angaben berichtigen oder ${party} sofort von der öffentlichen Karte nehmen. Er gilt ${days} Tage. Geben Sie ihn nur an Personen weiter, die für ${party} sprechen.`,
      ],
      action: 'Angaben ansehen',
    }
  }
  return {
    locale,
    subject: `${party} on the map “${ecosystem}”`,
    paragraphs: [
      `Somebody wants to correct what is public about ${party} and gave this address. It is known here as an address of ${party}.`,
      `With the link you can correct it, or take ${party} off the public map at once. It is good for ${days} days. Give it only to people who speak for ${party}.`,
    ],
    action: 'See what is public',
  }
}

export function taskText(locale: Locale, what: 'correction' | 'unknown' | 'withdrawn', party: string): { title: string; body: string } {
  if (locale === 'de') {
    return {
      correction: {
        title: `Berichtigung von ${party} prüfen`,
        body: 'Die Organisation hat über ihren Link Änderungen vorgeschlagen. Sie stehen unter Öffentliche Karte, Berichtigungen.',
      },
      unknown: {
        title: `${party}: Jemand möchte Angaben berichtigen`,
        body: 'Die angegebene Adresse ist hier nicht als Adresse der Organisation bekannt; deshalb ging kein Link hinaus. Melden Sie sich bei der Organisation, ergänzen Sie ihre Adresse oder geben Sie ihr den Link selbst.',
      },
      withdrawn: {
        title: `${party} hat sich von der öffentlichen Karte genommen`,
        body: 'Sie ist schon nirgends mehr öffentlich. Auf der eigenen Karte steht sie weiterhin.',
      },
    }[what]
  }
  return {
    correction: {
      title: `Look at the correction of ${party}`,
      body: 'The organisation proposed changes through its link. They stand under Public map, corrections.',
    },
    unknown: {
      title: `${party}: somebody wants to correct something`,
      body: 'The address that was given is not known here as one of the organisation, so no link was sent. Get in touch with the organisation, add its address, or hand it the link yourself.',
    },
    withdrawn: {
      title: `${party} took itself off the public map`,
      body: 'It is public nowhere any more. It is still on your own map.',
    },
  }[what]
}
