import type { Role } from '../../kernel/ctx.ts'
import type { Mail } from '../../kernel/mail.ts'
import type { Locale } from './schema.ts'

type Text = Pick<Mail, 'locale' | 'subject' | 'paragraphs' | 'action'>

const ROLE_NAMES = {
  en: { owner: 'owner', coordinator: 'coordinator', member: 'member', viewer: 'viewer' },
  de: { owner: 'Leitung', coordinator: 'Koordination', member: 'Mitglied', viewer: 'Gast' },
} as const satisfies Record<Locale, Record<Role, string>>

export function invitationText(
  locale: Locale,
  { ecosystem, inviter, role, days }: { ecosystem: string; inviter: string | null; role: Role; days: number },
): Text {
  const roleName = ROLE_NAMES[locale][role]
  if (locale === 'de') {
    return {
      locale,
      subject: `Einladung zu ${ecosystem}`,
      paragraphs: [
        `${inviter === null ? 'Sie sind' : `${inviter} hat Sie`} zu „${ecosystem}“ eingeladen. Ihre Rolle: ${roleName}.`,
        'Tutti zeigt eine lokale Wirtschaft als lebendige Karte: wer da ist, wer mit wem verbunden ist und was gebraucht wird.',
        `Die Einladung gilt ${days} Tage und nur einmal.`,
      ],
      action: 'Einladung annehmen',
    }
  }
  return {
    locale,
    subject: `Invitation to ${ecosystem}`,
    paragraphs: [
      `${inviter === null ? 'You are invited' : `${inviter} invites you`} to “${ecosystem}”. Your role: ${roleName}.`,
      'Tutti shows a local economy as a living map: who is there, who is tied to whom, and what is needed.',
      `The invitation is good for ${days} days and for one use.`,
    ],
    action: 'Accept the invitation',
  }
}

/** The body of an invitation, without the name of the one who invites. */
export function withoutInviter({ text, html }: { text: string; html: string }): { text: string; html: string } {
  const invited = (body: string, start: RegExp['source']) =>
    body
      .replace(new RegExp(`(${start}).*? invites you to “`, 's'), '$1You are invited to “')
      .replace(new RegExp(`(${start}).*? hat Sie zu „`, 's'), '$1Sie sind zu „')
  return { text: invited(text, '^'), html: invited(html, '<p [^>]*>') }
}

const FIRST_MAIL = {
  en: 'It also confirms your address for the first time. For your safety, password, passkeys, second factor and API keys set up before end with it, and other devices are signed out; under “Password forgotten?” you choose a new password.',
  de: 'Er bestätigt auch zum ersten Mal Ihre Adresse. Zu Ihrer Sicherheit enden damit Passwort, Passkeys, zweiter Faktor und API-Schlüssel von zuvor, und andere Geräte werden abgemeldet; unter „Passwort vergessen?“ wählen Sie ein neues Passwort.',
} as const satisfies Record<Locale, string>

/** `handed`: the account was made with a link from hand to hand, and this mail is the first to confirm its address. */
export function signInText(locale: Locale, { name, minutes, handed }: { name: string; minutes: number; handed: boolean }): Text {
  if (locale === 'de') {
    return {
      locale,
      subject: 'Ihr Link zur Anmeldung',
      paragraphs: [
        `Guten Tag ${name},`,
        `mit diesem Link melden Sie sich bei Tutti an. Er gilt ${minutes} Minuten und nur einmal.`,
        ...(handed ? [FIRST_MAIL.de] : []),
      ],
      action: 'Anmelden',
    }
  }
  return {
    locale,
    subject: 'Your link to sign in',
    paragraphs: [
      `Hello ${name},`,
      `this link signs you in to Tutti. It is good for ${minutes} minutes and for one use.`,
      ...(handed ? [FIRST_MAIL.en] : []),
    ],
    action: 'Sign in',
  }
}

/** To an operator, who opens it to say that mails arrive. */
export function mailCheckText(locale: Locale, { url, hours }: { url: string; hours: number }): Text {
  if (locale === 'de') {
    return {
      locale,
      subject: 'Kommt diese Mail an?',
      paragraphs: [
        `Diese Mail prüft, ob Mails von ${url} ankommen. Mit dem Knopf bestätigen Sie es; der Link gilt ${hours} Stunden und nur einmal.`,
      ],
      action: 'Ja, sie ist angekommen',
    }
  }
  return {
    locale,
    subject: 'Does this mail arrive?',
    paragraphs: [
      `This mail checks whether mails from ${url} arrive. The button confirms it; the link is good for ${hours} hours and for one use.`,
    ],
    action: 'Yes, it arrived',
  }
}

/** `twoFactor`: a second factor is on, and passkeys stay. */
export function passwordResetText(
  locale: Locale,
  { name, minutes, twoFactor }: { name: string; minutes: number; twoFactor: boolean },
): Text {
  if (locale === 'de') {
    return {
      locale,
      subject: 'Neues Passwort',
      paragraphs: [
        `Guten Tag ${name},`,
        `mit diesem Link wählen Sie ein neues Passwort. Er gilt ${minutes} Minuten und nur einmal. Alle Geräte werden dabei abgemeldet, und Ihre ${twoFactor ? 'API-Schlüssel' : 'API-Schlüssel und Passkeys'} enden.`,
      ],
      action: 'Neues Passwort wählen',
    }
  }
  return {
    locale,
    subject: 'A new password',
    paragraphs: [
      `Hello ${name},`,
      `this link lets you choose a new password. It is good for ${minutes} minutes and for one use. All devices are signed out, and your ${twoFactor ? 'API keys' : 'API keys and passkeys'} end.`,
    ],
    action: 'Choose a new password',
  }
}
