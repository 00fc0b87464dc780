import { quadtree } from './quadtree.ts'
import { checkpoint, type Run } from './run.ts'

/** Who is tied to whom, as in a Graph. */
export type Links = { offsets: Uint32Array; targets: Uint32Array; weights: Float64Array | undefined }
/** Things that lie somewhere; `mass` is what they push others with. */
export type Bodies = { x: Float64Array; y: Float64Array; mass: Float64Array }

/** Up to here everybody pushing everybody is faster than a tree. */
const SMALL = 48
/** How far a crowd may be, in its own sizes, to push as one: Barnes & Hut's θ. */
const THETA = 1.2
const COOLING_END = 0.01
/** How strongly everything is drawn to the middle, beside a tie that pulls with 1. */
const GRAVITY = 0.15

/**
 * Moves bodies until ties pull no more than crowds push: a tie pulls in proportion to its length, a pair pushes in proportion to both masses over
 * its distance, everything is drawn to the middle a little. Forces after Fruchterman & Reingold 1991 and Hu 2005, far crowds taken together after
 * Barnes & Hut 1986. Steps get shorter from one to the next, in units of the size of the whole. Changes x and y. O(steps × n log n).
 */
export function relax({ x, y, mass }: Bodies, links: Links, steps: number, run?: Run): void {
  const n = x.length
  if (n < 2) return
  const pull = { x: new Float64Array(n), y: new Float64Array(n) }
  const tree = n > SMALL ? quadtree(n) : undefined
  for (let step = 0; step < steps; step++) {
    checkpoint(run, step, steps)
    pull.x.fill(0)
    pull.y.fill(0)
    if (tree) {
      tree.build(x, y, mass)
      for (let i = 0; i < n; i++) tree.push(i, THETA, pull)
    } else pushAll({ x, y, mass }, pull)
    pullTies(x, y, links, pull)
    const spread = spreadOf(x, y)
    const reach = spread * 0.35 * COOLING_END ** (step / steps)
    for (let i = 0; i < n; i++) {
      const fx = pull.x[i]! / mass[i]! - x[i]! * GRAVITY
      const fy = pull.y[i]! / mass[i]! - y[i]! * GRAVITY
      const length = Math.sqrt(fx * fx + fy * fy)
      if (length === 0) continue
      // a strong force takes a whole step, a weak one a part of it, so that what rests stays at rest
      const far = reach * Math.min(1, length / (spread * 0.5 + length * 0.5))
      x[i]! += (fx / length) * far
      y[i]! += (fy / length) * far
    }
  }
}

type Pull = { x: Float64Array; y: Float64Array }

function pushAll({ x, y, mass }: Bodies, pull: Pull): void {
  for (let i = 0; i < x.length; i++) {
    for (let j = i + 1; j < x.length; j++) {
      const dx = x[i]! - x[j]!
      const dy = y[i]! - y[j]!
      const force = (mass[i]! * mass[j]!) / (dx * dx + dy * dy + 1e-9)
      pull.x[i]! += dx * force
      pull.y[i]! += dy * force
      pull.x[j]! -= dx * force
      pull.y[j]! -= dy * force
    }
  }
}

function pullTies(x: Float64Array, y: Float64Array, { offsets, targets, weights }: Links, pull: Pull): void {
  for (let i = 0; i < x.length; i++) {
    for (let s = offsets[i]!; s < offsets[i + 1]!; s++) {
      const j = targets[s]!
      const force = weights ? weights[s]! : 1
      pull.x[i]! += (x[j]! - x[i]!) * force
      pull.y[i]! += (y[j]! - y[i]!) * force
    }
  }
}

/** The root of the mean square distance from the middle. */
export function spreadOf(x: Float64Array, y: Float64Array): number {
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += x[i]! * x[i]! + y[i]! * y[i]!
  return Math.sqrt(sum / Math.max(1, x.length)) || 1
}
