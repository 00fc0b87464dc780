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
const PATH: Ties = [
  [0, 1],
  [1, 2],
  [2, 3],
  [3, 4],
]

const directedOf = (n: number, ties: Ties, weight?: number[]) =>
  network.buildDirected(n, { from: ties.map(([a]) => a), to: ties.map(([, b]) => b), weight })

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0)

/** Weighted maps: a weight for each tie. */
const weighted = maps.chain(({ n, ties }) =>
  fc.record({
    n: fc.constant(n),
    ties: fc.constant(ties),
    weights: fc.array(fc.constantFrom(0.25, 0.5, 1, 2, 4), { minLength: ties.length, maxLength: ties.length }),
  }),
)

test('hierarchy is as defined, with weights too; 1 with one contact, undefined for isolates', () => {
  close(network.hierarchy(build(6, STAR)), [0, 1, 1, 1, 1, Number.NaN])
  fc.assert(
    fc.property(weighted, ({ n, ties, weights }) => {
      const a = matrix(n, ties, (k) => weights[k]!)
      const p = a.map((row) => row.map((w) => w / sum(row)))
      const expected = all(n).map((i) => {
        const contacts = all(n).filter((j) => a[i]![j]! > 0)
        const k = contacts.length
        if (k < 2) return k === 0 ? Number.NaN : 1
        const c = contacts.map((j) => (p[i]![j]! + sum(contacts.map((q) => (q === j ? 0 : p[i]![q]! * p[q]![j]!)))) ** 2)
        const mean = sum(c) / k
        return sum(c.map((own) => (own / mean) * Math.log(own / mean))) / (k * Math.log(k))
      })
      const { graph } = network.buildGraph(n, { from: ties.map(([x]) => x), to: ties.map(([, y]) => y), weight: weights })
      close(network.hierarchy(graph), expected)
    }),
  )
})

test('effective size with weights is as defined, and without them what it was', () => {
  fc.assert(
    fc.property(weighted, ({ n, ties, weights }) => {
      const a = matrix(n, ties, (k) => weights[k]!)
      const expected = all(n).map((i) => {
        const contacts = all(n).filter((j) => a[i]![j]! > 0)
        if (contacts.length === 0) return Number.NaN
        const redundant = (j: number) =>
          sum(contacts.map((q) => (q === j ? 0 : (a[i]![q]! / sum(a[i]!)) * (a[j]![q]! / Math.max(...a[j]!)))))
        return sum(contacts.map((j) => 1 - redundant(j)))
      })
      const { graph } = network.buildGraph(n, { from: ties.map(([x]) => x), to: ties.map(([, y]) => y), weight: weights })
      close(network.weightedEffectiveSize(graph), expected)
      const plain = build(n, ties)
      close(network.weightedEffectiveSize(plain), [...network.effectiveSize(plain, network.triangles(plain))])
    }),
  )
})

test('a directed map keeps directions apart, drops loops and adds up parallel ties', () => {
  const ties: Ties = [
    [0, 1],
    [1, 0],
    [0, 1],
    [2, 2],
    [2, 0],
  ]
  const { m, out, into } = directedOf(3, ties, [1, 2, 4, 8, 16])
  assert.equal(m, 3)
  assert.deepEqual(
    [[...out.offsets], [...out.targets], [...out.weights!]],
    [
      [0, 1, 2, 3],
      [1, 0, 0],
      [5, 2, 16],
    ],
  )
  assert.deepEqual(
    [[...into.offsets], [...into.targets], [...into.weights!]],
    [
      [0, 2, 3, 3],
      [1, 2, 0],
      [2, 16, 5],
    ],
  )
  assert.throws(() => directedOf(2, [[0, 2]]), RangeError)
  assert.throws(() => directedOf(2, [[0, 1]], [0]), RangeError)
  assert.throws(() => network.buildDirected(2, { from: [0], to: [] }), RangeError)
})

/** Distances and numbers of shortest paths along arrows, relaxed over all pairs. */
function along(n: number, ties: Ties) {
  const a = all(n).map((i) => all(n).map((j) => Number(i !== j && ties.some(([x, y]) => x === i && y === j))))
  return { a, from: shortest(a) }
}

