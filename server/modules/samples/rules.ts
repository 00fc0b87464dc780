/**
 * The invented layer of the Mosel sample: who might buy from whom, send guests to whom, compete with whom, and what each might offer or
 * need. Places are real, everything here is made up, the same each time: what happens follows from distance, trade and one fixed seed.
 */

export type Trade = 'winery' | 'wine_shop' | 'bakery' | 'hotel' | 'lodging' | 'restaurant' | 'cafe' | 'pub' | 'station'
export type Place = { trade: Trade; latitude: number; longitude: number }

export type InventedTie = {
  from: number
  to: number
  type: 'buys_from' | 'refers_to' | 'partners' | 'competes' | 'informs'
  /** 0..1 */
  strength: number
  /** 0..1, or null where nobody would know */
  trust: number | null
  since: string
}

export type OfferKey = 'tasting' | 'harvest' | 'rolls' | 'laundry' | 'rooms' | 'vegetables' | 'meeting' | 'cakes' | 'shelf'
export type InventedOffer = {
  place: number
  side: 'offer' | 'need'
  key: OfferKey
  quantity: number
  /** Month and day, both or neither. */
  season: readonly [from: string, to: string] | null
}

/** What the party is to somebody who markets the wines of the valley. */
export const KIND_OF_TRADE = {
  winery: 'suppliers',
  wine_shop: 'competitors',
  bakery: 'suppliers',
  hotel: 'partners',
  lodging: 'partners',
  restaurant: 'customers',
  cafe: 'customers',
  pub: 'customers',
  station: 'services',
} as const satisfies Record<Trade, string>

const SEED = 20261122
const EARTH_RADIUS_KM = 6371
/** One place in thirty keeps to itself, so that the map has somebody who is cut off. */
const SHARE_ALONE = 0.035

type Chance = () => number
type Add = (from: number, to: number, type: InventedTie['type']) => void
/** For whom a rule holds: how many of the `among` nearest places of the trades named are taken, with which probability. */
type Rule = {
  of: readonly Trade[]
  with: readonly Trade[]
  type: InventedTie['type']
  share: number
  most: number
  among: number
  withinKm?: number
}

const RULES: readonly Rule[] = [
  { of: ['restaurant', 'pub'], with: ['winery'], type: 'buys_from', share: 0.93, most: 3, among: 5 },
  { of: ['hotel'], with: ['winery'], type: 'buys_from', share: 0.7, most: 2, among: 4 },
  { of: ['cafe', 'lodging'], with: ['winery'], type: 'buys_from', share: 0.45, most: 1, among: 3 },
  { of: ['wine_shop'], with: ['winery'], type: 'buys_from', share: 1, most: 6, among: 14 },
  { of: ['hotel', 'cafe', 'lodging'], with: ['bakery'], type: 'buys_from', share: 0.5, most: 1, among: 1, withinKm: 6 },
  { of: ['hotel'], with: ['restaurant', 'cafe'], type: 'refers_to', share: 0.75, most: 3, among: 6, withinKm: 8 },
  { of: ['hotel', 'lodging'], with: ['winery'], type: 'refers_to', share: 0.45, most: 1, among: 3 },
  { of: ['lodging'], with: ['restaurant', 'pub'], type: 'refers_to', share: 0.8, most: 2, among: 4, withinKm: 6 },
  { of: ['hotel'], with: ['station'], type: 'refers_to', share: 0.35, most: 1, among: 1, withinKm: 8 },
  { of: ['station'], with: ['hotel', 'lodging'], type: 'informs', share: 0.8, most: 3, among: 5, withinKm: 8 },
  { of: ['lodging'], with: ['hotel'], type: 'partners', share: 0.3, most: 1, among: 2, withinKm: 5 },
  { of: ['winery'], with: ['winery'], type: 'partners', share: 0.5, most: 1, among: 3 },
  { of: ['winery'], with: ['wine_shop'], type: 'partners', share: 0.15, most: 1, among: 4 },
  { of: ['restaurant'], with: ['restaurant'], type: 'competes', share: 0.25, most: 1, among: 2, withinKm: 2 },
  { of: ['hotel'], with: ['hotel'], type: 'competes', share: 0.3, most: 1, among: 2, withinKm: 2 },
]

/** How likely two places far apart know each other: few, but they hold the valley together. */
const SHARE_FAR = 0.12

