import type { Arrows, Directed } from './directed.ts'
import type { Graph } from './graph.ts'

/** A column of numbers that several threads see at once. */
export function sharedFloats(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT))
}

/** The graph in memory that threads share without copying; itself when it is there already. O(n + m). */
export function sharedGraph({ n, m, offsets, targets, weights }: Graph): Graph {
  return { n, m, offsets: sharedIntegers(offsets), targets: sharedIntegers(targets), weights: weights && sharedWeights(weights) }
}

/** The same of a graph whose ties have a direction. */
export function sharedDirected({ n, m, out, into }: Directed): Directed {
  return { n, m, out: sharedArrows(out), into: sharedArrows(into) }
}

function sharedArrows({ n, offsets, targets, weights }: Arrows): Arrows {
  return { n, offsets: sharedIntegers(offsets), targets: sharedIntegers(targets), weights: weights && sharedWeights(weights) }
}

function sharedIntegers(column: Uint32Array): Uint32Array {
  if (column.buffer instanceof SharedArrayBuffer) return column
  const shared = new Uint32Array(new SharedArrayBuffer(column.byteLength))
  shared.set(column)
  return shared
}

function sharedWeights(column: Float64Array): Float64Array {
  if (column.buffer instanceof SharedArrayBuffer) return column
  const shared = sharedFloats(column.length)
  shared.set(column)
  return shared
}
