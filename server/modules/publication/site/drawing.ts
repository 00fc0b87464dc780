/** The map as a drawing: outline, organisations as shapes, the names of their towns, a scale. Plain SVG, for readers without scripts. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { FeatureCollection, MultiPolygon, Polygon, Position } from 'geojson'
import { html, raw } from 'hono/html'
import { feature } from 'topojson-client'
import { type Kind, NO_KIND, shapePath } from '../../../../web/src/ui/kinds.ts'
import type { PublicParty } from '../rules.ts'
import type { Html } from './layout.ts'

const WIDTH = 1000
const HEIGHT = { least: 420, most: 720 }
/** At least about ten kilometres are shown, so that a single place stands in surroundings. */
const SPAN_MIN_DEGREES = 0.12
const MARGIN = 0.08
const MARK_SIZE = 7
const NAMES_MAX = 14
const NAME_HEIGHT = 22
const EARTH_RADIUS_KM = 6371

type Placed = PublicParty & { latitude: number; longitude: number }
type Frame = {
  west: number
  east: number
  north: number
  south: number
  height: number
  x: (lon: number) => number
  y: (lat: number) => number
}

/** Nothing where nobody has a place. `label` says in words what the drawing shows. */
export function drawMap(parties: readonly PublicParty[], kinds: readonly Kind[], label: string): Html | undefined {
  const placed = parties.filter((party): party is Placed => party.latitude !== null && party.longitude !== null)
  if (placed.length === 0) return undefined
  const frame = frameOf(placed)
  const shapes = [...kinds, NO_KIND]
  const groups = Map.groupBy(placed, (party) => shapes.find(({ key }) => party.kinds.includes(key)) ?? PLAIN(kinds))
  return html`<svg class="map" viewBox="0 0 ${WIDTH} ${frame.height}" role="img" aria-label="${label}" data-map>
<defs>${[...groups.keys()].map((kind) => marker(kind))}</defs>
<rect class="land" width="${WIDTH}" height="${frame.height}"/>
${outline(frame)}
${[...groups].map(([kind, members]) => html`<path class="marks" d="${pathOf(members, frame)}" marker-start="url(#k-${kind.key})" marker-mid="url(#k-${kind.key})" marker-end="url(#k-${kind.key})"/>`)}
${raw('<g class="names" data-names>')}${townNames(placed, frame)}${raw('</g>')}
${scale(frame)}
</svg>`
}

/** Where kinds are not public, everybody is drawn alike, in the colour of the pages. */
const PLAIN = (kinds: readonly Kind[]): Kind => (kinds.length > 0 ? NO_KIND : { ...NO_KIND, colour: '#1E6B52' })

function marker({ key, colour, shape }: Kind): Html {
  return html`<marker id="k-${key}" viewBox="-1.5 -1.5 3 3" markerUnits="userSpaceOnUse" markerWidth="${MARK_SIZE * 3}" markerHeight="${MARK_SIZE * 3}" data-size="${MARK_SIZE * 3}"><path d="${shapePath(shape, 0, 0, 1)}" fill="${colour}" stroke="#fff" stroke-width=".22"/></marker>`
}

/** Every organisation is a corner of one line that is not drawn; the marks stand on its corners. A thousand of them are one element. */
function pathOf(parties: readonly Placed[], { x, y }: Frame): string {
  return `M${parties.map(({ longitude, latitude }) => `${round(x(longitude))} ${round(y(latitude))}`).join('L')}`
}

/** The points of a drawing in its own coordinates, in the order of the parties, for the script that makes it movable. */
export function pointsOf(parties: readonly PublicParty[]): { x: number; y: number; party: PublicParty }[] {
  const placed = parties.filter((party): party is Placed => party.latitude !== null && party.longitude !== null)
  if (placed.length === 0) return []
  const { x, y } = frameOf(placed)
  return placed.map((party) => ({ x: round(x(party.longitude)), y: round(y(party.latitude)), party }))
}

/** Mercator, as people know maps; the frame has the proportions of what it shows, within what fits a page. */
function frameOf(placed: readonly Placed[]): Frame {
  let [west, east, south, north] = [180, -180, 90, -90]
  for (const { longitude, latitude } of placed) {
    ;[west, east] = [Math.min(west, longitude), Math.max(east, longitude)]
    ;[south, north] = [Math.min(south, latitude), Math.max(north, latitude)]
  }
  const middle = { x: (west + east) / 2, y: (mercator(south) + mercator(north)) / 2 }
  let spanX = Math.max(east - west, SPAN_MIN_DEGREES) * (1 + 2 * MARGIN)
  let spanY = Math.max(mercator(north) - mercator(south), SPAN_MIN_DEGREES / 2) * (1 + 2 * MARGIN)
  const height = Math.round(Math.min(HEIGHT.most, Math.max(HEIGHT.least, (spanY / spanX) * WIDTH)))
  spanX = Math.max(spanX, (spanY * WIDTH) / height)
  spanY = (spanX * height) / WIDTH
  const [left, top] = [middle.x - spanX / 2, middle.y + spanY / 2]
  return {
    west: left,
    east: left + spanX,
    north: unmercator(top),
    south: unmercator(top - spanY),
    height,
    x: (lon) => ((lon - left) / spanX) * WIDTH,
    y: (lat) => ((top - mercator(lat)) / spanY) * height,
  }
}

const LATITUDE_MAX = 85

