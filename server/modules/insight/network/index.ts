/** Reading a network: pure measures over a map in compressed sparse rows. No dependency, no database, no clock. Definitions in docs/network.md. */
export { betweenness, walker } from './betweenness.ts'
export { betweennessInThreads, sampledBetweennessInThreads } from './betweenness-threads.ts'
export { type BridgingGain, bridgingGain } from './bridging.ts'
export {
  closeness,
  closenessFrom,
  closenessWithinPiece,
  globalEfficiency,
  harmonicCloseness,
  reachWithin,
} from './closeness.ts'
export { type Components, components, fragmentation } from './components.ts'
export { coreNumbers } from './cores.ts'
export { type Cuts, findCuts, piecesWithout } from './cuts.ts'
export {
  type Arrows,
  buildDirected,
  type Directed,
  type DirectedPageRankOptions,
  directedBetweenness,
  directedDensity,
  directedPageRank,
} from './directed.ts'
export { type DistanceOptions, type Distances, distancesFrom } from './distances.ts'
export { areTied, type Built, buildGraph, degrees, density, type EdgeList, type Graph, strengths } from './graph.ts'
export { type Health, healthOf } from './health.ts'
export {
  areaUnderCurve,
  bestMix,
  hiddenPairs,
  hideTies,
  type Mix,
  mixedScores,
  type PairMeasure,
  type PairScores,
  ranks,
  scorePairs,
} from './introductions.ts'
export { runKernel } from './kernel-threads.ts'
export type { KernelGraph, KernelName, KernelOptions, KernelResult } from './kernels.ts'
export type { KeyPlayers } from './key-player-search.ts'
export {
  fragmentationWithout,
  type KeyPlayerOptions,
  keyPlayersNegative,
  keyPlayersPositive,
  type ReachOptions,
  reachOf,
} from './key-players.ts'
export { type Communities, type LeidenOptions, leiden } from './leiden.ts'
export { modularity, numberBySize, type Partition } from './modularity.ts'
export { betweenGroups, type NestedCommunities, type NestedOptions, nestedCommunities } from './nested-communities.ts'
export { type PageRankOptions, pageRank } from './pagerank.ts'
export { type PathSampled, type PathSamplingOptions, pathSampledBetweenness } from './path-sampling.ts'
export { chosen, randomFrom, shuffled } from './random.ts'
export { areasOf, type Circles, communitiesOf, type RegionLayout, regionLayout } from './region-layout.ts'
export { orderByBetweenness, orderByDegree, type Robustness, randomRobustness, robustness } from './robustness.ts'
export { type Brokered, brokerageRoles, brokeredBy, type Roles, rolesOf } from './roles.ts'
export { Cancelled, checkpoint, type Run } from './run.ts'
export { type Sampled, type SamplingOptions, sampledBetweenness } from './sampling.ts'
export {
  adamicAdar,
  allocationOfThree,
  commonNeighbours,
  pathsOfThree,
  type ScoredPair,
  type Scorer,
  type Scratch,
  scoresFrom,
  scratchFor,
  topPairs,
} from './similarity.ts'
export { type Amounts, locationQuotients, proximities, relatednessDensity } from './specialisation.ts'
export { adjustedRand, type StableCommunities, stableCommunities } from './stability.ts'
export { constraint, effectiveSize, efficiency, hierarchy, holesAround, weightedEffectiveSize } from './structural-holes.ts'
export type { ThreadOptions } from './threads.ts'
export { clustering, transitivity, triangles } from './triangles.ts'
export { type WeightedPaths, weightedPaths } from './weighted-paths.ts'
export { withoutTiesOf } from './without.ts'
