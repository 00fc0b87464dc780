import { components, type Graph, withoutTiesOf } from '../network/index.ts'

/** Who of the others would no longer reach the largest rest of what they hang together with. `before` is the piece of each today. O(n + m). */
export function cutOffWithout(graph: Graph, before: Uint32Array, leaving: Iterable<number>): number[] {
  const left = new Uint8Array(graph.n)
  const broken = new Set<number>()
  for (const party of leaving) {
    left[party] = 1
    broken.add(before[party]!)
  }
  const { of, sizes } = components(withoutTiesOf(graph, left))
  /** Of each piece that somebody leaves the largest rest, by its number; of equals the one that comes first. */
  const largest = new Map<number, number>()
  for (let i = 0; i < graph.n; i++) {
    const piece = before[i]!
    if (left[i] === 1 || !broken.has(piece)) continue
    const rest = largest.get(piece)
    if (rest === undefined || sizes[of[i]!]! > sizes[rest]!) largest.set(piece, of[i]!)
  }
  const cutOff: number[] = []
  for (let i = 0; i < graph.n; i++) if (left[i] === 0 && broken.has(before[i]!) && of[i] !== largest.get(before[i]!)) cutOff.push(i)
  return cutOff
}
