import { betweenness } from './betweenness.ts'
import { bridgingGain } from './bridging.ts'
import { closeness } from './closeness.ts'
import { type Directed, type DirectedPageRankOptions, directedBetweenness, directedPageRank } from './directed.ts'
import { type DistanceOptions, distancesFrom } from './distances.ts'
import type { Graph } from './graph.ts'
import { healthOf } from './health.ts'
import { bestMix } from './introductions.ts'
import { type KeyPlayerOptions, keyPlayersNegative, keyPlayersPositive, type ReachOptions } from './key-players.ts'
import { type LeidenOptions, leiden } from './leiden.ts'
import { type NestedOptions, nestedCommunities } from './nested-communities.ts'
import { type PathSamplingOptions, pathSampledBetweenness } from './path-sampling.ts'
import { regionLayout } from './region-layout.ts'
import { orderByBetweenness, randomRobustness } from './robustness.ts'
import { brokerageRoles, rolesOf } from './roles.ts'
import type { Run } from './run.ts'
import { type SamplingOptions, sampledBetweenness } from './sampling.ts'
import * as similarity from './similarity.ts'
import { stableCommunities } from './stability.ts'
import { constraint, hierarchy, weightedEffectiveSize } from './structural-holes.ts'
import { weightedPaths } from './weighted-paths.ts'

const SCORERS = {
  adamicAdar: similarity.adamicAdar,
  allocationOfThree: similarity.allocationOfThree,
  commonNeighbours: similarity.commonNeighbours,
  pathsOfThree: similarity.pathsOfThree,
}

/** The measures that take long, by name, as a thread can be asked for them: what they need beside the graph has to be plain data. */
export const KERNELS = {
  betweenness: (graph: Graph, _: object, run: Run) => betweenness(graph, run),
  bestMix: (graph: Graph, options: { seed?: number }, run: Run) => bestMix(graph, { ...options, run }),
  bridgingGain: (graph: Graph, { pairs }: { pairs: Uint32Array }, run: Run) => bridgingGain(graph, pairs, run),
  brokerageRoles: (graph: Directed, { group }: { group: ArrayLike<number> }, run: Run) => brokerageRoles(graph, group, run),
  closeness: (graph: Graph, _: object, run: Run) => closeness(graph, run),
  constraint: (graph: Graph, _: object, run: Run) => constraint(graph, run),
  directedBetweenness: (graph: Directed, _: object, run: Run) => directedBetweenness(graph, run),
  directedPageRank: (graph: Directed, options: Omit<DirectedPageRankOptions, 'run'>, run: Run) =>
    directedPageRank(graph, { ...options, run }),
  distancesFrom: (graph: Graph, options: Omit<DistanceOptions, 'run'>, run: Run) => distancesFrom(graph, { ...options, run }),
  healthOf: (graph: Graph, options: { seed?: number }, run: Run) => healthOf(graph, { ...options, run }),
  hierarchy: (graph: Graph, _: object, run: Run) => hierarchy(graph, run),
  keyPlayersNegative: (graph: Graph, { k, ...options }: { k: number } & Omit<KeyPlayerOptions, 'run'>, run: Run) =>
    keyPlayersNegative(graph, k, { ...options, run }),
  keyPlayersPositive: (graph: Graph, { k, ...options }: { k: number } & Omit<ReachOptions, 'run'>, run: Run) =>
    keyPlayersPositive(graph, k, { ...options, run }),
  leiden: (graph: Graph, options: Omit<LeidenOptions, 'run'>, run: Run) => leiden(graph, { ...options, run }),
  nestedCommunities: (graph: Graph, options: Omit<NestedOptions, 'run'>, run: Run) => nestedCommunities(graph, { ...options, run }),
  orderByBetweenness: (graph: Graph, options: { times?: number }, run: Run) => orderByBetweenness(graph, { ...options, run }),
  pathSampledBetweenness: (graph: Graph, options: Omit<PathSamplingOptions, 'run'>, run: Run) =>
    pathSampledBetweenness(graph, { ...options, run }),
  randomRobustness: (graph: Graph, options: { repeats?: number; seed?: number }, run: Run) => randomRobustness(graph, { ...options, run }),
  regionLayout: (graph: Graph, options: Omit<NestedOptions, 'run'>, run: Run) => regionLayout(graph, { ...options, run }),
  rolesOf: (graph: Graph, { group }: { group: ArrayLike<number> }, run: Run) => rolesOf(graph, group, run),
  sampledBetweenness: (graph: Graph, options: SamplingOptions, run: Run) => sampledBetweenness(graph, { ...options, run }),
  stableCommunities: (graph: Graph, options: Omit<LeidenOptions, 'run'> & { seeds?: number }, run: Run) =>
    stableCommunities(graph, { ...options, run }),
  topPairs: (graph: Graph, { by, count }: { by: keyof typeof SCORERS; count: number }, run: Run) =>
    similarity.topPairs(graph, SCORERS[by], count, run),
  weightedEffectiveSize: (graph: Graph, _: object, run: Run) => weightedEffectiveSize(graph, run),
  weightedPaths: (graph: Graph, _: object, run: Run) => weightedPaths(graph, run),
} satisfies Record<string, (graph: never, options: never, run: Run) => unknown>

export type KernelName = keyof typeof KERNELS
/** Whose ties have a direction or not, as the measure wants it. */
export type KernelGraph<K extends KernelName> = Parameters<(typeof KERNELS)[K]>[0]
export type KernelOptions<K extends KernelName> = Parameters<(typeof KERNELS)[K]>[1]
export type KernelResult<K extends KernelName> = ReturnType<(typeof KERNELS)[K]>
