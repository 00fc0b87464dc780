import { betweenness } from './betweenness.ts'
import { bridgingGain } from './bridging.ts'
import { closeness } from './closeness.ts'
import { type DistanceOptions, distancesFrom } from './distances.ts'
import type { Graph } from './graph.ts'
import { healthOf } from './health.ts'
import { bestMix } from './introductions.ts'
import { type KeyPlayerOptions, keyPlayersNegative, keyPlayersPositive, type ReachOptions } from './key-players.ts'
import { type LeidenOptions, leiden } from './leiden.ts'
import type { NestedOptions } from './nested-communities.ts'
import { type PathSamplingOptions, pathSampledBetweenness } from './path-sampling.ts'
import { regionLayout } from './region-layout.ts'
import { orderByBetweenness } from './robustness.ts'
import { rolesOf } from './roles.ts'
import type { Run } from './run.ts'
import { stableCommunities } from './stability.ts'
import { weightedPaths } from './weighted-paths.ts'

/** The measures that take long, by name, as a thread can be asked for them: what they need beside the graph has to be plain data. */
export const KERNELS = {
  betweenness: (graph: Graph, _: object, run: Run) => betweenness(graph, run),
  bestMix: (graph: Graph, options: { seed?: number }, run: Run) => bestMix(graph, { ...options, run }),
  bridgingGain: (graph: Graph, { pairs }: { pairs: Uint32Array }, run: Run) => bridgingGain(graph, pairs, run),
  closeness: (graph: Graph, _: object, run: Run) => closeness(graph, run),
  distancesFrom: (graph: Graph, options: Omit<DistanceOptions, 'run'>, run: Run) => distancesFrom(graph, { ...options, run }),
  healthOf: (graph: Graph, options: { seed?: number }, run: Run) => healthOf(graph, { ...options, run }),
  keyPlayersNegative: (graph: Graph, { k, ...options }: { k: number } & Omit<KeyPlayerOptions, 'run'>, run: Run) =>
    keyPlayersNegative(graph, k, { ...options, run }),
  keyPlayersPositive: (graph: Graph, { k, ...options }: { k: number } & Omit<ReachOptions, 'run'>, run: Run) =>
    keyPlayersPositive(graph, k, { ...options, run }),
  leiden: (graph: Graph, options: Omit<LeidenOptions, 'run'>, run: Run) => leiden(graph, { ...options, run }),
  orderByBetweenness: (graph: Graph, options: { times?: number }, run: Run) => orderByBetweenness(graph, { ...options, run }),
  pathSampledBetweenness: (graph: Graph, options: Omit<PathSamplingOptions, 'run'>, run: Run) =>
    pathSampledBetweenness(graph, { ...options, run }),
  regionLayout: (graph: Graph, options: Omit<NestedOptions, 'run'>, run: Run) => regionLayout(graph, { ...options, run }),
  rolesOf: (graph: Graph, { group }: { group: ArrayLike<number> }, run: Run) => rolesOf(graph, group, run),
  stableCommunities: (graph: Graph, options: Omit<LeidenOptions, 'run'> & { seeds?: number }, run: Run) =>
    stableCommunities(graph, { ...options, run }),
  weightedPaths: (graph: Graph, _: object, run: Run) => weightedPaths(graph, run),
} satisfies Record<string, (graph: Graph, options: never, run: Run) => unknown>

export type KernelName = keyof typeof KERNELS
export type KernelOptions<K extends KernelName> = Parameters<(typeof KERNELS)[K]>[1]
export type KernelResult<K extends KernelName> = ReturnType<(typeof KERNELS)[K]>
