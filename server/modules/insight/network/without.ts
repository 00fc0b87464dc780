import type { Graph } from './graph.ts'

/** The map after some have left: they keep their numbers but have no ties. `left[i]` is 1 for those. O(n + m). */
export function withoutTiesOf({ n, offsets, targets, weights }: Graph, left: Uint8Array): Graph {
  const newOffsets = new Uint32Array(n + 1)
  const newTargets = new Uint32Array(targets.length)
  const newWeights = weights && new Float64Array(targets.length)
  let write = 0
  for (let i = 0; i < n; i++) {
    if (left[i] !== 1) {
      for (let s = offsets[i]!; s < offsets[i + 1]!; s++) {
        if (left[targets[s]!] === 1) continue
        if (newWeights) newWeights[write] = weights![s]!
        newTargets[write++] = targets[s]!
      }
    }
    newOffsets[i + 1] = write
  }
  return { n, m: write / 2, offsets: newOffsets, targets: newTargets.subarray(0, write), weights: newWeights?.subarray(0, write) }
}
