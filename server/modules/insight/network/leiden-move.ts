import type { Level } from './leiden-levels.ts'
import { shuffled } from './random.ts'
import { checkpoint, type Run } from './run.ts'

/** A move has to gain more than rounding can make up, or equals would change places for ever. In ties of mean weight. */
const GAIN_MIN = 1e-10

/** Above this many members they are visited in blocks of neighbouring numbers, in random order of blocks: the rows then come from the cache. */
const BLOCKS_FROM = 20_000
const BLOCK = 64

/**
 * Moves members to the neighbouring community that gains most, w_ic − γ k_i K_c / 2m, until nobody wants to: a queue of members in random
 * order, to which those return whose neighbour left. Changes `membership` (labels below n). Answers whether anybody moved. Traag et al. 2019,
 * function MoveNodesFast.
 */
// long because its loops share their arrays, and calls in them would cost more than they do
export function moveLocally(
  level: Level,
  membership: Int32Array,
  { resolution, random, run }: { resolution: number; random: () => number; run?: Run | undefined },
): boolean {
  const { n, offsets, targets, weights, strength, total, unit } = level
  if (total === 0) return false
  const scale = resolution / total
  const least = GAIN_MIN * unit
  /** Of each community side by side, as both are asked for together: the weight towards it, and its strength × γ / 2m. */
  const sums = new Float64Array(2 * n)
  const size = new Int32Array(n)
  for (let i = 0; i < n; i++) {
    sums[2 * membership[i]! + 1]! += strength[i]! * scale
    size[membership[i]!]!++
  }
  const free = new Int32Array(n)
  let freeCount = 0
  for (let c = n - 1; c >= 0; c--) if (size[c] === 0) free[freeCount++] = c
  const touched = new Int32Array(n)
  const queue = visitingOrder(n, random)
  const waiting = new Uint8Array(n).fill(1)
  let head = 0
  let length = n
  let moved = false
  let visits = 0
  while (length > 0) {
    if ((++visits & 0x3fff) === 0) checkpoint(run, n - length, n)
    const i = queue[head]!
    head = head + 1 === n ? 0 : head + 1
    length--
    waiting[i] = 0
    const start = offsets[i]!
    const end = offsets[i + 1]!
    if (start === end) continue
    const own = membership[i]!
    let reached = 0
    if (weights) {
      for (let s = start; s < end; s++) {
        const c = membership[targets[s]!]! << 1
        if (sums[c] === 0) touched[reached++] = c
        sums[c]! += weights[s]!
      }
    } else {
      for (let s = start; s < end; s++) {
        const c = membership[targets[s]!]! << 1
        if (sums[c] === 0) touched[reached++] = c
        sums[c]!++
      }
    }
    const pull = strength[i]!
    const share = pull * scale
    const stay = sums[2 * own]! - pull * (sums[2 * own + 1]! - share)
    sums[2 * own] = 0
    let best = own
    let bestGain = stay + least
    for (let k = 0; k < reached; k++) {
      const c = touched[k]!
      const gain = sums[c]! - pull * sums[c + 1]!
      sums[c] = 0
      // after its weight is gone the own community gains less than staying does
      if (gain > bestGain) {
        best = c >> 1
        bestGain = gain
      }
    }
    // to be alone gains nothing and costs nothing
    if (bestGain < 0 && size[own]! > 1 && freeCount > 0) best = free[--freeCount]!
    if (best === own) continue
    moved = true
    sums[2 * own + 1]! -= share
    sums[2 * best + 1]! += share
    size[best]!++
    if (--size[own]! === 0) free[freeCount++] = own
    membership[i] = best
    for (let s = start; s < end; s++) {
      const j = targets[s]!
      if (waiting[j] === 1 || membership[j] === best) continue
      waiting[j] = 1
      let tail = head + length
      if (tail >= n) tail -= n
      queue[tail] = j
      length++
    }
  }
  return moved
}

function visitingOrder(n: number, random: () => number): Int32Array {
  const size = n < BLOCKS_FROM ? 1 : BLOCK
  const order = new Int32Array(n)
  let write = 0
  for (const block of shuffled(Math.ceil(n / size), random)) {
    const end = Math.min(n, (block + 1) * size)
    for (let i = block * size; i < end; i++) order[write++] = i
  }
  return order
}
