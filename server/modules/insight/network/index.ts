/** Reading a network: pure measures over a map in compressed sparse rows. No dependency, no database, no clock. Definitions in docs/insight.md. */
export { betweenness, closeness, coreNumbers, type PageRankOptions, pageRank } from './centrality.ts'
export { type Components, components, fragmentation } from './components.ts'
export { type Cuts, findCuts, piecesWithout } from './cuts.ts'
export { areTied, type Built, buildGraph, degrees, density, type EdgeList, type Graph, strengths } from './graph.ts'
export { adamicAdar, pathsOfThree, type ScoredPair, type Scorer, scoresFrom, scratchFor, topPairs } from './similarity.ts'
export { clustering, constraint, effectiveSize, efficiency, transitivity, triangles } from './triangles.ts'
