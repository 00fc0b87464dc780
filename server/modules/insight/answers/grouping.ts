/** The groups that ties make, by numbers alone: one search, which everybody who speaks of groups takes them from. Pure. */
import { adjustedRand, degrees, type Graph, leiden, stableCommunities } from '../network/index.ts'
import { isVast, repeatsFor, thinnings } from './certainty.ts'

/** Fewer are no group, but a pair or somebody alone. */
const GROUP_MIN = 3

export type Grouping = {
  /** The community of each party, numbered from the largest; isolates and pairs have one too. */
  community: Uint32Array
  /** So many of them, the first, are groups. */
  groups: number
  /** For each party how much of its group stays together when the search begins elsewhere, 0 … 1. */
  held: Float64Array
  modularity: number
  /** How far groups found from other beginnings agree: adjusted Rand index. */
  agreement: number
  seeds: number
}

/**
 * How far the groups are the same when a tenth of the tied pairs is left out: mean adjusted Rand index, over how many trials, and for each group the mean share
 * that it and the one most like it have in common of all in either (Jaccard).
 */
export type GroupStability = { stability: number; each: number[]; repeats: number }

const SEED = 20261122
const SEEDS_MAX = 10
const SEEDS_MIN = 3
const SEEDS_MIN_VAST = 2
/** Ties that are looked at from all beginnings together. */
const SEED_WORK_MAX = 1_500_000

/** Communities by Leiden from several beginnings, the best of them. Some seconds for 100,000 parties, half a minute for a million. */
export function groupingOf(graph: Graph): Grouping {
  const before = groupings.get(graph)
  if (before) return before
  const seeds = Math.max(isVast(graph) ? SEEDS_MIN_VAST : SEEDS_MIN, Math.min(SEEDS_MAX, Math.floor(SEED_WORK_MAX / Math.max(1, graph.m))))
  const { of: community, count, held, modularity, stability } = stableCommunities(graph, { seeds, seed: SEED })
  const tied = new Uint32Array(count)
  for (const [i, degree] of degrees(graph).entries()) if (degree > 0) tied[community[i]!]!++
  const groups = tied.filter((size) => size >= GROUP_MIN).length
  const grouping = { community, groups, held, modularity, agreement: stability, seeds }
  groupings.set(graph, grouping)
  return grouping
}

/** Several questions are asked of one map, one after the other. */
const groupings = new WeakMap<Graph, Grouping>()
const stabilities = new WeakMap<Graph, GroupStability>()

export function groupStability(graph: Graph, { community, groups }: Grouping): GroupStability {
  const before = stabilities.get(graph)
  if (before) return before
  const repeats = repeatsFor(graph, 20, isVast(graph) ? 1 : 3)
  const members: number[][] = Array.from({ length: groups }, () => [])
  for (const [i, group] of community.entries()) if (group < groups) members[group]!.push(i)
  const inGroups = members.flat()
  const here = numbered(inGroups.map((i) => community[i]!))
  const each = members.map(() => 0)
  let sum = 0
  for (const thinned of thinnings(graph, repeats)) {
    const there = leiden(thinned, { seed: SEED })
    for (const [k, share] of mostAlike(members, there).entries()) each[k]! += share / repeats
    sum += adjustedRand(here, numbered(inGroups.map((i) => there.of[i]!)))
  }
  const found = { stability: Math.max(0, sum / repeats), each, repeats }
  stabilities.set(graph, found)
  return found
}

function mostAlike(groups: readonly number[][], { of, count }: { of: Uint32Array; count: number }): number[] {
  const sizes = new Uint32Array(count)
  for (const label of of) sizes[label]!++
  return groups.map((members) => {
    const shared = new Map<number, number>()
    for (const party of members) shared.set(of[party]!, (shared.get(of[party]!) ?? 0) + 1)
    let most = 0
    for (const [label, both] of shared) most = Math.max(most, both / (members.length + sizes[label]! - both))
    return most
  })
}

function numbered(labels: readonly number[]): { of: Uint32Array; count: number } {
  const places = new Map<number, number>()
  for (const label of labels) if (!places.has(label)) places.set(label, places.size)
  return { of: Uint32Array.from(labels, (label) => places.get(label)!), count: places.size }
}
