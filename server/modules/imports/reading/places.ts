/** Places: GeoJSON (RFC 7946, lon before lat) and the JSON of the Overpass API, as records. */
import { z } from 'zod'
import { isNace, isNaics, kindsOfTags, normaliseIdentifier, sectorOfTags } from '../../parties/index.ts'
import { complaint } from './complaints.ts'
import { emptyParty, emptyRecord, type ImportRecord, type PartyDraft } from './records.ts'
import { refuse, type Upload } from './uploads.ts'
import { country, email, isTag, kindOf, line, website } from './values.ts'

const PLACES_MAX = 500_000
const WORDS_MAX = 20
const CATEGORIES = ['shop', 'craft', 'tourism', 'amenity', 'office', 'healthcare', 'leisure', 'club', 'railway'] as const

const Tags = z.record(z.string(), z.unknown()).nullish()
const GeoJson = z.object({
  type: z.literal('FeatureCollection'),
  features: z
    .array(z.object({ id: z.union([z.string(), z.number()]).optional(), geometry: z.unknown(), properties: Tags }))
    .max(PLACES_MAX),
})
const Overpass = z.object({
  elements: z
    .array(
      z.object({
        type: z.enum(['node', 'way', 'relation']),
        id: z.union([z.number(), z.string()]),
        lat: z.number().optional(),
        lon: z.number().optional(),
        center: z.object({ lat: z.number(), lon: z.number() }).optional(),
        tags: Tags,
      }),
    )
    .max(PLACES_MAX),
})

export type Places = { preset: 'geojson' | 'overpass'; records: ImportRecord[] }

/**
 * Undefined for JSON that holds no places. Rows are counted by the position in the list, the first is 1. An Overpass file names corners of
 * ways too: what has no tags is skipped.
 */
export function readPlaces(file: number, parsed: unknown, upload: Upload): Places | undefined {
  const collection = GeoJson.safeParse(parsed)
  if (collection.success) {
    if (collection.data.features.length === 0) throw refuse('import_file_empty', `“${upload.name}” has no places.`)
    const records = collection.data.features.map((feature, index) => featureRecord(file, index + 1, feature))
    return { preset: 'geojson', records }
  }
  const answer = Overpass.safeParse(parsed)
  if (!answer.success) return undefined
  const records = answer.data.elements.flatMap((element, index) => {
    if (!element.tags || Object.keys(element.tags).length === 0) return []
    const point =
      element.center ?? (element.lat !== undefined && element.lon !== undefined ? { lat: element.lat, lon: element.lon } : undefined)
    return [placeRecord(file, index + 1, textTags(element.tags), `${element.type}/${element.id}`, point)]
  })
  if (records.length === 0) throw refuse('import_file_empty', `“${upload.name}” has no places with tags.`)
  return { preset: 'overpass', records }
}

function featureRecord(file: number, row: number, feature: z.infer<typeof GeoJson>['features'][number]): ImportRecord {
  const tags = textTags(feature.properties ?? {})
  const given = String(feature.id ?? tags['@id'] ?? '')
  const record = placeRecord(file, row, tags, given, middleOf(feature.geometry))
  if (record.party) Object.assign(record.party, saidOutright(feature.properties ?? {}))
  return record
}

/** What a file says in so many words, as ours do, needs no guessing from the tags of OpenStreetMap. */
function saidOutright({ kinds, tags, sector, sectorScheme }: Record<string, unknown>): Partial<PartyDraft> {
  const texts = (value: unknown) => (Array.isArray(value) ? value.filter((text) => typeof text === 'string').map(line) : [])
  const fit = (words: string[], isFit: (text: string) => boolean) => [...new Set(words)].filter(isFit).slice(0, WORDS_MAX)
  // as in a table, a word that is none of the seven kinds is a label
  const words = [...texts(kinds), ...texts(tags)]
  return {
    ...(Array.isArray(kinds) && { kinds: fit(texts(kinds), (kind) => kindOf(kind) !== undefined) }),
    ...(Array.isArray(tags) && { tags: fit(words, (tag) => tag !== '' && kindOf(tag) === undefined && isTag(tag)) }),
    ...(typeof sector === 'string' && sectorScheme === 'nace' && isNace(sector) && { sectorScheme, sectorCode: sector }),
    ...(typeof sector === 'string' && sectorScheme === 'naics' && isNaics(sector) && { sectorScheme, sectorCode: sector }),
  }
}

