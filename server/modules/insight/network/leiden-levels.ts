import { type Graph, strengths } from './graph.ts'

/** A network of parts: parties at first, then parts of communities. Ties inside a part are in its strength and nowhere else. */
export type Level = {
  n: number
  offsets: Uint32Array
  targets: Uint32Array
  weights: Float64Array | undefined
  strength: Float64Array
  /** The strength of all, 2m. */
  total: number
  /** What a tie of the parties weighs in the mean, so that communities are the same in whatever unit weights are given. */
  unit: number
}

/** Which part each member lies in. */
export type Parts = { of: Int32Array; count: number }

export function levelOf(graph: Graph): Level {
  const strength = strengths(graph)
  let total = 0
  for (let i = 0; i < graph.n; i++) total += strength[i]!
  return {
    n: graph.n,
    offsets: graph.offsets,
    targets: graph.targets,
    weights: graph.weights,
    strength,
    total,
    unit: graph.weights ? total / graph.targets.length : 1,
  }
}

/** The network of the parts, the weights between two parts summed. O(n + m). */
export function aggregate(level: Level, { of, count }: Parts): Level {
  const { n, offsets, targets, weights } = level
  const { starts, members } = membersOf(of, count)
  const strength = new Float64Array(count)
  for (let i = 0; i < n; i++) strength[of[i]!]! += level.strength[i]!
  const newOffsets = new Uint32Array(count + 1)
  let newTargets = new Uint32Array(targets.length)
  let newWeights = new Float64Array(targets.length)
  const weightTo = new Float64Array(count)
  const touched = new Int32Array(count)
  let write = 0
  for (let part = 0; part < count; part++) {
    let reached = 0
    for (let k = starts[part]!; k < starts[part + 1]!; k++) {
      const i = members[k]!
      const end = offsets[i + 1]!
      for (let s = offsets[i]!; s < end; s++) {
        const other = of[targets[s]!]!
        if (other === part) continue
        if (weightTo[other] === 0) touched[reached++] = other
        weightTo[other]! += weights ? weights[s]! : 1
      }
    }
    for (let k = 0; k < reached; k++) {
      const other = touched[k]!
      newTargets[write] = other
      newWeights[write++] = weightTo[other]!
      weightTo[other] = 0
    }
    newOffsets[part + 1] = write
  }
  newTargets = newTargets.slice(0, write)
  newWeights = newWeights.slice(0, write)
  return { n: count, offsets: newOffsets, targets: newTargets, weights: newWeights, strength, total: level.total, unit: level.unit }
}

/** The members of each part side by side: those of part `p` at `starts[p]` … `starts[p + 1] − 1`. O(n). */
export function membersOf(of: Int32Array, count: number): { starts: Int32Array; members: Int32Array } {
  const starts = new Int32Array(count + 1)
  const members = new Int32Array(of.length)
  for (let i = 0; i < of.length; i++) starts[of[i]! + 1]!++
  for (let c = 0; c < count; c++) starts[c + 1]! += starts[c]!
  const next = starts.slice()
  for (let i = 0; i < of.length; i++) members[next[of[i]!]!++] = i
  return { starts, members }
}
