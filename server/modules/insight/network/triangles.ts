import { degrees, type Graph } from './graph.ts'
import { checkpoint, type Run } from './run.ts'

/**
 * Every tied pair once, from its end with fewer ties to the one with more (equals by index). Rows stay short even at hubs, which makes listing
 * all triangles O(m^1.5): Schank & Wagner 2005, Finding, counting and listing all triangles in large graphs, algorithm "forward".
 */
export type Oriented = { offsets: Uint32Array; targets: Uint32Array; weights: Float64Array | undefined }

export function orient({ n, m, offsets, targets, weights }: Graph): Oriented {
  const forward = { offsets: new Uint32Array(n + 1), targets: new Uint32Array(m), weights: weights && new Float64Array(m) }
  let write = 0
  for (let i = 0; i < n; i++) {
    const degree = offsets[i + 1]! - offsets[i]!
    for (let s = offsets[i]!; s < offsets[i + 1]!; s++) {
      const j = targets[s]!
      const other = offsets[j + 1]! - offsets[j]!
      if (other < degree || (other === degree && j < i)) continue
      forward.targets[write] = j
      if (weights) forward.weights![write] = weights[s]!
      write++
    }
    forward.offsets[i + 1] = write
  }
  return forward
}

/** How many triangles each party is a corner of, which is also how many ties there are among its neighbours. O(m^1.5). */
export function triangles(graph: Graph, run?: Run): Float64Array {
  const { n } = graph
  const { offsets, targets } = orient(graph)
  const count = new Float64Array(n)
  const mark = new Uint32Array(n)
  for (let u = 0; u < n; u++) {
    if ((u & 0xfff) === 0) checkpoint(run, u, n)
    for (let s = offsets[u]!; s < offsets[u + 1]!; s++) mark[targets[s]!] = u + 1
    for (let s = offsets[u]!; s < offsets[u + 1]!; s++) {
      const v = targets[s]!
      for (let r = offsets[v]!; r < offsets[v + 1]!; r++) {
        const w = targets[r]!
        if (mark[w] !== u + 1) continue
        count[u]!++
        count[v]!++
        count[w]!++
      }
    }
  }
  return count
}

/**
 * Local clustering 2t / (k(k − 1)): the share of pairs among a party's neighbours that are tied, 0 … 1; 0 below two neighbours.
 * Watts & Strogatz 1998. O(n) after triangles().
 */
export function clustering(graph: Graph, corners: Float64Array): Float64Array {
  const degree = degrees(graph)
  return corners.map((t, i) => (degree[i]! < 2 ? 0 : (2 * t) / (degree[i]! * (degree[i]! - 1))))
}

/** Transitivity: closed over all two-step paths, 3 × triangles / paths, 0 … 1; 0 without a path. Newman, Watts & Strogatz 2002. O(n). */
export function transitivity(graph: Graph, corners: Float64Array): number {
  const degree = degrees(graph)
  let closed = 0
  let paths = 0
  for (let i = 0; i < graph.n; i++) {
    closed += corners[i]!
    paths += (degree[i]! * (degree[i]! - 1)) / 2
  }
  return paths === 0 ? 0 : closed / paths
}
