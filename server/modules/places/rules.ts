import type { Address } from '../parties/index.ts'

export type Style = 'nominatim' | 'photon'
export type Found = { kind: 'found'; latitude: number; longitude: number; isApproximate: boolean }
/** What an answer says. `refused`: it could not be right, and `why`. */
export type Answer = Found | { kind: 'nothing' } | { kind: 'refused'; why: Refusal }
export type Refusal = 'unreadable' | 'coordinates' | 'country' | 'postal_code' | 'coarse'

/** Nominatim's rank of an address: 30 is a house; below 13 lie districts, states and countries, which are no answer to an address. */
const HOUSE_RANK = 30
const COARSE_RANK_MAX = 12
const PHOTON_COARSE = new Set(['county', 'state', 'country', 'other'])
/** The first characters of a postal code name a part of the country everywhere it is used. */
const POSTAL_AREA_LENGTH = 2

/** Whether there is anything to ask for: a street alone is everywhere. */
export function isAskable({ city, postalCode }: Address): boolean {
  return (city ?? postalCode) !== null
}

/** The address as it is compared: two ways of writing one are one. What is not sent does not count. */
export function addressKey({ street, postalCode, city, country }: Address): string {
  const plain = (text: string | null) => (text ?? '').normalize('NFC').toLowerCase().replaceAll(/\s+/g, ' ').trim()
  return JSON.stringify([street, postalCode, city, country].map(plain))
}

/** The request for an address: street, postal code, city and country, and nothing else. What stands in the query of `url`, such as a key, stays. */
export function questionOf(style: Style, url: string, address: Address): URL {
  const asked = new URL(url)
  const end = style === 'nominatim' ? '/search' : '/api'
  const path = asked.pathname.replace(/\/+$/, '')
  asked.pathname = path.endsWith(end) ? path : `${path}${end}`
  const set = (name: string, value: string | null) => value && asked.searchParams.set(name, value)
  if (style === 'photon') {
    const town = [address.postalCode, address.city].filter(Boolean).join(' ')
    set('q', [address.street, town, address.country].filter(Boolean).join(', '))
  } else {
    set('street', address.street)
    set('postalcode', address.postalCode)
    set('city', address.city)
    set('countrycodes', address.country?.toLowerCase() ?? null)
    set('format', 'jsonv2')
    set('addressdetails', '1')
  }
  set('limit', '1')
  return asked
}

/** Reads an answer and doubts it: it has to lie on earth, in the country and near the postal code that were asked for, and be finer than a district. */
export function readAnswer(style: Style, text: string, address: Address): Answer {
  const place = style === 'nominatim' ? readNominatim(parse(text)) : readPhoton(parse(text))
  if (place === undefined) return { kind: 'refused', why: 'unreadable' }
  if (place === null) return { kind: 'nothing' }
  const { latitude, longitude, country, postalCode, isCoarse, isHouse } = place
  if (!isWithin(latitude, 90) || !isWithin(longitude, 180)) return { kind: 'refused', why: 'coordinates' }
  if (address.country && country && country.toUpperCase() !== address.country) return { kind: 'refused', why: 'country' }
  if (address.postalCode && postalCode && areaOf(postalCode) !== areaOf(address.postalCode)) return { kind: 'refused', why: 'postal_code' }
  if (isCoarse) return { kind: 'refused', why: 'coarse' }
  return { kind: 'found', latitude, longitude, isApproximate: !isHouse }
}

type Place = {
  latitude: number
  longitude: number
  country: string | undefined
  postalCode: string | undefined
  isCoarse: boolean
  isHouse: boolean
}

/** `undefined`: not in this form; `null`: nothing was found. */
function readNominatim(body: unknown): Place | null | undefined {
  if (!Array.isArray(body)) return undefined
  if (body.length === 0) return null
  const first = record(body[0])
  if (first === undefined) return undefined
  const details = record(first.address) ?? {}
  const rank = numberOf(first.place_rank)
  return {
    latitude: numberOf(first.lat),
    longitude: numberOf(first.lon),
    country: textOf(details.country_code),
    postalCode: textOf(details.postcode),
    isCoarse: !(rank > COARSE_RANK_MAX),
    isHouse: rank >= HOUSE_RANK,
  }
}

function readPhoton(body: unknown): Place | null | undefined {
  const features = record(body)?.features
  if (!Array.isArray(features)) return undefined
  if (features.length === 0) return null
  const first = record(features[0])
  const coordinates = record(first?.geometry)?.coordinates
  const properties = record(first?.properties)
  if (!Array.isArray(coordinates) || properties === undefined) return undefined
  return {
    latitude: numberOf(coordinates[1]),
    longitude: numberOf(coordinates[0]),
    country: textOf(properties.countrycode),
    postalCode: textOf(properties.postcode),
    isCoarse: PHOTON_COARSE.has(textOf(properties.type) ?? 'other'),
    isHouse: properties.type === 'house',
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
}

/** Nominatim writes coordinates as text. What is no number is NaN, which lies nowhere. */
function numberOf(value: unknown): number {
  if (typeof value === 'number') return value
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function isWithin(degrees: number, max: number): boolean {
  return Math.abs(degrees) <= max
}

function areaOf(postalCode: string): string {
  return postalCode
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .slice(0, POSTAL_AREA_LENGTH)
    .toUpperCase()
}
