import { walker } from './betweenness.ts'
import { checkTies, type EdgeList } from './graph.ts'
import { checkDamping } from './pagerank.ts'
import { checkpoint, type Run } from './run.ts'

/** Ties in one direction: `targets[offsets[i]]` … `targets[offsets[i + 1] - 1]` are those that party `i` points to, ascending. */
export type Arrows = { n: number; offsets: Uint32Array; targets: Uint32Array; weights: Float64Array | undefined }

/** A map whose ties have a direction: who points to whom, and the same read backwards. `m` counts ordered pairs. */
export type Directed = { n: number; m: number; out: Arrows; into: Arrows }

/**
 * Builds a directed graph. A tie of a party with itself is dropped, ties beyond the first in the same direction become one with their summed
 * weight. Throws RangeError as buildGraph() does. O(n + m): counting passes alone.
 */
export function buildDirected(n: number, ties: EdgeList): Directed {
  checkTies(n, ties)
  const { from, to, weight } = ties
  const offsets = new Uint32Array(n + 1)
  for (let e = 0; e < from.length; e++) {
    const a = from[e]!
    if (a !== to[e]) offsets[a + 1]!++
  }
  for (let i = 0; i < n; i++) offsets[i + 1]! += offsets[i]!
  const targets = new Uint32Array(offsets[n]!)
  const weights = weight && new Float64Array(targets.length)
  const next = offsets.slice(0, n)
  for (let e = 0; e < from.length; e++) {
    if (from[e] === to[e]) continue
    const at = next[from[e]!]!++
    targets[at] = to[e]!
    if (weights) weights[at] = weight![e]!
  }
  const into = mergeEqual(turned({ n, offsets, targets, weights }))
  return { n, m: into.targets.length, out: turned(into), into }
}

/** The same ties read from their other end, each row ascending. */
function turned({ n, offsets, targets, weights }: Arrows): Arrows {
  const newOffsets = new Uint32Array(n + 1)
  for (let s = 0; s < targets.length; s++) newOffsets[targets[s]! + 1]!++
  for (let i = 0; i < n; i++) newOffsets[i + 1]! += newOffsets[i]!
  const newTargets = new Uint32Array(targets.length)
  const newWeights = weights && new Float64Array(targets.length)
  const next = newOffsets.slice(0, n)
  for (let i = 0; i < n; i++) {
    for (let s = offsets[i]!; s < offsets[i + 1]!; s++) {
      const at = next[targets[s]!]!++
      newTargets[at] = i
      if (newWeights) newWeights[at] = weights![s]!
    }
  }
  return { n, offsets: newOffsets, targets: newTargets, weights: newWeights }
}

function mergeEqual({ n, offsets, targets, weights }: Arrows): Arrows {
  const newOffsets = new Uint32Array(n + 1)
  let write = 0
  for (let i = 0; i < n; i++) {
    const first = write
    for (let s = offsets[i]!; s < offsets[i + 1]!; s++) {
      if (write > first && targets[write - 1] === targets[s]) {
        if (weights) weights[write - 1]! += weights[s]!
      } else {
        targets[write] = targets[s]!
        if (weights) weights[write] = weights[s]!
        write++
      }
    }
    newOffsets[i + 1] = write
  }
  return { n, offsets: newOffsets, targets: targets.slice(0, write), weights: weights?.slice(0, write) }
}

/** Ties in one direction over possible ones, m / (n(n − 1)), 0 … 1; 0 below two parties. Wasserman & Faust 1994, equation 4.13. O(1). */
export function directedDensity({ m, out }: Directed): number {
  return out.n < 2 ? 0 : m / (out.n * (out.n - 1))
}

/**
 * Betweenness along the direction of ties, Σ_{s≠t} σ_st(v) / σ_st over ordered pairs, not normalised. 0 for whoever nobody points to or who points
 * to nobody. Brandes 2001. O(n m).
 */
export function directedBetweenness({ out }: Directed, run?: Run): Float64Array {
  const result = new Float64Array(out.n)
  const walk = walker(out)
  for (let source = 0; source < out.n; source++) {
    walk(source, result)
    if ((source & 31) === 31) checkpoint(run, source + 1, out.n)
  }
  return result
}

/**
 * PageRank along the direction of ties, by weight: as pageRank(), whoever points to nobody starts anywhere. Power iteration, as the shortcut of
 * the undirected map does not hold here; it stops when all shares together are within `tolerance` of the solution. O(rounds × (n + m)), about
 * 140 rounds.
 */
export function directedPageRank(
  { n, out, into }: Directed,
  { damping = 0.85, tolerance = 1e-10, iterationsMax = 1_000, run }: DirectedPageRankOptions = {},
): Float64Array {
  checkDamping(damping)
  let rank = new Float64Array(n).fill(1 / n)
  let next = new Float64Array(n)
  const perUnit = new Float64Array(n)
  const total = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    if (!out.weights) total[i] = out.offsets[i + 1]! - out.offsets[i]!
    else for (let s = out.offsets[i]!; s < out.offsets[i + 1]!; s++) total[i]! += out.weights[s]!
  }
  for (let round = 0; round < iterationsMax; round++) {
    checkpoint(run, round, iterationsMax)
    let stranded = 0
    for (let i = 0; i < n; i++) {
      if (total[i] === 0) stranded += rank[i]!
      else perUnit[i] = rank[i]! / total[i]!
    }
    const base = (1 - damping + damping * stranded) / n
    let change = 0
    for (let i = 0; i < n; i++) {
      let sum = 0
      for (let s = into.offsets[i]!; s < into.offsets[i + 1]!; s++)
        sum += into.weights ? into.weights[s]! * perUnit[into.targets[s]!]! : perUnit[into.targets[s]!]!
      next[i] = base + damping * sum
      change += Math.abs(next[i]! - rank[i]!)
    }
    ;[rank, next] = [next, rank]
    if (change * damping <= tolerance * (1 - damping)) break
  }
  return rank
}

export type DirectedPageRankOptions = { damping?: number; tolerance?: number; iterationsMax?: number; run?: Run | undefined }