test('directed betweenness, closeness, reach, degree, density and PageRank are as defined', () => {
  fc.assert(
    fc.property(maps, ({ n, ties }) => {
      const graph = directedOf(n, ties)
      const { a, from } = along(n, ties)
      const expected = all(n).map((v) => {
        let total = 0
        for (const s of all(n)) {
          for (const t of all(n)) {
            if (s === t || s === v || t === v || from[s]!.distance[t] === Infinity) continue
            if (from[s]!.distance[v]! + from[v]!.distance[t]! === from[s]!.distance[t])
              total += (from[s]!.paths[v]! * from[v]!.paths[t]!) / from[s]!.paths[t]!
          }
        }
        return total
      })
      close(network.directedBetweenness(graph), expected)
      const others = (i: number, along: (j: number) => number) => all(n).map((j) => (j === i ? Infinity : along(j))).filter((d) => d < Infinity) // biome-ignore format: one line reads better
      const near = (list: number[]) => (list.length === 0 ? 0 : (list.length / (n - 1)) * (list.length / sum(list)))
      close(network.closeness(graph.out), all(n).map((i) => near(others(i, (j) => from[j]!.distance[i]!)))) // biome-ignore format: one line reads better
      close(network.closeness(graph.into), all(n).map((i) => near(others(i, (j) => from[i]!.distance[j]!)))) // biome-ignore format: one line reads better
      close(network.reachWithin(graph.into, 2), all(n).map((i) => others(i, (j) => from[i]!.distance[j]!).filter((d) => d <= 2).length)) // biome-ignore format: one line reads better
      close(network.degrees(graph.into), all(n).map((i) => sum(a.map((row) => row[i]!)))) // biome-ignore format: one line reads better
      close([network.directedDensity(graph)], [n < 2 ? 0 : sum(a.flat()) / (n * (n - 1))])
      const rank = [...network.directedPageRank(graph)]
      const points = a.map((row) => sum(row))
      const stranded = sum(all(n).map((i) => (points[i] === 0 ? rank[i]! : 0)))
      close(
        rank,
        all(n).map((i) => 0.15 / n + 0.85 * (stranded / n + sum(all(n).map((j) => (a[j]![i] ? rank[j]! / points[j]! : 0))))),
      )
    }),
  )
})

test('weighted betweenness and closeness walk strong ties as short ones', () => {
  fc.assert(
    fc.property(weighted, ({ n, ties, weights }) => {
      const a = matrix(n, ties, (k) => weights[k]!)
      const { graph } = network.buildGraph(n, { from: ties.map(([x]) => x), to: ties.map(([, y]) => y), weight: weights })
      const d = a.map((row, i) => row.map((w, j) => (i === j ? 0 : w > 0 ? 1 / w : Infinity)))
      for (const k of all(n)) for (const i of all(n)) for (const j of all(n)) d[i]![j] = Math.min(d[i]![j]!, d[i]![k]! + d[k]![j]!)
      const same = (x: number, y: number) => Math.abs(x - y) < 1e-9
      // from each source, parties in order of distance pass their number of ways on
      const ways = all(n).map((s) => {
        const count = new Array<number>(n).fill(0)
        count[s] = 1
        for (const i of all(n).sort((x, y) => d[s]![x]! - d[s]![y]!))
          for (const j of all(n))
            if (j !== s && a[i]![j]! > 0 && d[s]![i]! < Infinity && same(d[s]![i]! + 1 / a[i]![j]!, d[s]![j]!)) count[j]! += count[i]!
        return count
      })
      const measured = network.weightedPaths(graph)
      close(
        measured.betweenness,
        all(n).map((v) =>
          sum(
            all(n).flatMap((s) =>
              all(n).map((t) =>
                t > s && s !== v && t !== v && d[s]![t]! < Infinity && same(d[s]![v]! + d[v]![t]!, d[s]![t]!)
                  ? (ways[s]![v]! * ways[v]![t]!) / ways[s]![t]!
                  : 0,
              ),
            ),
          ),
        ),
      )
      close(
        measured.closeness,
        all(n).map((i) => {
          const reached = d[i]!.filter((x, j) => j !== i && x < Infinity)
          return reached.length === 0 ? 0 : (reached.length / (n - 1)) * (reached.length / sum(reached))
        }),
      )
      const plain = build(n, ties)
      close(network.weightedPaths(plain).betweenness, [...network.betweenness(plain)])
    }),
  )
})

test('the five roles of a broker are as defined, directed and undirected', () => {
  const grouped = maps.chain(({ n, ties }) =>
    fc.record({ n: fc.constant(n), ties: fc.constant(ties), group: fc.array(fc.nat(2), { minLength: n, maxLength: n }) }),
  )
  fc.assert(
    fc.property(grouped, ({ n, ties, group }) => {
      const expected = (a: number[][], share: number) => {
        const roles = { coordinator: [], consultant: [], gatekeeper: [], representative: [], liaison: [] } as Record<string, number[]>
        for (const column of Object.values(roles)) column.push(...new Array<number>(n).fill(0))
        for (const v of all(n)) {
          for (const x of all(n)) {
            for (const y of all(n)) {
              if (x === y || !a[x]![v] || !a[v]![y] || a[x]![y]) continue
              const [from, own, to] = [group[x], group[v], group[y]]
              const role =
                from === own && own === to
                  ? 'coordinator'
                  : from === to
                    ? 'consultant'
                    : own === to
                      ? 'gatekeeper'
                      : from === own
                        ? 'representative'
                        : 'liaison'
              roles[role]![v]! += share
            }
          }
        }
        return roles
      }
      const plain = (roles: network.Roles) => Object.fromEntries(Object.entries(roles).map(([name, column]) => [name, [...column]]))
      assert.deepEqual(plain(network.brokerageRoles(directedOf(n, ties), group)), expected(along(n, ties).a, 1))
      assert.deepEqual(plain(network.rolesOf(build(n, ties), group)), expected(matrix(n, ties), 0.5))
    }),
  )
})

