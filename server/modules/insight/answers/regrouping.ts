/** Which groups fall apart or grow together from one map to another over the same parties. Pure. */
import { type Graph, leiden } from '../network/index.ts'

/** Each group by its parts, the largest first; positions of parties. */
export type Regrouping = { split: number[][][]; merged: number[][][] }

/** A search for groups begins by chance: what only some beginnings find is no change of the map. */
const SEEDS = [1, 2, 3, 4, 5] as const
/** Smaller parts are no group, but somebody who went elsewhere. */
const PART_MIN = 3
const PART_SHARE_MIN = 0.25
/** So many of the pairs across two parts are in one group on one map, and so many in two on the other. */
const HELD_MIN = 0.8
const PAIRS_MAX = 200

/** Compares the groups of both maps among `parties`. Time: that of leiden(), ten times. */
export function regroup(before: Graph, after: Graph, parties: readonly number[]): Regrouping {
  const labels = (graph: Graph): Labels => SEEDS.map((seed) => leiden(graph, { seed }).of)
  const [then, now] = [labels(before), labels(after)]
  return { split: splits(then, now, parties), merged: splits(now, then, parties) }
}

type Labels = ArrayLike<number>[]

/** What is one group by `then` and several by `now`, whatever the search begins with. */
function splits(then: Labels, now: Labels, parties: readonly number[]): number[][][] {
  return [...Map.groupBy(parties, (party) => then[0]![party]!).values()].flatMap((group) => {
    const least = Math.max(PART_MIN, PART_SHARE_MIN * group.length)
    const parts = [...Map.groupBy(group, (party) => now[0]![party]!).values()]
      .filter(({ length }) => length >= least)
      .sort((a, b) => b.length - a.length || a[0]! - b[0]!)
    const pairs = parts.length < 2 ? [] : pairsAcross(parts[0]!, parts[1]!)
    return pairs.length > 0 && together(then, pairs) >= HELD_MIN && together(now, pairs) <= 1 - HELD_MIN ? [parts] : []
  })
}

/** The share of pairs that are in one group, over all beginnings. */
function together(labels: Labels, pairs: readonly (readonly [number, number])[]): number {
  const counts = labels.map((of) => pairs.filter(([one, other]) => of[one] === of[other]).length)
  return counts.reduce((sum, count) => sum + count, 0) / (labels.length * pairs.length)
}

/** Pairs of one of each, evenly spread where there are many. */
function pairsAcross(some: readonly number[], others: readonly number[]): [number, number][] {
  const total = some.length * others.length
  const count = Math.min(PAIRS_MAX, total)
  return Array.from({ length: count }, (_, k) => {
    const place = Math.floor((k * total) / count)
    return [some[place % some.length]!, others[Math.floor(place / some.length)]!]
  })
}
