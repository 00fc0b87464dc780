/** What stands on the public pages until somebody writes better: true as far as it is known here, and honest about what is not. */
import type { Party } from '../parties/index.ts'
import { LICENCES } from './rules.ts'
import type { Locale, TextPage } from './schema.ts'

type Known = {
  ecosystem: string
  /** The orchestrator's own organisation. */
  party: Party | null
  contactEmail: string | null
  fields: readonly string[]
  licence: string
}

/** The texts in both languages. Paragraphs are apart by an empty line; a line that begins with `## ` is a heading. */
export function generateTexts(known: Known): Record<TextPage, Record<Locale, string>> {
  const both = (write: (locale: Locale) => string) => ({ en: write('en'), de: write('de') })
  return {
    intro: both((locale) => intro(locale, known)),
    imprint: both((locale) => imprint(locale, known)),
    privacy: both((locale) => privacy(locale, known)),
    accessibility: both((locale) => accessibility(locale, known)),
  }
}

function intro(locale: Locale, { ecosystem }: Known): string {
  return locale === 'de'
    ? `Wer hier arbeitet, herstellt, hilft und einlädt: ${ecosystem} auf einer Karte.`
    : `Who works, makes, helps and welcomes here: ${ecosystem} on one map.`
}

function imprint(locale: Locale, known: Known): string {
  const { party, ecosystem } = known
  const address = [party?.street, [party?.postalCode, party?.city].filter(Boolean).join(' ')].filter(Boolean).join('\n')
  const vat = party?.identifiers.find(({ scheme }) => scheme === 'vat')?.value
  const who = [party?.name ?? ecosystem, address].filter(Boolean).join('\n')
  if (locale === 'de') {
    return paragraphs(
      '## Anbieter',
      who,
      reach('E-Mail', known.contactEmail, party?.phone && `Telefon: ${party.phone}`, party?.website && `Web: ${party.website}`),
      vat && `Umsatzsteuer-Identifikationsnummer: ${vat}`,
      '## Inhalte',
      'Die Angaben zu den Organisationen stammen von ihnen selbst oder aus der öffentlichen Quelle, die bei jeder genannt ist. Jede Organisation kann ihre Angaben auf ihrer Seite berichtigen oder ganz von der Karte nehmen.',
    )
  }
  return paragraphs(
    '## Published by',
    who,
    reach('E-mail', known.contactEmail, party?.phone && `Phone: ${party.phone}`, party?.website && `Web: ${party.website}`),
    vat && `VAT number: ${vat}`,
    '## Contents',
    'What is said about the organisations comes from themselves, or from the public source that is named with each. Every organisation can correct it on its page, or take itself off the map.',
  )
}

const FIELD_NAMES: Record<Locale, Record<string, string>> = {
  en: {
    sector: 'sector',
    description: 'description',
    city: 'town',
    street: 'street',
    place: 'place on the map',
    website: 'website',
    email: 'e-mail address',
    phone: 'phone number',
    tags: 'keywords',
    kinds: 'kind',
  },
  de: {
    sector: 'Branche',
    description: 'Beschreibung',
    city: 'Ort',
    street: 'Straße',
    place: 'Lage auf der Karte',
    website: 'Website',
    email: 'E-Mail-Adresse',
    phone: 'Telefonnummer',
    tags: 'Stichwörter',
    kinds: 'Art',
  },
}

