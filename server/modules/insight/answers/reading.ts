import {
  buildGraph,
  type Components,
  type Cuts,
  components,
  constraint,
  degrees,
  effectiveSize,
  findCuts,
  type Graph,
  triangles,
} from '../network/index.ts'
import { leading } from './leading.ts'
import { isOfTypes } from './tie-columns.ts'
import type { EcosystemMap } from './types.ts'

/** Ties that keep parties apart rather than together: they are on the map, but nobody is reached through them. */
export const DIVIDING_TYPES: ReadonlySet<string> = new Set(['competes', 'conflicts'])

/** What is known of a map at the cost of walking it a few times. */
export type Ground = {
  map: EcosystemMap
  graph: Graph
  pieces: Components
  cuts: Cuts
  degree: Uint32Array
  /** Parties with at least one tie that connects. */
  tied: number
}

/** What all answers are read from, computed once. */
export type Reading = Ground & { constraint: Float64Array; effectiveSize: Float64Array }

/** Reads the map once for all answers. Who is tied counts, not how strongly: strengths are known for some ties only. */
export function readMap(map: EcosystemMap): Reading {
  const before = readings.get(map)
  if (before) return before
  const ground = readGround(map)
  const reading = { ...ground, constraint: constraint(ground.graph), effectiveSize: effectiveSize(ground.graph, triangles(ground.graph)) }
  readings.set(map, reading)
  return reading
}

/** Several questions are asked of one map, one after the other. */
const readings = new WeakMap<EcosystemMap, Reading>()
const grounds = new WeakMap<EcosystemMap, Ground>()

export function readGround(map: EcosystemMap): Ground {
  const before = grounds.get(map)
  if (before) return before
  const graph = connectingGraph(map)
  const pieces = components(graph)
  const degree = degrees(graph)
  const tied = degree.reduce((count, k) => (k > 0 ? count + 1 : count), 0)
  const ground = { map, graph, pieces, cuts: findCuts(graph, pieces), degree, tied }
  grounds.set(map, ground)
  return ground
}

/** A map that is not quite the one there is: without the ties of some parties, and with some pairs tied as well. */
export type Otherwise = { without?: ReadonlySet<number>; pairs?: readonly { one: number; other: number }[] }

const NOBODY: ReadonlySet<number> = new Set()

/** The graph of the ties that connect, unweighted. */
export function connectingGraph({ parties, ties }: EcosystemMap, { without = NOBODY, pairs = [] }: Otherwise = {}): Graph {
  const divides = isOfTypes(ties, DIVIDING_TYPES)
  const from = new Uint32Array(ties.count + pairs.length)
  const to = new Uint32Array(ties.count + pairs.length)
  let size = 0
  for (let k = 0; k < ties.count; k++) {
    if (divides(k)) continue
    if (without.size > 0 && (without.has(ties.from[k]!) || without.has(ties.to[k]!))) continue
    from[size] = ties.from[k]!
    to[size++] = ties.to[k]!
  }
  for (const { one, other } of pairs) {
    from[size] = one
    to[size++] = other
  }
  return buildGraph(parties.length, { from: from.subarray(0, size), to: to.subarray(0, size) }).graph
}

/** The positions whose value is a number, lowest first, equals by name and then by position. `values` has one entry a party, NaN for those left out. */
export function ranked({ map }: Pick<Reading, 'map'>, values: ArrayLike<number>): number[] {
  const chosen: number[] = []
  for (let i = 0; i < map.parties.length; i++) if (!Number.isNaN(values[i]!)) chosen.push(i)
  return chosen.sort((a, b) => values[a]! - values[b]! || compareNames(map.parties[a]!.name, map.parties[b]!.name) || a - b)
}

/** The first `count` of ranked(), and how many it would name: on large maps it takes long to put all in order. */
export function firstRanked({ map }: Pick<Reading, 'map'>, values: ArrayLike<number>, count: number): { first: number[]; total: number } {
  return leading(values, count, (a, b) => values[a]! - values[b]! || compareNames(map.parties[a]!.name, map.parties[b]!.name) || a - b)
}

/** A column for ranked(): the value where `keep` holds, else NaN. */
export function column(n: number, keep: (party: number) => boolean, value: (party: number) => number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => (keep(i) ? value(i) : Number.NaN))
}

/** Ranks a column from the most down; those with 0 are left out. */
export function mostFirst(values: Uint32Array): Float64Array {
  return column(
    values.length,
    (i) => values[i]! > 0,
    (i) => -values[i]!,
  )
}

// By code unit and not by language: which parties are named must not depend on the machine.
function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
