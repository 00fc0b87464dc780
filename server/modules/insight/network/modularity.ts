import { type Graph, strengths } from './graph.ts'

/** `of[i]` is the community of party `i`, numbered from 0 without gaps, the largest first, equals by their first party. */
export type Partition = { of: Uint32Array; count: number }

/**
 * Modularity Q = Σ_c (in_c / 2m − γ (K_c / 2m)²), in_c twice the weight inside community c, K_c the strength of its parties, 2m that of all: how
 * much more lies inside than chance would put there. −½ … 1; 0 without ties. Newman & Girvan 2004; resolution γ of Reichardt & Bornholdt 2006.
 * O(n + m).
 */
export function modularity(graph: Graph, of: ArrayLike<number>, resolution = 1): number {
  const { n, offsets, targets, weights } = graph
  const strength = strengths(graph)
  let communities = 0
  for (let i = 0; i < n; i++) if (of[i]! >= communities) communities = of[i]! + 1
  const held = new Float64Array(communities)
  let inside = 0
  let total = 0
  for (let i = 0; i < n; i++) {
    held[of[i]!]! += strength[i]!
    total += strength[i]!
    for (let s = offsets[i]!; s < offsets[i + 1]!; s++) if (of[targets[s]!] === of[i]) inside += weights ? weights[s]! : 1
  }
  if (total === 0) return 0
  let expected = 0
  for (const own of held) expected += (own / total) ** 2
  return inside / total - resolution * expected
}

/** Numbers the groups from the largest to the smallest, equals by their first party. `labels` below `labels.length`. O(n + c log c). */
export function numberBySize(labels: ArrayLike<number>): Partition {
  const n = labels.length
  const size = new Uint32Array(n)
  const first: number[] = []
  for (let i = 0; i < n; i++) if (size[labels[i]!]!++ === 0) first.push(labels[i]!)
  // the sort is stable, so equals stay in the order of their first party
  first.sort((a, b) => size[b]! - size[a]!)
  const place = new Uint32Array(n)
  for (let k = 0; k < first.length; k++) place[first[k]!] = k
  return { of: Uint32Array.from({ length: n }, (_, i) => place[labels[i]!]!), count: first.length }
}
