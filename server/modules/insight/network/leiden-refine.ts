import { type Level, membersOf, type Parts } from './leiden-levels.ts'
import { checkpoint, type Run } from './run.ts'

/** θ: how much chance decides between merges that gain. In ties of mean weight. */
const THETA = 0.01

type Refining = { resolution: number; random: () => number; run?: Run | undefined }

/**
 * Takes each community apart into parts that hold together: every member starts alone, and those still alone that are well connected to the rest
 * of the community join a well-connected part of it, by chance ∝ e^(gain / θ) among those that lose nothing. A part is connected, as each
 * member joined by a tie. Traag et al. 2019, functions RefinePartition and MergeNodesSubset. O(n + m).
 */
export function refine(level: Level, membership: Int32Array, { resolution, random, run }: Refining): Parts {
  const { n, offsets, targets, weights, strength, total, unit } = level
  const scale = total === 0 ? 0 : resolution / total
  const { starts, members } = membersOf(membership, n)
  const of = Int32Array.from({ length: n }, (_, i) => i)
  const alone = new Uint8Array(n).fill(1)
  const held = strength.slice()
  /** The weight between a part and the rest of its community. */
  const outward = new Float64Array(n)
  const weightTo = new Float64Array(n)
  const touched = new Int32Array(n)
  const chance = new Float64Array(n)
  for (let community = 0; community < n; community++) {
    if ((community & 0x3fff) === 0) checkpoint(run, community, n)
    const first = starts[community]!
    const last = starts[community + 1]!
    if (last - first < 2) continue
    let whole = 0
    for (let k = first; k < last; k++) {
      const i = members[k]!
      whole += strength[i]!
      let inside = 0
      const end = offsets[i + 1]!
      for (let s = offsets[i]!; s < end; s++) if (membership[targets[s]!] === community) inside += weights ? weights[s]! : 1
      outward[i] = inside
    }
    shuffle(members, first, last, random)
    for (let k = first; k < last; k++) {
      const i = members[k]!
      if (alone[i] === 0) continue
      const own = strength[i]!
      if (outward[i]! < scale * own * (whole - own)) continue
      let reached = 0
      const end = offsets[i + 1]!
      for (let s = offsets[i]!; s < end; s++) {
        const j = targets[s]!
        if (membership[j] !== community) continue
        const part = of[j]!
        if (weightTo[part] === 0) touched[reached++] = part
        weightTo[part]! += weights ? weights[s]! : 1
      }
      let most = -1
      for (let t = 0; t < reached; t++) {
        const part = touched[t]!
        const gain = weightTo[part]! - scale * own * held[part]!
        const isOpen = gain >= 0 && outward[part]! >= scale * held[part]! * (whole - held[part]!)
        chance[t] = isOpen ? gain : -1
        if (isOpen && gain > most) most = gain
      }
      const picked = most < 0 ? -1 : draw(chance, reached, { most, theta: THETA * unit, random })
      if (picked >= 0) {
        const part = touched[picked]!
        outward[part]! += outward[i]! - 2 * weightTo[part]!
        held[part]! += own
        held[i] = 0
        of[i] = part
        alone[i] = 0
        alone[part] = 0
      }
      for (let t = 0; t < reached; t++) weightTo[touched[t]!] = 0
    }
  }
  return number(of)
}

function shuffle(values: Int32Array, first: number, last: number, random: () => number): void {
  for (let k = last - 1; k > first; k--) {
    const at = first + Math.floor(random() * (k - first + 1))
    const kept = values[k]!
    values[k] = values[at]!
    values[at] = kept
  }
}

/** One of `count` by chance ∝ e^((gain − most) / θ), none of those marked by −1. */
function draw(gains: Float64Array, count: number, { most, theta, random }: { most: number; theta: number; random: () => number }): number {
  let sum = 0
  for (let t = 0; t < count; t++) {
    gains[t] = gains[t]! < 0 ? 0 : Math.exp((gains[t]! - most) / theta)
    sum += gains[t]!
  }
  let left = random() * sum
  for (let t = 0; t < count; t++) {
    left -= gains[t]!
    if (left < 0) return t
  }
  // rounding may leave a crumb: the last that is possible
  for (let t = count - 1; t >= 0; t--) if (gains[t]! > 0) return t
  return -1
}

/** Numbers the parts from 0 without gaps. A part's label is a member that never left it. */
function number(of: Int32Array): Parts {
  const place = new Int32Array(of.length).fill(-1)
  let count = 0
  for (let i = 0; i < of.length; i++) if (of[i] === i) place[i] = count++
  return { of: of.map((part) => place[part]!), count }
}
