import type { components } from '../../../api-types.ts'

export type Picture = NonNullable<components['schemas']['Region']['picture']>
export type Groups = Pick<Picture['communities'], 'x' | 'y' | 'radius' | 'parties' | 'name' | 'city' | 'sector'>

/** A picture ready to be drawn. Parties are their places in it, communities and areas their numbers; points of areas that were not asked for yet are missing. */
export type RegionModel = {
  picture: Picture
  /** Where each party lies, x and y in turns, as WebGL takes them. */
  positions: Float32Array
  ties: Uint16Array
  kind: Uint8Array
  /** Which areas have their points. */
  known: Uint8Array
  /** The area of each community. */
  areaOf: Uint16Array
}

const SHORT = 32_767
const HEAD_BYTES = 8

export function regionOf(picture: Picture): RegionModel {
  const areaOf = new Uint16Array(picture.communities.x.length)
  const { firstCommunity } = picture.areas
  for (let area = 0; area < firstCommunity.length; area++)
    areaOf.fill(area, firstCommunity[area], firstCommunity[area + 1] ?? areaOf.length)
  return {
    picture,
    positions: new Float32Array(2 * picture.parties),
    ties: new Uint16Array(picture.parties),
    kind: new Uint8Array(picture.parties),
    known: new Uint8Array(firstCommunity.length),
    areaOf,
  }
}

/** Puts points as the server sends them (see GET /region/…/points) in their places. */
export function addPoints(model: RegionModel, bytes: ArrayBuffer): void {
  const view = new DataView(bytes)
  for (let at = 0; at < bytes.byteLength; ) {
    const area = view.getUint32(at, true)
    const count = view.getUint32(at + 4, true)
    addArea(model, area, new DataView(bytes, at + HEAD_BYTES, count * 7), count)
    at += HEAD_BYTES + Math.ceil((count * 7) / 4) * 4
  }
}

function addArea({ picture, positions, ties, kind, known }: RegionModel, area: number, view: DataView, count: number): void {
  const { areas, communities } = picture
  const first = communities.firstParty[areas.firstCommunity[area]!]!
  const last = areas.firstCommunity[area + 1] ?? communities.x.length
  for (let c = areas.firstCommunity[area]!; c < last; c++) {
    const start = communities.firstParty[c]! - first
    const [x, y, radius] = [communities.x[c]!, communities.y[c]!, communities.radius[c]!]
    for (let k = start; k < start + communities.parties[c]!; k++) {
      positions[2 * (first + k)] = x + (view.getInt16(2 * k, true) / SHORT) * radius
      positions[2 * (first + k) + 1] = y + (view.getInt16(2 * (count + k), true) / SHORT) * radius
      ties[first + k] = view.getUint16(2 * (2 * count + k), true)
      kind[first + k] = view.getUint8(6 * count + k)
    }
  }
  known[area] = 1
}

export type Matches = { found: number; shown: number; has: (place: number) => boolean }

/** Which places the filter finds, as the server sends them (see GET /region/…/matches). */
export function matchesOf(bytes: ArrayBuffer): Matches {
  const view = new DataView(bytes)
  const bits = new Uint8Array(bytes, HEAD_BYTES)
  return {
    found: view.getUint32(0, true),
    shown: view.getUint32(4, true),
    has: (place) => (bits[place >> 3]! & (1 << (place & 7))) !== 0,
  }
}

/** How many of a group are of each kind, by their places in the picture's list (the last entry: of none), among those the filter finds. */
export function kindsIn({ picture, kind }: RegionModel, first: number, count: number, matches: Matches | null): Uint32Array {
  const counts = new Uint32Array(picture.kinds.length + 1)
  for (let place = first; place < first + count; place++)
    if (matches === null || matches.has(place)) counts[Math.min(kind[place]!, picture.kinds.length)]!++
  return counts
}

/** The community whose circle holds a place of the picture. */
export function communityAt({ picture }: RegionModel, x: number, y: number): number | null {
  const area = circleAt(picture.areas, x, y, 0, picture.isolates < 0 ? picture.areas.x.length : picture.isolates)
  if (area === null) return picture.isolates < 0 ? null : circleAt(picture.communities, x, y, picture.communities.x.length - 1)
  return circleAt(picture.communities, x, y, picture.areas.firstCommunity[area]!, picture.areas.firstCommunity[area + 1])
}

export function circleAt({ x, y, radius }: Groups, atX: number, atY: number, from = 0, to = x.length): number | null {
  for (let c = from; c < to; c++) if (Math.hypot(x[c]! - atX, y[c]! - atY) <= radius[c]!) return c
  return null
}

/** The party of a community that lies nearest to a place, no farther than `reach`; those the filter does not find are passed over. */
export function nearestParty(
  { picture, positions }: RegionModel,
  community: number,
  at: Point,
  reach: number,
  matches: Matches | null,
): number | null {
  const first = picture.communities.firstParty[community]!
  let found: number | null = null
  let least = reach * reach
  for (let place = first; place < first + picture.communities.parties[community]!; place++) {
    const far = (positions[2 * place]! - at.x) ** 2 + (positions[2 * place + 1]! - at.y) ** 2
    if (far > least || (matches !== null && !matches.has(place))) continue
    least = far
    found = place
  }
  return found
}

export type Point = { x: number; y: number }

/** The community that a party of the picture is in. */
export function communityOf({ picture }: RegionModel, place: number): number {
  return lastStart(picture.communities.firstParty, place)
}

function lastStart(starts: readonly number[], wanted: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (starts[middle]! <= wanted) low = middle
    else high = middle - 1
  }
  return low
}
