import { walker } from './betweenness.ts'
import { components } from './components.ts'
import type { Graph } from './graph.ts'
import { chosen, randomFrom } from './random.ts'
import { checkpoint, type Run } from './run.ts'

export type SamplingOptions = {
  /** From how many parties the shortest paths are walked; all of them give the exact values. */
  sources: number
  seed?: number
  /** The chance, 0 … 1, that the stated error holds for every party at once. */
  confidence?: number
}

/** Estimates in pairs, each within ± its `error` of the exact value, all at once with chance `confidence`. */
export type Sampled = { value: Float64Array; error: Float64Array; errorMax: number; confidence: number; sources: number }

/**
 * Betweenness from a sample of sources drawn without replacement, scaled up: n / k times what k of n sources add (Brandes & Pich 2007, Centrality
 * estimation in large networks, random pivots). Unbiased; the same seed gives the same sample. The error is stated by boundErrors().
 * O(sources × (n + m)).
 */
export function sampledBetweenness(graph: Graph, options: SamplingOptions & { run?: Run | undefined }): Sampled {
  const { sources, seed = 1, confidence = 0.9, run } = options
  const { n } = graph
  const picked = chosen(n, sources, randomFrom(seed))
  const own = new Float64Array(n)
  const sums = new Float64Array(n)
  const squares = new Float64Array(n)
  const walk = walker(graph)
  for (const [k, source] of picked.entries()) {
    checkpoint(run, k, picked.length)
    walk(source, own)
    for (let i = 0; i < n; i++) {
      sums[i]! += own[i]!
      squares[i]! += own[i]! * own[i]!
      own[i] = 0
    }
  }
  return boundErrors(graph, { sums, squares, sampled: picked.length, confidence })
}

/**
 * What a sample of sources says of all. One source adds between 0 and R = (size of the piece − 2) pairs to a party. Of n parties k were drawn
 * without replacement, so the mean of a party lies within the smaller of
 *
 *  · R √((1 − (k − 1) / n) ln(2 / p) / 2k), Serfling 1974, Probability inequalities for the sum in sampling without replacement
 *  · σ √(2 ρ ln(10 / p) / k) + (7/3 + 3/√2) R ln(10 / p) / k, Bardenet & Maillard 2015, Concentration inequalities for sampling without
 *    replacement (the empirical Bernstein–Serfling inequality), σ the deviation in the sample, ρ = 1 − (k − 1) / n, above half of all (1 − k / n)(1 + 1 / k)
 *
 * where p shares what is left of the confidence among the two bounds and all parties that can have betweenness (two ties or more; the others
 * are exactly 0). The bounds hold for every network and are therefore wide: ranks are steadier than they say. O(n + m).
 */
export function boundErrors(
  graph: Graph,
  { sums, squares, sampled, confidence }: { sums: Float64Array; squares: Float64Array; sampled: number; confidence: number },
): Sampled {
  const { n, offsets } = graph
  const { of, sizes } = components(graph)
  let between = 0
  for (let i = 0; i < n; i++) if (offsets[i + 1]! - offsets[i]! > 1) between++
  const value = new Float64Array(n)
  const error = new Float64Array(n)
  let errorMax = 0
  const k = sampled
  if (k === 0) return { value, error: error.fill(Number.POSITIVE_INFINITY), errorMax: Number.POSITIVE_INFINITY, confidence, sources: 0 }
  const p = (1 - confidence) / (2 * Math.max(1, between))
  const left = 1 - (k - 1) / n
  const rho = k <= n / 2 ? left : (1 - k / n) * (1 + 1 / k)
  const plain = Math.sqrt((left * Math.log(2 / p)) / (2 * k))
  const log = Math.log(10 / p)
  const linear = ((7 / 3 + 3 / Math.SQRT2) * log) / k
  for (let i = 0; i < n; i++) {
    const mean = sums[i]! / k
    // every pair is counted from both ends, so half
    value[i] = (n * mean) / 2
    const range = sizes[of[i]!]! - 2
    if (k === n || offsets[i + 1]! - offsets[i]! < 2 || range <= 0) continue
    const deviation = Math.sqrt(Math.max(0, squares[i]! / k - mean * mean))
    const bound = Math.min(range * plain, deviation * Math.sqrt((2 * rho * log) / k) + range * linear)
    error[i] = (n * bound) / 2
    if (error[i]! > errorMax) errorMax = error[i]!
  }
  return { value, error, errorMax, confidence, sources: k }
}
