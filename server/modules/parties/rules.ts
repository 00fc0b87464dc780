import { type Complaint, DomainError } from '../../kernel/errors.ts'
import type { Field, NewParty } from './schema.ts'

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
const NAICS = /^\d{2,6}$/

/** Throws invalid where a sector code does not fit its scheme (NACE Rev. 2: 55 or 55.1 or 55.10, NAICS 2017: 2 to 6 digits) or a place has one coordinate only. */
export function mustBeSound(party: Partial<NewParty>): void {
  const errors: Complaint[] = []
  if (party.sectorCode) {
    if (!party.sectorScheme) errors.push({ path: 'sectorScheme', message: 'A sector code needs its scheme, nace or naics.' })
    else if (!(party.sectorScheme === 'nace' ? NACE : NAICS).test(party.sectorCode)) {
      errors.push({ path: 'sectorCode', message: `This is not a code of ${party.sectorScheme === 'nace' ? 'NACE Rev. 2' : 'NAICS 2017'}.` })
    }
  } else if (party.sectorScheme) errors.push({ path: 'sectorCode', message: 'A sector scheme needs a code.' })
  if (((party.latitude ?? null) === null) !== ((party.longitude ?? null) === null)) {
    errors.push({ path: 'latitude', message: 'A place needs both latitude and longitude.' })
  }
  if (errors.length > 0) throw new DomainError('invalid', 'invalid_party', 'Something in the input is not right.', errors)
}

/** Checks custom fields against their definitions; answers them without empty ones. Throws invalid with one complaint a field. */
export function checkFields(values: Record<string, unknown>, definitions: readonly Field[]): Record<string, unknown> {
  const errors: Complaint[] = []
  const kept: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(values)) {
    if (value === null || value === '') continue
    const definition = definitions.find((field) => field.key === key)
    const complaint = definition ? complaintAbout(value, definition) : 'There is no such field.'
    if (complaint) errors.push({ path: `fields.${key}`, message: complaint })
    else kept[key] = value
  }
  if (errors.length > 0) throw new DomainError('invalid', 'invalid_fields', 'Something in the input is not right.', errors)
  return kept
}

function complaintAbout(value: unknown, { type, choices }: Field): string | undefined {
  switch (type) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? undefined : 'This has to be a number.'
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'This has to be yes or no.'
    case 'date':
      return typeof value === 'string' && isDate(value) ? undefined : 'This has to be a date such as 2026-05-31.'
    case 'choice':
      return choices.includes(value as string) ? undefined : `This has to be one of: ${choices.join(', ')}.`
    case 'url':
      return typeof value === 'string' && /^https?:\/\/\S+$/.test(value) && value.length <= 500
        ? undefined
        : 'This has to be an address that starts with http.'
    case 'text':
      return typeof value === 'string' && value.length <= 2000 ? undefined : 'This has to be a text of at most 2,000 characters.'
  }
}

function isDate(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(value) && new Date(`${value}T00:00:00Z`).toJSON()?.startsWith(value) === true
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
