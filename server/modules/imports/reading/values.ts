/** Single values out of cells: cleaned, bounded, brought to the form the records have. Pure. */

export const KINDS = ['customers', 'suppliers', 'partners', 'competitors', 'services', 'community', 'government'] as const

const KIND_WORDS: ReadonlyMap<string, (typeof KINDS)[number]> = new Map(
  [
    'customers customer client clients buyer kunde kunden kundin kundschaft käufer evangelist',
    'suppliers supplier vendor vendors lieferant lieferanten lieferantin zulieferer',
    'partners partner partnerin kooperationspartner reseller integrator',
    'competitors competitor mitbewerber wettbewerber konkurrent konkurrenz',
    'services service dienstleister dienstleistung',
    'community verein vereine verband verbände association ngo nonprofit npo ehrenamt',
    'government behörde behörden gemeinde kommune amt municipality authority',
  ].flatMap((line) => line.split(' ').map((word, _, [kind]) => [word, kind as (typeof KINDS)[number]] as const)),
)
/** Names of several words: how the workspace calls the kinds, and their singular. */
const KIND_NAMES: ReadonlyMap<string, (typeof KINDS)[number]> = new Map([
  ['local services', 'services'],
  ['local service', 'services'],
  ['lokale dienstleister', 'services'],
  ['community organisations', 'community'],
  ['community organisation', 'community'],
  ['community organizations', 'community'],
  ['community organization', 'community'],
  ['vereine und verbände', 'community'],
  ['local government', 'government'],
  ['gemeinde und behörden', 'government'],
])
/** `Partner:in`, `Lieferant*innen`, `Dienstleister/-in`. */
const GENDERED = /(?<=\p{L})(?:[*:_]|\/-?)in(?:nen)?$/u
const LABELS_OF_NOTHING = new Set([
  'mycontacts',
  'my contacts',
  'starred',
  'friends',
  'family',
  'coworkers',
  'other',
  'lead',
  'subscriber',
  'opportunity',
])
const YES = new Set([
  'true',
  'yes',
  'y',
  'ja',
  'j',
  'wahr',
  '1',
  'x',
  'on',
  'opted out',
  'opted-out',
  'unsubscribed',
  'abgemeldet',
  'archived_unsubscribed',
  'désabonné',
  'désinscrit',
  'desuscrito',
  'dado de baja',
  'descadastrado',
])

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b\u2060\ufeff]/g

/** One line of text, without control characters. Markup stays as it was typed: it is text. */
export function line(cell: string): string {
  return cell.normalize('NFC').replace(CONTROL, '').replace(/\s+/g, ' ').trim()
}

/** Text of several lines. */
export function lines(cell: string): string {
  return cell.normalize('NFC').replace(CONTROL, '').replace(/\r\n?/g, '\n').trim()
}

/** Several values of one cell as Google joins them (` ::: `, the preferred one marked `* ` and put first). */
export function several(cell: string): string[] {
  const values = cell
    .split(' ::: ')
    .map(line)
    .filter((value) => value !== '')
  const isPreferred = (value: string) => value.startsWith('* ')
  return [...values.filter(isPreferred), ...values.filter((value) => !isPreferred(value))].map((value) => value.replace(/^\* /, ''))
}

/** Ids, tags, kinds of one cell: parted by semicolon, bar, comma or `:::`, or by one of `separators` where the source says so. */
export function list(cell: string, separators?: string): string[] {
  const parts = separators === undefined ? cell.split(/ ::: |[;|,]/) : partedBy(cell, separators)
  return parts.map((value) => line(value.replace(/^\s*\* /, ''))).filter((value) => value !== '')
}

function partedBy(cell: string, separators: string): string[] {
  return [...separators].reduce((parts, separator) => parts.flatMap((part) => part.split(separator)), [cell])
}

export function isYes(cell: string): boolean {
  return YES.has(line(cell).toLowerCase())
}

/** Which of the seven kinds a word names, in English or German. */
export function kindOf(word: string): (typeof KINDS)[number] | undefined {
  const key = word.toLowerCase()
  return KIND_WORDS.get(key) ?? KIND_NAMES.get(key) ?? KIND_WORDS.get(key.replace(GENDERED, ''))
}

export function isTag(word: string): boolean {
  return !LABELS_OF_NOTHING.has(word.toLowerCase()) && word.length <= 60
}

export function number(cell: string): number | undefined {
  const text = line(cell).replace(/\s/g, '')
  const plain = /^-?\d+,\d+$/.test(text) ? text.replace(',', '.') : text
  const value = /^-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN
  return Number.isFinite(value) ? value : undefined
}

export function email(cell: string): string | undefined {
  const value = line(cell).replace(/^mailto:/i, '')
  return value.length <= 320 && /^[^\s@<>"',;]+@[^\s@<>"',;]+\.[^\s@<>"',;.]{2,}$/.test(value) ? value : undefined
}

/** A web address, with `https://` where the scheme was left out. Nothing but http and https. */
export function website(cell: string): string | undefined {
  const text = line(cell)
  if (text === '' || text.length > 480) return undefined
  const value = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`
  if (!URL.canParse(value)) return undefined
  const { protocol, hostname } = new URL(value)
  return (protocol === 'http:' || protocol === 'https:') && hostname.includes('.') ? value : undefined
}

/** ISO 3166-1 alpha-2 code of a country given as code or as English, German or French name. */
export function country(cell: string): string | undefined {
  const text = line(cell).toLowerCase().replace(/\.$/, '')
  return countryNames().get(text)
}

const NO_COUNTRIES = new Set(['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ'])

let names: Map<string, string> | undefined

function countryNames(): Map<string, string> {
  if (names) return names
  names = new Map()
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
  const catalogues = ['en', 'de', 'fr'].map((locale) => new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' }))
  for (const first of letters) {
    for (const second of letters) {
      const code = first + second
      // former countries, and codes of unions and of nobody
      if (NO_COUNTRIES.has(code) || Intl.getCanonicalLocales(`und-${code}`)[0] !== `und-${code}`) continue
      const own = catalogues.map((catalogue) => catalogue.of(code)?.toLowerCase())
      if (own[0] === undefined) continue
      for (const name of [code.toLowerCase(), ...own]) if (name && !names.has(name)) names.set(name, code)
    }
  }
  const also = {
    usa: 'US',
    'u.s.a': 'US',
    'united states of america': 'US',
    uk: 'GB',
    england: 'GB',
    scotland: 'GB',
    wales: 'GB',
    'great britain': 'GB',
    brd: 'DE',
    d: 'DE',
    holland: 'NL',
    a: 'AT',
    ch: 'CH',
  }
  for (const [name, code] of Object.entries(also)) names.set(name, code)
  return names
}