test('the paths of one broker by pairs of groups add up to its roles, and leave out whose group nobody knows', () => {
  fc.assert(
    fc.property(maps, fc.array(fc.nat(2), { minLength: 9, maxLength: 9 }), fc.nat(8), ({ n, ties }, group, unknown) => {
      const graph = directedOf(n, ties)
      const roles = network.brokerageRoles(graph, group)
      for (const v of all(n)) {
        const counted = { coordinator: 0, consultant: 0, gatekeeper: 0, representative: 0, liaison: 0 }
        for (const { from, to, paths } of network.brokeredBy(graph, v, group)) {
          if (from === to) counted[from === group[v] ? 'coordinator' : 'consultant'] += paths
          else counted[to === group[v] ? 'gatekeeper' : from === group[v] ? 'representative' : 'liaison'] += paths
        }
        for (const [role, count] of Object.entries(counted)) assert.equal(count, roles[role as keyof network.Roles][v], role)
        // nobody knows the group of one: as if its ties were not there, but for what they close
        const some = group.map((own, i) => (i === unknown ? -1 : own))
        const among = sum(network.brokeredBy(graph, v, some).map(({ paths }) => paths))
        const around = [...graph.into.targets.subarray(graph.into.offsets[v], graph.into.offsets[v + 1])]
        const onward = [...graph.out.targets.subarray(graph.out.offsets[v], graph.out.offsets[v + 1])]
        const closes = (a: number, b: number) => graph.out.targets.subarray(graph.out.offsets[a], graph.out.offsets[a + 1]).includes(b)
        const open = around.flatMap((a) => onward.filter((b) => a !== b && a !== unknown && b !== unknown && !closes(a, b)))
        assert.equal(among, open.length)
      }
    }),
  )
})

test('bridging gain is what the closeness of both really gains', () => {
  fc.assert(
    fc.property(maps, ({ n, ties }) => {
      const graph = build(n, ties)
      const harmony = (list: Ties, i: number) => network.distancesFrom(build(n, list)).inverse[i]!
      const pairs = all(n).flatMap((a) => all(n).map((b) => [a, b] as [number, number]))
      const { gain, newlyReached, nearer } = network.bridgingGain(graph, pairs.flat())
      const before = network.distancesFrom(graph)
      for (const [k, [a, b]] of pairs.entries()) {
        const tied: Ties = [...ties, [a, b]]
        const expected = harmony(tied, a) + harmony(tied, b) - before.inverse[a]! - before.inverse[b]!
        close([gain[k]!], [expected])
        const after = network.distancesFrom(build(n, tied)).reached
        assert.equal(newlyReached[k], after[a]! + after[b]! - before.reached[a]! - before.reached[b]!)
        const from = (list: Ties, i: number) => network.distancesFrom(build(n, list), { sources: [i] })
        const [before1, before2, after1, after2] = [from(ties, a), from(ties, b), from(tied, a), from(tied, b)]
        const isNearer = (j: number) => after1.inverse[j] !== before1.inverse[j] || after2.inverse[j] !== before2.inverse[j]
        assert.equal(nearer[k], all(n).filter((j) => j !== a && j !== b && isNearer(j)).length)
      }
    }),
    { numRuns: 40 },
  )
})

test('robustness is the largest piece after each departure, however the order comes about', () => {
  fc.assert(
    fc.property(maps, fc.nat(), ({ n, ties }, seed) => {
      fc.pre(n > 0) // see below
      const graph = build(n, ties)
      const a = matrix(n, ties)
      const orders = {
        chance: [...network.shuffled(n, network.randomFrom(seed))],
        degree: [...network.orderByDegree(graph)],
        betweenness: [...network.orderByBetweenness(graph)],
      }
      for (const order of Object.values(orders)) {
        assert.deepEqual(
          order.toSorted((x, y) => x - y),
          all(n),
        )
        const curve = all(n + 1).map((q) => {
          const stay = order.slice(q)
          const rest = a.map((row, i) => row.map((w, j) => (stay.includes(i) && stay.includes(j) ? w : 0)))
          const from = shortest(rest)
          return stay.length === 0 ? 0 : Math.max(...stay.map((i) => stay.filter((j) => from[i]!.distance[j]! < Infinity).length)) / n
        })
        const measured = network.robustness(graph, order)
        close(measured.curve, curve)
        close([measured.r], [sum(curve.slice(1)) / n])
      }
      // whoever leaves next has most ties left, or most paths
      for (const [q, i] of orders.degree.entries()) {
        const stay = orders.degree.slice(q)
        const ties = (x: number) => stay.filter((y) => a[x]![y]! > 0).length
        assert.equal(ties(i), Math.max(...stay.map(ties)))
      }
    }),
    { numRuns: 60 },
  )
  assert.equal(network.robustness(build(0, []), []).r, 0)
  assert.deepEqual([...network.orderByBetweenness(build(5, PATH))].slice(0, 1), [2])
  const { r, standardError, curve } = network.randomRobustness(build(5, PATH), { repeats: 50 })
  assert.ok(r > 0.1 && r < 0.5 && standardError > 0 && standardError < 0.05)
  assert.equal(curve[0], 1)
})

