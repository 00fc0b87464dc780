import { components } from './components.ts'
import type { Graph } from './graph.ts'
import { randomFrom } from './random.ts'
import { checkpoint, type Run } from './run.ts'
import { drawsOf } from './shortest-path-draw.ts'

export type PathSamplingOptions = {
  /** ε: the largest error of any party, as a share of all pairs. */
  error: number
  /** The chance that it holds for all parties at once. */
  confidence?: number
  seed?: number
  run?: Run | undefined
}

/** Estimates in pairs as betweenness() counts them, all within ± `error` pairs at once with chance `confidence`, from so many drawn `paths`. */
export type PathSampled = { value: Float64Array; error: number; confidence: number; paths: number }

/** The constant of the bound, as measured by Löffler & Phillips 2009 and used by Riondato & Kornaropoulos. */
const BOUND = 0.5

/**
 * Betweenness with an error that is promised beforehand: r random pairs, one random shortest path of each, and the share of paths a party lies
 * inside. Riondato & Kornaropoulos 2016, Fast approximation of betweenness centrality through sampling: by the VC dimension of shortest paths,
 * r = (c / ε²) (⌊log₂(D − 2)⌋ + 1 + ln(1 / δ)) paths hold all parties within ε of betweenness ÷ (n (n − 1)) with chance 1 − δ, whatever the
 * size of the map; D is at least the most parties on a shortest path. Each path is drawn from both ends at once, as in KADABRA (Borassi &
 * Natale 2019), which sees a small part of a large map. 0.01 takes about 30,000 paths. O(r × what lies between two ends).
 */
export function pathSampledBetweenness(graph: Graph, options: PathSamplingOptions): PathSampled {
  const { error, confidence = 0.9, seed = 1, run } = options
  if (!(error > 0 && error < 1)) throw new RangeError(`An error of ${error} cannot be promised; it lies between 0 and 1.`)
  const { n } = graph
  const value = new Float64Array(n)
  const pairs = (n * (n - 1)) / 2
  if (n < 3) return { value, error: 0, confidence, paths: 0 }
  const longest = mostOnPath(graph)
  const dimension = longest > 2 ? Math.floor(Math.log2(longest - 2)) + 1 : 0
  const paths = Math.ceil((BOUND / error ** 2) * (dimension + Math.log(1 / (1 - confidence))))
  const random = randomFrom(seed)
  const draw = drawsOf(graph, random)
  for (let k = 0; k < paths; k++) {
    if ((k & 63) === 0) checkpoint(run, k, paths)
    const a = Math.floor(random() * n)
    const b = (a + 1 + Math.floor(random() * (n - 1))) % n
    draw(a, b, value)
  }
  for (let i = 0; i < n; i++) value[i]! *= pairs / paths
  return { value, error: error * pairs, confidence, paths }
}

/** At least as many as lie on the longest shortest path, ends included: twice the farthest from anybody of its piece, and one. O(n + m). */
function mostOnPath(graph: Graph): number {
  const { n, offsets, targets } = graph
  const { sizes } = components(graph)
  const distance = new Int32Array(n).fill(-1)
  const queue = new Uint32Array(n)
  let most = 0
  let tail = 0
  for (let seed = 0; seed < n; seed++) {
    if (distance[seed] !== -1) continue
    distance[seed] = 0
    const start = tail
    queue[tail++] = seed
    for (let head = start; head < tail; head++) {
      const i = queue[head]!
      for (let s = offsets[i]!; s < offsets[i + 1]!; s++) {
        const j = targets[s]!
        if (distance[j] !== -1) continue
        distance[j] = distance[i]! + 1
        queue[tail++] = j
      }
    }
    most = Math.max(most, Math.min(tail - start, 2 * distance[queue[tail - 1]!]! + 1))
  }
  return Math.min(most, sizes[0] ?? 0)
}
