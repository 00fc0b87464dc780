import type { Graph } from './graph.ts'

type Places = { x: Float64Array; y: Float64Array }

/**
 * Turns each group of `inside` around its own middle, mirrored where that is better, so that its members lie towards the groups they are tied to:
 * the rotation of least squares (Kabsch 1976, here in two dimensions) towards the directions of their ties. Then moves it to its place among
 * the groups. `of` is the group of each member. O(n + m).
 */
export function turnTowards({ n, offsets, targets, weights }: Graph, of: Uint32Array, inside: Places, groups: Places): void {
  const count = groups.x.length
  // Σ of p × d for members at p whose ties lead in the direction d
  const [xx, xy, yx, yy] = [0, 1, 2, 3].map(() => new Float64Array(count)) as [Float64Array, Float64Array, Float64Array, Float64Array]
  for (let i = 0; i < n; i++) {
    const own = of[i]!
    for (let s = offsets[i]!; s < offsets[i + 1]!; s++) {
      const other = of[targets[s]!]!
      if (other === own) continue
      const dx = groups.x[other]! - groups.x[own]!
      const dy = groups.y[other]! - groups.y[own]!
      const weight = (weights ? weights[s]! : 1) / (Math.sqrt(dx * dx + dy * dy) || 1)
      xx[own]! += inside.x[i]! * dx * weight
      xy[own]! += inside.x[i]! * dy * weight
      yx[own]! += inside.y[i]! * dx * weight
      yy[own]! += inside.y[i]! * dy * weight
    }
  }
  const [cosine, sine, mirror] = [0, 1, 2].map(() => new Float64Array(count)) as [Float64Array, Float64Array, Float64Array]
  for (let g = 0; g < count; g++) {
    const plain = { along: xx[g]! + yy[g]!, across: xy[g]! - yx[g]! }
    const mirrored = { along: yy[g]! - xx[g]!, across: -xy[g]! - yx[g]! }
    const isMirrored = Math.hypot(mirrored.along, mirrored.across) > Math.hypot(plain.along, plain.across) * 1.001
    const { along, across } = isMirrored ? mirrored : plain
    const length = Math.hypot(along, across)
    cosine[g] = length > 0 ? along / length : 1
    sine[g] = length > 0 ? across / length : 0
    mirror[g] = isMirrored ? -1 : 1
  }
  for (let i = 0; i < n; i++) {
    const g = of[i]!
    const px = inside.x[i]! * mirror[g]!
    const py = inside.y[i]!
    inside.x[i] = groups.x[g]! + px * cosine[g]! - py * sine[g]!
    inside.y[i] = groups.y[g]! + px * sine[g]! + py * cosine[g]!
  }
}
