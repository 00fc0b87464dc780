import { firstPlaces } from './first-places.ts'
import { relax } from './forces.ts'
import { degrees, type Graph } from './graph.ts'
import { betweenGroups, inducedBy, type NestedCommunities, type NestedOptions, nestedCommunities } from './nested-communities.ts'
import { centre, type Discs, enclose, evenOut, pushApart, scaleToFit, sunflower, tighten } from './packing.ts'
import { checkpoint, quiet, stretch } from './run.ts'
import { turnTowards } from './turning.ts'

/** Circles, by number. */
export type Circles = { x: Float32Array; y: Float32Array; radius: Float32Array }

/** Where every party lies, in units of about one party, the middle of all at the origin; and the circles its communities and areas fill. */
export type RegionLayout = NestedCommunities & { x: Float32Array; y: Float32Array; communities: Circles; areas: Circles }

/** Half of the room a party has. */
const PARTY_RADIUS = 0.5
/** Room around the parties of a community, the communities of an area, and the areas, as shares of their radius; and between them. */
const MARGIN = 0.05
const GAP = 2
/** How far places inside a community are pulled towards an even spread: the rest is what the forces made of it. */
const EVEN = 0.7
const PUSH_ROUNDS = 80
const PARTY_PUSH_ROUNDS = 8
/** How much room those without ties are given around everybody else, as a share of its radius. */
const SHORE = 1.06

/**
 * The picture of a region: a multilevel layout (Walshaw 2003; Hu 2005) whose coarser levels are communities, so that whoever belongs together lies
 * in one circle and the picture can be read from far away. From below upwards, the parties of each community, the communities of each area and
 * the areas are laid out by forces, spread, pushed apart and enclosed by a circle, which is what the next level lays out. From above downwards
 * each circle is then turned so that its members look towards whom they are tied to outside. Parties without ties are a ring around everything,
 * a disc when there is nobody else. The same seed gives the same picture. O(n log n + m).
 */
export function regionLayout(graph: Graph, options: NestedOptions = {}): RegionLayout {
  const { run } = options
  const nested = nestedCommunities(graph, { ...options, run: stretch(run, 0, 0.3) })
  const parties = layOutCommunities(graph, nested, { run: stretch(run, 0.3, 1) })
  const communityOf = communitiesOf(nested)
  const between = betweenGroups(graph, { of: communityOf, count: nested.communityStart.length - 1 })
  const areaOf = areasOf(nested)
  const communities = layOutAreas(between, nested, parties.radius)
  const overAreas = betweenGroups(between, { of: areaOf, count: nested.areaStart.length - 1 })
  const areas = layOutWhole(overAreas, nested, communities.radius)
  turnTowards(between, areaOf, communities, areas)
  turnTowards(graph, communityOf, parties, { x: communities.x, y: communities.y })
  if (nested.isolates >= 0) surround(nested, areas, communities, parties)
  return {
    ...nested,
    x: Float32Array.from(parties.x),
    y: Float32Array.from(parties.y),
    communities: circles(communities, parties.radius),
    areas: circles(areas, communities.radius),
  }
}

/** Places of members inside their groups, and the radius of each group. */
type Inside = { x: Float64Array; y: Float64Array; radius: Float64Array }

function layOutCommunities(graph: Graph, nested: NestedCommunities, { run }: NestedOptions): Inside {
  const { order, communityStart } = nested
  const count = communityStart.length - 1
  const inside = { x: new Float64Array(graph.n), y: new Float64Array(graph.n), radius: new Float64Array(count) }
  const place = new Int32Array(graph.n).fill(-1)
  const tied = nested.isolates < 0 ? count : count - 1
  for (let c = 0; c < tied; c++) {
    checkpoint(run, communityStart[c]!, graph.n)
    const members = order.subarray(communityStart[c]!, communityStart[c + 1]!)
    const inner = inducedBy(graph, members, place)
    const { x, y } = firstPlaces(inner)
    const mass = Float64Array.from(degrees(inner), (degree) => degree + 1)
    relax({ x, y, mass }, { ...inner, weights: undefined }, stepsFor(members.length), quiet(run))
    centre(x, y)
    evenOut(x, y, Math.sqrt(members.length / Math.PI), EVEN)
    const discs = { x, y, radius: new Float64Array(members.length).fill(PARTY_RADIUS) }
    pushApart(discs, 0, PARTY_PUSH_ROUNDS)
    inside.radius[c] = enclose(discs) * (1 + MARGIN)
    for (let k = 0; k < members.length; k++) {
      inside.x[members[k]!] = x[k]!
      inside.y[members[k]!] = y[k]!
    }
  }
  return inside
}

/** Fewer steps where each takes long: a community that is so large could not be taken apart and has little to unfold. */
function stepsFor(n: number): number {
  return n < 300 ? 80 : n < 3_000 ? 36 : n < 20_000 ? 40 : 20
}

