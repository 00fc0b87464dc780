import {
  areasOf,
  betweenGroups,
  buildGraph,
  communitiesOf,
  type Graph,
  numberBySize,
  type RegionLayout,
  regionLayout,
} from '../insight/index.ts'
import { AREA_BUNDLES, BUNDLES_EACH, LEADERS, NO_KIND, POINT_BYTES, sharedBy } from './rules.ts'
import type { Outline } from './schema.ts'

/** What a picture is made of: parties as columns, and the ties between them by their places. */
export type Source = {
  ids: readonly string[]
  kinds: readonly (readonly string[])[]
  /** As `nace:55.10`. */
  sectors: readonly (string | null)[]
  cities: readonly (string | null)[]
  from: ArrayLike<number>
  to: ArrayLike<number>
  /** The group of each party by the ties that connect, as everywhere else. */
  groups: ArrayLike<number>
}

/** A picture as it is stored: the outline, and of each area what is asked for by itself. */
export type Picture = { parties: number; ties: number; outline: Outline; areas: AreaBytes[] }
export type AreaBytes = {
  firstParty: number
  parties: number
  /** 16 bytes each. */
  ids: Uint8Array
  /** Columns: x and y, as shares of 32,767 of the radius from the middle of the community; ties, as far as 65,535; the place of the kind. Little-endian. */
  points: Uint8Array
  /** One more than parties: where in `tieEnds` the ties of each begin, as 32 bits. */
  tieStarts: Uint8Array
  /** The other ends of ties, by their places in the picture, as 32 bits. */
  tieEnds: Uint8Array
}

const SHORT = 32_767
const TIES_SHOWN = 65_535
const DIVISION = /^(\w+:\d{2})/

/** Lays a map out and puts it into the form in which it is stored. Pure; minutes for a million parties. */
export function makePicture(source: Source): Picture {
  const { graph } = buildGraph(source.ids.length, { from: source.from, to: source.to })
  const layout = regionLayout(graph, { found: numberBySize(drawnWith(graph, source.groups)) })
  const kinds = commonKinds(source.kinds)
  return { parties: graph.n, ties: graph.m, outline: outlineOf(source, graph, layout, kinds), areas: bytesOf(source, graph, layout, kinds) }
}

/**
 * Whoever is alone by the ties that connect, but has others, as to those it competes with: a picture draws all ties, so it stands with most of these.
 * Labels below the number of parties.
 */
function drawnWith({ n, offsets, targets }: Graph, groups: ArrayLike<number>): Uint32Array {
  const size = new Uint32Array(n)
  for (let i = 0; i < n; i++) size[groups[i]!]!++
  return Uint32Array.from({ length: n }, (_, i) => {
    if (size[groups[i]!]! > 1) return groups[i]!
    const count = new Map<number, number>()
    let most = groups[i]!
    for (let s = offsets[i]!; s < offsets[i + 1]!; s++) {
      const group = groups[targets[s]!]!
      count.set(group, (count.get(group) ?? 0) + 1)
      if (most === groups[i] || count.get(group)! > count.get(most)!) most = group
    }
    return most
  })
}

/** The first kinds of the parties, the commonest first, as many as a byte can name. */
function commonKinds(kinds: Source['kinds']): string[] {
  const counts = new Map<string, number>()
  for (const [kind] of kinds) if (kind !== undefined) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, NO_KIND)
    .map(([kind]) => kind)
}

