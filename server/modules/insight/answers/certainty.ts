import { buildGraph, type Graph, randomFrom } from '../network/index.ts'
import { leading } from './leading.ts'
import type { Certainty, Figure } from './types.ts'

/** Below this many parties with a tie, or pairs that are tied, a ranking says more about who was asked than about the map. */
export const TIED_MIN = 5
export const PAIRS_MIN = 5
/** Below this many parties with a tie an answer is never more than of medium certainty. */
const TIED_FOR_HIGH = 10

const DROPPED_SHARE = 0.1
const REPEATS_MAX = 20
const REPEATS_MIN = 5
const WORK_MAX = 4_000_000
const SEED = 20261122

/**
 * How sure a share of what was asked (`coverage`, 0 … 1) and a ranking that held in a share of repeats (`stability`, 0 … 1, null where nothing is
 * ranked) make an answer: low when either is below 0.5, high when both are at least 0.8, else medium.
 */
export function certaintyOf(coverage: number, stability: number | null, figures: Figure[], tied = Number.POSITIVE_INFINITY): Certainty {
  const least = Math.min(coverage, stability ?? 1)
  const level = least < 0.5 ? 'low' : least >= 0.8 && tied >= TIED_FOR_HIGH ? 'high' : 'medium'
  return { level, figures: stability === null ? figures : [...figures, { definition: 'stability', value: stability }] }
}

/** Parties plus tied pairs from which an answer would take minutes, and is found by fewer steps, trials or samples, which it says. */
const VAST_FROM = 1_000_000

export function isVast({ n, m }: Graph): boolean {
  return n + m > VAST_FROM
}

/** A measure that ranks: one number a party, lowest first, NaN for a party it does not rank. */
export type Ranking = (graph: Graph) => ArrayLike<number>

/**
 * How much of a ranking survives when a tenth of the tied pairs is dropped: the mean share of the `top` parties that are still among as many
 * first ones (equals in random order), over repeats with a fixed seed, so that the same map always gives the same number. Missing ties bias centrality (Costenbader &
 * Valente 2003; Borgatti, Carley & Krackhardt 2006). Repeats × the cost of the ranking; fewer repeats on large maps.
 */
export function stabilityOf(graph: Graph, top: readonly number[], ranking: Ranking, repeats = repeatsFor(graph)): number {
  if (top.length === 0 || graph.m === 0) return 1
  const random = randomFrom(SEED + 1)
  const wanted = new Set(top)
  let kept = 0
  let done = 0
  for (const thinned of thinnings(graph, repeats)) {
    for (const party of firstOf(ranking(thinned), top.length, random)) if (wanted.has(party)) kept++
    done++
  }
  return kept / (done * top.length)
}

/** How often something is tried again on a map of this size; fewer times where it takes `times` as long as a ranking by ties. */
export function repeatsFor(graph: Graph, times = 1, least = REPEATS_MIN): number {
  return Math.max(least, Math.min(REPEATS_MAX, Math.floor(WORK_MAX / times / (graph.n + graph.m))))
}

/** The map again and again without a tenth of its tied pairs, others each time. The same map gives the same ones, which are made once. O(n + m) each. */
export function* thinnings(graph: Graph, repeats: number): Generator<Graph> {
  const made = thinned.get(graph) ?? { graphs: [], more: thinOut(graph) }
  thinned.set(graph, made)
  for (let round = 0; round < repeats; round++) {
    made.graphs[round] ??= made.more.next().value
    yield made.graphs[round]!
  }
}

const thinned = new WeakMap<Graph, { graphs: Graph[]; more: Generator<Graph, never> }>()

function* thinOut(graph: Graph): Generator<Graph, never> {
  const random = randomFrom(SEED)
  const { from, to } = pairsOf(graph)
  const dropped = Math.max(1, Math.round(graph.m * DROPPED_SHARE))
  const size = Math.max(0, graph.m - dropped)
  for (;;) {
    // A partial shuffle: the dropped pairs end up behind the kept ones.
    for (let end = graph.m - 1; end >= size; end--) {
      const pick = Math.floor(random() * (end + 1))
      swap(from, pick, end)
      swap(to, pick, end)
    }
    yield buildGraph(graph.n, { from: from.subarray(0, size), to: to.subarray(0, size) }).graph
  }
}

/** The first parties of a ranking. Which of several equals comes first is chance here, or a ranking of equals would look stable. */
function firstOf(values: ArrayLike<number>, count: number, random: () => number): number[] {
  const chance = Float64Array.from(values, random)
  return leading(values, count, (a, b) => values[a]! - values[b]! || chance[a]! - chance[b]!).first
}

function pairsOf({ n, m, offsets, targets }: Graph): { from: Uint32Array; to: Uint32Array } {
  const from = new Uint32Array(m)
  const to = new Uint32Array(m)
  let write = 0
  for (let i = 0; i < n; i++) {
    for (let s = offsets[i]!; s < offsets[i + 1]!; s++) {
      if (targets[s]! <= i) continue
      from[write] = i
      to[write++] = targets[s]!
    }
  }
  return { from, to }
}

function swap(column: Uint32Array, a: number, b: number): void {
  const kept = column[a]!
  column[a] = column[b]!
  column[b] = kept
}
