/** vCard 3.0 (RFC 2426), which every address book reads: a card for each organisation, and one for each of its people whom the reader may see. */
import type { ContactPerson, Party } from '../../parties/index.ts'
import type { Source } from '../source.ts'
import { clean } from './characters.ts'

const LINE_BYTES_MAX = 75

export async function* vcard({ parties, people }: Source): AsyncGenerator<string> {
  for await (const page of parties()) yield page.map(organisationCard).join('')
  if (people) for await (const page of people()) yield page.map(personCard).join('')
}

function organisationCard(party: Party): string {
  const address = [party.street, party.city, party.region, party.postalCode, party.country]
  return card([
    `UID:urn:uuid:${party.id}`,
    line('FN', party.name),
    // a card must have the parts of a person's name, though an organisation has none
    'N:;;;;',
    line('ORG', party.name),
    // by which Apple's address book shows an organisation as one
    'X-ABShowAs:COMPANY',
    line('EMAIL;TYPE=INTERNET', party.email),
    line('TEL;TYPE=WORK,VOICE', party.phone),
    line('URL', party.website),
    address.some((part) => part !== null) ? `ADR;TYPE=WORK:;;${address.map((part) => escaped(part ?? '')).join(';')}` : '',
    party.latitude === null ? '' : `GEO:${party.latitude};${party.longitude}`,
    categories([...party.kinds, ...party.tags]),
    line('NOTE', party.description),
    `REV:${party.updatedAt}`,
  ])
}

function personCard(person: ContactPerson): string {
  const [given, family] =
    person.givenName === null && person.familyName === null ? ['', person.name] : [person.givenName, person.familyName]
  return card([
    `UID:urn:uuid:${person.id}`,
    line('FN', person.name),
    `N:${escaped(family ?? '')};${escaped(given ?? '')};;;`,
    line('ORG', person.partyName),
    line('TITLE', person.role),
    line('EMAIL;TYPE=INTERNET', person.email),
    line('TEL;TYPE=WORK,VOICE', person.phone),
    line('TEL;TYPE=CELL', person.mobile),
  ])
}

function card(lines: readonly string[]): string {
  return ['BEGIN:VCARD', 'VERSION:3.0', ...lines.filter((text) => text !== ''), 'END:VCARD'].map((text) => `${folded(text)}\r\n`).join('')
}

function line(name: string, value: string | null): string {
  return value === null || value === '' ? '' : `${name}:${escaped(value)}`
}

function categories(words: readonly string[]): string {
  return words.length === 0 ? '' : `CATEGORIES:${words.map(escaped).join(',')}`
}

function escaped(text: string): string {
  return clean(text)
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\r\n?|\n/g, '\\n')
}

/** Lines of more than 75 bytes go on in the next line after a space, never within a character. */
function folded(text: string): string {
  if (text.length * 3 <= LINE_BYTES_MAX || Buffer.byteLength(text) <= LINE_BYTES_MAX) return text
  const lines: string[] = []
  let begun = ''
  let bytes = 0
  for (const letter of text) {
    const size = Buffer.byteLength(letter)
    if (bytes + size > LINE_BYTES_MAX) {
      lines.push(begun)
      begun = ' '
      bytes = 1
    }
    begun += letter
    bytes += size
  }
  return [...lines, begun].join('\r\n')
}
