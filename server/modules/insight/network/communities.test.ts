import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import * as network from './index.ts'
import { all, build, close, maps, matrix, type Ties } from './testing.ts'

/** Two cliques of `size` and one tie between them. */
function twoCliques(size: number): Ties {
  const ties: Ties = [[0, size]]
  for (const i of all(size)) for (const j of all(size)) if (i < j) ties.push([i, j], [size + i, size + j])
  return ties
}

function modularityOf(a: number[][], of: ArrayLike<number>, resolution: number): number {
  const k = a.map((row) => row.reduce((sum, w) => sum + w, 0))
  const total = k.reduce((sum, w) => sum + w, 0)
  if (total === 0) return 0
  let q = 0
  for (const i of all(a.length)) for (const j of all(a.length)) if (of[i] === of[j]) q += a[i]![j]! - (resolution * k[i]! * k[j]!) / total
  return q / total
}

test('two cliques with a bridge are two communities, for every seed', () => {
  const graph = build(12, twoCliques(6))
  for (const seed of all(20)) {
    const { of, count } = network.leiden(graph, { seed })
    assert.equal(count, 2)
    assert.deepEqual([...of], [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1])
  }
})

test('an empty map has no communities, isolates are communities of their own, a clique is one', () => {
  assert.deepEqual([...network.leiden(build(0, [])).of], [])
  const { of, count, modularity } = network.leiden(build(3, []))
  assert.deepEqual([[...of], count, modularity], [[0, 1, 2], 3, 0])
  assert.equal(
    network.leiden(
      build(
        4,
        twoCliques(4).filter(([a, b]) => a < 4 && b < 4),
      ),
    ).count,
    1,
  )
})

test('a higher resolution makes more communities, a lower one fewer', () => {
  const graph = build(12, twoCliques(6))
  assert.equal(network.leiden(graph, { resolution: 0.01 }).count, 1)
  assert.ok(network.leiden(graph, { resolution: 5 }).count > 2)
})

const weighted = maps.chain(({ n, ties }) =>
  fc.record({
    n: fc.constant(n),
    ties: fc.constant(ties),
    weights: fc.array(fc.double({ min: 0.01, max: 9, noNaN: true }), { minLength: ties.length, maxLength: ties.length }),
    seed: fc.nat(),
    resolution: fc.constantFrom(0.3, 1, 2.5),
  }),
)

test('communities are connected, numbered by size, the same for a seed, and their modularity is as defined', () => {
  fc.assert(
    fc.property(weighted, ({ n, ties, weights, seed, resolution }) => {
      const { graph } = network.buildGraph(n, { from: ties.map(([a]) => a), to: ties.map(([, b]) => b), weight: weights })
      const found = network.leiden(graph, { seed, resolution })
      assert.deepEqual(found, network.leiden(graph, { seed, resolution }))
      const a = matrix(n, ties, (k) => weights[k]!)
      close([found.modularity], [modularityOf(a, found.of, resolution)])
      const sizes = all(found.count).map((c) => found.of.filter((own) => own === c).length)
      assert.deepEqual(
        sizes,
        sizes.toSorted((x, y) => y - x),
      )
      for (const c of all(found.count)) {
        const members = all(n).filter((i) => found.of[i] === c)
        const reached = new Set([members[0]!])
        for (const i of reached) for (const j of members) if (a[i]![j]! > 0) reached.add(j)
        assert.equal(reached.size, members.length, 'a community is in pieces')
      }
      // nobody is better off alone or next door
      for (const i of all(n)) {
        for (const c of all(found.count + 1)) {
          const moved = found.of.map((own, j) => (j === i ? c : own))
          assert.ok(modularityOf(a, moved, resolution) <= found.modularity + 1e-9, `${i} would rather be in ${c}`)
        }
      }
    }),
  )
})

test('on small maps the best modularity of all partitions is nearly always found', () => {
  const best = (a: number[][]) => {
    let most = Number.NEGATIVE_INFINITY
    const of: number[] = []
    const place = (i: number, used: number): void => {
      if (i === a.length) most = Math.max(most, modularityOf(a, of, 1))
      else
        for (let c = 0; c <= used; c++) {
          of[i] = c
          place(i + 1, Math.max(used, c + 1))
        }
    }
    place(0, 0)
    return most
  }
  const random = network.randomFrom(7)
  const missed = all(30).filter(() => {
    const ties: Ties = all(10).map(() => [Math.floor(random() * 7), Math.floor(random() * 7)])
    const simple = matrix(7, ties).map((row) => row.map((w) => Number(w > 0)))
    const found = Math.max(...all(5).map((seed) => network.leiden(build(7, ties), { seed }).modularity))
    return found < best(simple) - 1e-9
  })
  assert.ok(missed.length <= 1, `missed on ${missed}`)
})