function outlineOf(source: Source, graph: Graph, layout: RegionLayout, kinds: string[]): Outline {
  const { order, communityStart, areaStart, scattered, isolates } = layout
  const communityOf = communitiesOf(layout)
  const between = betweenGroups(graph, { of: communityOf, count: communityStart.length - 1 })
  const overAreas = betweenGroups(between, { of: areasOf(layout), count: areaStart.length - 1 })
  const firstParty = [...communityStart.subarray(0, -1)]
  const areaFirst = Array.from(areaStart, (community) => communityStart[community]!)
  const about = (starts: ArrayLike<number>) => {
    const members = Array.from({ length: starts.length - 1 }, (_, g) => order.subarray(starts[g]!, starts[g + 1]!))
    return {
      parties: members.map(({ length }) => length),
      city: members.map((own) => sharedBy(valuesOf(source.cities, own), own.length)),
      sector: members.map((own) => sharedBy(valuesOf(source.sectors, own, divisionOf), own.length)),
    }
  }
  return {
    areas: {
      ...rounded(layout.areas),
      ...about(areaFirst),
      firstCommunity: [...areaStart.subarray(0, -1)],
      kinds: kindsIn(source, order, areaFirst, kinds),
    },
    communities: {
      ...rounded(layout.communities),
      ...about(communityStart),
      firstParty,
      tiesInside: tiesInside(graph, communityOf, firstParty.length),
    },
    bundles: { areas: heaviest(overAreas, AREA_BUNDLES), communities: heaviestEach(between, BUNDLES_EACH) },
    kinds,
    scattered,
    isolates,
    leaders: {
      areas: Array.from({ length: areaFirst.length - 1 }, (_, area) =>
        leadersOf(source, graph, order.subarray(areaFirst[area]!, areaFirst[area + 1]!)),
      ),
      communities: firstParty.map((first, c) =>
        Array.from(order.subarray(first, Math.min(communityStart[c + 1]!, first + LEADERS)), (i) => source.ids[i]!),
      ),
    },
  }
}

/** How many of each stretch of the order have each kind first, and at the end how many have none of these. */
function kindsIn(source: Source, order: Uint32Array, starts: readonly number[], kinds: readonly string[]): number[][] {
  const places = new Map(kinds.map((kind, place) => [kind, place]))
  return starts.slice(0, -1).map((start, group) => {
    const counts = new Array<number>(kinds.length + 1).fill(0)
    for (const i of order.subarray(start, starts[group + 1])) counts[places.get(source.kinds[i]![0] ?? '') ?? kinds.length]!++
    return counts
  })
}

function* valuesOf(
  column: readonly (string | null)[],
  members: Uint32Array,
  read = (value: string | null) => value,
): Generator<string | null> {
  for (let k = 0; k < members.length; k++) yield read(column[members[k]!]!)
}

function divisionOf(sector: string | null): string | null {
  return (sector !== null && DIVISION.exec(sector)?.[1]) || null
}

/** To hundredths of the room of a party: what is drawn no finer need not be sent. */
function rounded({ x, y, radius }: RegionLayout['areas']) {
  const round = (column: Float32Array) => Array.from(column, (value) => Math.round(value * 100) / 100)
  return { x: round(x), y: round(y), radius: round(radius) }
}

/** The best connected of an area, of all its communities. */
function leadersOf({ ids }: Source, { offsets }: Graph, members: Uint32Array): string[] {
  const best: number[] = []
  const degree = (i: number) => offsets[i + 1]! - offsets[i]!
  for (let k = 0; k < members.length; k++) {
    const i = members[k]!
    if (best.length === LEADERS && degree(i) <= degree(best[LEADERS - 1]!)) continue
    best.push(i)
    best.sort((a, b) => degree(b) - degree(a) || a - b)
    best.length = Math.min(best.length, LEADERS)
  }
  return best.map((i) => ids[i]!)
}

function tiesInside({ n, offsets, targets }: Graph, of: Uint32Array, count: number): number[] {
  const inside = new Array<number>(count).fill(0)
  for (let i = 0; i < n; i++)
    for (let s = offsets[i]!; s < offsets[i + 1]!; s++) if (i < targets[s]! && of[i] === of[targets[s]!]) inside[of[i]!]!++
  return inside
}

type Bundles = Outline['bundles']['areas']

/** The heaviest of all. */
function heaviest({ n, offsets, targets, weights }: Graph, limit: number): Bundles {
  const all: [number, number, number][] = []
  for (let i = 0; i < n; i++)
    for (let s = offsets[i]!; s < offsets[i + 1]!; s++) if (i < targets[s]!) all.push([i, targets[s]!, weights?.[s] ?? 1])
  return asColumns(all.sort(byWeight).slice(0, limit))
}

