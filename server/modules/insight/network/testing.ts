import assert from 'node:assert/strict'
import fc from 'fast-check'
import * as network from './index.ts'

// What the tests of the measures share: small maps, and the definitions worked out the long way.

export type Ties = [number, number][]

export const all = (n: number) => Array.from({ length: n }, (_, i) => i)

export const build = (n: number, ties: Ties) => network.buildGraph(n, { from: ties.map(([a]) => a), to: ties.map(([, b]) => b) }).graph

const clique = (first: number, size: number): Ties =>
  all(size).flatMap((i) => all(size).flatMap((j) => (i < j ? [[first + i, first + j] as [number, number]] : [])))

/** Maps that break what was not thought to the end. */
export const SHAPES: Record<string, { n: number; ties: Ties }> = {
  nobody: { n: 0, ties: [] },
  'one party': { n: 1, ties: [] },
  'one party tied with itself': { n: 1, ties: [[0, 0]] },
  isolates: { n: 5, ties: [] },
  'ties with oneself, parallel and opposite': { n: 3, ties: [[0, 0], [0, 1], [1, 0], [0, 1], [1, 1], [1, 2], [2, 1]] }, // biome-ignore format: one line reads better
  'a pair': { n: 2, ties: [[1, 0]] },
  'a star': { n: 7, ties: all(6).map((i) => [0, i + 1]) },
  'a path': { n: 8, ties: all(7).map((i) => [i, i + 1]) },
  'a ring': { n: 7, ties: all(7).map((i) => [i, (i + 1) % 7]) },
  'a clique': { n: 6, ties: clique(0, 6) },
  'two cliques with a bridge': { n: 8, ties: [...clique(0, 4), ...clique(4, 4), [3, 4]] },
  pieces: { n: 9, ties: [...clique(0, 3), [4, 5], [6, 7], [7, 8]] },
}

/** Small maps with everything in them: ties with oneself, parallel ties, pieces, isolates; and the shapes above. */
export const maps = fc.oneof({ weight: 3, arbitrary: mapsByChance() }, { weight: 1, arbitrary: fc.constantFrom(...Object.values(SHAPES)) })

function mapsByChance() {
  return fc
    .integer({ min: 1, max: 9 })
    .chain((n) => fc.record({ n: fc.constant(n), ties: fc.array(fc.tuple(fc.nat(n - 1), fc.nat(n - 1)), { maxLength: 20 }) }))
}

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
