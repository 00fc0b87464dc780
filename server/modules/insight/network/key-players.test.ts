import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import * as network from './index.ts'
import { all, build, close, maps, matrix, shortest, type Ties } from './testing.ts'

const STAR: Ties = [
  [0, 1],
  [0, 2],
  [0, 3],
  [0, 4],
]
const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0)

/** All sets of k parties. */
function* sets(n: number, k: number, first = 0): Generator<number[]> {
  if (k === 0) yield []
  else for (let i = first; i < n; i++) for (const rest of sets(n, k - 1, i + 1)) yield [i, ...rest]
}

test('key players are worth what is said, and nearly always the best set there is', () => {
  let missed = 0
  let tried = 0
  const k = 2
  fc.assert(
    fc.property(maps, ({ n, ties }) => {
      fc.pre(n > 0)
      const graph = build(n, ties)
      const a = matrix(n, ties)
      const fragmented = (leaving: number[], criterion: string) => {
        const stay = all(n).filter((i) => !leaving.includes(i))
        const rest = a.map((row, i) => row.map((w, j) => (leaving.includes(i) || leaving.includes(j) ? 0 : w)))
        const from = shortest(rest)
        const near = sum(
          stay.flatMap((i) =>
            stay.map((j) => {
              const d = from[i]!.distance[j]!
              return i === j || d === Infinity ? 0 : criterion === 'pieces' ? 1 : 1 / d
            }),
          ),
        )
        return stay.length < 2 ? 0 : 1 - near / (stay.length * (stay.length - 1))
      }
      const reached = (chosen: number[], steps?: number) => {
        const from = shortest(a)
        return (
          sum(
            all(n).map((j) => {
              const d = Math.min(...chosen.map((i) => from[i]!.distance[j]!))
              return steps === undefined ? (d === 0 ? 1 : 1 / d) : Number(d <= steps)
            }),
          ) / n
        )
      }
      const candidates = all(n)
      const cases = [
        [network.keyPlayersNegative(graph, k, { criterion: 'pieces', candidates }), (s: number[]) => fragmented(s, 'pieces')],
        [network.keyPlayersNegative(graph, k, { criterion: 'distance', candidates }), (s: number[]) => fragmented(s, 'distance')],
        [network.keyPlayersPositive(graph, k), (s: number[]) => reached(s)],
        [network.keyPlayersPositive(graph, k, { steps: 1 }), (s: number[]) => reached(s, 1)],
      ] as const
      for (const [found, worth] of cases) {
        assert.equal(new Set(found.members).size, Math.min(k, n))
        close([found.value], [worth(found.members)])
        const best = Math.max(...[...sets(n, Math.min(k, n))].map(worth))
        tried++
        if (found.value < best - 1e-9) missed++
      }
    }),
    { numRuns: 60, seed: 3 },
  )
  assert.ok(missed <= tried * 0.05, `missed ${missed} of ${tried}`)
})

test('key players of an empty map are nobody, of a star its middle, of two cliques their bridge', () => {
  assert.deepEqual(network.keyPlayersNegative(build(0, []), 3), { members: [], value: 0 })
  assert.deepEqual(network.keyPlayersPositive(build(0, []), 3), { members: [], value: 0 })
  assert.deepEqual(network.keyPlayersNegative(build(5, STAR), 1), { members: [0], value: 1 })
  assert.deepEqual(network.keyPlayersPositive(build(5, STAR), 1), { members: [0], value: 1 })
  const bridge: Ties = [[0, 4]]
  for (const i of all(4)) for (const j of all(4)) if (i < j) bridge.push([i, j], [4 + i, 4 + j])
  for (const criterion of ['pieces', 'distance'] as const)
    assert.ok([0, 4].includes(network.keyPlayersNegative(build(8, bridge), 1, { criterion }).members[0]!))
  assert.deepEqual(network.keyPlayersPositive(build(8, bridge), 2, { steps: 1 }).value, 1)
})

test('a search may begin from a set, which it completes and exchanges', () => {
  const cut: Ties = [[0, 1], [1, 2], [2, 3], [3, 4], [4, 5], [5, 6], [2, 7], [4, 8]] // biome-ignore format: one line reads better
  const graph = build(9, cut)
  const best = network.keyPlayersNegative(graph, 2, { criterion: 'pieces' })
  for (const from of [[0], [6, 7], [3]]) {
    const found = network.keyPlayersNegative(graph, 2, { criterion: 'pieces', from })
    assert.ok(Math.abs(found.value - best.value) < 1e-9, `from ${from}: ${found.members}`)
  }
  assert.deepEqual(network.keyPlayersPositive(graph, 1, { steps: 1, from: [0, 3] }).members.length, 1)
  assert.deepEqual(network.keyPlayersNegative(graph, 3, { candidates: [2], from: [] }).members, [2])
})