/** The heaviest of each. */
function heaviestEach({ n, offsets, targets, weights }: Graph, each: number): Bundles {
  const kept = new Map<number, [number, number, number]>()
  for (let i = 0; i < n; i++) {
    const own: [number, number, number][] = []
    for (let s = offsets[i]!; s < offsets[i + 1]!; s++) own.push([Math.min(i, targets[s]!), Math.max(i, targets[s]!), weights?.[s] ?? 1])
    for (const bundle of own.sort(byWeight).slice(0, each)) kept.set(bundle[0] * n + bundle[1], bundle)
  }
  return asColumns([...kept.values()].sort(byWeight))
}

function byWeight(a: readonly number[], b: readonly number[]): number {
  return b[2]! - a[2]! || a[0]! - b[0]! || a[1]! - b[1]!
}

function asColumns(bundles: readonly (readonly [number, number, number])[]): Bundles {
  return { from: bundles.map(([from]) => from), to: bundles.map(([, to]) => to), ties: bundles.map(([, , ties]) => ties) }
}

function bytesOf(source: Source, graph: Graph, layout: RegionLayout, kinds: readonly string[]): AreaBytes[] {
  const { order, communityStart, areaStart } = layout
  const placeOf = new Uint32Array(order.length)
  for (let k = 0; k < order.length; k++) placeOf[order[k]!] = k
  const communityOf = communitiesOf(layout)
  const kindPlace = new Map(kinds.map((kind, place) => [kind, place]))
  const pieces: AreaBytes[] = []
  for (let area = 0; area < areaStart.length - 1; area++) {
    const firstParty = communityStart[areaStart[area]!]!
    const members = order.subarray(firstParty, communityStart[areaStart[area + 1]!]!)
    pieces.push({
      firstParty,
      parties: members.length,
      ids: idBytes(source.ids, members),
      points: pointBytes(members, graph, layout, communityOf, (i) => kindPlace.get(source.kinds[i]![0] ?? '') ?? NO_KIND),
      ...tieBytes(members, graph, placeOf),
    })
  }
  return pieces
}

function idBytes(ids: readonly string[], members: Uint32Array): Uint8Array {
  const bytes = Buffer.alloc(members.length * 16)
  for (let k = 0; k < members.length; k++) bytes.write(ids[members[k]!]!.replaceAll('-', ''), k * 16, 'hex')
  return bytes
}

function pointBytes(
  members: Uint32Array,
  { offsets }: Graph,
  layout: RegionLayout,
  communityOf: Uint32Array,
  kindOf: (i: number) => number,
): Uint8Array {
  const { length } = members
  const { x, y, communities } = layout
  const view = new DataView(new ArrayBuffer(length * POINT_BYTES))
  for (let k = 0; k < length; k++) {
    const i = members[k]!
    const c = communityOf[i]!
    const share = (at: number, middle: number) =>
      Math.max(-SHORT, Math.min(SHORT, Math.round(((at - middle) / (communities.radius[c]! || 1)) * SHORT)))
    view.setInt16(k * 2, share(x[i]!, communities.x[c]!), true)
    view.setInt16((length + k) * 2, share(y[i]!, communities.y[c]!), true)
    view.setUint16((2 * length + k) * 2, Math.min(TIES_SHOWN, offsets[i + 1]! - offsets[i]!), true)
    view.setUint8(length * 6 + k, kindOf(i))
  }
  return new Uint8Array(view.buffer)
}

function tieBytes(members: Uint32Array, { offsets, targets }: Graph, placeOf: Uint32Array): Pick<AreaBytes, 'tieStarts' | 'tieEnds'> {
  const starts = new DataView(new ArrayBuffer((members.length + 1) * 4))
  let count = 0
  for (let k = 0; k < members.length; k++) {
    starts.setUint32(k * 4, count, true)
    count += offsets[members[k]! + 1]! - offsets[members[k]!]!
  }
  starts.setUint32(members.length * 4, count, true)
  const ends = new DataView(new ArrayBuffer(count * 4))
  let write = 0
  for (let k = 0; k < members.length; k++)
    for (let s = offsets[members[k]!]!; s < offsets[members[k]! + 1]!; s++) ends.setUint32(write++ * 4, placeOf[targets[s]!]!, true)
  return { tieStarts: new Uint8Array(starts.buffer), tieEnds: new Uint8Array(ends.buffer) }
}
