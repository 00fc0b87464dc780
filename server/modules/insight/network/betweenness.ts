import type { Graph } from './graph.ts'
import { checkpoint, type Run } from './run.ts'
import { addWideDependencies } from './wide-counts.ts'

/** Above this many shortest paths to one party a double may soon overflow. */
const PATHS_MAX = 1e250

const UNMET = 0
const KNOWN = 1
const BEYOND = 2

/** What the walks need of a graph, directed or not: the neighbours of `i` are `targets[offsets[i]]` … */
export type Rows = Pick<Graph, 'n' | 'offsets' | 'targets'>

/**
 * Betweenness Σ_{s<t} σ_st(v) / σ_st: of the shortest paths between all pairs of others, how many run through the party; not normalised, in
 * pairs. Freeman 1977; Brandes 2001, A faster algorithm for betweenness centrality; exact, ties count one step each. 0 for isolates and for
 * parties with one tie. O(n m) time, O(n + m) memory.
 */
export function betweenness(graph: Graph, run?: Run): Float64Array {
  const result = new Float64Array(graph.n)
  const walk = walker(graph)
  for (let source = 0; source < graph.n; source++) {
    walk(source, result)
    if ((source & 31) === 31) checkpoint(run, source + 1, graph.n)
  }
  // Every pair was counted from both of its ends.
  for (let i = 0; i < graph.n; i++) result[i]! /= 2
  return result
}

/**
 * Prepares the walks of one graph. Each call adds the dependencies δ_s(v) = Σ_t σ_st(v) / σ_st of one source to `onto`, O(n + m) and without
 * allocation. The walk out writes down, party by party in order of distance, which ties lead on; the way back reads that list from its end and
 * nothing else, so that it has no branches to guess. The last level is not walked from when it completes the map: nothing lies beyond.
 */
export function walker({ n, offsets, targets }: Rows): (source: number, onto: Float64Array) => void {
  /** Of each party: not met, met on this level or before, or met beyond it. One byte each, so that those of a city stay close at hand. */
  const met = new Uint8Array(n)
  const paths = new Float64Array(n)
  /** (1 + δ(v)) / σ(v) */
  const share = new Float64Array(n)
  const order = new Int32Array(n)
  /** The far ends of ties that lead on; those of the party at place k end at `ends[k]`. */
  const onward = new Int32Array(targets.length)
  const ends = new Int32Array(n)
  return (source, onto) => {
    order[0] = source
    met[source] = KNOWN
    paths[source] = 1
    let tail = 1
    let written = 0
    let level = 0
    let levelEnd = 1
    let isWide = false
    for (;;) {
      for (let k = level; k < levelEnd; k++) {
        const i = order[k]!
        const through = paths[i]!
        if (through > PATHS_MAX) isWide = true
        const end = offsets[i + 1]!
        for (let s = offsets[i]!; s < end; s++) {
          const j = targets[s]!
          const state = met[j]
          if (state === UNMET) {
            met[j] = BEYOND
            paths[j] = through
            order[tail++] = j
            onward[written++] = j
          } else if (state === BEYOND) {
            paths[j]! += through
            onward[written++] = j
          }
        }
        ends[k] = written
      }
      if (tail === levelEnd) break
      level = levelEnd
      levelEnd = tail
      if (tail === n) break
      for (let k = level; k < levelEnd; k++) met[order[k]!] = KNOWN
    }
    if (isWide) {
      addWideDependencies({ order, onward, ends, level, tail }, onto)
      for (let k = 0; k < tail; k++) met[order[k]!] = UNMET
      return
    }
    for (let k = level; k < tail; k++) {
      const i = order[k]!
      share[i] = 1 / paths[i]!
      met[i] = UNMET
    }
    for (let k = level - 1; k > 0; k--) {
      const i = order[k]!
      met[i] = UNMET
      let sum = 0
      for (let first = ends[k - 1]!; written > first; ) sum += share[onward[--written]!]!
      const through = paths[i]!
      onto[i]! += through * sum
      share[i] = 1 / through + sum
    }
    met[source] = UNMET
  }
}
