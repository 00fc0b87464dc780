import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import * as network from './index.ts'
import { all, build, close, maps, matrix, shortest, type Ties } from './testing.ts'

/** Everything at once, for the degenerate maps. */
function measure(n: number, ties: Ties) {
  const graph = build(n, ties)
  const pieces = network.components(graph)
  const corners = network.triangles(graph)
  const effective = network.effectiveSize(graph, corners)
  const cuts = network.findCuts(graph, pieces)
  return {
    graph,
    sizes: [...pieces.sizes],
    fragmentation: network.fragmentation(pieces.sizes),
    points: [...cuts.articulationPoints],
    bridges: [...cuts.bridges],
    cutOff: [...cuts.cutOff],
    change: [...cuts.fragmentationChange],
    degree: [...network.degrees(graph)],
    density: network.density(graph),
    clustering: [...network.clustering(graph, corners)],
    transitivity: network.transitivity(graph, corners),
    effective: [...effective],
    efficiency: [...network.efficiency(graph, effective)],
    constraint: [...network.constraint(graph)],
    core: [...network.coreNumbers(graph)],
    rank: [...network.pageRank(graph)],
    betweenness: [...network.betweenness(graph)],
    closeness: [...network.closeness(graph)],
    pairs: network.topPairs(graph, network.adamicAdar, 5),
  }
}

test('an empty map has no measures and no errors', () => {
  const { sizes, fragmentation, density, transitivity, rank, points } = measure(0, [])
  assert.deepEqual([sizes, fragmentation, density, transitivity, rank, points], [[], 0, 0, 0, [], []])
})

test('a single party is one piece, and what needs others is 0 or undefined', () => {
  const { sizes, fragmentation, change, rank, closeness, constraint, core } = measure(1, [])
  assert.deepEqual([sizes, fragmentation, change, rank, closeness, constraint, core], [[1], 0, [0], [1], [0], [Number.NaN], [0]])
})

test('isolates are pieces of their own, without constraint, effective size or efficiency', () => {
  const { sizes, fragmentation, constraint, effective, efficiency, rank, change } = measure(4, [])
  assert.deepEqual(sizes, [1, 1, 1, 1])
  assert.equal(fragmentation, 1)
  assert.deepEqual(change, [0, 0, 0, 0])
  for (const column of [constraint, effective, efficiency]) assert.ok(column.every(Number.isNaN))
  assert.deepEqual(rank, [0.25, 0.25, 0.25, 0.25])
})

test('in a star the middle holds everything and is not constrained', () => {
  const { points, cutOff, change, betweenness, closeness, constraint, effective, efficiency, core, bridges } = measure(5, [
    [0, 1],
    [0, 2],
    [0, 3],
    [0, 4],
  ])
  assert.deepEqual(points, [0])
  assert.deepEqual(cutOff, [3, 0, 0, 0, 0])
  assert.deepEqual(change, [1, 0, 0, 0, 0])
  assert.deepEqual(betweenness, [6, 0, 0, 0, 0])
  assert.equal(closeness[0], 1)
  assert.deepEqual(constraint, [0.25, 1, 1, 1, 1])
  assert.deepEqual([effective[0], efficiency[0]], [4, 1])
  assert.deepEqual(core, [1, 1, 1, 1, 1])
  assert.deepEqual(bridges, [0, 1, 0, 2, 0, 3, 0, 4])
})

test('in a clique nobody is needed and everybody is equal', () => {
  const ties: Ties = [
    [0, 1],
    [0, 2],
    [0, 3],
    [1, 2],
    [1, 3],
    [2, 3],
  ]
  const { points, bridges, betweenness, clustering, transitivity, core, density, pairs, rank } = measure(4, ties)
  assert.deepEqual([points, bridges, pairs], [[], [], []])
  assert.deepEqual(betweenness, [0, 0, 0, 0])
  assert.deepEqual(clustering, [1, 1, 1, 1])
  assert.deepEqual([transitivity, density], [1, 1])
  assert.deepEqual(core, [3, 3, 3, 3])
  for (const share of rank) assert.ok(Math.abs(share - 0.25) < 1e-12)
})

