import type { Graph } from './graph.ts'
import { checkpoint, type Run } from './run.ts'

/** What a tie between two parties would bring the two. */
export type BridgingGain = {
  /** How much Σ 1 / d grows for both together, in parties. */
  gain: Float64Array
  /** How many parties the two together would reach that they cannot reach now. */
  newlyReached: Uint32Array
  /** How many other parties one of the two would be fewer ties away from, those newly reached among them. */
  nearer: Uint32Array
}

/**
 * Bridging gain of a pair x, y: what their harmonic closeness Σ_j 1 / d (Marchiori & Latora 2000) would gain by a tie between them, both ends
 * added: Σ_j (1 / d'_xj − 1 / d_xj) + Σ_j (1 / d'_yj − 1 / d_yj). A shortest way out of x uses the new tie at most once and then first, so
 * d'_xj = min(d_xj, 1 + d_yj), and two walks tell exactly. About 1 for two with the same friends, large between two ends of the map, largest
 * between two pieces (out of reach counts 0). 0 for a pair that is tied and for a party with itself. `pairs` holds a, b, a, b …; those
 * with the same first party side by side cost one walk less. O(pairs × (n + m)).
 */
export function bridgingGain(graph: Graph, pairs: ArrayLike<number>, run?: Run): BridgingGain {
  const count = pairs.length / 2
  const gain = new Float64Array(count)
  const newlyReached = new Uint32Array(count)
  const nearer = new Uint32Array(count)
  const fromA = new Int32Array(graph.n)
  const fromB = new Int32Array(graph.n)
  const queue = new Uint32Array(graph.n)
  let walked = -1
  for (let k = 0; k < count; k++) {
    checkpoint(run, k, count)
    const a = pairs[2 * k]!
    const b = pairs[2 * k + 1]!
    if (a !== walked) walk(graph, a, fromA, queue)
    walked = a
    walk(graph, b, fromB, queue)
    for (let j = 0; j < graph.n; j++) {
      const near = fromA[j]!
      const far = fromB[j]!
      if (near === far) continue
      // the nearer end lends its way to the other
      const via = near === -1 ? far : far === -1 ? near : Math.min(near, far)
      const own = near === via ? far : near
      if (own !== -1 && own <= via + 1) continue
      gain[k]! += 1 / (via + 1) - (own === -1 ? 0 : 1 / own)
      if (own === -1) newlyReached[k]!++
      if (j !== a && j !== b) nearer[k]!++
    }
  }
  return { gain, newlyReached, nearer }
}

/** Distances from one party, −1 out of reach. */
function walk({ offsets, targets }: Graph, source: number, distance: Int32Array, queue: Uint32Array): void {
  distance.fill(-1)
  distance[source] = 0
  queue[0] = source
  let tail = 1
  for (let head = 0; head < tail; head++) {
    const i = queue[head]!
    const beyond = distance[i]! + 1
    for (let s = offsets[i]!; s < offsets[i + 1]!; s++) {
      const j = targets[s]!
      if (distance[j] !== -1) continue
      distance[j] = beyond
      queue[tail++] = j
    }
  }
}
