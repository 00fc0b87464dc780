import { type Graph, strengths } from './graph.ts'
import { checkpoint, type Run } from './run.ts'

/**
 * `damping` is the chance to follow a tie. The iteration stops when all shares together are within `tolerance` of the solution, which the
 * residual r bounds: ‖x − x*‖₁ ≤ ‖r‖₁ / (1 − damping).
 */
export type PageRankOptions = { damping?: number; tolerance?: number; iterationsMax?: number; run?: Run | undefined }

/**
 * PageRank: the share of time a walker spends with a party who follows ties (by weight) with chance `damping` and else, or at an isolate, starts
 * anywhere. Shares sum to 1; isolates all have the same, empty maps none. Brin & Page 1998, with stranded walkers as in Langville & Meyer 2006.
 *
 * With ties that go both ways x = D y makes it (D − αA) y = b, whose iteration matrix αD⁻¹A has real eigenvalues in [−α, α]. So the Chebyshev
 * semi-iteration (Golub & Varga 1961) applies, which gains a factor α / (1 + √(1 − α²)) = 0.56 a round where the power iteration gains
 * 0.85. Isolates need no iteration: their share b follows from the sum. O(rounds × (n + m)), about 40 rounds.
 */
export function pageRank(graph: Graph, options: PageRankOptions = {}): Float64Array {
  const { damping = 0.85, tolerance = 1e-10, iterationsMax = 500, run } = options
  const { n, offsets, targets, weights } = graph
  const strength = strengths(graph)
  let tied = 0
  let total = 0
  for (let i = 0; i < n; i++) {
    if (strength[i] === 0) continue
    tied++
    total += strength[i]!
  }
  const base = 1 / (n - tied + tied / (1 - damping))
  const rank = new Float64Array(n).fill(base)
  if (tied === 0) return rank
  // y, the share per unit of strength, starts where a walker who never jumps would be.
  let now = new Float64Array(n).fill((base * tied) / ((1 - damping) * total))
  let before = now.slice()
  let omega = 1
  for (let round = 0; round < iterationsMax; round++) {
    checkpoint(run, round, iterationsMax)
    let residual = 0
    for (let i = 0; i < n; i++) {
      const end = offsets[i + 1]!
      let sum = 0
      if (weights) for (let s = offsets[i]!; s < end; s++) sum += weights[s]! * now[targets[s]!]!
      else for (let s = offsets[i]!; s < end; s++) sum += now[targets[s]!]!
      const own = strength[i]!
      if (own === 0) continue
      const change = (base + damping * sum) / own - now[i]!
      residual += own * Math.abs(change)
      before[i] = before[i]! + omega * (now[i]! + change - before[i]!)
    }
    ;[now, before] = [before, now]
    omega = round === 0 ? 2 / (2 - damping * damping) : 1 / (1 - (damping * damping * omega) / 4)
    if (residual <= tolerance * (1 - damping)) break
  }
  for (let i = 0; i < n; i++) if (strength[i] !== 0) rank[i] = now[i]! * strength[i]!
  return rank
}