test('two triangles that share a corner come apart there, into pieces with names', () => {
  const { graph, points, cutOff } = measure(6, [
    [0, 1],
    [0, 2],
    [1, 2],
    [2, 3],
    [2, 4],
    [3, 4],
  ])
  assert.deepEqual(points, [2])
  assert.deepEqual(cutOff, [0, 0, 2, 0, 0, 0])
  assert.deepEqual(
    network.piecesWithout(graph, 2).map((piece) => [...piece]),
    [
      [0, 1],
      [3, 4],
    ],
  )
  assert.deepEqual(network.piecesWithout(graph, 5), [])
})

test('a path of 100,000 parties does not overflow', () => {
  const n = 100_000
  const graph = network.buildGraph(n, {
    from: Uint32Array.from({ length: n - 1 }, (_, i) => i),
    to: Uint32Array.from({ length: n - 1 }, (_, i) => i + 1),
  }).graph
  const pieces = network.components(graph)
  const cuts = network.findCuts(graph, pieces)
  assert.deepEqual([...pieces.sizes], [n])
  assert.equal(cuts.articulationPoints.length, n - 2)
  assert.equal(cuts.bridges.length, 2 * (n - 1))
  assert.equal(cuts.cutOff[49_999], 49_999)
  assert.equal(network.coreNumbers(graph)[50_000], 1)
  assert.equal(network.constraint(graph)[50_000], 0.5)
  assert.equal(network.piecesWithout(graph, 10)[1]!.length, 10)
  assert.ok(Math.abs(network.pageRank(graph).reduce((sum, share) => sum + share, 0) - 1) < 1e-9)
})

test('ties with oneself are dropped, parallel and opposite ties become one, their weights sum', () => {
  const { graph, loops, parallel } = network.buildGraph(3, { from: [0, 1, 1, 2, 0], to: [1, 0, 2, 2, 1], weight: [0.5, 0.25, 1, 9, 0.25] })
  assert.deepEqual([graph.m, loops, parallel], [2, 1, 2])
  assert.deepEqual([...graph.targets], [1, 0, 2, 1])
  assert.deepEqual([...graph.weights!], [1, 1, 1, 1])
  assert.deepEqual([...network.strengths(graph)], [1, 2, 1])
})

test('a tie outside the map or without a positive weight is refused', () => {
  assert.throws(() => network.buildGraph(2, { from: [0], to: [2] }), RangeError)
  assert.throws(() => network.buildGraph(2, { from: [Number.NaN], to: [1] }), RangeError)
  assert.throws(() => network.buildGraph(2, { from: [0], to: [1], weight: [0] }), RangeError)
  assert.throws(() => network.buildGraph(2, { from: [0], to: [] }), RangeError)
})

function fragmentationWithout(a: number[][], without: number) {
  const kept = all(a.length).filter((i) => i !== without)
  const from = shortest(a, without)
  const reachable = kept.flatMap((i) => kept.filter((j) => j !== i && from[i]!.distance[j]! < Infinity)).length
  return kept.length < 2 ? 0 : 1 - reachable / (kept.length * (kept.length - 1))
}

test('pieces, fragmentation and what changes when a party leaves are as defined', () => {
  fc.assert(
    fc.property(maps, ({ n, ties }) => {
      const a = matrix(n, ties)
      const { graph, fragmentation, change, points, cutOff } = measure(n, ties)
      const pieces = network.components(graph)
      const from = shortest(a)
      for (const i of all(n)) for (const j of all(n)) assert.equal(pieces.of[i] === pieces.of[j], from[i]!.distance[j]! < Infinity)
      close([fragmentation], [fragmentationWithout(a, -1)])
      close(
        change,
        all(n).map((i) => fragmentationWithout(a, i) - fragmentation),
      )
      for (const i of all(n)) {
        const rest = network.piecesWithout(graph, i)
        assert.equal(points.includes(i), rest.length > 1)
        assert.equal(
          cutOff[i],
          rest.slice(1).reduce((sum, piece) => sum + piece.length, 0),
        )
        for (const piece of rest)
          for (const j of piece)
            close(
              [...shortest(a, i)[j]!.distance].map((d) => (d < Infinity ? 1 : 0)),
              all(n).map((k) => (piece.includes(k) ? 1 : 0)),
            )
      }
    }),
  )
})

