/**
 * One organisation, once. Evidence for and against two records being one organisation is weighed in the manner of Fellegi and Sunter (1969):
 * each piece adds a log-odds weight, set by hand and the same for everybody. High sums join, middling ones are asked, the rest is never joined.
 * False joins are worse than missed ones, so a join needs a name that agrees and something besides the name. Pure.
 */
import { compareNames, type NameKey, type NameLevel, nameKey, sortsDiffer } from './matching/names.ts'
import { cityKey, compareStreets, distanceMetres, postalKey, type StreetKey, type StreetLevel, streetKey } from './matching/places.ts'
import { domainKey, emailKey, phoneKey, samePhone } from './matching/reach.ts'

/** What a record says about an organisation. `identifiers` hold register and VAT numbers and the ids of other systems. */
export type Sighting = {
  name: string
  identifiers?: readonly { scheme: string; value: string }[]
  website?: string | null
  email?: string | null
  phone?: string | null
  street?: string | null
  postalCode?: string | null
  city?: string | null
  country?: string | null
  latitude?: number | null
  longitude?: number | null
}

/** A sighting made ready for comparing; made once, compared often. */
export type Traits = {
  name: NameKey
  identifiers: readonly string[]
  domain: string
  email: string
  phone: string
  street: StreetKey
  postalCode: string
  city: string
  country: string
  point: { latitude: number; longitude: number } | undefined
}

export type EvidenceKey = 'identifier' | 'name' | 'sort' | 'domain' | 'email' | 'phone' | 'address' | 'distance' | 'city' | 'country'
export type Evidence = { key: EvidenceKey; level: string; weight: number }
export type Decision = 'join' | 'ask' | 'never'
export type Comparison = { decision: Decision; score: number; evidence: Evidence[] }

const JOIN_SCORE = 8.5
const ASK_SCORE = 5
const NAME_WEIGHTS: Record<NameLevel, number> = { equal: 5, near: 3.5, contained: 2, related: 0, different: -6 }
const ADDRESS_WEIGHTS: Record<StreetLevel, number> = { same: 4, street: 1, different: -2, unknown: 0 }
const LEGAL_SCHEMES = /^(?:vat|register|lei|duns|tax|company_number)/

export function traitsOf(sighting: Sighting): Traits {
  const email = emailKey(sighting.email ?? '')
  const { latitude, longitude } = sighting
  return {
    name: nameKey(sighting.name, sighting.city ? [sighting.city] : []),
    identifiers: (sighting.identifiers ?? []).map(({ scheme, value }) => `${scheme}:${value.replace(/[\s./-]/g, '').toLowerCase()}`),
    domain: domainKey(sighting.website ?? '') || (email === '' ? '' : domainKey(email)),
    email,
    phone: phoneKey(sighting.phone ?? '', sighting.country),
    street: streetKey(sighting.street ?? ''),
    postalCode: postalKey(sighting.postalCode ?? ''),
    city: cityKey(sighting.city ?? ''),
    country: sighting.country ?? '',
    point: typeof latitude === 'number' && typeof longitude === 'number' ? { latitude, longitude } : undefined,
  }
}

/** Weighs two sightings. Symmetric: the order of the two does not matter. */
export function compare(a: Traits, b: Traits): Comparison {
  const level = compareNames(a.name, b.name)
  const evidence: Evidence[] = [{ key: 'name', level, weight: NAME_WEIGHTS[level] }]
  const add = (key: EvidenceKey, found: string, weight: number) => {
    if (weight !== 0) evidence.push({ key, level: found, weight })
  }
  const identifier = compareIdentifiers(a.identifiers, b.identifiers)
  if (identifier === 'same') add('identifier', 'same', 12)
  if (identifier === 'different') add('identifier', 'different', -10)
  if (sortsDiffer(a.name, b.name)) add('sort', 'different', -3)
  if (a.domain && b.domain) add('domain', a.domain === b.domain ? 'same' : 'different', a.domain === b.domain ? 4.5 : -2)
  if (a.email && a.email === b.email) add('email', 'same', 4.5)
  if (a.phone && b.phone) add('phone', samePhone(a.phone, b.phone) ? 'same' : 'different', samePhone(a.phone, b.phone) ? 4.5 : -1.5)
  weighPlace(a, b, add)
  const score = evidence.reduce((sum, { weight }) => sum + weight, 0)
  return { decision: decide(score, level, evidence), score, evidence }
}

function weighPlace(a: Traits, b: Traits, add: (key: EvidenceKey, level: string, weight: number) => void): void {
  const isSameTown = a.city !== '' && (a.city === b.city || a.city.startsWith(`${b.city} `) || b.city.startsWith(`${a.city} `))
  const isSamePostal = a.postalCode !== '' && a.postalCode === b.postalCode
  const bothTowns = a.city !== '' && b.city !== ''
  const street = compareStreets(a.street, b.street)
  // a main street is found in every town: where the towns are known to differ, the street proves less
  const isElsewhere = bothTowns && !isSameTown && !isSamePostal
  add('address', street, ADDRESS_WEIGHTS[street] * (isElsewhere && street !== 'different' ? 0.5 : 1))
  if (isSameTown && isSamePostal) add('city', 'same', 0.5)
  else if (isSameTown || (isSamePostal && !bothTowns)) add('city', 'same', 0.25)
  else if (bothTowns && !isSamePostal) add('city', 'different', -1)
  if (a.country && b.country && a.country !== b.country) add('country', 'different', -3)
  if (!a.point || !b.point) return
  const metres = distanceMetres(a.point, b.point)
  if (metres <= 75) add('distance', 'near', 3)
  else if (metres <= 250) add('distance', 'near', 1)
  else if (metres > 25_000) add('distance', 'far', -6)
  else if (metres > 2_000) add('distance', 'far', -3)
}

/** A source never gives one id to two; a register number is one for life, so another one is another organisation. */
function compareIdentifiers(a: readonly string[], b: readonly string[]): 'same' | 'different' | 'unknown' {
  if (a.length === 0 || b.length === 0) return 'unknown'
  if (a.some((value) => b.includes(value))) return 'same'
  const schemeOf = (value: string) => value.slice(0, value.indexOf(':'))
  const isLegal = (value: string) => LEGAL_SCHEMES.test(value)
  const schemes = new Set(b.filter(isLegal).map(schemeOf))
  return a.some((value) => isLegal(value) && schemes.has(schemeOf(value))) ? 'different' : 'unknown'
}

function decide(score: number, name: NameLevel, evidence: readonly Evidence[]): Decision {
  const has = (key: EvidenceKey, level: string) => evidence.some((piece) => piece.key === key && piece.level === level)
  if (has('identifier', 'different')) return 'never'
  if (has('identifier', 'same')) return name === 'different' && !has('domain', 'same') ? 'ask' : 'join'
  if (name === 'different') return 'never'
  // what the shorter name leaves out may be what tells the two apart, so a person is asked
  const agrees = name === 'equal' || name === 'near'
  const proofs = evidence.filter(({ key, weight }) => weight >= 2 && key !== 'name').length
  if (score >= JOIN_SCORE && agrees && proofs >= 1 && !has('sort', 'different')) return 'join'
  return score >= ASK_SCORE ? 'ask' : 'never'
}
