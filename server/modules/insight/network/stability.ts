import type { Graph } from './graph.ts'
import { type Communities, type LeidenOptions, leiden } from './leiden.ts'
import { checkpoint, quiet } from './run.ts'

export type StableCommunities = Communities & {
  /** The mean adjusted Rand index of the other seeds' communities with these: 1 always the same, 0 as chance would have it. */
  stability: number
  /** For each party how much of its community stays together over seeds: mean Jaccard index with its community of each other seed, 0 … 1. */
  held: Float64Array
  seeds: number
}

/**
 * Communities from several seeds, with the best modularity of them, and how far the others agree: where chance decides who belongs together, say so.
 * Adjusted Rand index: Hubert & Arabie 1985. An empty map and one of isolates are stable (1). seeds × the cost of leiden().
 */
export function stableCommunities(graph: Graph, { seeds = 10, ...options }: LeidenOptions & { seeds?: number } = {}): StableCommunities {
  const first = options.seed ?? 1
  const found: Communities[] = []
  for (let k = 0; k < Math.max(1, seeds); k++) {
    checkpoint(options.run, k, seeds)
    found.push(leiden(graph, { ...options, seed: first + k, run: quiet(options.run) }))
  }
  const best = found.reduce((one, other) => (other.modularity > one.modularity ? other : one))
  const others = found.filter((one) => one !== best)
  if (others.length === 0) return { ...best, stability: 1, held: new Float64Array(graph.n).fill(1), seeds: 1 }
  const held = new Float64Array(graph.n)
  let stability = 0
  for (const other of others) {
    const overlap = overlapOf(best, other)
    stability += overlap.adjustedRand
    for (let i = 0; i < graph.n; i++) held[i]! += overlap.jaccard[i]!
  }
  return { ...best, stability: stability / others.length, held: held.map((share) => share / others.length), seeds: found.length }
}

type Grouping = Pick<Communities, 'of' | 'count'>

/** Adjusted Rand index of two groupings of the same parties, at most 1; 1 when both put everybody together or everybody apart. O(n). */
export function adjustedRand(a: Grouping, b: Grouping): number {
  return overlapOf(a, b).adjustedRand
}

function overlapOf(a: Grouping, b: Grouping): { adjustedRand: number; jaccard: Float64Array } {
  const n = a.of.length
  const sizeA = sizesOf(a)
  const sizeB = sizesOf(b)
  const common = new Map<number, number>()
  const key = (i: number) => a.of[i]! * b.count + b.of[i]!
  for (let i = 0; i < n; i++) common.set(key(i), (common.get(key(i)) ?? 0) + 1)
  let together = 0
  for (const size of common.values()) together += pairs(size)
  const inA = sizeA.reduce((sum, size) => sum + pairs(size), 0)
  const inB = sizeB.reduce((sum, size) => sum + pairs(size), 0)
  const expected = n < 2 ? 0 : (inA * inB) / pairs(n)
  const most = (inA + inB) / 2
  const jaccard = Float64Array.from({ length: n }, (_, i) => {
    const shared = common.get(key(i))!
    return shared / (sizeA[a.of[i]!]! + sizeB[b.of[i]!]! - shared)
  })
  return { adjustedRand: most === expected ? 1 : (together - expected) / (most - expected), jaccard }
}

function sizesOf({ of, count }: Grouping): number[] {
  const sizes = new Array<number>(count).fill(0)
  for (let i = 0; i < of.length; i++) sizes[of[i]!]!++
  return sizes
}

function pairs(size: number): number {
  return (size * (size - 1)) / 2
}
