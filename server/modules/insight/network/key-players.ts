import { components, fragmentationOf } from './components.ts'
import { findCuts } from './cuts.ts'
import { distancesFrom } from './distances.ts'
import { degrees, type Graph } from './graph.ts'
import { growAndSwap, type KeyPlayers } from './key-player-search.ts'
import type { Run } from './run.ts'
import { withoutTiesOf } from './without.ts'

/** Parties up to which distances between all are worth their time for every candidate. */
const DISTANCE_MAX = 1_000
/** On larger maps only so many candidates are tried, those with most ties. */
const CANDIDATES_MAX = 1_000

export type KeyPlayerOptions = {
  /**
   * `pieces`: fragmentation F, the share of pairs that cannot reach each other. `distance`: F weighted by distance, 1 − mean of 1 / d, which also
   * sees who would only be farther apart. By default `distance` up to 1,000 parties, `pieces` above.
   */
  criterion?: 'pieces' | 'distance'
  /** Who may be chosen; by default everybody with a tie, above 1,000 the 1,000 with most ties. */
  candidates?: ArrayLike<number>
  /** A set to begin with, the best for a smaller k for instance. */
  from?: readonly number[]
  /** How often members are exchanged; 0 for a set that only grows, on maps where each look at all candidates takes a second. */
  roundsMax?: number
  run?: Run | undefined
}

/**
 * KPP-NEG: the k parties who together hold the map together most: whose leaving makes F (see fragmentation) or its form weighted by distance
 * largest among those who stay. Found one by one, then by exchanging one for another while that helps, as in Borgatti 2006, Identifying
 * sets of key players in a social network; not always the best set, which is hard to find.
 * Equals: most ties first. `value` 0 … 1 is reached among the others. O(k n m) by distance for each round; O(k (n + m)) by pieces,
 * where one depth-first search tells for all candidates at once.
 */
export function keyPlayersNegative(graph: Graph, k: number, options: KeyPlayerOptions = {}): KeyPlayers {
  const { criterion = graph.n <= DISTANCE_MAX ? 'distance' : 'pieces', from, roundsMax, run } = options
  const candidates = options.candidates ?? busiest(graph)
  const after = criterion === 'pieces' ? piecesAfter(graph) : distanceAfter(graph)
  return growAndSwap({ k, candidates, after, value: fragmentationWithout(graph, criterion), from, roundsMax, run })
}

/** The same set value for any set: what the map would be without them. 0 … 1. O(n + m) by pieces, O(n m) by distance. */
export function fragmentationWithout(graph: Graph, criterion: 'pieces' | 'distance' = 'pieces'): (leaving: ArrayLike<number>) => number {
  return (leaving) => {
    const left = marks(graph.n, leaving)
    const rest = withoutTiesOf(graph, left)
    const staying = graph.n - count(left)
    if (criterion === 'distance') return fragmentationOf(staying, total(distancesFrom(rest).inverse))
    let pairs = 0
    for (const size of components(rest).sizes) pairs += size * (size - 1)
    return fragmentationOf(staying, pairs)
  }
}

function piecesAfter(graph: Graph) {
  return (chosen: readonly number[]) => {
    const rest = withoutTiesOf(graph, marks(graph.n, chosen))
    const pieces = components(rest)
    const { fragmentationChange } = findCuts(rest, pieces)
    let reachable = 0
    for (const size of pieces.sizes) reachable += size * (size - 1)
    const before = fragmentationOf(graph.n, reachable)
    // those chosen already are still counted there, as parties without a tie
    const others = (graph.n - 1) * (graph.n - 2)
    return (candidate: number) => {
      const pairs = (1 - before - fragmentationChange[candidate]!) * others
      return fragmentationOf(graph.n - chosen.length - 1, Math.round(pairs))
    }
  }
}

function distanceAfter(graph: Graph) {
  const value = fragmentationWithout(graph, 'distance')
  return (chosen: readonly number[]) => (candidate: number) => value([...chosen, candidate])
}

export type ReachOptions = {
  /** Count who is within so many ties; without it everybody counts 1 / distance. */
  steps?: number
  /** Who may be chosen; by default everybody, above 1,000 the 1,000 with most ties. */
  candidates?: ArrayLike<number>
  /** A set to begin with, the best for a smaller k for instance. */
  from?: readonly number[]
  /** How often members are exchanged; 0 for a set that only grows, on maps where each look at all candidates takes a second. */
  roundsMax?: number
  run?: Run | undefined
}

