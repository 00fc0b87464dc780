import { degrees, type Graph } from './graph.ts'
import { leiden } from './leiden.ts'
import { aggregate, levelOf } from './leiden-levels.ts'
import { numberBySize, type Partition } from './modularity.ts'
import { checkpoint, quiet, type Run, stretch } from './run.ts'

/** A community of more parties is taken apart again, where it can be: nobody reads a list of more, and they are drawn one community at a time. */
const COMMUNITY_MAX = 1_500
/** So many areas can be told apart at first sight. */
const AREAS_MAX = 40
const ROUNDS_MAX = 6
/** Resolutions above that of modularity at which communities are joined to areas. */
const FINER = [1.15, 1.3, 1.5, 1.75, 2, 2.5, 3, 4, 6]
/** A community whose largest part is nearly all of it holds together and stays whole. */
const WHOLE_SHARE = 0.9

export type NestedOptions = {
  seed?: number
  communityMax?: number
  areasMax?: number
  /** The communities to begin with, where they are known; without them they are searched for. */
  found?: Partition | undefined
  run?: Run | undefined
}

/**
 * Communities of communities of parties. `order` lists all parties: those of community c stand at `communityStart[c]` … `communityStart[c + 1] − 1`,
 * the best connected first; the communities of area a are `areaStart[a]` … `areaStart[a + 1] − 1`, the largest first.
 */
export type NestedCommunities = {
  order: Uint32Array
  communityStart: Uint32Array
  areaStart: Uint32Array
  /** The area of pieces that no tie leads to or from and that are too many to stand alone; −1 when there is none. The last but `isolates`. */
  scattered: number
  /** The area, of one community, of those without any tie; −1 when everybody has one. The last. */
  isolates: number
}

/**
 * Two levels of communities over the parties. Leiden finds communities, where they are not given; those of more than `communityMax` parties are taken apart by Leiden on
 * their own ties; where there are more communities than `areasMax`, Leiden on the communities joins them to areas, as finely as leaves no more than that. What is left over of more
 * areas than that are pieces without ties to others: the smallest of them are one area together. The same seed gives the same. About O(m) a level.
 */
export function nestedCommunities(graph: Graph, options: NestedOptions = {}): NestedCommunities {
  const { seed = 1, communityMax = COMMUNITY_MAX, areasMax = AREAS_MAX, run } = options
  const found = options.found ?? leiden(graph, { seed, run: stretch(run, 0, 0.4) })
  const degree = degrees(graph)
  const areaOf = areasOf(graph, found, { degree, seed, areasMax, run: stretch(run, 0.4, 0.6) })
  const communityOf = split(graph, found.of, found.count, { seed, communityMax, run: stretch(run, 0.6, 1) })
  return arrange(degree, communityOf, areaOf)
}

type Joining = { degree: Uint32Array; seed: number; areasMax: number; run: Run | undefined }
type Areas = { of: Uint32Array; scattered: number; isolates: number }

/** The area of each party. */
function areasOf(graph: Graph, found: { of: Uint32Array; count: number }, { degree, seed, areasMax, run }: Joining): Areas {
  let { of, count } = found
  let alone = 0
  for (let i = 0; i < graph.n; i++) if (degree[i] === 0) alone++
  let ties = graph
  let above: { of: Uint32Array; count: number } = found
  for (let round = 0; round < ROUNDS_MAX && count - alone > areasMax; round++) {
    checkpoint(run, round, ROUNDS_MAX)
    ties = betweenGroups(ties, above)
    above = finest(ties, alone + areasMax, seed, quiet(run))
    if (above.count === count) break
    of = of.map((community) => above.of[community]!)
    count = above.count
  }
  return lastAreas(of, degree, areasMax)
}

/** The groups of the finest resolution that makes at most `countMax` of them; the coarsest where all make more. */
function finest(graph: Graph, countMax: number, seed: number, run: Run | undefined): { of: Uint32Array; count: number } {
  let best = leiden(graph, { seed, run })
  for (const resolution of FINER) {
    if (best.count > countMax) break
    const next = leiden(graph, { seed, resolution, run })
    if (next.count > countMax) break
    best = next
  }
  return best
}

/** The graph of the groups, weighted by the ties between them. */
export function betweenGroups(graph: Graph, { of, count }: { of: ArrayLike<number>; count: number }): Graph {
  const { offsets, targets, weights } = aggregate(levelOf(graph), { of: Int32Array.from(of), count })
  return { n: count, m: targets.length / 2, offsets, targets, weights }
}

/** Areas by size, the smallest of too many joined to one, and those without ties as the last. */
function lastAreas(of: Uint32Array, degree: Uint32Array, areasMax: number): Areas {
  const sized = numberBySize(of)
  const label = new Uint32Array(of.length)
  const hasTies = new Uint8Array(sized.count)
  for (let i = 0; i < of.length; i++) if (degree[i]! > 0) hasTies[sized.of[i]!] = 1
  const place = new Int32Array(sized.count).fill(-1)
  let tied = 0
  for (let area = 0; area < sized.count; area++) if (hasTies[area]) tied++
  const own = tied > areasMax ? areasMax - 1 : tied
  const scattered = tied > own ? own : -1
  const isolates = tied < sized.count ? (scattered >= 0 ? own + 1 : own) : -1
  let next = 0
  for (let area = 0; area < sized.count; area++) place[area] = hasTies[area] ? (next < own ? next++ : scattered) : isolates
  for (let i = 0; i < of.length; i++) label[i] = place[sized.of[i]!]!
  return { of: label, scattered, isolates }
}

