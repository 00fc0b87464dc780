import type { Graph } from './graph.ts'

/** One of the two ends that walk towards each other. */
type Side = {
  distance: Int32Array
  /** How many shortest paths lead to a party, in a unit of its level. */
  paths: Float64Array
  reached: Int32Array
  from: number
  to: number
  depth: number
  /** Whether levels have come to count in units of their own. */
  isScaled: boolean
}

/** From so many paths to one party on, a level counts in units of the most of its parties: products of two such levels stay numbers. */
const PATHS_MAX = 1e120
/** What is less than this share of the most is drawn as this share, which nobody will see. */
const SHARE_MIN = 1e-120

/**
 * Prepares drawing shortest paths, each one as likely as any other between the same two. A call adds 1 in `onto` to every party inside the path,
 * nothing where there is none. Both ends walk, level by level, always the one with fewer ties ahead, until they meet.
 */
// long because what it draws with is made once and shared by its four steps
export function drawsOf({ n, offsets, targets }: Graph, random: () => number): (a: number, b: number, onto: Float64Array) => void {
  const sides = [sideOf(n), sideOf(n)] as const
  const [near, far] = sides
  return (a, b, onto) => {
    start(near, a)
    start(far, b)
    const meeting = meet()
    if (meeting !== -1) {
      if (meeting !== a && meeting !== b) onto[meeting]!++
      back(near, meeting, onto)
      back(far, meeting, onto)
    }
    for (const side of sides) {
      for (let k = 0; k < side.to; k++) side.distance[side.reached[k]!] = -1
    }
  }

  /** Where a path crosses, by chance in proportion to the paths that cross there; −1 when there is no path. */
  function meet(): number {
    for (;;) {
      const isNearer = ahead(near) <= ahead(far)
      const side = isNearer ? near : far
      const other = isNearer ? far : near
      if (side.from === side.to) return -1
      expand(side)
      let crossing = 0
      for (let k = side.from; k < side.to; k++) {
        const j = side.reached[k]!
        if (other.distance[j] !== -1) crossing += side.paths[j]! * other.paths[j]!
      }
      if (crossing === 0) continue
      let left = random() * crossing
      let last = -1
      for (let k = side.from; k < side.to; k++) {
        const j = side.reached[k]!
        if (other.distance[j] === -1) continue
        last = j
        left -= side.paths[j]! * other.paths[j]!
        if (left < 0) break
      }
      return last
    }
  }

  function ahead(side: Side): number {
    let ties = 0
    for (let k = side.from; k < side.to; k++) {
      const i = side.reached[k]!
      ties += offsets[i + 1]! - offsets[i]!
    }
    return ties
  }

  function expand(side: Side): void {
    const { distance, paths, reached, from, to } = side
    const beyond = ++side.depth
    let tail = to
    for (let k = from; k < to; k++) {
      const i = reached[k]!
      for (let s = offsets[i]!; s < offsets[i + 1]!; s++) {
        const j = targets[s]!
        if (distance[j] === -1) {
          distance[j] = beyond
          paths[j] = paths[i]!
          reached[tail++] = j
        } else if (distance[j] === beyond) {
          paths[j]! += paths[i]!
        }
      }
    }
    side.from = to
    side.to = tail
    scaleDown(side)
  }

  /** Goes back to the end the side came from, to each party before by chance in proportion to the paths through it. */
  function back(side: Side, meeting: number, onto: Float64Array): void {
    const { distance, paths, isScaled } = side
    let i = meeting
    while (distance[i]! > 1) {
      const before = distance[i]! - 1
      let left = random() * (isScaled ? pathsBefore(side, i) : paths[i]!)
      let picked = -1
      for (let s = offsets[i]!; s < offsets[i + 1]! && left >= 0; s++) {
        const j = targets[s]!
        if (distance[j] !== before) continue
        picked = j
        left -= paths[j]!
      }
      onto[picked]!++
      i = picked
    }
  }

  /** The paths to those before a party, in the unit of their level. */
  function pathsBefore({ distance, paths }: Side, party: number): number {
    const before = distance[party]! - 1
    let sum = 0
    for (let s = offsets[party]!; s < offsets[party + 1]!; s++) if (distance[targets[s]!] === before) sum += paths[targets[s]!]!
    return sum
  }
}

/** Keeps the counts of the level reached last within what a double can count; only their ratios matter. */
function scaleDown(side: Side): void {
  const { paths, reached, from, to } = side
  let most = 0
  for (let k = from; k < to; k++) if (paths[reached[k]!]! > most) most = paths[reached[k]!]!
  if (most < PATHS_MAX) return
  side.isScaled = true
  for (let k = from; k < to; k++) paths[reached[k]!] = Math.max(paths[reached[k]!]! / most, SHARE_MIN)
}

function sideOf(n: number): Side {
  const [distance, paths, reached] = [new Int32Array(n).fill(-1), new Float64Array(n), new Int32Array(n)]
  return { distance, paths, reached, from: 0, to: 0, depth: 0, isScaled: false }
}

function start(side: Side, end: number): void {
  side.distance[end] = 0
  side.paths[end] = 1
  side.reached[0] = end
  side.from = 0
  side.to = 1
  side.depth = 0
  side.isScaled = false
}
