import type { Graph } from './graph.ts'
import { checkpoint, type Run } from './run.ts'

/**
 * k-core: the largest k such that the party lies in a part of the map where everybody has at least k ties inside it. In ties.
 * Batagelj & Zaveršnik 2003, An O(m) algorithm for cores decomposition of networks: parties in buckets by remaining degree. O(n + m).
 */
export function coreNumbers({ n, offsets, targets }: Graph, run?: Run): Uint32Array {
  const core = new Uint32Array(n)
  let most = 0
  for (let i = 0; i < n; i++) {
    core[i] = offsets[i + 1]! - offsets[i]!
    if (core[i]! > most) most = core[i]!
  }
  const start = new Uint32Array(most + 2)
  for (let i = 0; i < n; i++) start[core[i]! + 1]!++
  for (let d = 0; d <= most; d++) start[d + 1]! += start[d]!
  const place = new Uint32Array(n)
  const order = new Uint32Array(n)
  const next = start.slice()
  for (let i = 0; i < n; i++) {
    place[i] = next[core[i]!]!++
    order[place[i]!] = i
  }
  for (let k = 0; k < n; k++) {
    if ((k & 0xffff) === 0) checkpoint(run, k, n)
    const i = order[k]!
    for (let s = offsets[i]!; s < offsets[i + 1]!; s++) {
      const j = targets[s]!
      const d = core[j]!
      if (d <= core[i]!) continue
      const first = start[d]!
      const moved = order[first]!
      order[place[j]!] = moved
      place[moved] = place[j]!
      order[first] = j
      place[j] = first
      start[d]!++
      core[j]!--
    }
  }
  return core
}
