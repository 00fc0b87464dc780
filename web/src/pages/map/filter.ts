/**
 * The one filter that network, geography, table and exports share. It lives in the address bar and nowhere else, under the same names the
 * API takes, so that a link to a view is the view.
 */
export type Filter = {
  q: string
  kind: string[]
  sector: string[]
  tag: string[]
  city: string[]
  tieType: string[]
  source: string
  form: '' | 'organisation' | 'group'
  /** Corners `lon,lat;lon,lat;…`, at least three, or nothing. */
  area: string
  /** An ISO date: the map as it was at the end of that day (UTC), or nothing for today. */
  asOf: string
}

export type ListField = 'kind' | 'sector' | 'tag' | 'city' | 'tieType'
export type TextField = 'q' | 'form' | 'source' | 'area' | 'asOf'
/** The filter as query parameters of the API. */
export type FilterQuery = { [field in ListField]?: string[] } & {
  q?: string
  source?: string
  area?: string
  asOf?: string
  form?: 'organisation' | 'group'
}
export type Chip = { field: ListField | TextField; value: string }
export type Corner = [lon: number, lat: number]

export const LIST_FIELDS: readonly ListField[] = ['kind', 'sector', 'tag', 'city', 'tieType']
const TEXT_FIELDS: readonly TextField[] = ['q', 'form', 'source', 'area', 'asOf']
const NO_FILTER: Filter = { q: '', kind: [], sector: [], tag: [], city: [], tieType: [], source: '', form: '', area: '', asOf: '' }

/** Reads the filter out of an address. What cannot be a filter (an area with two corners, a day that is no date) counts as not given. */
export function readFilter(params: URLSearchParams): Filter {
  const filter: Filter = { ...NO_FILTER }
  for (const field of LIST_FIELDS) filter[field] = distinct(params.getAll(field))
  filter.q = (params.get('q') ?? '').trim()
  const form = params.get('form')
  filter.form = form === 'organisation' || form === 'group' ? form : ''
  filter.source = (params.get('source') ?? '').trim()
  filter.area = writeArea(readArea(params.get('area') ?? ''))
  filter.asOf = isDay(params.get('asOf') ?? '') ? (params.get('asOf') ?? '') : ''
  return filter
}

/** A copy of `params` whose filter is `filter`; all other parameters (view, layout, colour, …) stay as they are. */
export function writeFilter(params: URLSearchParams, filter: Filter): URLSearchParams {
  const next = new URLSearchParams(params)
  for (const field of [...LIST_FIELDS, ...TEXT_FIELDS]) next.delete(field)
  for (const field of LIST_FIELDS) for (const value of distinct(filter[field])) next.append(field, value)
  for (const field of TEXT_FIELDS) if (filter[field] !== '') next.set(field, filter[field])
  return next
}

/** The filter as the API takes it: only what is set, and the day as the moment it ended. */
export function filterQuery(filter: Filter): FilterQuery {
  const query: FilterQuery = {}
  for (const field of LIST_FIELDS) if (filter[field].length > 0) query[field] = filter[field]
  for (const field of ['q', 'source', 'area'] as const) if (filter[field] !== '') query[field] = filter[field]
  if (filter.form !== '') query.form = filter.form
  if (filter.asOf !== '') query.asOf = `${filter.asOf}T23:59:59.999Z`
  return query
}

/** The same as the query of an address, for a page that shows or takes what is filtered here. */
export function filterSearch(filter: Filter): string {
  const entries = Object.entries(filterQuery(filter)).flatMap(([field, value]) => [value].flat().map((each) => [field, each]))
  return new URLSearchParams(entries).toString()
}

/** `filter` with `value` of `field` added, or taken away when it was there. */
export function toggle(filter: Filter, field: ListField, value: string): Filter {
  const had = filter[field].includes(value)
  return { ...filter, [field]: had ? filter[field].filter((each) => each !== value) : distinct([...filter[field], value]) }
}

/** Everything that narrows the set, one entry for each chip on screen. The day is not among them: it moves the set, it does not narrow it. */
export function chipsOf(filter: Filter): Chip[] {
  const texts = (['q', 'form', 'source', 'area'] as const)
    .filter((field) => filter[field] !== '')
    .map((field) => ({ field, value: filter[field] }))
  return [...texts, ...LIST_FIELDS.flatMap((field) => filter[field].map((value) => ({ field, value })))]
}

/** `filter` without one chip. */
export function withoutChip(filter: Filter, chip: Chip): Filter {
  const value = filter[chip.field]
  return { ...filter, [chip.field]: Array.isArray(value) ? value.filter((each) => each !== chip.value) : '' }
}

/** Nothing narrowed; the day stays. */
export function withoutAll(filter: Filter): Filter {
  return { ...NO_FILTER, asOf: filter.asOf }
}

/** Corners of `lon,lat;lon,lat;…`, or none when fewer than three corners are places on earth. */
export function readArea(area: string): Corner[] {
  const corners: Corner[] = []
  for (const part of area.split(';')) {
    const [lon, lat, ...rest] = part.split(',').map((number) => (number.trim() === '' ? Number.NaN : Number(number)))
    if (lon === undefined || lat === undefined || rest.length > 0) continue
    if (Math.abs(lon) <= 180 && Math.abs(lat) <= 90) corners.push([lon, lat])
  }
  return corners.length < 3 ? [] : corners
}

/** Corners as text, to five places (about a metre), which is also what keeps the address short. */
export function writeArea(corners: readonly Corner[]): string {
  return corners.map(([lon, lat]) => `${round(lon)},${round(lat)}`).join(';')
}

function round(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values.map((value) => value.trim()).filter((value) => value !== ''))].sort()
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}
