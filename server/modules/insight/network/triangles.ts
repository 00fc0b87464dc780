import { degrees, type Graph, strengths } from './graph.ts'

/**
 * Every tied pair once, from its end with fewer ties to the one with more (equals by index). Rows stay short even at hubs, which makes listing
 * all triangles O(m^1.5): Schank & Wagner 2005, Finding, counting and listing all triangles in large graphs, algorithm "forward".
 */
type Oriented = { offsets: Uint32Array; targets: Uint32Array; weights: Float64Array | undefined }

function orient({ n, m, offsets, targets, weights }: Graph): Oriented {
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
export function triangles(graph: Graph): Float64Array {
  const { n } = graph
  const { offsets, targets } = orient(graph)
  const count = new Float64Array(n)
  const mark = new Uint32Array(n)
  for (let u = 0; u < n; u++) {
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

/**
 * Effective size k − 2t/k: how many of a party's k neighbours are not repeated by the t ties among them; NaN (undefined) for isolates.
 * Burt 1992 in the form of Borgatti 1997, Structural holes: unpacking Burt's redundancy measures, for ties that are or are not. O(n).
 */
export function effectiveSize(graph: Graph, corners: Float64Array): Float64Array {
  const degree = degrees(graph)
  return corners.map((t, i) => (degree[i] === 0 ? Number.NaN : degree[i]! - (2 * t) / degree[i]!))
}

/** Efficiency: effective size / k, 0 … 1; NaN for isolates. Burt 1992. O(n). */
export function efficiency(graph: Graph, effective: Float64Array): Float64Array {
  const degree = degrees(graph)
  return effective.map((size, i) => size / degree[i]!)
}

/**
 * Burt's constraint c_i = Σ_{j∈N(i)} (p_ij + Σ_{q≠i,j} p_iq p_qj)², p_ij = (a_ij + a_ji) / Σ_k (a_ik + a_ki): how much a party's contacts are
 * invested in each other. Low means broker, 1 one contact only, a little above 1 at most; NaN (undefined) for isolates. Burt 1992, 2004.
 * Every indirect term belongs to a triangle, so listing the triangles once serves all parties: O(m^1.5), 16 bytes a tied pair.
 */
export function constraint(graph: Graph): Float64Array {
  const { n } = graph
  const { offsets, targets, weights } = orient(graph)
  const strength = strengths(graph)
  const indirect = indirectInvestment(n, { offsets, targets, weights }, strength)
  const result = new Float64Array(n)
  for (let u = 0; u < n; u++) {
    for (let e = offsets[u]!; e < offsets[u + 1]!; e++) {
      const v = targets[e]!
      const weight = weights ? weights[e]! : 1
      result[u]! += (weight / strength[u]! + indirect[2 * e]!) ** 2
      result[v]! += (weight / strength[v]! + indirect[2 * e + 1]!) ** 2
    }
  }
  for (let i = 0; i < n; i++) if (strength[i] === 0) result[i] = Number.NaN
  return result
}

/** Σ_q p_iq p_qj for both directions of every oriented pair e: 2e along it, 2e + 1 against it. */
function indirectInvestment(n: number, { offsets, targets, weights }: Oriented, strength: Float64Array): Float64Array {
  const indirect = new Float64Array(2 * targets.length)
  const pairTo = new Uint32Array(n)
  for (let u = 0; u < n; u++) {
    const su = strength[u]!
    for (let e = offsets[u]!; e < offsets[u + 1]!; e++) pairTo[targets[e]!] = e + 1
    for (let uv = offsets[u]!; uv < offsets[u + 1]!; uv++) {
      const v = targets[uv]!
      const sv = strength[v]!
      for (let vw = offsets[v]!; vw < offsets[v + 1]!; vw++) {
        const w = targets[vw]!
        const uw = pairTo[w]! - 1
        if (uw < 0) continue
        const sw = strength[w]!
        const a = weights ? weights[uv]! : 1
        const b = weights ? weights[vw]! : 1
        const c = weights ? weights[uw]! : 1
        indirect[2 * uv]! += (c * b) / (su * sw)
        indirect[2 * uv + 1]! += (b * c) / (sv * sw)
        indirect[2 * vw]! += (a * c) / (sv * su)
        indirect[2 * vw + 1]! += (c * a) / (sw * su)
        indirect[2 * uw]! += (a * b) / (su * sv)
        indirect[2 * uw + 1]! += (b * a) / (sw * sv)
      }
    }
    for (let e = offsets[u]!; e < offsets[u + 1]!; e++) pairTo[targets[e]!] = 0
  }
  return indirect
}