test('bridges are the ties whose ends lose each other without them', () => {
  fc.assert(
    fc.property(maps, ({ n, ties }) => {
      const a = matrix(n, ties)
      const expected: number[] = []
      for (const i of all(n)) {
        for (const j of all(n)) {
          if (j <= i || a[i]![j] === 0) continue
          const cut = a.map((row, r) => row.map((w, c) => ((r === i && c === j) || (r === j && c === i) ? 0 : w)))
          if (shortest(cut)[i]!.distance[j] === Infinity) expected.push(i, j)
        }
      }
      assert.deepEqual(measure(n, ties).bridges, expected)
    }),
  )
})

test('betweenness and closeness are as defined', () => {
  fc.assert(
    fc.property(maps, ({ n, ties }) => {
      const from = shortest(matrix(n, ties))
      const between = all(n).map((v) => {
        let sum = 0
        for (const s of all(n)) {
          for (const t of all(n)) {
            if (t <= s || s === v || t === v || from[s]!.distance[t] === Infinity) continue
            if (from[s]!.distance[v]! + from[v]!.distance[t]! !== from[s]!.distance[t]) continue
            sum += (from[s]!.paths[v]! * from[v]!.paths[t]!) / from[s]!.paths[t]!
          }
        }
        return sum
      })
      const closeness = all(n).map((i) => {
        const reached = from[i]!.distance.filter((d) => d > 0 && d < Infinity)
        return reached.length === 0 ? 0 : (reached.length / (n - 1)) * (reached.length / reached.reduce((sum, d) => sum + d, 0))
      })
      const measured = measure(n, ties)
      close(measured.betweenness, between)
      close(measured.closeness, closeness)
    }),
  )
})

test('degree, strength, density, constraint, effective size, clustering and triangles are as defined, with weights too', () => {
  const weighted = maps.chain(({ n, ties }) =>
    fc.record({
      n: fc.constant(n),
      ties: fc.constant(ties),
      weights: fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: ties.length, maxLength: ties.length }),
    }),
  )
  fc.assert(
    fc.property(weighted, ({ n, ties, weights }) => {
      const constraintOf = (a: number[][]) => {
        const p = a.map((row) => row.map((w) => w / row.reduce((sum, x) => sum + x, 0)))
        return all(n).map((i) => {
          const contacts = all(n).filter((j) => a[i]![j]! > 0)
          if (contacts.length === 0) return Number.NaN
          return contacts.reduce(
            (sum, j) =>
              sum +
              (p[i]![j]! +
                all(n).reduce((s, q) => (q === i || q === j || a[q]![j] === 0 || a[i]![q] === 0 ? s : s + p[i]![q]! * p[q]![j]!), 0)) **
                2,
            0,
          )
        })
      }
      const measured = measure(n, ties)
      const simple = matrix(n, ties).map((row) => row.map((w) => (w > 0 ? 1 : 0)))
      close(measured.constraint, constraintOf(simple))
      const heavy = network.buildGraph(n, { from: ties.map(([a]) => a), to: ties.map(([, b]) => b), weight: weights }).graph
      close(network.constraint(heavy), constraintOf(matrix(n, ties, (k) => weights[k]!)))
      // the same of some alone
      for (const graph of [measured.graph, heavy]) {
        const alone = network.holesAround(graph, all(n))
        close(
          alone.map(({ constraint }) => constraint),
          [...network.constraint(graph)],
        )
        close(
          alone.map(({ effectiveSize }) => effectiveSize),
          measured.effective,
        )
      }
      const among = all(n).map((i) =>
        all(n).reduce((t, j) => t + all(n).filter((q) => q > j && simple[i]![j] && simple[i]![q] && simple[j]![q]).length, 0),
      )
      close(network.triangles(measured.graph), among)
      const pairs = measured.degree.map((k) => (k * (k - 1)) / 2)
      const total = (column: number[]) => column.reduce((sum, value) => sum + value, 0)
      close(
        measured.clustering,
        all(n).map((i) => (pairs[i] === 0 ? 0 : among[i]! / pairs[i]!)),
      )
      close([measured.transitivity], [total(pairs) === 0 ? 0 : total(among) / total(pairs)])
      close([measured.density], [n < 2 ? 0 : total(simple.flat()) / (n * (n - 1))])
      close(
        measured.efficiency,
        all(n).map((i) => (measured.degree[i] === 0 ? Number.NaN : 1 - (2 * among[i]!) / measured.degree[i]! ** 2)),
      )
      close(
        measured.degree,
        simple.map((row) => total(row)),
      )
      close(
        network.strengths(heavy),
        matrix(n, ties, (k) => weights[k]!).map((row) => total(row)),
      )
      close(
        measured.effective,
        all(n).map((i) => (measured.degree[i] === 0 ? Number.NaN : measured.degree[i]! - (2 * among[i]!) / measured.degree[i]!)),
      )
    }),
  )
})

