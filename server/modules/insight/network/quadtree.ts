const DEEPEST = 40
/** Children of the four quarters of a square; a square without any is one body or several at one place. */
const QUARTERS = 4
const NONE = -1

type Pull = { x: Float64Array; y: Float64Array }

/**
 * Squares in squares over up to `n` bodies, rebuilt at each step in the same memory (Barnes & Hut 1986). `build` takes O(n log n) unless bodies
 * lie at one place, which share a square 40 levels down.
 */
// long because building and asking share the columns
export function quadtree(n: number) {
  let room = 2 * n + 64
  let child = new Int32Array(room * QUARTERS)
  let mass = new Float64Array(room)
  let middleX = new Float64Array(room)
  let middleY = new Float64Array(room)
  /** The one body of a square without children, NONE when it holds several or none. */
  let body = new Int32Array(room)
  /** Whether bodies lie at one place in it, and it is parted no further. */
  let isCrowd = new Uint8Array(room)
  let used = 0
  let side = 0
  let left = 0
  let bottom = 0
  let bodies: { x: Float64Array; y: Float64Array; mass: Float64Array }
  const waiting = new Int32Array(QUARTERS * (DEEPEST + 2))
  const waitingSide = new Float64Array(waiting.length)

  const add = (): number => {
    if (used === room) grow()
    child.fill(NONE, used * QUARTERS, used * QUARTERS + QUARTERS)
    mass[used] = middleX[used] = middleY[used] = 0
    body[used] = NONE
    isCrowd[used] = 0
    return used++
  }
  const grow = () => {
    room *= 2
    const larger = <T extends Int32Array | Float64Array | Uint8Array>(column: T, fresh: T): T => {
      fresh.set(column)
      return fresh
    }
    child = larger(child, new Int32Array(room * QUARTERS))
    mass = larger(mass, new Float64Array(room))
    middleX = larger(middleX, new Float64Array(room))
    middleY = larger(middleY, new Float64Array(room))
    body = larger(body, new Int32Array(room))
    isCrowd = larger(isCrowd, new Uint8Array(room))
  }
  const take = (square: number, i: number) => {
    const own = bodies.mass[i]!
    mass[square]! += own
    middleX[square]! += own * bodies.x[i]!
    middleY[square]! += own * bodies.y[i]!
  }
  const insert = (i: number) => {
    let square = 0
    let x = left
    let y = bottom
    let half = side / 2
    for (let depth = 0; ; depth++) {
      const isNew = mass[square] === 0
      take(square, i)
      if (isNew) {
        body[square] = i
        return
      }
      if (depth === DEEPEST) {
        body[square] = NONE
        isCrowd[square] = 1
        return
      }
      const before = body[square]!
      if (before !== NONE) {
        // the square held one body, which moves into a quarter of its own
        body[square] = NONE
        const quarter = (bodies.x[before]! >= x + half ? 1 : 0) + (bodies.y[before]! >= y + half ? 2 : 0)
        const own = add()
        child[square * QUARTERS + quarter] = own
        take(own, before)
        body[own] = before
      }
      const right = bodies.x[i]! >= x + half
      const top = bodies.y[i]! >= y + half
      const at = square * QUARTERS + (right ? 1 : 0) + (top ? 2 : 0)
      if (child[at] === NONE) {
        const own = add()
        child[at] = own
      }
      square = child[at]!
      if (right) x += half
      if (top) y += half
      half /= 2
    }
  }

  return {
    build(x: Float64Array, y: Float64Array, weight: Float64Array): void {
      bodies = { x, y, mass: weight }
      used = 0
      add()
      let [right, top] = [-Infinity, -Infinity]
      left = bottom = Infinity
      for (let i = 0; i < x.length; i++) {
        left = Math.min(left, x[i]!)
        right = Math.max(right, x[i]!)
        bottom = Math.min(bottom, y[i]!)
        top = Math.max(top, y[i]!)
      }
      side = Math.max(right - left, top - bottom, 1e-9) * 1.0001
      for (let i = 0; i < x.length; i++) insert(i)
      for (let square = 0; square < used; square++) {
        middleX[square]! /= mass[square]!
        middleY[square]! /= mass[square]!
      }
    },
    /** Adds to `pull` what all others push body `i` with: the product of the masses over the distance. O(log n). */
    push(i: number, theta: number, pull: Pull): void {
      const x = bodies.x[i]!
      const y = bodies.y[i]!
      const own = bodies.mass[i]!
      let tail = 1
      waiting[0] = 0
      waitingSide[0] = side
      let [sumX, sumY] = [0, 0]
      while (tail > 0) {
        const square = waiting[--tail]!
        const width = waitingSide[tail]!
        if (body[square] === i) continue
        const dx = x - middleX[square]!
        const dy = y - middleY[square]!
        const far = dx * dx + dy * dy
        const first = square * QUARTERS
        if (body[square]! >= 0 || isCrowd[square] || width * width < theta * theta * far) {
          const force = mass[square]! / (far + 1e-9)
          sumX += dx * force
          sumY += dy * force
          continue
        }
        for (let quarter = 0; quarter < QUARTERS; quarter++) {
          const below = child[first + quarter]!
          if (below === NONE) continue
          waiting[tail] = below
          waitingSide[tail++] = width / 2
        }
      }
      pull.x[i]! += sumX * own
      pull.y[i]! += sumY * own
    },
  }
}
