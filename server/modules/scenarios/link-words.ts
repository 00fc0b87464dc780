/** What the page behind a link says, in both languages. Pure. */
import { sectorName } from '../parties/index.ts'
import type { ToldScenario } from './links.ts'
import type { StoredChange } from './schema.ts'

type Locale = 'en' | 'de'
type Ends = { a: string; b: string }

const KINDS: Record<Locale, Record<string, string>> = {
  en: {
    customers: 'customers',
    suppliers: 'suppliers',
    partners: 'partners',
    competitors: 'competitors',
    services: 'local services',
    community: 'community organisations',
    government: 'local government',
  },
  de: {
    customers: 'Kundschaft',
    suppliers: 'Lieferanten',
    partners: 'Partner',
    competitors: 'Mitbewerber',
    services: 'Dienstleister',
    community: 'Vereine und Verbände',
    government: 'Gemeinde und Behörden',
  },
}

export const WORDS = {
  en: {
    madeUp: (ecosystem: string, day: string) => `A scenario: made up, not the real map of “${ecosystem}”. Told as it was on ${day}.`,
    nobody: 'an organisation that is no longer on the map',
    safe: 'Nobody would be cut off.',
    cutOff: (count: number, total: number) =>
      count === 1 ? `One of ${total} would lose its way to the others:` : `${count} of ${total} would lose their way to the others:`,
    joined: (count: number) => (count === 1 ? 'One would hang together with more than today:' : `${count} would hang together with more than today:`), // biome-ignore format: one line reads better
    became: (count: number) => (count === 1 ? 'One would become the only way to others:' : `${count} would become the only way to others:`), // biome-ignore format: one line reads better
    more: (count: number) => `and ${count} more`,
    changes: 'What is otherwise',
    nothing: 'Nothing.',
    figures: 'The whole, today and then',
    parties: 'Organisations',
    ties: 'Ties',
    pieces: 'Pieces',
    largest: 'Hang together',
    fragmentation: 'Pairs out of reach',
    leaves: (name: string) => `${name} leaves`,
    sectorLeaves: (sector: string) => `Everybody of a sector leaves: ${sector}`,
    kindLeaves: (kind: string) => `Everybody of a kind leaves: ${kind}`,
    joins: (name: string) => `${name} joins`,
    tieComes: ({ a, b }: Ends) => `A new tie between ${a} and ${b}`,
    tieGoes: ({ a, b }: Ends) => `A tie between ${a} and ${b} ends`,
    tieBecomes: ({ a, b }: Ends, strength: string) => `The tie between ${a} and ${b} is now ${strength} strong`,
    tradeComes: { offer: (name: string, what: string) => `${name} offers: ${what}`, need: (name: string, what: string) => `${name} needs: ${what}` }, // biome-ignore format: one line reads better
    tradeGoes: { offer: (name: string, what: string) => `${name} offers no longer: ${what}`, need: (name: string, what: string) => `${name} needs no longer: ${what}` }, // biome-ignore format: one line reads better
  },
  de: {
    madeUp: (ecosystem: string, day: string) => `Ein Szenario: ausgedacht, nicht die wirkliche Karte von „${ecosystem}“. Erzählt mit dem Stand vom ${day}.`, // biome-ignore format: one line reads better
    nobody: 'eine Organisation, die nicht mehr auf der Karte ist',
    safe: 'Niemand wäre abgeschnitten.',
    cutOff: (count: number, total: number) =>
      count === 1
        ? `Eine von ${total} Organisationen verlöre den Weg zu den anderen:`
        : `${count} von ${total} Organisationen verlören den Weg zu den anderen:`,
    joined: (count: number) => (count === 1 ? 'Eine hinge mit mehr anderen zusammen als heute:' : `${count} hingen mit mehr anderen zusammen als heute:`), // biome-ignore format: one line reads better
    became: (count: number) => (count === 1 ? 'Eine würde der einzige Weg zu anderen:' : `${count} würden der einzige Weg zu anderen:`), // biome-ignore format: one line reads better
    more: (count: number) => `und ${count} weitere`,
    changes: 'Was anders ist',
    nothing: 'Nichts.',
    figures: 'Das Ganze, heute und dann',
    parties: 'Organisationen',
    ties: 'Beziehungen',
    pieces: 'Teile',
    largest: 'Hängen zusammen',
    fragmentation: 'Paare ohne Weg zueinander',
    leaves: (name: string) => `${name} geht`,
    sectorLeaves: (sector: string) => `Alle aus einer Branche gehen: ${sector}`,
    kindLeaves: (kind: string) => `Alle einer Art gehen: ${kind}`,
    joins: (name: string) => `${name} kommt dazu`,
    tieComes: ({ a, b }: Ends) => `Eine neue Beziehung zwischen ${a} und ${b}`,
    tieGoes: ({ a, b }: Ends) => `Eine Beziehung zwischen ${a} und ${b} endet`,
    tieBecomes: ({ a, b }: Ends, strength: string) => `Die Beziehung zwischen ${a} und ${b} ist nun ${strength} stark`,
    tradeComes: { offer: (name: string, what: string) => `${name} bietet: ${what}`, need: (name: string, what: string) => `${name} braucht: ${what}` }, // biome-ignore format: one line reads better
    tradeGoes: { offer: (name: string, what: string) => `${name} bietet nicht mehr: ${what}`, need: (name: string, what: string) => `${name} braucht nicht mehr: ${what}` }, // biome-ignore format: one line reads better
  },
} as const

/** A change as a sentence. */
export function sayChange(locale: Locale, change: StoredChange, nameOf: ToldScenario['nameOf']): string {
  const words = WORDS[locale]
  const name = (id: string) => nameOf(id) ?? words.nobody
  const ends = (it: { fromId: string; toId: string }) => ({ a: name(it.fromId), b: name(it.toId) })
  switch (change.what) {
    case 'partyLeaves':
      return words.leaves(name(change.partyId))
    case 'sectorLeaves':
      return words.sectorLeaves(saySector(locale, change.sector))
    case 'kindLeaves':
      return words.kindLeaves(new Map(Object.entries(KINDS[locale])).get(change.kind) ?? change.kind)
    case 'partyJoins':
      return words.joins([change.name, change.city].filter(Boolean).join(', '))
    case 'tieComes':
      return words.tieComes(ends(change))
    case 'tieGoes':
      return words.tieGoes(ends(change))
    case 'tieBecomes':
      return words.tieBecomes(ends(change), percent(locale, change.strength))
    case 'tradeComes':
    case 'tradeGoes':
      return words[change.what][change.side](name(change.partyId), change.category)
  }
}

export function percent(locale: Locale, share: number): string {
  return new Intl.NumberFormat(locale === 'en' ? 'en-GB' : 'de-DE', { style: 'percent', maximumFractionDigits: 0 }).format(share)
}

export function number(locale: Locale, value: number): string {
  return new Intl.NumberFormat(locale === 'en' ? 'en-GB' : 'de-DE').format(value)
}

/** The name of a sector that is written as `nace:11`. */
function saySector(locale: Locale, sector: string): string {
  const [scheme, code] = sector.split(':') as ['nace' | 'naics', string]
  return sectorName(locale, { scheme, code })
}
