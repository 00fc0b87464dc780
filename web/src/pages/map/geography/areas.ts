import type { Corner } from '../filter.ts'
import type { MapModel } from '../model.ts'
import { placeOf } from './features.ts'

/** Parties that are shown as one: those of a town, and of so many others around it that lie too near to be told apart. `name` is null where nobody says one. */
export type Area = { name: string | null; others: number; parties: number; place: Corner }
/** `of` says the area of every party, -1 for who has no place. */
export type Areas = { areas: Area[]; of: Int32Array }
/** A town with the middle of its parties; two of one name that lie apart are two. */
type Town = {
  name: string | null
  /** Who makes its middle, and who stands around it without saying where. */
  parties: number
  around: number
  longitude: number
  latitude: number
}
export type Towns = { towns: Town[]; of: Int32Array }

/** Two places of one name further apart than this are two towns. */
const TOWN_MAX_KM = 25
/** How large a town is that has no name. */
const UNNAMED_DEGREES = 0.02
/** Who names no town counts to the nearest one, so far around it. */
const AROUND_KM = 5
/** Towns within that distance lie in the same cell or the next, up to the north of Scandinavia. */
const GRID_DEGREES = 0.12
/** Nearer on screen than this, towns are one area. */
const MERGE_PX = 44
const WORLD_PX = 512

/** The towns of all who have a place. Time: parties, and for each the towns of its name. */
export function townsIn(model: MapModel): Towns {
  const towns: Town[] = []
  const byName = new Map<string, number[]>()
  const of = new Int32Array(model.size).fill(-1)
  for (let party = 0; party < model.size; party++) {
    const place = placeOf(model, party)
    if (!place) continue
    const name = model.parties.city[party] || null
    const key = name ?? place.map((degrees) => Math.floor(degrees / UNNAMED_DEGREES)).join(' ')
    const known = byName.get(key) ?? []
    let town = known.find((each) => name === null || distanceKm(middleOf(towns[each]!), place) < TOWN_MAX_KM)
    if (town === undefined) {
      town = towns.push({ name, parties: 0, around: 0, longitude: 0, latitude: 0 }) - 1
      addTo(byName, key, town)
    }
    const found = towns[town]!
    found.parties++
    found.longitude += place[0]
    found.latitude += place[1]
    of[party] = town
  }
  const standsFor = namedNear(towns)
  for (const [town, other] of standsFor.entries()) if (other !== town) towns[other]!.around += towns[town]!.parties
  return { towns, of: of.map((town) => (town < 0 ? -1 : standsFor[town]!)) }
}

/** The town of a name that each one without a name lies at; itself where there is none. */
function namedNear(towns: readonly Town[]): number[] {
  const grid = new Map<string, number[]>()
  const cellOf = (town: Town) => middleOf(town).map((degrees) => Math.floor(degrees / GRID_DEGREES)) as [number, number]
  for (const [town, found] of towns.entries()) if (found.name !== null) addTo(grid, cellOf(found).join(' '), town)
  return towns.map((town, own) => {
    if (town.name !== null) return own
    let [best, least] = [own, AROUND_KM]
    for (const other of around(...cellOf(town)).flatMap((cell) => grid.get(cell) ?? [])) {
      const distance = distanceKm(middleOf(towns[other]!), middleOf(town))
      if (distance < least) [best, least] = [other, distance]
    }
    return best
  })
}

function addTo(grid: Map<string, number[]>, cell: string, town: number): void {
  const there = grid.get(cell)
  if (there) there.push(town)
  else grid.set(cell, [town])
}

/** The towns as areas that can be told apart at this zoom: the larger takes in the smaller around it. Time: t log t. */
export function areasAt({ towns, of }: Towns, zoom: number): Areas {
  const areas: Area[] = []
  const areaOf = new Int32Array(towns.length)
  const grid = new Map<string, number[]>()
  const scale = WORLD_PX * 2 ** zoom
  const points: [number, number][] = []
  const isThere = new Set(of)
  for (const town of largestFirst(towns)) {
    if (!isThere.has(town)) continue
    const place = middleOf(towns[town]!)
    const [x, y] = mercator(place).map((part) => part * scale) as [number, number]
    const [column, row] = [Math.floor(x / MERGE_PX), Math.floor(y / MERGE_PX)]
    const near = around(column, row).flatMap((cell) => grid.get(cell) ?? [])
    let area = nearest(near, points, x, y)
    if (area !== undefined) {
      if (towns[town]!.name !== null) areas[area]!.others++
    } else {
      area = areas.push({ name: towns[town]!.name, others: 0, parties: 0, place }) - 1
      points.push([x, y])
      addTo(grid, `${column} ${row}`, area)
    }
    const found = areas[area]!
    found.parties += towns[town]!.parties + towns[town]!.around
    areaOf[town] = area
  }
  return { areas, of: of.map((town) => (town < 0 ? -1 : areaOf[town]!)) }
}

/** Where a place lies on the square of the world, 0 … 1 from the north-west. */
export function mercator([longitude, latitude]: Corner): [number, number] {
  const sine = Math.sin((Math.max(-85, Math.min(85, latitude)) * Math.PI) / 180)
  return [(longitude + 180) / 360, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)]
}

/** The place of a point on the square of the world. */
export function unmercator([x, y]: readonly [number, number]): Corner {
  return [x * 360 - 180, (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI]
}

function largestFirst(towns: readonly Town[]): number[] {
  return towns
    .map((_, town) => town)
    .sort((a, b) => Number(towns[a]!.name === null) - Number(towns[b]!.name === null) || towns[b]!.parties - towns[a]!.parties || a - b)
}

function nearest(areas: readonly number[], points: readonly (readonly [number, number])[], x: number, y: number): number | undefined {
  let best: number | undefined
  let least = MERGE_PX
  for (const area of areas) {
    const distance = Math.hypot(points[area]![0] - x, points[area]![1] - y)
    if (distance < least) [best, least] = [area, distance]
  }
  return best
}

function around(column: number, row: number): string[] {
  return [-1, 0, 1].flatMap((dx) => [-1, 0, 1].map((dy) => `${column + dx} ${row + dy}`))
}

function middleOf({ parties, longitude, latitude }: Town): Corner {
  return [longitude / parties, latitude / parties]
}

const KM_A_DEGREE = 111.2

/** Near enough for towns: on a plane that touches the first place. */
function distanceKm([longitude, latitude]: Corner, [otherLongitude, otherLatitude]: Corner): number {
  const east = (otherLongitude - longitude) * Math.cos((latitude * Math.PI) / 180)
  return Math.hypot(east, otherLatitude - latitude) * KM_A_DEGREE
}
