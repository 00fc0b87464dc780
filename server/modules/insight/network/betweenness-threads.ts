import type { Graph } from './graph.ts'
import { chosen, randomFrom } from './random.ts'
import { boundErrors, type Sampled, type SamplingOptions } from './sampling.ts'
import { sumOverSources, type ThreadOptions } from './threads.ts'

/** Betweenness as in betweenness(), exact, with the sources shared among threads. */
export async function betweennessInThreads(graph: Graph, options: ThreadOptions = {}): Promise<Float64Array> {
  const [sums] = await sumOverSources(
    graph,
    Uint32Array.from({ length: graph.n }, (_, i) => i),
    'dependencies',
    options,
  )
  return sums!.map((sum) => sum / 2)
}

/** Sampled betweenness as in sampledBetweenness(), from the same sources, with the walks shared among threads. */
export async function sampledBetweennessInThreads(graph: Graph, options: SamplingOptions & ThreadOptions): Promise<Sampled> {
  const { sources, seed = 1, confidence = 0.9 } = options
  const picked = chosen(graph.n, sources, randomFrom(seed))
  const [sums, squares] = await sumOverSources(graph, picked, 'dependenciesAndSquares', options)
  return boundErrors(graph, { sums: sums!, squares: squares!, sampled: picked.length, confidence })
}
