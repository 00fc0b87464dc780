// graphology and its standard library, as a peer to measure beside.
import { Worker } from 'node:worker_threads'
import Graph from 'graphology'
import louvain from 'graphology-communities-louvain'
import { connectedComponents } from 'graphology-components'
import { coreNumber } from 'graphology-cores'
import betweenness from 'graphology-metrics/centrality/betweenness.js'
import pagerank from 'graphology-metrics/centrality/pagerank.js'
import { randomFrom } from '../../server/modules/insight/network/index.ts'
import type { Order } from './graphology-thread.ts'
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

export function betweenPeer(ties: Ties): () => unknown {
  let graph: Graph | undefined
  return () => {
    graph ??= graphologyOf(ties)
    return betweenness(graph, { normalized: false, getEdgeWeight: null })
  }
}

/** graphology in a thread of its own (see graphology-thread.ts); each work answers when it is done, a number where that is all there is. */
export function peerThread(ties: Ties) {
  const worker = new Worker(new URL('./graphology-thread.ts', import.meta.url), {
    workerData: ties,
    resourceLimits: { maxOldGenerationSizeMb: 4_096 },
  })
  let settle: { resolve: (answer: number | undefined) => void; reject: (error: Error) => void } | undefined
  worker.on('message', (answer: number | undefined) => settle?.resolve(answer))
  worker.on('error', (error: Error) => settle?.reject(error))
  const ask = (work: Order['work'], ...args: number[]) =>
    new Promise<number | undefined>((resolve, reject) => {
      settle = { resolve, reject }
      worker.postMessage({ work, args } satisfies Order)
    })
  return { ask, stop: () => worker.terminate() }
}
