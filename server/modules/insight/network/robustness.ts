import { betweenness } from './betweenness.ts'
import { degrees, type Graph } from './graph.ts'
import { randomFrom, shuffled } from './random.ts'
import { checkpoint, quiet, type Run } from './run.ts'
import { withoutTiesOf } from './without.ts'

/** How a map holds while parties leave one after the other. */
export type Robustness = {
  /** `curve[q]`: the share of all parties in the largest piece after q have left, 0 … 1; n + 1 values, the last one 0. */
  curve: Float64Array
  /** R = (1 / n) Σ_{q=1}^{n} curve[q], 0 … ½: 0 falls apart at once, ½ stays in one piece to the end. */
  r: number
}

/**
 * The largest piece while parties leave in a given order. Schneider et al. 2011, Mitigation of malicious attacks on networks. Read from the end:
 * parties come back one by one and pieces grow together, so that the whole curve costs as much as one look. O(m α(n)). Empty maps: R 0.
 */
export function robustness({ n, offsets, targets }: Graph, order: ArrayLike<number>, run?: Run): Robustness {
  const curve = new Float64Array(n + 1)
  const above = new Int32Array(n).fill(-1)
  const size = new Uint32Array(n)
  let largest = 0
  for (let q = n - 1; q >= 0; q--) {
    if ((q & 0xffff) === 0) checkpoint(run, n - 1 - q, n)
    const i = order[q]!
    above[i] = i
    size[i] = 1
    if (largest === 0) largest = 1
    for (let s = offsets[i]!; s < offsets[i + 1]!; s++) {
      const j = targets[s]!
      if (above[j] === -1) continue
      let a = rootOf(above, i)
      let b = rootOf(above, j)
      if (a === b) continue
      if (size[a]! < size[b]!) [a, b] = [b, a]
      above[b] = a
      size[a]! += size[b]!
      if (size[a]! > largest) largest = size[a]!
    }
    curve[q] = largest / n
  }
  let sum = 0
  for (let q = 1; q <= n; q++) sum += curve[q]!
  return { curve, r: n === 0 ? 0 : sum / n }
}

function rootOf(above: Int32Array, start: number): number {
  let i = start
  while (above[i] !== i) {
    above[i] = above[above[i]!]!
    i = above[i]!
  }
  return i
}

/**
 * Everybody in the order in which they leave when it is always whoever has most ties left; of equals whoever lost a tie last, then by number.
 * O(n + m), with buckets by degree.
 */
export function orderByDegree(graph: Graph, run?: Run): Uint32Array {
  const { n, offsets, targets } = graph
  const degree = degrees(graph)
  let most = 0
  for (let i = 0; i < n; i++) if (degree[i]! > most) most = degree[i]!
  // doubly linked lists: degrees only fall, so the highest non-empty bucket only moves down
  const first = new Int32Array(most + 1).fill(-1)
  const next = new Int32Array(n).fill(-1)
  const before = new Int32Array(n).fill(-1)
  const put = (i: number, d: number) => {
    const old = first[d]!
    next[i] = old
    before[i] = -1
    if (old !== -1) before[old] = i
    first[d] = i
  }
  const take = (i: number, d: number) => {
    if (before[i] === -1) first[d] = next[i]!
    else next[before[i]!] = next[i]!
    if (next[i] !== -1) before[next[i]!] = before[i]!
  }
  for (let i = n - 1; i >= 0; i--) put(i, degree[i]!)
  const gone = new Uint8Array(n)
  const order = new Uint32Array(n)
  let d = most
  for (let q = 0; q < n; q++) {
    if ((q & 0xffff) === 0) checkpoint(run, q, n)
    while (first[d] === -1) d--
    const i = first[d]!
    take(i, d)
    gone[i] = 1
    order[q] = i
    for (let s = offsets[i]!; s < offsets[i + 1]!; s++) {
      const j = targets[s]!
      if (gone[j] === 1) continue
      take(j, degree[j]!)
      put(j, --degree[j]!)
    }
  }
  return order
}

/** Parties up to which betweenness is worked out anew each time somebody left. */
const RECALCULATED_MAX = 300

/**
 * Everybody in the order in which they leave when it is always whoever has the highest betweenness in what is left; equals by number. Worked out
 * anew `times` times at even distances: after everybody up to 300 parties, 20 times above. O(times × n m).
 */
export function orderByBetweenness(graph: Graph, { times, run }: { times?: number; run?: Run | undefined } = {}): Uint32Array {
  const { n } = graph
  const rounds = Math.max(1, Math.min(n, times ?? (n <= RECALCULATED_MAX ? n : 20)))
  const left = new Uint8Array(n)
  const order = new Uint32Array(n)
  let write = 0
  for (let round = 0; round < rounds; round++) {
    checkpoint(run, round, rounds)
    const until = Math.round(((round + 1) * n) / rounds)
    const value = betweenness(withoutTiesOf(graph, left), quiet(run))
    const staying = Array.from(left.keys()).filter((i) => left[i] === 0)
    staying.sort((a, b) => value[b]! - value[a]! || a - b)
    for (const i of staying.slice(0, until - write)) {
      left[i] = 1
      order[write++] = i
    }
  }
  return order
}

/** R when parties leave by chance: its mean over `repeats` seeded orders, the mean curve, and the standard error of R. O(repeats × m). */
export function randomRobustness(
  graph: Graph,
  { repeats = 20, seed = 1, run }: { repeats?: number; seed?: number; run?: Run | undefined } = {},
): Robustness & { standardError: number } {
  if (!(repeats >= 1)) throw new RangeError(`${repeats} orders have no mean.`)
  const random = randomFrom(seed)
  const curve = new Float64Array(graph.n + 1)
  const values: number[] = []
  for (let k = 0; k < repeats; k++) {
    checkpoint(run, k, repeats)
    const one = robustness(graph, shuffled(graph.n, random), quiet(run))
    for (let q = 0; q < curve.length; q++) curve[q]! += one.curve[q]!
    values.push(one.r)
  }
  for (let q = 0; q < curve.length; q++) curve[q]! /= repeats
  const r = values.reduce((sum, value) => sum + value, 0) / repeats
  const variance = values.reduce((sum, value) => sum + (value - r) ** 2, 0) / Math.max(1, repeats - 1)
  return { curve, r, standardError: Math.sqrt(variance / repeats) }
}