/** In degrees, so that both axes have one unit. */
function mercator(latitude: number): number {
  const clamped = Math.max(-LATITUDE_MAX, Math.min(LATITUDE_MAX, latitude))
  return (Math.log(Math.tan(Math.PI / 4 + (clamped * Math.PI) / 360)) * 180) / Math.PI
}

function unmercator(y: number): number {
  return (Math.atan(Math.exp((y * Math.PI) / 180)) * 360) / Math.PI - 90
}

let countries: FeatureCollection<Polygon | MultiPolygon> | undefined

/** Borders and coasts, cut to the frame; read when the first map is drawn. */
function outline(frame: Frame): Html {
  if (!countries) {
    const topology = JSON.parse(readFileSync(fileURLToPath(import.meta.resolve('world-atlas/countries-10m.json')), 'utf8'))
    countries = feature(topology, topology.objects.countries) as unknown as FeatureCollection<Polygon | MultiPolygon>
  }
  const [padX, padY] = [(frame.east - frame.west) * 0.02, (frame.north - frame.south) * 0.02]
  const box = { west: frame.west - padX, east: frame.east + padX, south: frame.south - padY, north: frame.north + padY }
  const paths: string[] = []
  for (const { geometry } of countries.features) {
    const polygons = geometry?.type === 'Polygon' ? [geometry.coordinates] : (geometry?.coordinates ?? [])
    for (const ring of (polygons as Position[][][]).flat()) {
      const cut = cutTo(ring as [number, number][], box)
      if (cut.length > 2) paths.push(`M${cut.map(([lon, lat]) => `${round(frame.x(lon))} ${round(frame.y(lat))}`).join('L')}Z`)
    }
  }
  return html`<rect class="water" width="${WIDTH}" height="${frame.height}"/><path class="ground" d="${paths.join('')}"/>`
}

type Box = { west: number; east: number; south: number; north: number }

/** Sutherland and Hodgman: a ring cut by the four sides of a box, one after the other. */
function cutTo(ring: [number, number][], { west, east, south, north }: Box): [number, number][] {
  const isNear = ring.some(([lon]) => lon >= west) && ring.some(([lon]) => lon <= east) && ring.some(([, lat]) => lat >= south) && ring.some(([, lat]) => lat <= north) // biome-ignore format: one line reads better
  if (!isNear) return []
  const sides = [
    { axis: 0, at: west, sign: 1 },
    { axis: 0, at: east, sign: -1 },
    { axis: 1, at: south, sign: 1 },
    { axis: 1, at: north, sign: -1 },
  ] as const
  let points = ring
  for (const { axis, at, sign } of sides) {
    const inside = (point: [number, number]) => sign * (point[axis] - at) >= 0
    const next: [number, number][] = []
    for (const [index, point] of points.entries()) {
      const before = points[(index + points.length - 1) % points.length]!
      if (inside(point) !== inside(before)) next.push(crossing(before, point, axis, at))
      if (inside(point)) next.push(point)
    }
    points = next
  }
  return points
}

function crossing(from: [number, number], to: [number, number], axis: 0 | 1, at: number): [number, number] {
  const part = (at - from[axis]) / (to[axis] - from[axis])
  return [from[0] + part * (to[0] - from[0]), from[1] + part * (to[1] - from[1])]
}

/** The towns with the most organisations, each in the middle of them, as far as the names do not lie over each other. */
function townNames(placed: readonly Placed[], frame: Frame): Html[] {
  const towns = [...Map.groupBy(placed, ({ city }) => city)].filter((town): town is [string, Placed[]] => town[0] !== null)
  const taken: { x: number; y: number; width: number; name: string }[] = []
  for (const [name, members] of towns.sort((one, other) => other[1].length - one[1].length)) {
    const x = frame.x(median(members.map(({ longitude }) => longitude)))
    const y = frame.y(median(members.map(({ latitude }) => latitude))) - 14
    const width = name.length * 9 + 12
    const fits = x - width / 2 > 0 && x + width / 2 < WIDTH && y > NAME_HEIGHT && y < frame.height - 40
    const isFree = taken.every((other) => Math.abs(other.y - y) > NAME_HEIGHT || Math.abs(other.x - x) > (other.width + width) / 2)
    if (fits && isFree) taken.push({ x, y, width, name })
    if (taken.length >= NAMES_MAX) break
  }
  return taken.map(({ x, y, name }) => html`<text x="${round(x)}" y="${round(y)}">${name}</text>`)
}

function median(values: number[]): number {
  return values.sort((one, other) => one - other)[Math.floor(values.length / 2)]!
}

/** A round length of about a sixth of the width. */
function scale(frame: Frame): Html {
  const latitude = (frame.north + frame.south) / 2
  const km = ((frame.east - frame.west) * Math.PI * EARTH_RADIUS_KM * Math.cos((latitude * Math.PI) / 180)) / 180
  const rough = km / 6
  const power = 10 ** Math.floor(Math.log10(rough))
  const length = ([5, 2, 1].find((step) => step * power <= rough) ?? 1) * power
  const width = (length / km) * WIDTH
  const y = frame.height - 16
  const text = length >= 1 ? `${length} km` : `${Math.round(length * 1000)} m`
  return html`<g class="scale" data-scale><path d="M16 ${y - 5}v5h${round(width)}v-5"/><text x="${round(16 + width / 2)}" y="${y - 6}">${text}</text></g>`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
