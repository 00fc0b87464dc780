import { spreadOf } from './forces.ts'

/** Discs side by side; x and y are changed by what is done to them. */
export type Discs = { x: Float64Array; y: Float64Array; radius: Float64Array }

/** π (3 − √5): turning by it, nothing comes to lie behind anything. Vogel 1979, a better way to construct the sunflower head. */
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5))
/** How much of a disc full of discs they cover. */
const FILLED = 0.62
const TIGHTENINGS = 12
/** How much nearer discs are drawn each time. */
const DRAWN = 0.92

/** Places discs around the middle as a sunflower its seeds, in their order, from a distance on. Overlaps are small. O(n). */
export function sunflower({ x, y, radius }: Discs, from = 0): void {
  let area = from * from * FILLED
  for (let i = 0; i < x.length; i++) {
    const own = radius[i]! * radius[i]!
    const far = i === 0 && from === 0 && x.length > 1 ? 0 : Math.sqrt((area + own / 2) / FILLED)
    area += own
    x[i] = far * Math.cos(i * GOLDEN_ANGLE)
    y[i] = far * Math.sin(i * GOLDEN_ANGLE)
  }
}

/** Makes the whole as large as the discs need, and lies it around the origin. O(n). */
export function scaleToFit({ x, y, radius }: Discs): void {
  centre(x, y)
  let area = 0
  for (let i = 0; i < radius.length; i++) area += radius[i]! * radius[i]!
  // of an evenly filled disc of radius R the root of the mean square distance is R / √2
  const scale = Math.sqrt(area / FILLED / 2) / spreadOf(x, y)
  for (let i = 0; i < x.length; i++) {
    x[i]! *= scale
    y[i]! *= scale
  }
}

/**
 * Spreads bodies evenly over a disc: each keeps its direction, and its distance moves by `share` to where its rank among the distances lies in an
 * evenly filled disc. O(n log n).
 */
export function evenOut(x: Float64Array, y: Float64Array, radius: number, share: number): void {
  const n = x.length
  const far = Float64Array.from(x, (at, i) => Math.hypot(at, y[i]!))
  const order = Uint32Array.from(x, (_, i) => i).sort((a, b) => far[a]! - far[b]! || a - b)
  for (let rank = 0; rank < n; rank++) {
    const i = order[rank]!
    const wanted = radius * Math.sqrt((rank + 0.5) / n)
    const factor = far[i]! > 1e-9 ? (far[i]! + (wanted - far[i]!) * share) / far[i]! : 0
    x[i]! *= factor
    y[i]! *= factor
  }
}

/** Draws discs together and pushes them apart again and again, until there is no more room between them than there has to be. */
export function tighten(discs: Discs, gap: number, rounds: number): void {
  for (let round = 0; round < TIGHTENINGS; round++) {
    for (let i = 0; i < discs.x.length; i++) {
      discs.x[i]! *= DRAWN
      discs.y[i]! *= DRAWN
    }
    pushApart(discs, gap, round === TIGHTENINGS - 1 ? rounds : Math.ceil(rounds / 4))
    centre(discs.x, discs.y)
  }
}

/** Pushes discs apart until none overlaps by more than a hundredth, or so many rounds are over. O(rounds × n) where most sizes are alike. */
export function pushApart(discs: Discs, gap: number, rounds: number): void {
  if (discs.x.length < 2) return
  const large = largeOnes(discs.radius)
  for (let round = 0; round < rounds; round++) {
    let overlap = 0
    const part = (i: number, j: number) => {
      overlap = Math.max(overlap, partPair(discs, gap, i, j))
    }
    eachWithLarge(discs, large, part)
    eachNear(discs, large, gap, part)
    if (overlap < 0.01) return
  }
}

/** Moves two apart where they overlap, the smaller one farther; answers the share of the overlap. */
function partPair({ x, y, radius }: Discs, gap: number, i: number, j: number): number {
  const wanted = radius[i]! + radius[j]! + gap
  let dx = x[j]! - x[i]!
  let dy = y[j]! - y[i]!
  const square = dx * dx + dy * dy
  if (square >= wanted * wanted) return 0
  let far = Math.sqrt(square)
  const missing = wanted - far
  if (far < 1e-9) {
    // two at one place part in a direction of their own
    dx = Math.cos(j * GOLDEN_ANGLE)
    dy = Math.sin(j * GOLDEN_ANGLE)
    far = 1
  }
  const give = (radius[j]! * radius[j]!) / (radius[i]! * radius[i]! + radius[j]! * radius[j]!)
  const step = missing / far
  x[i]! -= dx * step * give
  y[i]! -= dy * step * give
  x[j]! += dx * step * (1 - give)
  y[j]! += dy * step * (1 - give)
  return missing / wanted
}

