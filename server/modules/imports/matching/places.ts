/** Streets, towns, distances as a comparison needs them. Pure. */
import { plain, wordsOf } from './names.ts'

/** `words` without house number, sort of street and direction. Empty where nothing is known. */
export type StreetKey = { number: string; words: string[] }
export type StreetLevel = 'same' | 'street' | 'different' | 'unknown'

const SORTS = new Set(
  (
    'street st str strasse road rd avenue ave av aves blvd blv boulevard lane ln drive dr way court ct square sq place pl platz weg gasse allee ring ' +
    'ufer parkway pkwy highway hwy terrace ter circle cir rue via calle room suite ste floor fl apt unit the of in'
  ).split(' '),
)
const DIRECTIONS = new Set('n s e w ne nw se sw north south east west'.split(' '))
const ORDINALS: ReadonlyMap<string, string> = new Map(
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'
    .split(' ')
    .map((word, index) => [word, String(index + 1)] as const),
)
const CUT = /\s(?:between|near|off|at|corner|opposite|gegenüber|ecke|neben|bei|beim)\s.*$|\s{2,}.*$|[,;(].*$/i

export function streetKey(street: string): StreetKey {
  const cut = street.trim().replace(CUT, '')
  const words = wordsOf(cut.replace(/(?<=\p{L})(?:straße|strasse|str\.?)(?=\s|$)/giu, ' ')).map(
    (word) => ORDINALS.get(word) ?? word.replace(/^(\d+)(?:st|nd|rd|th)$/, '$1'),
  )
  const at = numberPosition(words)
  const rest = words.filter((word, index) => index !== at && !SORTS.has(word) && !DIRECTIONS.has(word))
  return { number: at < 0 ? '' : words[at]!, words: rest }
}

/** The house number leads the line (US, FR) or ends it (DE, NL). A line that is only a number has none. */
function numberPosition(words: readonly string[]): number {
  if (words.length < 2) return -1
  if (/^\d+[a-z]?$/.test(words[0]!)) return 0
  return words.findIndex((word, index) => index > 0 && /^\d+[a-z]?$/.test(word))
}

export function compareStreets(a: StreetKey, b: StreetKey): StreetLevel {
  if (a.words.length === 0 || b.words.length === 0) return 'unknown'
  const shared = a.words.filter((word) => b.words.includes(word)).length
  const isSameStreet = shared > 0 && (2 * shared) / (a.words.length + b.words.length) >= 0.5
  const isJoined = a.words.join('') === b.words.join('')
  if (!isSameStreet && !isJoined) return 'different'
  if (a.number === '' || b.number === '') return 'street'
  return a.number === b.number ? 'same' : 'different'
}

/** Towns by name: "New York City" and "New York", "Mülheim an der Mosel" and "Mülheim (Mosel)" agree. */
export function cityKey(city: string): string {
  return wordsOf(city)
    .filter((word) => word !== 'city' && word !== 'stadt')
    .join(' ')
}

export function postalKey(code: string): string {
  return plain(code).replace(/[^a-z0-9]/g, '')
}

const EARTH_RADIUS_METRES = 6_371_008.8

export type Point = { latitude: number; longitude: number }

/** Great-circle distance in metres (haversine formula, mean radius of the earth). */
export function distanceMetres(a: Point, b: Point): number {
  const radians = Math.PI / 180
  const latitudes = Math.sin(((b.latitude - a.latitude) * radians) / 2) ** 2
  const longitudes = Math.sin(((b.longitude - a.longitude) * radians) / 2) ** 2
  const h = latitudes + Math.cos(a.latitude * radians) * Math.cos(b.latitude * radians) * longitudes
  return 2 * EARTH_RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(h)))
}
