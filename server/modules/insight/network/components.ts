import type { Graph } from './graph.ts'
import { checkpoint, type Run } from './run.ts'

/** `of[i]` is the piece party `i` lies in; pieces are numbered from the largest, equals by their first party. `sizes` in parties. */
export type Components = { of: Uint32Array; sizes: Uint32Array }

/** The connected pieces of the map: parties that reach each other by ties. Breadth first with one queue, O(n + m). */
export function components(graph: Graph, run?: Run): Components {
  const { n, offsets, targets } = graph
  /** 1 + the label, 0 while unseen: small integers, which are never boxed. */
  const found = new Uint32Array(n)
  const queue = new Uint32Array(n)
  const sizes: number[] = []
  let tail = 0
  for (let seed = 0; seed < n; seed++) {
    if (found[seed] !== 0) continue
    const label = sizes.length + 1
    const start = tail
    found[seed] = label
    queue[tail++] = seed
    for (let head = start; head < tail; head++) {
      if ((head & 0xffff) === 0) checkpoint(run, head, n)
      const i = queue[head]!
      const end = offsets[i + 1]!
      for (let s = offsets[i]!; s < end; s++) {
        const j = targets[s]!
        if (found[j] !== 0) continue
        found[j] = label
        queue[tail++] = j
      }
    }
    sizes.push(tail - start)
  }
  return largestFirst(found, sizes)
}

function largestFirst(found: Uint32Array, sizes: number[]): Components {
  const order = sizes.map((_, label) => label).sort((a, b) => sizes[b]! - sizes[a]! || a - b)
  const place = new Uint32Array(sizes.length)
  for (let k = 0; k < order.length; k++) place[order[k]!] = k
  for (let i = 0; i < found.length; i++) found[i] = place[found[i]! - 1]!
  return { of: found, sizes: Uint32Array.from(order, (label) => sizes[label]!) }
}

/**
 * Fragmentation F = 1 − Σ s(s − 1) / (n(n − 1)) over piece sizes s: the share of pairs that cannot reach each other, 0 (all can) … 1 (none can);
 * 0 below two parties. Borgatti 2006, Identifying sets of key players in a social network, equation 4. O(pieces).
 */
export function fragmentation(sizes: ArrayLike<number>): number {
  let n = 0
  let reachable = 0
  for (let k = 0; k < sizes.length; k++) {
    n += sizes[k]!
    reachable += sizes[k]! * (sizes[k]! - 1)
  }
  return fragmentationOf(n, reachable)
}

/** The same from the number of parties and of ordered pairs that reach each other. */
export function fragmentationOf(n: number, reachablePairs: number): number {
  return n < 2 ? 0 : 1 - reachablePairs / (n * (n - 1))
}