/** Discs of more than twice the middling size, which are compared with all others: a grid as wide as they are would part nobody else. */
function largeOnes(radius: Float64Array): Uint8Array {
  const middling = Float64Array.from(radius).sort()[radius.length >> 1]!
  return Uint8Array.from(radius, (own) => (own > 2 * middling ? 1 : 0))
}

function eachWithLarge({ x, y, radius }: Discs, large: Uint8Array, act: (i: number, j: number) => void): void {
  for (let i = 0; i < x.length; i++) {
    if (!large[i]) continue
    for (let j = 0; j < x.length; j++) {
      if (i === j || (large[j] && j < i)) continue
      const reach = (radius[i]! + radius[j]!) * 1.5
      if (Math.abs(x[i]! - x[j]!) < reach && Math.abs(y[i]! - y[j]!) < reach) act(i, j)
    }
  }
}

/** Pairs of the others that lie in one square or in two beside each other, each once. The squares are kept as sorted rows. */
function eachNear({ x, y, radius }: Discs, large: Uint8Array, gap: number, act: (i: number, j: number) => void): void {
  let widest = 0
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity]
  for (let i = 0; i < x.length; i++) {
    if (large[i]) continue
    widest = Math.max(widest, radius[i]!)
    left = Math.min(left, x[i]!)
    right = Math.max(right, x[i]!)
    bottom = Math.min(bottom, y[i]!)
    top = Math.max(top, y[i]!)
  }
  // no more squares than a few for each disc, however far one of them lies
  const cell = Math.max(2 * widest + gap, Math.sqrt(((right - left) * (top - bottom)) / (4 * x.length)))
  const columns = Math.floor((right - left) / cell) + 3
  const rows = Math.floor((top - bottom) / cell) + 3
  const squareOf = (i: number) => (Math.floor((x[i]! - left) / cell) + 1) * rows + Math.floor((y[i]! - bottom) / cell) + 1
  const starts = new Uint32Array(columns * rows + 1)
  for (let i = 0; i < x.length; i++) if (!large[i]) starts[squareOf(i) + 1]!++
  for (let square = 0; square < columns * rows; square++) starts[square + 1]! += starts[square]!
  const next = starts.slice()
  const members = new Uint32Array(starts[columns * rows]!)
  for (let i = 0; i < x.length; i++) if (!large[i]) members[next[squareOf(i)]!++] = i
  const ahead = [1, rows - 1, rows, rows + 1]
  for (let square = rows; square < (columns - 1) * rows; square++) {
    for (let a = starts[square]!; a < starts[square + 1]!; a++) {
      for (let b = a + 1; b < starts[square + 1]!; b++) act(members[a]!, members[b]!)
      for (const step of ahead) for (let b = starts[square + step]!; b < starts[square + step + 1]!; b++) act(members[a]!, members[b]!)
    }
  }
}

/** Moves the middle of all to the origin. */
export function centre(x: Float64Array, y: Float64Array): void {
  let [sumX, sumY] = [0, 0]
  for (let i = 0; i < x.length; i++) {
    sumX += x[i]!
    sumY += y[i]!
  }
  for (let i = 0; i < x.length; i++) {
    x[i]! -= sumX / x.length
    y[i]! -= sumY / x.length
  }
}

/** The radius of a circle around all discs; moves the middle between their outermost edges to the origin. O(n). */
export function enclose({ x, y, radius }: Discs): number {
  if (x.length === 0) return 0
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity]
  for (let i = 0; i < x.length; i++) {
    left = Math.min(left, x[i]! - radius[i]!)
    right = Math.max(right, x[i]! + radius[i]!)
    bottom = Math.min(bottom, y[i]! - radius[i]!)
    top = Math.max(top, y[i]! + radius[i]!)
  }
  const middle = { x: (left + right) / 2, y: (bottom + top) / 2 }
  let far = 0
  for (let i = 0; i < x.length; i++) {
    x[i]! -= middle.x
    y[i]! -= middle.y
    far = Math.max(far, Math.hypot(x[i]!, y[i]!) + radius[i]!)
  }
  return far
}
