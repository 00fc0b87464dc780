import { readFile } from 'node:fs/promises'
import { type NewParty, sectorOfTags } from '../parties/index.ts'
import { DB_STATIONS, INVENTED, OSM_MOSEL } from './catalogue.ts'
import type { Locale, SampleDraft } from './draft.ts'
import { inventOffers, inventTies, KIND_OF_TRADE, type Place, TERMS, type Trade } from './rules.ts'
import { INVENTED_EVIDENCE, OFFER_TEXTS } from './words.ts'

const FOLDER = new URL('../../../samples/places/', import.meta.url)

type Feature = { id: string; geometry: { coordinates: [number, number] }; properties: Record<string, string> }
type Station = {
  id: string
  name: string
  location: { latitude: number; longitude: number }
  address: { city: string; zipcode: string; street: string }
}

/** The Mosel valley: real places and stations, and between them what is made up. `now` gives the year of the seasons. */
export async function readMosel(locale: Locale, now: Date): Promise<SampleDraft> {
  const [places, stations] = await Promise.all([readPlaces(), readStations()])
  const all = [...places, ...stations]
  const positions: Place[] = all.map(({ trade, party }) => ({ trade, latitude: party.latitude!, longitude: party.longitude! }))
  return {
    parties: all.map(({ source, trade, party }) => ({
      source,
      kindsSource: INVENTED,
      party: { ...party, kinds: [KIND_OF_TRADE[trade]] },
    })),
    ties: inventTies(positions).map(({ from, to, ...tie }) => ({
      source: INVENTED,
      from,
      to,
      tie: { ...tie, evidence: INVENTED_EVIDENCE[locale] },
    })),
    offers: inventOffers(positions).map(({ place, side, key, quantity, season }) => ({
      source: INVENTED,
      party: place,
      offer: { side, ...OFFER_TEXTS[locale][key], quantity, ...TERMS[key], ...period(season, now) },
    })),
    fields: [],
    tieTypes: [],
  }
}

type Read = { source: string; trade: Trade; party: NewParty }

async function readPlaces(): Promise<Read[]> {
  const { features } = JSON.parse(await readFile(new URL('osm-mosel-pois.geojson', FOLDER), 'utf8')) as { features: Feature[] }
  return features.map(({ id, geometry, properties: tags }) => {
    const [longitude, latitude] = geometry.coordinates
    const code = sectorOfTags(tags)
    const street = [tags['addr:street'], tags['addr:housenumber']].filter(Boolean).join(' ')
    return {
      source: OSM_MOSEL,
      trade: tradeOf(tags),
      party: {
        name: tags.name!,
        sectorScheme: code === null ? null : 'nace',
        sectorCode: code,
        website: tags['contact:website'] ?? tags.website ?? null,
        street: street || null,
        postalCode: tags['addr:postcode'] ?? null,
        city: tags['addr:city'] ?? null,
        country: 'DE',
        latitude,
        longitude,
        tags: tagsOf(tags),
        identifiers: [{ scheme: 'osm', value: id }],
      },
    }
  })
}

async function readStations(): Promise<Read[]> {
  const stations = JSON.parse(await readFile(new URL('db-stations-mosel.json', FOLDER), 'utf8')) as Station[]
  return stations.map(({ id, name, location, address }) => ({
    source: DB_STATIONS,
    trade: 'station',
    party: {
      name: `Bahnhof ${name.replace(/ DB$/, '')}`,
      sectorScheme: 'nace',
      sectorCode: '49.10',
      street: address.street.trim(),
      postalCode: address.zipcode,
      city: address.city.trim(),
      country: 'DE',
      latitude: location.latitude,
      longitude: location.longitude,
      tags: ['station'],
      identifiers: [{ scheme: 'db-station', value: id }],
    },
  }))
}

/** A winery that serves meals is a winery: what it makes binds it to the valley more than what it sells beside. */
function tradeOf(tags: Record<string, string>): Trade {
  if (tags.craft === 'winery') return 'winery'
  if (tags.shop === 'bakery') return 'bakery'
  if (tags.shop !== undefined || tags.tourism === 'wine_cellar') return 'wine_shop'
  if (tags.tourism === 'hotel') return 'hotel'
  if (tags.tourism !== undefined) return 'lodging'
  if (tags.amenity === 'cafe') return 'cafe'
  return tags.amenity === 'pub' || tags.amenity === 'bar' ? 'pub' : 'restaurant'
}

const TAGS_MAX = 8

function tagsOf(tags: Record<string, string>): string[] {
  const values = ['craft', 'shop', 'tourism', 'amenity', 'cuisine'].flatMap((key) => tags[key]?.split(';') ?? [])
  return [...new Set(values.map((value) => value.trim().replaceAll('_', ' ')))].filter((value) => value !== '').slice(0, TAGS_MAX)
}

function period(season: readonly [string, string] | null, now: Date) {
  if (season === null) return {}
  const year = now.getUTCFullYear() + 1
  return { periodFrom: `${year}-${season[0]}`, periodTo: `${year}-${season[1]}` }
}
