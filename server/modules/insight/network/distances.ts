import type { Rows } from './betweenness.ts'
import { checkpoint, type Run } from './run.ts'

/** What everybody's distances add up to. Others in reach, 0 for isolates; a party itself is not counted. */
export type Distances = {
  /** How many of the sources reach the party (of all by default). */
  reached: Uint32Array
  /** Σ d over them, in ties. */
  sum: Float64Array
  /** Σ 1 / d over them. */
  inverse: Float64Array
}

export type DistanceOptions = {
  /** Only distances from these; from everybody by default. Each once. */
  sources?: ArrayLike<number>
  /** Up to this many steps; without end by default. */
  depthMax?: number
  run?: Run | undefined
}

/** As many sources as an integer has bits walk together. */
const TOGETHER = 32

/**
 * Walks from all sources, 32 at once, each a bit of an integer: Then et al. 2014, The more the merrier: efficient multi-source graph traversal.
 * What a party hears at a level it passes on in one step for all of them. Along directed rows the sums are over who reaches the party.
 * O(sources / 32 × levels × m) at most, O(n) memory.
 */
export function distancesFrom({ n, offsets, targets }: Rows, options: DistanceOptions = {}): Distances {
  const { sources, depthMax = n, run } = options
  const count = sources?.length ?? n
  const reached = new Uint32Array(n)
  const sum = new Float64Array(n)
  const inverse = new Float64Array(n)
  const seen = new Int32Array(n)
  const fresh = new Int32Array(n)
  const heard = new Int32Array(n)
  let active = new Int32Array(n)
  let next = new Int32Array(n)
  for (let first = 0; first < count; first += TOGETHER) {
    if ((first & 255) === 0) checkpoint(run, first, count)
    seen.fill(0)
    let activeCount = 0
    for (let k = 0; k < TOGETHER && first + k < count; k++) {
      const source = sources ? sources[first + k]! : first + k
      if (fresh[source] === 0) active[activeCount++] = source
      fresh[source]! |= 1 << k
      seen[source]! |= 1 << k
    }
    for (let depth = 1; activeCount > 0 && depth <= depthMax; depth++) {
      let nextCount = 0
      for (let k = 0; k < activeCount; k++) {
        const i = active[k]!
        const bits = fresh[i]!
        fresh[i] = 0
        const end = offsets[i + 1]!
        for (let s = offsets[i]!; s < end; s++) {
          const j = targets[s]!
          const news = bits & ~seen[j]!
          if (news === 0) continue
          if (heard[j] === 0) next[nextCount++] = j
          heard[j]! |= news
        }
      }
      const share = 1 / depth
      for (let k = 0; k < nextCount; k++) {
        const j = next[k]!
        const bits = heard[j]!
        heard[j] = 0
        seen[j]! |= bits
        fresh[j] = bits
        const many = countBits(bits)
        reached[j]! += many
        sum[j]! += many * depth
        inverse[j]! += many * share
      }
      ;[active, next] = [next, active]
      activeCount = nextCount
    }
    for (let k = 0; k < activeCount; k++) fresh[active[k]!] = 0
  }
  return { reached, sum, inverse }
}

/** Warren 2012, Hacker's Delight, figure 5-2. */
function countBits(bits: number): number {
  let left = bits - ((bits >>> 1) & 0x55555555)
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333)
  return Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
