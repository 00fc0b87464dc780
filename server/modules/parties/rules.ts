import { type Complaint, complaint } from '../../kernel/complaints.ts'
import { DomainError } from '../../kernel/errors.ts'
import type { Field, Identifier, NewParty } from './schema.ts'

/** The seven kinds of looking at a party, with the colours of Okabe and Ito and a shape each, so that no eye depends on colour alone. */
export const KINDS = [
  { key: 'customers', colour: '#E69F00', shape: 'circle' },
  { key: 'suppliers', colour: '#009E73', shape: 'square' },
  { key: 'partners', colour: '#0072B2', shape: 'diamond' },
  { key: 'competitors', colour: '#D55E00', shape: 'triangle' },
  { key: 'services', colour: '#56B4E9', shape: 'hexagon' },
  { key: 'community', colour: '#CC79A7', shape: 'star' },
  { key: 'government', colour: '#6B7075', shape: 'pentagon' },
] as const

/** What the seven leave free for own kinds, taken in this order. */
export const OWN_COLOURS = ['#B8A900', '#8C5BBF', '#7A4B2A', '#2E7D8C', '#9C2F4E'] as const
export const OWN_SHAPES = ['cross', 'octagon', 'drop'] as const

/** The facts of a party that keep a history: name in the API and column. */
export const FACTS = {
  form: 'form',
  name: 'name',
  sectorScheme: 'sector_scheme',
  sectorCode: 'sector_code',
  description: 'description',
  website: 'website',
  email: 'email',
  phone: 'phone',
  street: 'street',
  postalCode: 'postal_code',
  city: 'city',
  region: 'region',
  country: 'country',
  latitude: 'latitude',
  longitude: 'longitude',
  placeApproximate: 'place_approximate',
  tags: 'tags',
  fields: 'fields',
} as const
export type Fact = keyof typeof FACTS

/** Facts that say something only together: they change, merge and go back as one. */
export const TOGETHER: readonly (readonly Fact[])[] = [
  ['sectorScheme', 'sectorCode'],
  ['latitude', 'longitude', 'placeApproximate'],
]

const NACE = /^([A-U]|\d{2}(\.\d{1,2})?)$/
/** Numbers between 00 and 99 that are no division of NACE Rev. 2. */
const NACE_GAPS = new Set(['00', '04', '34', '40', '44', '48', '54', '57', '67', '76', '83', '89'])
const NAICS = /^(11|21|22|23|31|32|33|42|44|45|48|49|51|52|53|54|55|56|61|62|71|72|81|92)\d{0,4}$/

/** Throws invalid where a sector code does not fit its scheme (NACE Rev. 2: 55 or 55.1 or 55.10, NAICS 2017: 2 to 6 digits) or a place has one coordinate only. */
export function mustBeSound(party: Partial<NewParty>): void {
  const errors: Complaint[] = []
  if (party.sectorCode) {
    if (!party.sectorScheme) errors.push(complaint('sectorScheme', 'sector_scheme_missing'))
    else if (!(party.sectorScheme === 'nace' ? isNace(party.sectorCode) : isNaics(party.sectorCode))) {
      errors.push(complaint('sectorCode', 'sector_code_unknown', { scheme: party.sectorScheme === 'nace' ? 'NACE Rev. 2' : 'NAICS 2017' }))
    }
  } else if (party.sectorScheme) errors.push(complaint('sectorCode', 'sector_code_missing'))
  if (((party.latitude ?? null) === null) !== ((party.longitude ?? null) === null)) {
    errors.push(complaint('latitude', 'coordinate_missing'))
  }
  if (errors.length > 0) throw new DomainError('invalid', 'invalid_party', 'Something in the input is not right.', errors)
}

/** Whether this is a section, division, group or class of NACE Rev. 2, as far as the first two digits tell. */
export function isNace(code: string): boolean {
  return NACE.test(code) && !NACE_GAPS.has(code.slice(0, 2))
}

/** Whether this is a code of NAICS 2017, as far as the first two digits tell. */
export function isNaics(code: string): boolean {
  return NAICS.test(code)
}

/** Checks custom fields against their definitions; answers them without empty ones. Throws invalid with one complaint a field. */
export function checkFields(values: Record<string, unknown>, definitions: readonly Field[]): Record<string, unknown> {
  const errors: Complaint[] = []
  const kept: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(values)) {
    if (value === null || value === '') continue
    const definition = definitions.find((field) => field.key === key)
    const path = `fields.${key}`
    const wrong = definition ? complaintAbout(path, value, definition) : complaint(path, 'field_unknown')
    if (wrong) errors.push(wrong)
    else kept[key] = value
  }
  if (errors.length > 0) throw new DomainError('invalid', 'invalid_fields', 'Something in the input is not right.', errors)
  return kept
}

const URL_LENGTH_MAX = 500
const TEXT_LENGTH_MAX = 2000

function complaintAbout(path: string, value: unknown, { type, choices }: Field): Complaint | undefined {
  switch (type) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? undefined : complaint(path, 'number_needed')
    case 'boolean':
      return typeof value === 'boolean' ? undefined : complaint(path, 'yes_or_no_needed')
    case 'date':
      return typeof value === 'string' && isDate(value) ? undefined : complaint(path, 'date_needed')
    case 'choice':
      return choices.includes(value as string) ? undefined : complaint(path, 'choice_needed', { choices: choices.join(', ') })
    case 'url':
      if (typeof value !== 'string' || !/^https?:\/\/\S+$/.test(value)) return complaint(path, 'web_address_needed')
      return value.length <= URL_LENGTH_MAX ? undefined : complaint(path, 'too_long', { limit: URL_LENGTH_MAX })
    case 'text':
      if (typeof value !== 'string') return complaint(path, 'text_needed')
      return value.length <= TEXT_LENGTH_MAX ? undefined : complaint(path, 'too_long', { limit: TEXT_LENGTH_MAX })
  }
}

