import * as network from '../network/index.ts'
import { connectingGraph, DIVIDING_TYPES } from './reading.ts'
import { isOfTypes } from './tie-columns.ts'
import type { EcosystemMap } from './types.ts'

/** Parties × tied pairs above which shortest paths between all are left out: about half a minute of one core. */
const ALL_PATHS_MAX = 1_000_000_000

/** One number a party, in the order of the parties; null where a measure is undefined. */
export type Measures = {
  degree: number[]
  strength: number[]
  core: number[]
  clustering: number[]
  constraint: (number | null)[]
  effectiveSize: (number | null)[]
  cutOff: number[]
  fragmentationChange: number[]
  component: number[]
  pageRank: number[]
  /** null when the map is too large to walk all shortest paths. */
  closeness: number[] | null
  betweenness: number[] | null
}

/** Every measure of every party. Who is tied counts equally; `strength` alone sums what is known of the strength of ties. O(n m) on small maps. */
export function measureMap(map: EcosystemMap): Measures {
  const graph = connectingGraph(map)
  const corners = network.triangles(graph)
  const pieces = network.components(graph)
  const cuts = network.findCuts(graph, pieces)
  const allPaths = graph.n * graph.m <= ALL_PATHS_MAX
  return {
    degree: [...network.degrees(graph)],
    strength: strengthsOf(map),
    core: [...network.coreNumbers(graph)],
    clustering: [...network.clustering(graph, corners)],
    constraint: defined(network.constraint(graph)),
    effectiveSize: defined(network.effectiveSize(graph, corners)),
    cutOff: [...cuts.cutOff],
    fragmentationChange: [...cuts.fragmentationChange],
    component: Array.from(pieces.of, (piece) => pieces.sizes[piece]!),
    pageRank: [...network.pageRank(graph)],
    closeness: allPaths ? [...network.closeness(graph)] : null,
    betweenness: allPaths ? [...network.betweenness(graph)] : null,
  }
}

/** The summed strength of the ties that connect; a tie of unknown strength adds nothing. */
export function strengthsOf({ parties, ties }: EcosystemMap): number[] {
  const sums = new Array<number>(parties.length).fill(0)
  const divides = isOfTypes(ties, DIVIDING_TYPES)
  for (let k = 0; k < ties.count; k++) {
    const [from, to, strength] = [ties.from[k]!, ties.to[k]!, ties.strength[k]!]
    if (from === to || divides(k) || Number.isNaN(strength)) continue
    sums[from]! += strength
    sums[to]! += strength
  }
  return sums
}

function defined(column: Float64Array): (number | null)[] {
  return Array.from(column, (value) => (Number.isNaN(value) ? null : value))
}