/**
 * KPP-POS: the k parties who together reach most: the share of all parties within `steps` of one of them, or Σ 1 / d_Kj ÷ n with d_Kj the
 * distance to the nearest; the chosen themselves count 1. Borgatti 2006, m-reach and distance-weighted reach. Both only grow by less the more are chosen
 * (submodular), so choosing one by one reaches at least 1 − 1/e = 63 % of the best (Nemhauser, Wolsey & Fisher 1978); exchanges improve on
 * it. `value` 0 … 1. O(k n m) a round at most; a walk ends where somebody chosen is nearer.
 */
export function keyPlayersPositive(graph: Graph, k: number, options: ReachOptions = {}): KeyPlayers {
  const { steps, from, roundsMax, run } = options
  const candidates = options.candidates ?? busiest(graph, true)
  const value = reachOf(graph, steps)
  return growAndSwap({ k, candidates, after: reachAfter(graph, steps), value, from, roundsMax, run })
}

/** What a set of parties reaches together, 0 … 1, as keyPlayersPositive() counts it; 0 for nobody and on an empty map. O(n + m). */
export function reachOf(graph: Graph, steps?: number): (chosen: ArrayLike<number>) => number {
  return (chosen) => {
    const nearest = nearestTo(graph, chosen, steps)
    let sum = 0
    for (const distance of nearest) sum += worth(distance, steps)
    return graph.n === 0 ? 0 : sum / graph.n
  }
}

function reachAfter(graph: Graph, steps: number | undefined) {
  const { n, offsets, targets } = graph
  const seen = new Uint32Array(n)
  const queue = new Uint32Array(n)
  let visit = 0
  return (chosen: readonly number[]) => {
    const nearest = nearestTo(graph, chosen, steps)
    let before = 0
    for (const distance of nearest) before += worth(distance, steps)
    return (candidate: number) => {
      if (nearest[candidate] === 0) return before / n
      visit++
      let gain = worth(0, steps) - worth(nearest[candidate]!, steps)
      let tail = 1
      let levelEnd = 1
      let distance = 1
      queue[0] = candidate
      seen[candidate] = visit
      for (let head = 0; head < tail; head++) {
        if (head === levelEnd) {
          levelEnd = tail
          distance++
        }
        if (steps !== undefined && distance > steps) break
        const i = queue[head]!
        for (let s = offsets[i]!; s < offsets[i + 1]!; s++) {
          const j = targets[s]!
          // where somebody chosen is at least as near, so is he to all beyond
          if (seen[j] === visit || nearest[j]! <= distance) continue
          seen[j] = visit
          queue[tail++] = j
          gain += worth(distance, steps) - worth(nearest[j]!, steps)
        }
      }
      return (before + gain) / n
    }
  }
}

function worth(distance: number, steps: number | undefined): number {
  if (steps !== undefined) return distance <= steps ? 1 : 0
  return distance === 0 ? 1 : 1 / distance
}

function nearestTo({ n, offsets, targets }: Graph, chosen: ArrayLike<number>, steps = n): Float64Array {
  const nearest = new Float64Array(n).fill(Number.POSITIVE_INFINITY)
  const queue = new Uint32Array(n)
  let tail = 0
  for (let k = 0; k < chosen.length; k++) {
    if (nearest[chosen[k]!] === 0) continue
    nearest[chosen[k]!] = 0
    queue[tail++] = chosen[k]!
  }
  for (let head = 0; head < tail; head++) {
    const i = queue[head]!
    if (nearest[i]! >= steps) break
    for (let s = offsets[i]!; s < offsets[i + 1]!; s++) {
      const j = targets[s]!
      if (nearest[j] !== Number.POSITIVE_INFINITY) continue
      nearest[j] = nearest[i]! + 1
      queue[tail++] = j
    }
  }
  return nearest
}

/** The candidates, most ties first. */
function busiest(graph: Graph, isolatesToo = false): number[] {
  const degree = degrees(graph)
  const all = Array.from(degree.keys()).filter((i) => isolatesToo || degree[i]! > 0)
  return all.sort((a, b) => degree[b]! - degree[a]! || a - b).slice(0, CANDIDATES_MAX)
}

function marks(n: number, chosen: ArrayLike<number>): Uint8Array {
  const left = new Uint8Array(n)
  for (let k = 0; k < chosen.length; k++) left[chosen[k]!] = 1
  return left
}

function count(marked: Uint8Array): number {
  let many = 0
  for (const one of marked) many += one
  return many
}

function total(column: Float64Array): number {
  let sum = 0
  for (const value of column) sum += value
  return sum
}
