import assert from 'node:assert/strict'
import fc from 'fast-check'
import * as network from './index.ts'

// What the tests of the measures share: small maps, and the definitions worked out the long way.

export type Ties = [number, number][]

export const build = (n: number, ties: Ties) => network.buildGraph(n, { from: ties.map(([a]) => a), to: ties.map(([, b]) => b) }).graph

/** Small maps with everything in them: ties with oneself, parallel ties, pieces, isolates. */
export const maps = fc
  .integer({ min: 1, max: 9 })
  .chain((n) => fc.record({ n: fc.constant(n), ties: fc.array(fc.tuple(fc.nat(n - 1), fc.nat(n - 1)), { maxLength: 20 }) }))

/** Weights as a matrix, from the definition. */
export function matrix(n: number, ties: Ties, weight: (k: number) => number = () => 1) {
  const a = Array.from({ length: n }, () => new Array<number>(n).fill(0))
  for (const [k, [i, j]] of ties.entries()) {
    if (i === j) continue
    a[i]![j]! += weight(k)
    a[j]![i]! += weight(k)
  }
  return a
}

export const all = (n: number) => Array.from({ length: n }, (_, i) => i)

/** Distances and numbers of shortest paths by relaxing over all pairs, leaving out `without`. */
export function shortest(a: number[][], without = -1) {
  const n = a.length
  return all(n).map((source) => {
    const distance = new Array<number>(n).fill(Infinity)
    const paths = new Array<number>(n).fill(0)
    if (source === without) return { distance, paths }
    distance[source] = 0
    paths[source] = 1
    for (let d = 0; d < n; d++) {
      for (const i of all(n)) {
        if (distance[i] !== d) continue
        for (const j of all(n)) {
          if (a[i]![j] === 0 || j === without) continue
          if (distance[j]! > d + 1) distance[j] = d + 1
          if (distance[j] === d + 1) paths[j]! += paths[i]!
        }
      }
    }
    return { distance, paths }
  })
}

export function close(actual: ArrayLike<number>, expected: number[]) {
  assert.equal(actual.length, expected.length)
  for (const [i, value] of expected.entries()) {
    const same = Number.isNaN(value) ? Number.isNaN(actual[i]) : Math.abs(actual[i]! - value) < 1e-9
    assert.ok(same, `[${[...Array.from(actual)]}] instead of [${expected}]`)
  }
}
