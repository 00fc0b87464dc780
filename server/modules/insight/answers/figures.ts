/** The whole map in six numbers, which are kept of every reading. Pure. */
import { components, degrees, fragmentation } from '../network/index.ts'
import { connectingGraph } from './reading.ts'
import type { EcosystemMap } from './types.ts'

/** `ties` are tied pairs, `tied` parties with a tie that connects, `largest` the parties of the largest piece. */
export type Figures = { parties: number; ties: number; tied: number; pieces: number; largest: number; fragmentation: number }

export function figuresOf(map: EcosystemMap): Figures {
  const graph = connectingGraph(map)
  const { sizes } = components(graph)
  return {
    parties: graph.n,
    ties: graph.m,
    tied: degrees(graph).reduce((count, k) => (k > 0 ? count + 1 : count), 0),
    pieces: sizes.length,
    largest: sizes[0] ?? 0,
    fragmentation: fragmentation(sizes),
  }
}