test('core numbers are what remains when parties with fewer ties are taken away', () => {
  fc.assert(
    fc.property(maps, ({ n, ties }) => {
      const a = matrix(n, ties)
      const expected = new Array<number>(n).fill(0)
      for (let k = 1; k < n; k++) {
        let kept = all(n)
        for (let before = -1; before !== kept.length; ) {
          before = kept.length
          const inside: number[] = kept
          kept = kept.filter((i) => inside.filter((j) => a[i]![j]! > 0).length >= k)
        }
        for (const i of kept) expected[i] = k
      }
      assert.deepEqual(measure(n, ties).core, expected)
    }),
  )
})

test('suggestions score every untied pair as defined and no other', () => {
  fc.assert(
    fc.property(maps, ({ n, ties }) => {
      const a = matrix(n, ties).map((row) => row.map((w) => Number(w > 0)))
      const k = a.map((row) => row.reduce((sum, w) => sum + w, 0))
      const graph = build(n, ties)
      for (const x of all(n)) {
        for (const y of all(n)) {
          assert.equal(network.areTied(graph, x, y), a[x]![y] === 1)
          if (x === y) continue
          let shared = 0
          let three = 0
          for (const u of all(n)) {
            if (a[x]![u] && a[u]![y]) shared += 1 / Math.log(k[u]!)
            for (const v of all(n)) if (a[x]![u] && a[u]![v] && a[v]![y]) three += 1 / Math.sqrt(k[u]! * k[v]!)
          }
          const scoreOf = (scorer: network.Scorer) => network.scoresFrom(graph, scorer, x).find(({ b }) => b === y)?.score ?? 0
          close([scoreOf(network.adamicAdar), scoreOf(network.pathsOfThree)], a[x]![y] ? [0, 0] : [shared, three])
        }
      }
      const first = network.topPairs(graph, network.pathsOfThree, 3)
      assert.deepEqual(first, network.topPairs(graph, network.pathsOfThree, 1000).slice(0, 3))
    }),
  )
})

test('PageRank solves its own equation and sums to one', () => {
  fc.assert(
    fc.property(maps, ({ n, ties }) => {
      fc.pre(n > 0) // nobody has no shares to sum
      const a = matrix(n, ties).map((row) => row.map((w) => Number(w > 0)))
      const k = a.map((row) => row.reduce((sum, w) => sum + w, 0))
      const rank = measure(n, ties).rank
      const stranded = all(n).reduce((sum, i) => (k[i] === 0 ? sum + rank[i]! : sum), 0)
      close(
        rank,
        all(n).map((i) => 0.15 / n + 0.85 * (stranded / n + all(n).reduce((sum, j) => (a[i]![j] ? sum + rank[j]! / k[j]! : sum), 0))),
      )
      close([rank.reduce((sum, share) => sum + share, 0)], [1])
    }),
  )
})
