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
 * With ties that go both ways x = D y makes it (D − αA) y = b, which is symmetric and positive definite: αD⁻¹A has real eigenvalues in [−α, α]. So
 * conjugate gradients apply (Hestenes & Stiefel 1952, preconditioned by D). A round gains at least the factor α / (1 + √(1 − α²)) = 0.56 where
 * the power iteration gains 0.85, and more where most eigenvalues are small, as they are unless a map falls into many groups. Isolates need no
 * iteration: their share b follows from the sum. O(rounds × (n + m)), 15 to 40 rounds.
 */
export function pageRank(graph: Graph, options: PageRankOptions = {}): Float64Array {
  const { damping = 0.85, tolerance = 1e-10, iterationsMax = 500, run } = options
  checkDamping(damping)
  const { n } = graph
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
  // y, the share per unit of strength, starts where a walker who never jumps would be
  const start = (base * tied) / ((1 - damping) * total)
  const y = new Float64Array(n).fill(start)
  const inverse = new Float64Array(n) // 0 at isolates, which so keep out of everything below
  const residual = new Float64Array(n)
  const direction = new Float64Array(n)
  const product = new Float64Array(n)
  let square = 0
  let error = 0
  for (let i = 0; i < n; i++) {
    if (strength[i] === 0) continue
    inverse[i] = 1 / strength[i]!
    const left = base - (1 - damping) * strength[i]! * start
    residual[i] = left
    direction[i] = left * inverse[i]!
    square += left * direction[i]!
    error += Math.abs(left)
  }
  for (let round = 0; round < iterationsMax && square > 0 && error > tolerance * (1 - damping); round++) {
    checkpoint(run, round, iterationsMax)
    const step = square / multiply(graph, damping, strength, direction, product)
    let next = 0
    error = 0
    for (let i = 0; i < n; i++) {
      const left = residual[i]! - step * product[i]!
      residual[i] = left
      next += left * left * inverse[i]!
      error += Math.abs(left)
    }
    const keep = next / square
    square = next
    for (let i = 0; i < n; i++) {
      const along = direction[i]!
      y[i] = y[i]! + step * along
      direction[i] = residual[i]! * inverse[i]! + keep * along
    }
  }
  for (let i = 0; i < n; i++) if (strength[i] !== 0) rank[i] = y[i]! * strength[i]!
  return rank
}

/** Throws RangeError where a walker would never jump, or more often than always: then shares are not defined. */
export function checkDamping(damping: number): void {
  if (!(damping >= 0 && damping < 1)) throw new RangeError(`The chance to follow a tie is from 0 to below 1, not ${damping}.`)
}

/** Writes (D − αA) p and answers p · (D − αA) p. */
function multiply({ n, offsets, targets, weights }: Graph, damping: number, strength: Float64Array, p: Float64Array, into: Float64Array) {
  let square = 0
  let s = 0
  for (let i = 0; i < n; i++) {
    const end = offsets[i + 1]!
    let sum = 0
    if (weights) for (; s < end; s++) sum += weights[s]! * p[targets[s]!]!
    else for (; s < end; s++) sum += p[targets[s]!]!
    const value = strength[i]! * p[i]! - damping * sum
    into[i] = value
    square += value * p[i]!
  }
  return square
}