function privacy(locale: Locale, known: Known): string {
  const { party, ecosystem, licence } = known
  const fields = known.fields.map((field) => FIELD_NAMES[locale][field] ?? field).join(', ')
  const who = [party?.name ?? ecosystem, known.contactEmail].filter(Boolean).join(', ')
  const given = LICENCES.find(({ key }) => key === licence)?.name
  if (locale === 'de') {
    return paragraphs(
      '## Wer verantwortlich ist',
      who,
      '## Wer diese Seiten liest',
      'Die Seiten setzen keine Cookies, binden nichts von anderen Anbietern ein und messen nicht, wer sie liest. Der Server verarbeitet Ihre Internetadresse, solange er antwortet; in seinem Protokoll steht sie nicht. Ein Reverse-Proxy davor kann Zugriffe protokollieren; fragen Sie dazu die verantwortliche Stelle.',
      '## Was über Organisationen zu lesen ist',
      `Name${fields ? `, ${fields}` : ''}, jeweils soweit die Organisation zugestimmt hat (Art. 6 Abs. 1 Buchst. a DSGVO) oder die Angabe aus der genannten öffentlichen Quelle stammt (Art. 6 Abs. 1 Buchst. f DSGVO). Ansprechpersonen, Notizen und Beziehungen werden nicht veröffentlicht.`,
      given
        ? `Die Daten stehen auch zum Herunterladen bereit (${given}). Wer sich von der Karte nimmt, verschwindet sofort aus Karte, Seiten und Dateien; wer sie vorher heruntergeladen hat, hat sie weiterhin.`
        : 'Wer sich von der Karte nimmt, verschwindet sofort aus Karte und Seiten.',
      '## Berichtigung und Widerruf',
      'Auf der Seite jeder Organisation steht „Stimmt etwas nicht?“. Der Link, den sie dort anfordert, geht an eine Adresse, die von ihr bekannt ist. Die eingegebene Adresse wird damit verglichen und nicht aufbewahrt.',
      'Sie haben das Recht auf Auskunft, Berichtigung, Löschung, Einschränkung, Widerspruch und Datenübertragbarkeit und können sich bei einer Aufsichtsbehörde beschweren.',
    )
  }
  return paragraphs(
    '## Who is responsible',
    who,
    '## Whoever reads these pages',
    'The pages set no cookies, include nothing from others and do not measure who reads them. The server handles your internet address while it answers; its log does not hold it. A reverse proxy in front of it may log visits; ask whoever is responsible.',
    '## What can be read about organisations',
    `Name${fields ? `, ${fields}` : ''}, each as far as the organisation agreed (Art. 6(1)(a) GDPR) or it comes from the public source that is named (Art. 6(1)(f) GDPR). Contact people, notes and ties are not published.`,
    given
      ? `The data can be downloaded as well (${given}). Whoever takes themselves off the map is gone at once from map, pages and files; whoever downloaded them before still has them.`
      : 'Whoever takes themselves off the map is gone at once from map and pages.',
    '## Correction and withdrawal',
    'On the page of every organisation stands “Something wrong here?”. The link it asks for there goes to an address that is known of it. The address that is typed in is compared with those and not kept.',
    'You have the right of access, rectification, erasure, restriction, objection and portability, and may complain to a supervisory authority.',
  )
}

function accessibility(locale: Locale, { party, ecosystem, contactEmail }: Known): string {
  const who = [party?.name ?? ecosystem, contactEmail].filter(Boolean).join(', ')
  if (locale === 'de') {
    return paragraphs(
      'Diese Seiten sollen für alle benutzbar sein. Gebaut sind sie nach WCAG 2.2, Stufe AA: Sie lassen sich mit der Tastatur bedienen, funktionieren ohne Skripte und unterscheiden nie nur durch Farbe.',
      '## Was nicht barrierefrei ist',
      'Die Karte ist ein Bild. Alles, was sie zeigt, steht auch in der Liste darunter, die sich ebenso filtern lässt. Texte, die Organisationen über sich geschrieben haben, wurden nicht auf Verständlichkeit geprüft.',
      '## Wie das geprüft wurde',
      'Durch selbsttätige Prüfungen der Software (axe, Lighthouse). Eine Prüfung durch Menschen mit Behinderungen hat die Software nicht vorgenommen; ergänzen Sie hier, was Sie selbst geprüft haben.',
      '## Etwas geht nicht?',
      `Schreiben Sie uns: ${who}.`,
    )
  }
  return paragraphs(
    'These pages are meant to be usable by everybody. They are built after WCAG 2.2, level AA: they work by keyboard and without scripts, and nothing is told apart by colour alone.',
    '## What is not accessible',
    'The map is a picture. Everything it shows stands in the list below it as well, which can be filtered alike. Texts that organisations wrote about themselves were not checked for plain language.',
    '## How this was checked',
    'By the automatic checks of the software (axe, Lighthouse). The software was not checked by people with disabilities; add here what you checked yourself.',
    '## Something does not work?',
    `Write to us: ${who}.`,
  )
}

function reach(label: string, email: string | null, ...others: (string | null | undefined)[]): string {
  return [email && `${label}: ${email}`, ...others].filter(Boolean).join('\n')
}

function paragraphs(...parts: (string | null | undefined | false)[]): string {
  return parts.filter(Boolean).join('\n\n')
}
