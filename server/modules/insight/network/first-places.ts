import type { Graph } from './graph.ts'

/** Directions in which parties that are equally far from both pivots part. */
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5))
const JITTER = 0.45

/**
 * Places to start from: how many ties away from one end of the graph, and from the party farthest from that (in two dimensions what Harel & Koren
 * 2002, Graph drawing by high-dimensional embedding, do in fifty), so that a chain starts as a line and not as a tangle. Parties at the same
 * distances lie around each other. Parties out of reach start beyond the others. O(n + m).
 */
export function firstPlaces(graph: Graph): { x: Float64Array; y: Float64Array } {
  const { n } = graph
  const x = new Float64Array(n)
  const y = new Float64Array(n)
  if (n === 0) return { x, y }
  const one = stepsFrom(graph, stepsFrom(graph, 0).last)
  const other = stepsFrom(graph, one.last)
  const beyond = one.far + 1
  for (let i = 0; i < n; i++) {
    const toOne = one.steps[i]! < 0 ? beyond : one.steps[i]!
    const toOther = other.steps[i]! < 0 ? beyond : other.steps[i]!
    const far = JITTER * Math.sqrt((i + 0.5) / n)
    // along the line from one end to the other, and how far from that line
    x[i] = toOne - toOther + far * Math.cos(i * GOLDEN_ANGLE)
    y[i] = toOne + toOther - one.far + far * Math.sin(i * GOLDEN_ANGLE)
  }
  const [middleX, middleY] = [mean(x), mean(y)]
  for (let i = 0; i < n; i++) {
    x[i]! -= middleX
    y[i]! -= middleY
  }
  return { x, y }
}

/** Ties from `source` to everybody, −1 out of reach; the last one found is one of the farthest. */
function stepsFrom({ n, offsets, targets }: Graph, source: number): { steps: Int32Array; last: number; far: number } {
  const steps = new Int32Array(n).fill(-1)
  const queue = new Uint32Array(n)
  steps[source] = 0
  queue[0] = source
  let tail = 1
  for (let head = 0; head < tail; head++) {
    const i = queue[head]!
    for (let s = offsets[i]!; s < offsets[i + 1]!; s++) {
      const j = targets[s]!
      if (steps[j]! >= 0) continue
      steps[j] = steps[i]! + 1
      queue[tail++] = j
    }
  }
  const last = queue[tail - 1]!
  return { steps, last, far: steps[last]! }
}

function mean(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}