/** Places of communities inside their areas. */
function layOutAreas(between: Graph, { areaStart, isolates }: NestedCommunities, communityRadius: Float64Array): Inside {
  const count = areaStart.length - 1
  const inside = { x: new Float64Array(between.n), y: new Float64Array(between.n), radius: new Float64Array(count) }
  const place = new Int32Array(between.n).fill(-1)
  for (let area = 0; area < count; area++) {
    if (area === isolates) continue
    const [start, end] = [areaStart[area]!, areaStart[area + 1]!]
    const members = Uint32Array.from({ length: end - start }, (_, k) => start + k)
    const discs = layOutDiscs(inducedBy(between, members, place), communityRadius.slice(start, end))
    inside.radius[area] = enclose(discs) * (1 + MARGIN)
    inside.x.set(discs.x, start)
    inside.y.set(discs.y, start)
  }
  return inside
}

/** Places of the areas. */
function layOutWhole(overAreas: Graph, { isolates }: NestedCommunities, areaRadius: Float64Array): Discs {
  const tied = isolates < 0 ? overAreas.n : overAreas.n - 1
  const members = Uint32Array.from({ length: tied }, (_, area) => area)
  const discs = layOutDiscs(inducedBy(overAreas, members, new Int32Array(overAreas.n).fill(-1)), areaRadius.slice(0, tied))
  enclose(discs)
  const places = { x: new Float64Array(overAreas.n), y: new Float64Array(overAreas.n), radius: areaRadius }
  places.x.set(discs.x)
  places.y.set(discs.y)
  return places
}

/** Lays groups out as discs: by the ties between them, where there are any, those with most of their ties in common nearest. */
function layOutDiscs(graph: Graph, radius: Float64Array): Discs {
  const discs = { x: new Float64Array(graph.n), y: new Float64Array(graph.n), radius }
  if (graph.n < 2) return discs
  if (graph.m > 0) {
    Object.assign(discs, firstPlaces(graph))
    const { mass, weights } = balanced(graph, radius)
    relax({ x: discs.x, y: discs.y, mass }, { ...graph, weights }, stepsFor(graph.n))
    scaleToFit(discs)
    tighten(discs, GAP, PUSH_ROUNDS)
  } else {
    sunflower(discs)
    pushApart(discs, GAP, PUSH_ROUNDS)
  }
  return discs
}

/** Groups push by the room they take; a bundle pulls by its share of all ties of its two ends, so that large groups do not draw in everybody. */
function balanced({ n, offsets, targets, weights }: Graph, radius: Float64Array): { mass: Float64Array; weights: Float64Array } {
  const strength = new Float64Array(n)
  for (let i = 0; i < n; i++) for (let s = offsets[i]!; s < offsets[i + 1]!; s++) strength[i]! += weights?.[s] ?? 1
  let area = 0
  for (let i = 0; i < n; i++) area += radius[i]! * radius[i]!
  const mass = Float64Array.from(radius, (own) => 0.2 + (own * own * n) / area)
  const pull = new Float64Array(targets.length)
  for (let i = 0; i < n; i++)
    for (let s = offsets[i]!; s < offsets[i + 1]!; s++) {
      const j = targets[s]!
      pull[s] = (2 * (weights?.[s] ?? 1)) / Math.sqrt(strength[i]! * strength[j]!)
    }
  return { mass, weights: pull }
}

/** Those without ties, in the order they are told in, around everybody else. */
function surround({ order, communityStart, isolates }: NestedCommunities, areas: Discs, communities: Inside, parties: Inside): void {
  const community = communityStart.length - 2
  const members = order.subarray(communityStart[community]!, communityStart[community + 1]!)
  let shore = 0
  for (let area = 0; area < isolates; area++) shore = Math.max(shore, Math.hypot(areas.x[area]!, areas.y[area]!) + areas.radius[area]!)
  const sea = {
    x: new Float64Array(members.length),
    y: new Float64Array(members.length),
    radius: new Float64Array(members.length).fill(PARTY_RADIUS),
  }
  sunflower(sea, shore * SHORE)
  let outermost = 0
  for (let k = 0; k < members.length; k++) {
    parties.x[members[k]!] = sea.x[k]!
    parties.y[members[k]!] = sea.y[k]!
    outermost = Math.max(outermost, Math.hypot(sea.x[k]!, sea.y[k]!) + PARTY_RADIUS)
  }
  parties.radius[community] = communities.radius[isolates] = areas.radius[isolates] = outermost
}

/** The community of each party. */
export function communitiesOf({ order, communityStart }: NestedCommunities): Uint32Array {
  const of = new Uint32Array(order.length)
  for (let c = 0; c < communityStart.length - 1; c++) for (let k = communityStart[c]!; k < communityStart[c + 1]!; k++) of[order[k]!] = c
  return of
}

/** The area of each community. */
export function areasOf({ areaStart, communityStart }: NestedCommunities): Uint32Array {
  const of = new Uint32Array(communityStart.length - 1)
  for (let area = 0; area < areaStart.length - 1; area++) of.fill(area, areaStart[area], areaStart[area + 1])
  return of
}

function circles({ x, y }: { x: Float64Array; y: Float64Array }, radius: Float64Array): Circles {
  return { x: Float32Array.from(x), y: Float32Array.from(y), radius: Float32Array.from(radius) }
}
