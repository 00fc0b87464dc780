import { type Graph, strengths } from './graph.ts'
import { checkpoint, type Run } from './run.ts'
import { addCount } from './wide-counts.ts'

/** Two ways count as equally long when they differ by less than this share: sums of reciprocals are never exactly equal. */
const EQUAL = 1e-10

export type WeightedPaths = {
  /** Σ_{s<t} σ_st(v) / σ_st over the shortest weighted ways, in pairs. */
  betweenness: Float64Array
  /** Wasserman–Faust closeness with weighted distances; no fixed upper end. */
  closeness: Float64Array
}

/**
 * Betweenness and closeness where a strong tie is a short one: a tie of weight w is 1 / w long (Newman 2001; Brandes 2001, algorithm for
 * weighted graphs; Dijkstra 1959 with a binary heap). Without weights the same as betweenness() and closeness(). Isolates 0. Ways are counted as a
 * mantissa and an exponent of two, as there may be more than a double can count.
 * O(n (n + m) log n).
 */
export function weightedPaths(graph: Graph, run?: Run): WeightedPaths {
  const { n, offsets, targets } = graph
  const lengths = lengthsOf(graph)
  const betweenness = new Float64Array(n)
  const closeness = new Float64Array(n)
  const strength = strengths(graph)
  const distance = new Float64Array(n).fill(Number.POSITIVE_INFINITY)
  const paths = new Float64Array(n)
  const power = new Int32Array(n)
  const dependency = new Float64Array(n)
  const order = new Uint32Array(n)
  const heap = heapOf(distance)
  for (let source = 0; source < n; source++) {
    if ((source & 15) === 15) checkpoint(run, source, n)
    if (strength[source] === 0) continue
    distance[source] = 0
    paths[source] = 1
    power[source] = 0
    heap.push(source)
    let settled = 0
    let sum = 0
    while (heap.size() > 0) {
      const i = heap.pop()
      order[settled++] = i
      sum += distance[i]!
      for (let s = offsets[i]!; s < offsets[i + 1]!; s++) {
        const j = targets[s]!
        const far = distance[i]! + lengths[s]!
        const known = distance[j]!
        if (far < known * (1 - EQUAL) || known === Number.POSITIVE_INFINITY) {
          distance[j] = far
          paths[j] = paths[i]!
          power[j] = power[i]!
          heap.push(j)
        } else if (far <= known * (1 + EQUAL)) {
          addCount(paths, power, j, paths[i]!, power[i]!)
        }
      }
    }
    if (sum > 0) closeness[source] = ((settled - 1) / (n - 1)) * ((settled - 1) / sum)
    for (let k = settled - 1; k > 0; k--) {
      const i = order[k]!
      const share = (1 + dependency[i]!) / paths[i]!
      for (let s = offsets[i]!; s < offsets[i + 1]!; s++) {
        const j = targets[s]!
        if (Math.abs(distance[j]! + lengths[s]! - distance[i]!) <= EQUAL * distance[i]!)
          dependency[j]! += paths[j]! * 2 ** (power[j]! - power[i]!) * share
      }
      betweenness[i]! += dependency[i]! / 2
    }
    for (let k = 0; k < settled; k++) {
      distance[order[k]!] = Number.POSITIVE_INFINITY
      dependency[order[k]!] = 0
    }
  }
  return { betweenness, closeness }
}

function lengthsOf({ targets, weights }: Graph): Float64Array {
  return weights ? weights.map((weight) => 1 / weight) : new Float64Array(targets.length).fill(1)
}

/** A binary heap of parties, the one with the smallest key on top. push() puts one in or, when its key became smaller, up. */
function heapOf(key: Float64Array) {
  const items = new Uint32Array(key.length)
  const place = new Int32Array(key.length).fill(-1)
  let size = 0
  const put = (party: number, at: number) => {
    items[at] = party
    place[party] = at
  }
  return {
    size: () => size,
    push(party: number) {
      let at = place[party] === -1 ? size++ : place[party]!
      while (at > 0) {
        const above = (at - 1) >> 1
        if (key[items[above]!]! <= key[party]!) break
        put(items[above]!, at)
        at = above
      }
      put(party, at)
    },
    pop(): number {
      const top = items[0]!
      place[top] = -1
      const last = items[--size]!
      if (size === 0) return top
      let at = 0
      for (;;) {
        let below = 2 * at + 1
        if (below >= size) break
        if (below + 1 < size && key[items[below + 1]!]! < key[items[below]!]!) below++
        if (key[items[below]!]! >= key[last]!) break
        put(items[below]!, at)
        at = below
      }
      put(last, at)
      return top
    },
  }
}