function isDate(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(value) && new Date(`${value}T00:00:00Z`).toJSON()?.startsWith(value) === true
}

/**
 * The identifiers in their normal form, each once. Throws invalid with one complaint for each that cannot be right, such as a VAT number
 * without its country. What is there already (`isKnown`) is left as it is: it may have come from a file.
 */
export function soundIdentifiers(
  identifiers: readonly Identifier[],
  isKnown: (identifier: Identifier) => boolean = () => false,
): Identifier[] {
  const errors: Complaint[] = []
  const sound = new Map<string, Identifier>()
  for (const [index, identifier] of identifiers.entries()) {
    const { scheme } = identifier
    const value = isKnown(identifier) ? identifier.value : normaliseIdentifier(identifier)
    if (value === null) errors.push(complaint(`identifiers.${index}.value`, WRONG_NUMBERS[scheme] ?? 'empty'))
    else sound.set(`${scheme} ${value}`, { scheme, value })
  }
  if (errors.length > 0) throw new DomainError('invalid', 'invalid_identifier', 'Something in the input is not right.', errors)
  return [...sound.values()]
}

/** The one way to write a number: VAT number, LEI and D-U-N-S without blanks, others with single ones. Null where it cannot be right. */
export function normaliseIdentifier({ scheme, value }: Identifier): string | null {
  const close = value.replaceAll(/[\s./-]/g, '').toUpperCase()
  switch (scheme) {
    case 'vat':
      return isVat(close) ? close : null
    case 'lei':
      return isLei(close) ? close : null
    case 'duns':
      return /^\d{9}$/.test(close) ? close : null
    default:
      return value.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim() || null
  }
}

const WRONG_NUMBERS: Record<string, 'vat_form' | 'lei_form' | 'duns_form'> = { vat: 'vat_form', lei: 'lei_form', duns: 'duns_form' }

/** After the country, as the European Commission lists it for VIES; Switzerland, Norway and Great Britain by their own rules. */
const VAT: Record<string, RegExp> = {
  AT: /^U\d{8}$/,
  BE: /^[01]\d{9}$/,
  BG: /^\d{9,10}$/,
  CH: /^E\d{9}(MWST|TVA|IVA)?$/,
  CY: /^\d{8}[A-Z]$/,
  CZ: /^\d{8,10}$/,
  DE: /^\d{9}$/,
  DK: /^\d{8}$/,
  EE: /^\d{9}$/,
  EL: /^\d{9}$/,
  ES: /^[A-Z0-9]\d{7}[A-Z0-9]$/,
  FI: /^\d{8}$/,
  FR: /^[A-HJ-NP-Z0-9]{2}\d{9}$/,
  GB: /^(\d{9}|\d{12}|GD\d{3}|HA\d{3})$/,
  HR: /^\d{11}$/,
  HU: /^\d{8}$/,
  IE: /^\d[A-Z0-9+*]\d{5}[A-Z]{1,2}$/,
  IT: /^\d{11}$/,
  LT: /^(\d{9}|\d{12})$/,
  LU: /^\d{8}$/,
  LV: /^\d{11}$/,
  MT: /^\d{8}$/,
  NL: /^[A-Z0-9+*]{10}\d{2}$/,
  NO: /^\d{9}(MVA)?$/,
  PL: /^\d{10}$/,
  PT: /^\d{9}$/,
  RO: /^\d{2,10}$/,
  SE: /^\d{12}$/,
  SI: /^\d{8}$/,
  SK: /^\d{10}$/,
  XI: /^(\d{9}|\d{12}|GD\d{3}|HA\d{3})$/,
}
const VAT_ELSEWHERE = /^(?=.*\d)[A-Z0-9]{4,14}$/

function isVat(close: string): boolean {
  return /^[A-Z]{2}/.test(close) && (VAT[close.slice(0, 2)] ?? VAT_ELSEWHERE).test(close.slice(2))
}

/** ISO 17442: letters count as 10 to 35, and the whole leaves 1 when divided by 97 (ISO 7064). */
function isLei(close: string): boolean {
  if (!/^[A-Z0-9]{18}\d{2}$/.test(close)) return false
  const digits = close.replaceAll(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55))
  return BigInt(digits) % 97n === 1n
}

/** Adds the scheme that people leave out, and refuses addresses that are none of the web's: javascript:, data: and their kin become null. */
export function normaliseWebsite(website: string | null | undefined): string | null {
  if (!website) return null
  const address = /^[a-z][a-z0-9+.-]*:/i.test(website) && !/^[^:/]+:\d/.test(website) ? website : `https://${website}`
  try {
    const url = new URL(address)
    if (!['http:', 'https:'].includes(url.protocol) || !url.hostname.includes('.')) return null
    return url.search || url.hash ? url.href : url.href.replace(/\/+$/, '')
  } catch {
    return null
  }
}

/** Which side a merged party takes a fact from, unless somebody chooses: what the target says, and what only the alias knows. */
export function proposeSide(target: unknown, alias: unknown): 'target' | 'alias' {
  return isEmpty(target) && !isEmpty(alias) ? 'alias' : 'target'
}

export function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}

/** Equal as facts: arrays and objects by content. */
export function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null)
}