function placeRecord(
  file: number,
  row: number,
  tags: Record<string, string>,
  id: string,
  point: { lat: number; lon: number } | undefined,
): ImportRecord {
  const record = emptyRecord(file, row)
  const name = line(tags.name ?? tags['name:de'] ?? tags['name:en'] ?? tags.operator ?? tags.brand ?? '')
  if (name === '') return { ...record, refusal: complaint('place_without_name') }
  if (name.length > 300) return { ...record, refusal: complaint('name_too_long', { length: name.length, limit: 300 }) }
  if (point && !(Math.abs(point.lat) <= 90)) return { ...record, refusal: complaint('latitude_impossible', { value: point.lat }) }
  if (point && !(Math.abs(point.lon) <= 180)) return { ...record, refusal: complaint('longitude_impossible', { value: point.lon }) }
  const street = tags['addr:street'] ?? tags['addr:place']
  const first = (...keys: string[]) =>
    keys
      .map((key) => tags[key])
      .find((value) => value !== undefined)
      ?.split(';')[0]
  const text = (value: string | undefined, limit: number) => (value === undefined ? null : line(value).slice(0, limit) || null)
  const sectorCode = sectorOfTags(tags)
  record.party = {
    ...emptyParty(name),
    kinds: kindsOfTags(tags),
    sectorScheme: sectorCode === null ? null : 'nace',
    sectorCode,
    tags: [
      ...new Set(
        CATEGORIES.map((key) => tags[key]?.split(';')[0]).filter((value) => value !== undefined && value !== 'yes' && value.length <= 60),
      ),
    ] as string[],
    description: text(tags.description, 10_000),
    website: website(first('contact:website', 'website', 'url') ?? '') ?? null,
    email: email(first('contact:email', 'email') ?? '') ?? null,
    phone: text(first('contact:phone', 'phone', 'contact:mobile', 'mobile'), 60),
    street: street === undefined ? null : text([street, tags['addr:housenumber']].filter((part) => part).join(' '), 300),
    postalCode: text(tags['addr:postcode'], 20),
    city: text(tags['addr:city'], 200),
    region: text(tags['addr:state'], 200),
    country: country(tags['addr:country'] ?? '') ?? null,
    latitude: point?.lat ?? null,
    longitude: point?.lon ?? null,
    identifiers: /^(?:node|way|relation)\/\d+$/.test(id) ? [{ scheme: 'osm', value: id }] : [],
  }
  if (tags['ref:vatin']) {
    const vat = { scheme: 'vat', value: line(tags['ref:vatin']).slice(0, 300) }
    record.party.identifiers.push({ ...vat, value: normaliseIdentifier(vat) ?? vat.value })
  }
  record.partyRef = id === '' ? `place:${row}` : `osm:${id}`
  return record
}

function textTags(tags: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags).flatMap(([key, value]) => (typeof value === 'string' || typeof value === 'number' ? [[key, String(value)]] : [])),
  )
}

const GEOMETRY_POINTS_MAX = 100_000

/** A point itself; of a line or an area the middle of its bounding box. */
function middleOf(geometry: unknown): { lat: number; lon: number } | undefined {
  const box = {
    west: Number.POSITIVE_INFINITY,
    east: Number.NEGATIVE_INFINITY,
    south: Number.POSITIVE_INFINITY,
    north: Number.NEGATIVE_INFINITY,
  }
  const open: unknown[] = [(geometry as { coordinates?: unknown } | null)?.coordinates]
  for (let seen = 0; open.length > 0 && seen < GEOMETRY_POINTS_MAX; seen++) {
    const part = open.pop()
    if (!Array.isArray(part)) continue
    const [lon, lat] = part
    if (typeof lon !== 'number' || typeof lat !== 'number') {
      for (const inner of part) open.push(inner)
      continue
    }
    box.west = Math.min(box.west, lon)
    box.east = Math.max(box.east, lon)
    box.south = Math.min(box.south, lat)
    box.north = Math.max(box.north, lat)
  }
  return box.west <= box.east ? { lat: (box.south + box.north) / 2, lon: (box.west + box.east) / 2 } : undefined
}
