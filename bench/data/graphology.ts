// graphology and its standard library, as a peer to measure beside.
import Graph from 'graphology'
import louvain from 'graphology-communities-louvain'
import { connectedComponents } from 'graphology-components'
import { coreNumber } from 'graphology-cores'
import betweenness from 'graphology-metrics/centrality/betweenness.js'
import pagerank from 'graphology-metrics/centrality/pagerank.js'
import { randomFrom } from '../../server/modules/insight/network/index.ts'
import type { Ties } from './network.ts'

const ITERATIONS_MAX = 1_000

export function graphologyOf({ parties, from, to }: Ties): Graph {
  const graph = new Graph({ type: 'undirected', multi: false, allowSelfLoops: false })
  for (let i = 0; i < parties; i++) graph.addNode(i)
  for (let k = 0; k < from.length; k++) graph.addEdge(from[k], to[k])
  return graph
}

export function cityPeers(ties: Ties) {
  const graph = graphologyOf(ties)
  return {
    build: () => graphologyOf(ties),
    /** It stops when the change of all shares together is below parties × tolerance. */
    pageRank: (alpha: number, change: number) =>
      pagerank(graph, { alpha, tolerance: change / ties.parties, maxIterations: ITERATIONS_MAX, getEdgeWeight: null }),
    coreNumbers: () => coreNumber(graph),
    components: () => connectedComponents(graph),
    /** Answers the modularity it found. */
    communities: (seed: number) => louvain.detailed(graph, { rng: randomFrom(seed), getEdgeWeight: null }).modularity,
  }
}

export function betweenPeers(ties: Ties): () => unknown {
  const graph = graphologyOf(ties)
  return () => betweenness(graph, { normalized: false, getEdgeWeight: null })
}