type Splitting = { seed: number; communityMax: number; run: Run | undefined }

/** Communities as labels, those that are too large taken apart as often as they come apart. Those without ties keep a label each. */
function split(graph: Graph, of: Uint32Array, count: number, { seed, communityMax, run }: Splitting): { of: Uint32Array; count: number } {
  const label = Uint32Array.from(of)
  let labels = count
  const { starts, members } = grouped(of, count)
  const waiting: Uint32Array[] = []
  for (let c = 0; c < count; c++) if (starts[c + 1]! - starts[c]! > communityMax) waiting.push(members.slice(starts[c]!, starts[c + 1]!))
  const place = new Int32Array(graph.n).fill(-1)
  for (let k = 0; k < waiting.length; k++) {
    checkpoint(run, k, waiting.length)
    const own = waiting[k]!
    const inner = inducedBy(graph, own, place)
    const parts = leiden(inner, { seed, run: quiet(run) })
    const inside = grouped(parts.of, parts.count)
    if (parts.count < 2 || inside.starts[1]! > own.length * WHOLE_SHARE) continue
    for (let part = 1; part < parts.count; part++) {
      for (let s = inside.starts[part]!; s < inside.starts[part + 1]!; s++) label[own[inside.members[s]!]!] = labels
      labels++
    }
    for (let part = 0; part < parts.count; part++) {
      const [start, end] = [inside.starts[part]!, inside.starts[part + 1]!]
      if (end - start > communityMax) waiting.push(inside.members.slice(start, end).map((member) => own[member]!))
    }
  }
  return { of: label, count: labels }
}

/** The ties among some of the parties, as a graph of their own. `place` is −1 everywhere, and is so again afterwards. */
export function inducedBy({ offsets, targets, weights }: Graph, members: Uint32Array, place: Int32Array): Graph {
  for (let k = 0; k < members.length; k++) place[members[k]!] = k
  const own = new Uint32Array(members.length + 1)
  const isInside = (s: number) => place[targets[s]!]! >= 0
  for (let k = 0; k < members.length; k++) {
    own[k + 1] = own[k]!
    for (let s = offsets[members[k]!]!; s < offsets[members[k]! + 1]!; s++) if (isInside(s)) own[k + 1]!++
  }
  const inner = new Uint32Array(own[members.length]!)
  const heavy = weights && new Float64Array(inner.length)
  let write = 0
  for (let k = 0; k < members.length; k++) {
    for (let s = offsets[members[k]!]!; s < offsets[members[k]! + 1]!; s++) {
      if (!isInside(s)) continue
      inner[write] = place[targets[s]!]!
      if (heavy) heavy[write] = weights[s]!
      write++
    }
  }
  for (let k = 0; k < members.length; k++) place[members[k]!] = -1
  return { n: members.length, m: write / 2, offsets: own, targets: inner, weights: heavy }
}

/** The members of each group side by side: those of group g at `starts[g]` … `starts[g + 1] − 1`, in their order. O(n). */
export function grouped(of: ArrayLike<number>, count: number): { starts: Uint32Array; members: Uint32Array } {
  const starts = new Uint32Array(count + 1)
  for (let i = 0; i < of.length; i++) starts[of[i]! + 1]!++
  for (let g = 0; g < count; g++) starts[g + 1]! += starts[g]!
  const next = starts.slice()
  const members = new Uint32Array(of.length)
  for (let i = 0; i < of.length; i++) members[next[of[i]!]!++] = i
  return { starts, members }
}

/** Parties, communities and areas in the order they are told in. */
function arrange(degree: Uint32Array, { of, count }: { of: Uint32Array; count: number }, areas: Areas): NestedCommunities {
  const n = of.length
  const label = of.slice()
  // those without ties are one community together
  let first = -1
  for (let i = 0; i < n; i++) {
    if (areas.of[i] !== areas.isolates) continue
    if (first < 0) first = of[i]!
    label[i] = first
  }
  const { starts, members } = grouped(label, count)
  const communities = Array.from({ length: count }, (_, c) => c).filter((c) => starts[c + 1]! > starts[c]!)
  const area = (c: number) => areas.of[members[starts[c]!]!]!
  const size = (c: number) => starts[c + 1]! - starts[c]!
  communities.sort((a, b) => area(a) - area(b) || size(b) - size(a) || a - b)
  const order = new Uint32Array(n)
  const communityStart = new Uint32Array(communities.length + 1)
  const areaStart: number[] = []
  for (const [k, c] of communities.entries()) {
    const own = members.subarray(starts[c]!, starts[c + 1]!)
    own.sort((a, b) => degree[b]! - degree[a]! || a - b)
    order.set(own, communityStart[k]!)
    communityStart[k + 1] = communityStart[k]! + own.length
    while (areaStart.length <= area(c)) areaStart.push(k)
  }
  areaStart.push(communities.length)
  return { order, communityStart, areaStart: Uint32Array.from(areaStart), scattered: areas.scattered, isolates: areas.isolates }
}