export function inventTies(places: readonly Place[]): InventedTie[] {
  const chance = chances(SEED)
  const alone = places.map(() => chance() < SHARE_ALONE)
  const ties: InventedTie[] = []
  const known = new Set<string>()
  const add: Add = (from, to, type) => {
    const pair = type === 'partners' || type === 'competes' ? [from, to].sort((one, other) => one - other) : [from, to]
    const key = `${type} ${pair.join(' ')}`
    if (from === to || known.has(key)) return
    known.add(key)
    const strength = Math.round((0.3 + 0.6 * chance()) * 20) / 20
    const trust = chance() < 0.4 && type !== 'competes' ? Math.round((0.4 + 0.5 * chance()) * 20) / 20 : null
    const month = String(1 + Math.floor(chance() * 12)).padStart(2, '0')
    ties.push({ from, to, type, strength, trust, since: `${2009 + Math.floor(chance() * 17)}-${month}-01` })
  }
  for (const rule of RULES) applyRule(places, alone, rule, chance, add)
  const hotels = places.flatMap(({ trade }, index) => (trade === 'hotel' && !alone[index] ? [index] : []))
  for (const from of hotels) if (chance() < SHARE_FAR) add(from, hotels[Math.floor(chance() * hotels.length)]!, 'partners')
  return ties
}

function applyRule(places: readonly Place[], alone: readonly boolean[], rule: Rule, chance: Chance, add: Add): void {
  for (const [from, place] of places.entries()) {
    if (alone[from] || !rule.of.includes(place.trade) || chance() > rule.share) continue
    const near = places
      .map((other, to) => ({ to, trade: other.trade, km: distanceKm(place, other) }))
      .filter(
        ({ to, trade, km }) => to !== from && !alone[to] && rule.with.includes(trade) && km <= (rule.withinKm ?? Number.POSITIVE_INFINITY),
      )
      .sort((one, other) => one.km - other.km || one.to - other.to)
      .slice(0, rule.among)
    const wanted = 1 + Math.floor(chance() * rule.most)
    for (let taken = 0; taken < wanted && near.length > 0; taken++) {
      // the nearest are likelier
      const [{ to } = { to: from }] = near.splice(Math.floor(chance() ** 2 * near.length), 1)
      add(from, to, rule.type)
    }
  }
}

type OfferRule = {
  of: readonly Trade[]
  side: 'offer' | 'need'
  key: OfferKey
  share: number
  least: number
  most: number
  season: InventedOffer['season']
}

const OFFER_RULES: readonly OfferRule[] = [
  { of: ['winery'], side: 'offer', key: 'tasting', share: 0.7, least: 8, most: 40, season: ['04-01', '10-31'] },
  { of: ['winery'], side: 'need', key: 'harvest', share: 0.5, least: 2, most: 9, season: ['09-10', '10-20'] },
  { of: ['hotel'], side: 'need', key: 'rolls', share: 0.3, least: 30, most: 120, season: null },
  { of: ['hotel'], side: 'need', key: 'laundry', share: 0.25, least: 40, most: 200, season: null },
  { of: ['hotel', 'lodging'], side: 'offer', key: 'rooms', share: 0.25, least: 3, most: 15, season: ['01-10', '03-20'] },
  { of: ['restaurant'], side: 'need', key: 'vegetables', share: 0.2, least: 20, most: 90, season: ['05-01', '10-31'] },
  { of: ['restaurant', 'hotel'], side: 'offer', key: 'meeting', share: 0.12, least: 12, most: 60, season: null },
  { of: ['cafe'], side: 'offer', key: 'cakes', share: 0.35, least: 5, most: 25, season: null },
  { of: ['wine_shop', 'bakery'], side: 'offer', key: 'shelf', share: 0.8, least: 2, most: 5, season: null },
]

/** How often it comes, and what one unit of it costs, where that is known. */
export const TERMS: Partial<Record<OfferKey, { rhythm: 'day' | 'week'; priceMinor?: number; priceAsset?: 'EUR' }>> = {
  rolls: { rhythm: 'day' },
  laundry: { rhythm: 'week', priceMinor: 240, priceAsset: 'EUR' },
  vegetables: { rhythm: 'week' },
  cakes: { rhythm: 'week' },
}

export function inventOffers(places: readonly Place[]): InventedOffer[] {
  const chance = chances(SEED + 1)
  return OFFER_RULES.flatMap(({ of, side, key, share, least, most, season }) =>
    places.flatMap(({ trade }, place) => {
      if (!of.includes(trade) || chance() > share) return []
      return [{ place, side, key, quantity: least + Math.floor(chance() * (most - least + 1)), season }]
    }),
  )
}

/** Flat, which is exact enough within one valley. */
function distanceKm(one: Place, other: Place): number {
  const toRadians = Math.PI / 180
  const x = (other.longitude - one.longitude) * toRadians * Math.cos(((one.latitude + other.latitude) / 2) * toRadians)
  const y = (other.latitude - one.latitude) * toRadians
  return EARTH_RADIUS_KM * Math.hypot(x, y)
}

/** Mulberry32 by Tommy Ettinger, public domain: numbers in [0, 1) that look like chance and are the same each time. */
function chances(seed: number): Chance {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
