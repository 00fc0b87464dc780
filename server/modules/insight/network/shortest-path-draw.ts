import type { Graph } from './graph.ts'

/** One of the two ends that walk towards each other. */
type Side = { distance: Int32Array; paths: Float64Array; reached: Int32Array; from: number; to: number; depth: number }

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
  }

  /** Goes back to the end the side came from, to each party before by chance in proportion to the paths through it. */
  function back({ distance, paths }: Side, meeting: number, onto: Float64Array): void {
    let i = meeting
    while (distance[i]! > 1) {
      const before = distance[i]! - 1
      let left = random() * paths[i]!
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
}

function sideOf(n: number): Side {
  return { distance: new Int32Array(n).fill(-1), paths: new Float64Array(n), reached: new Int32Array(n), from: 0, to: 0, depth: 0 }
}

function start(side: Side, end: number): void {
  side.distance[end] = 0
  side.paths[end] = 1
  side.reached[0] = end
  side.from = 0
  side.to = 1
  side.depth = 0
}
