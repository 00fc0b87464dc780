// graphology and its standard library, as a peer to measure beside.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import Graph from 'graphology'
import louvain from 'graphology-communities-louvain'
import { connectedComponents } from 'graphology-components'
import { coreNumber } from 'graphology-cores'
import betweenness from 'graphology-metrics/centrality/betweenness.js'
import pagerank from 'graphology-metrics/centrality/pagerank.js'
import { randomFrom } from '../../server/modules/insight/network/index.ts'
import type { Answer, Order } from './graphology-process.ts'
import type { Ties } from './network.ts'

const ITERATIONS_MAX = 1_000
const MEMORY_MAX_MB = 4_096

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

/** graphology in a process of its own (see graphology-process.ts). */
export function peerProcess(ties: Ties) {
  const child = fork(new URL('./graphology-process.ts', import.meta.url), {
    serialization: 'advanced',
    execArgv: [...process.execArgv, `--max-old-space-size=${MEMORY_MAX_MB}`],
  })
  child.send(ties)
  let usedMs = 0
  /** Answers when the work is done: a number where that is all there is. */
  const ask = async (work: Order['work'], ...args: number[]): Promise<number | undefined> => {
    const answer = once(child, 'message')
    child.send({ work, args } satisfies Order)
    const [{ value, cpuMs }] = (await answer) as [Answer]
    usedMs = cpuMs
    return value
  }
  const stop = async () => {
    const ended = once(child, 'exit')
    child.kill()
    await ended
  }
  /** `cpuMs` is the processor time it had used at its last answer. */
  return { ask, stop, cpuMs: () => usedMs }
}
