import { degrees, type Graph, strengths } from './graph.ts'
import { checkpoint, type Run } from './run.ts'
import { type Oriented, orient } from './triangles.ts'

/**
 * Effective size k − 2t/k: how many of a party's k neighbours are not repeated by the t ties among them; NaN (undefined) for isolates.
 * Burt 1992 in the form of Borgatti 1997, Structural holes: unpacking Burt's redundancy measures, for ties that are or are not. O(n).
 */
export function effectiveSize(graph: Graph, corners: Float64Array): Float64Array {
  const degree = degrees(graph)
  return corners.map((t, i) => (degree[i] === 0 ? Number.NaN : degree[i]! - (2 * t) / degree[i]!))
}

/**
 * Effective size with weights, Σ_j (1 − Σ_{q≠i,j} p_iq m_jq), p_iq the share of i's strength in its tie to q, m_jq the tie of j and q over j's
 * strongest: a contact counts less the more a party's other contacts are strongly tied to it. Without weights the same as effectiveSize(). NaN
 * (undefined) for isolates. Burt 1992, in the symmetric form. O(Σ ties of the neighbours).
 */
export function weightedEffectiveSize(graph: Graph, run?: Run): Float64Array {
  const { n, offsets, targets, weights } = graph
  const strength = strengths(graph)
  const strongest = new Float64Array(n)
  for (let i = 0; i < n; i++)
    for (let s = offsets[i]!; s < offsets[i + 1]!; s++) strongest[i] = Math.max(strongest[i]!, weights ? weights[s]! : 1)
  const result = Float64Array.from(degrees(graph), (k) => (k === 0 ? Number.NaN : k))
  const tieTo = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    if ((i & 0xfff) === 0) checkpoint(run, i, n)
    for (let s = offsets[i]!; s < offsets[i + 1]!; s++) tieTo[targets[s]!] = weights ? weights[s]! : 1
    for (let s = offsets[i]!; s < offsets[i + 1]!; s++) {
      const j = targets[s]!
      for (let r = offsets[j]!; r < offsets[j + 1]!; r++) {
        const toQ = tieTo[targets[r]!]!
        if (toQ > 0) result[i]! -= (toQ / strength[i]!) * ((weights ? weights[r]! : 1) / strongest[j]!)
      }
    }
    for (let s = offsets[i]!; s < offsets[i + 1]!; s++) tieTo[targets[s]!] = 0
  }
  return result
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
export function constraint(graph: Graph, run?: Run): Float64Array {
  const result = new Float64Array(graph.n)
  const add = (from: number, _: number, value: number) => {
    result[from]! += value
  }
  const strength = eachDyad(graph, add, run)
  for (let i = 0; i < graph.n; i++) if (strength[i] === 0) result[i] = Number.NaN
  return result
}

/**
 * Burt's hierarchy H_i = Σ_j (c_ij / (C / k)) ln(c_ij / (C / k)) / (k ln k), c_ij = (p_ij + Σ_q p_iq p_qj)², C = Σ_j c_ij: whether a party's
 * constraint comes from all k contacts alike (0) or from a single one (1). 1 with one contact, where the formula has no value but all of
 * it comes from one; NaN (undefined) for isolates. The Coleman–Theil index of disorder, Burt 1992. Weighted where the graph is. O(m^1.5).
 */
export function hierarchy(graph: Graph, run?: Run): Float64Array {
  const { n } = graph
  const degree = degrees(graph)
  const total = new Float64Array(n)
  const logs = new Float64Array(n)
  // Σ (k c / C) ln(k c / C) = (k / C) Σ c ln c + k ln(k / C), so that one pass over the ties is enough
  const add = (from: number, _: number, value: number) => {
    total[from]! += value
    // of a contact that weighs next to nothing beside the others not even the logarithm is left
    if (value > 0) logs[from]! += value * Math.log(value)
  }
  eachDyad(graph, add, run)
  return Float64Array.from({ length: n }, (_, i) => {
    const k = degree[i]!
    if (k === 0) return Number.NaN
    if (k === 1) return 1
    const sum = (k / total[i]!) * logs[i]! + k * Math.log(k / total[i]!)
    return Math.min(1, Math.max(0, sum / (k * Math.log(k))))
  })
}

/** Constraint and effective size as above, of these parties alone; both NaN for isolates. O(m, and Σ ties of their neighbours). */
export function holesAround(graph: Graph, parties: readonly number[]): { party: number; constraint: number; effectiveSize: number }[] {
  const { n, offsets, targets, weights } = graph
  const strength = strengths(graph)
  const tieTo = new Float64Array(n)
  return parties.map((party) => {
    const [start, end] = [offsets[party]!, offsets[party + 1]!]
    if (start === end) return { party, constraint: Number.NaN, effectiveSize: Number.NaN }
    for (let s = start; s < end; s++) tieTo[targets[s]!] = weights ? weights[s]! : 1
    let sum = 0
    let corners = 0
    for (let s = start; s < end; s++) {
      const j = targets[s]!
      let invested = tieTo[j]!
      for (let r = offsets[j]!; r < offsets[j + 1]!; r++) {
        const q = targets[r]!
        if (tieTo[q] === 0) continue
        corners++
        invested += (tieTo[q]! * (weights ? weights[r]! : 1)) / strength[q]!
      }
      sum += (invested / strength[party]!) ** 2
    }
    for (let s = start; s < end; s++) tieTo[targets[s]!] = 0
    return { party, constraint: sum, effectiveSize: end - start - corners / (end - start) }
  })
}

/** Tells c_ij of every party and each of its contacts, in both directions; answers the strengths. */
function eachDyad(graph: Graph, tell: (from: number, to: number, value: number) => void, run: Run | undefined): Float64Array {
  const { offsets, targets, weights } = orient(graph)
  const strength = strengths(graph)
  const indirect = indirectInvestment(graph.n, { offsets, targets, weights }, strength, run)
  for (let u = 0; u < graph.n; u++) {
    for (let e = offsets[u]!; e < offsets[u + 1]!; e++) {
      const v = targets[e]!
      const weight = weights ? weights[e]! : 1
      tell(u, v, (weight / strength[u]! + indirect[2 * e]!) ** 2)
      tell(v, u, (weight / strength[v]! + indirect[2 * e + 1]!) ** 2)
    }
  }
  return strength
}

/** Σ_q p_iq p_qj for both directions of every oriented pair e: 2e along it, 2e + 1 against it. */
function indirectInvestment(
  n: number,
  { offsets, targets, weights }: Oriented,
  strength: Float64Array,
  run: Run | undefined,
): Float64Array {
  const indirect = new Float64Array(2 * targets.length)
  const pairTo = new Uint32Array(n)
  for (let u = 0; u < n; u++) {
    if ((u & 0xfff) === 0) checkpoint(run, u, n)
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