test('paths drawn from both ends give betweenness within the promised error', () => {
  const random = network.randomFrom(11)
  const ties: Ties = all(140).map(() => [Math.floor(random() * 80), Math.floor(random() * 80)])
  const graph = build(85, [...ties, [80, 81], [81, 82]])
  const exact = network.betweenness(graph)
  for (const seed of [1, 2, 3]) {
    const { value, error, paths } = network.pathSampledBetweenness(graph, { error: 0.02, seed })
    assert.ok(paths > 1_000)
    for (const i of all(85)) assert.ok(Math.abs(value[i]! - exact[i]!) <= error)
  }
  assert.deepEqual([...network.pathSampledBetweenness(build(2, [[0, 1]]), { error: 0.1 }).value], [0, 0])
  assert.deepEqual([...network.pathSampledBetweenness(build(3, []), { error: 0.3 }).value], [0, 0, 0])
  assert.throws(() => network.pathSampledBetweenness(graph, { error: 0 }), RangeError)
})

test('stability says how far seeds agree', () => {
  const bridge: Ties = [[0, 6]]
  for (const i of all(6)) for (const j of all(6)) if (i < j) bridge.push([i, j], [6 + i, 6 + j])
  const sure = network.stableCommunities(build(12, bridge))
  assert.deepEqual([sure.count, sure.stability, sure.seeds], [2, 1, 10])
  assert.ok(sure.held.every((share) => share === 1))
  assert.equal(network.stableCommunities(build(0, [])).stability, 1)
  // a ring of 30 can be cut anywhere
  const ring = network.stableCommunities(
    build(
      30,
      all(30).map((i) => [i, (i + 1) % 30]),
    ),
  )
  assert.ok(ring.stability < 0.95 && ring.held.some((share) => share < 1))
  const grouping = (of: number[]) => ({ of: Uint32Array.from(of), count: Math.max(...of) + 1 })
  close([network.adjustedRand(grouping([0, 0, 1, 1]), grouping([0, 0, 1, 1]))], [1])
  // by hand: 1 pair together in both, 2 and 2 in each, 6 pairs: (1 − 4/6) / (2 − 4/6)
  close([network.adjustedRand(grouping([0, 0, 1, 1]), grouping([0, 1, 0, 1]))], [(0 - 4 / 6) / (2 - 4 / 6)])
})

test('a path of 100,000 parties does not overflow anything', () => {
  const n = 100_000
  const from = Uint32Array.from({ length: n - 1 }, (_, i) => i)
  const to = from.map((i) => i + 1)
  const { graph } = network.buildGraph(n, { from, to })
  const { count, modularity } = network.leiden(graph)
  assert.ok(count > 100 && modularity > 0.95)
  const { curve, r } = network.robustness(graph, network.orderByDegree(graph))
  assert.ok(curve[0] === 1 && r < 0.3)
  assert.ok(network.keyPlayersNegative(graph, 1, { candidates: [10, 50_000, 99_000] }).members.includes(50_000))
  assert.deepEqual(network.keyPlayersPositive(graph, 1, { steps: 2, candidates: [0, 50_000] }).members, [50_000])
  const { gain, newlyReached } = network.bridgingGain(graph, [0, n - 1])
  assert.ok(gain[0]! > 10 && newlyReached[0] === 0)
  assert.equal(network.distancesFrom(graph, { sources: [0] }).sum[n - 1], n - 1)
  const { value } = network.sampledBetweenness(graph, { sources: 2 })
  assert.equal(value[0], 0)
  assert.ok(network.pathSampledBetweenness(graph, { error: 0.4 }).paths > 10)
  assert.equal(network.directedBetweenness(network.buildDirected(3, { from: [0, 1], to: [1, 2] }))[1], 1)
  assert.ok(network.rolesOf(graph, new Uint8Array(n)).coordinator[1] === 1)
  assert.equal(network.hierarchy(graph)[5], 0)
})
