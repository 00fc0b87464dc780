import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as network from './index.ts'
import { all, build, close, SHAPES, type Ties } from './testing.ts'

type Numbers = ArrayLike<number>
const directed = (n: number, ties: Ties) => network.buildDirected(n, { from: ties.map(([a]) => a), to: ties.map(([, b]) => b) })
const heavy = (n: number, ties: Ties) =>
  network.buildGraph(n, { from: ties.map(([a]) => a), to: ties.map(([, b]) => b), weight: ties.map((_, k) => 2 ** (k % 3)) }).graph

/** Every measure with one number a party, plain and with weights. */
function columnsOf(graph: network.Graph): Record<string, Numbers> {
  const corners = network.triangles(graph)
  const pieces = network.components(graph)
  const cuts = network.findCuts(graph, pieces)
  const distances = network.distancesFrom(graph)
  const ways = network.weightedPaths(graph)
  const groups = Uint32Array.from({ length: graph.n }, (_, i) => i % 2)
  const { held, of } = network.stableCommunities(graph)
  const { x, y } = network.regionLayout(graph)
  const columns = {
    degree: network.degrees(graph),
    strength: network.strengths(graph),
    piece: pieces.of,
    cutOff: cuts.cutOff,
    fragmentationChange: cuts.fragmentationChange,
    core: network.coreNumbers(graph),
    triangles: corners,
    clustering: network.clustering(graph, corners),
    pageRank: network.pageRank(graph),
    betweenness: network.betweenness(graph),
    sampledBetweenness: network.sampledBetweenness(graph, { sources: 3 }).value,
    pathSampled: network.pathSampledBetweenness(graph, { error: 0.3 }).value,
    closeness: network.closeness(graph),
    closenessWithinPiece: network.closenessWithinPiece(distances),
    harmonic: network.harmonicCloseness(distances),
    reach: network.reachWithin(graph, 2),
    weightedBetweenness: ways.betweenness,
    weightedCloseness: ways.closeness,
    orderByDegree: network.orderByDegree(graph),
    orderByBetweenness: network.orderByBetweenness(graph),
    community: of,
    held,
    x,
    y,
    ...network.rolesOf(graph, groups),
  }
  const effective = network.effectiveSize(graph, corners)
  const holes = {
    effective,
    efficiency: network.efficiency(graph, effective),
    weightedEffectiveSize: network.weightedEffectiveSize(graph),
    constraint: network.constraint(graph),
    hierarchy: network.hierarchy(graph),
  }
  for (const [key, column] of Object.entries(holes))
    for (const i of all(graph.n))
      assert.equal(Number.isNaN(column[i]), columns.degree[i] === 0, `${key} of ${i} is undefined for isolates alone`)
  return { ...columns, ...Object.fromEntries(Object.entries(holes).map(([key, column]) => [key, column.map((value) => value || 0)])) }
}

function numbersOf(graph: network.Graph): Record<string, number> {
  const corners = network.triangles(graph)
  return {
    density: network.density(graph),
    transitivity: network.transitivity(graph, corners),
    fragmentation: network.fragmentation(network.components(graph).sizes),
    efficiency: network.globalEfficiency(network.distancesFrom(graph)),
    robustness: network.robustness(graph, network.orderByDegree(graph)).r,
    byChance: network.randomRobustness(graph).r,
    stability: network.stableCommunities(graph).stability,
    negative: network.keyPlayersNegative(graph, 2).value,
    negativeByPieces: network.keyPlayersNegative(graph, 2, { criterion: 'pieces' }).value,
    positive: network.keyPlayersPositive(graph, 2).value,
    positiveWithin: network.keyPlayersPositive(graph, 2, { steps: 1 }).value,
  }
}

for (const [name, { n, ties }] of Object.entries(SHAPES)) {
  test(`${name}: every measure has a number for everybody, within its range`, () => {
    for (const graph of [build(n, ties), heavy(n, ties)]) {
      for (const [key, column] of Object.entries(columnsOf(graph))) {
        assert.equal(column.length, n, key)
        for (const i of all(n)) assert.ok(Number.isFinite(column[i]), `${key} of ${i}: ${column[i]}`)
      }
      for (const [key, value] of Object.entries(numbersOf(graph))) assert.ok(value >= 0 && value <= 1, `${key}: ${value}`)
      for (const scorer of [network.adamicAdar, network.pathsOfThree, network.allocationOfThree, network.commonNeighbours])
        for (const { a, b, score } of network.topPairs(graph, scorer, 9)) assert.ok(a < b && score > 0 && !network.areTied(graph, a, b))
      close([Object.values(network.bestMix(graph)).reduce((sum, part) => sum + part, 0)], [1])
    }
    const arrows = directed(n, ties)
    const groups = new Uint8Array(n)
    for (const column of [
      network.directedBetweenness(arrows),
      network.directedPageRank(arrows),
      network.closeness(arrows.out),
      network.degrees(arrows.into),
      network.brokerageRoles(arrows, groups).coordinator,
    ]) {
      assert.equal(column.length, n)
      assert.ok(column.every(Number.isFinite))
    }
    assert.ok(network.directedDensity(arrows) <= 1)
  })
}

test('a path of 100,000 parties is measured by whatever walks it once', () => {
  const n = 100_000
  const from = Uint32Array.from({ length: n - 1 }, (_, i) => i)
  const to = from.map((i) => i + 1)
  const { graph } = network.buildGraph(n, { from, to, weight: new Float64Array(n - 1).fill(0.5) })
  const corners = network.triangles(graph)
  assert.deepEqual([network.transitivity(graph, corners), network.clustering(graph, corners)[5]], [0, 0])
  assert.equal(network.weightedEffectiveSize(graph)[5], 2)
  const [best] = network.topPairs(graph, network.pathsOfThree, 1)
  assert.deepEqual([best!.a, best!.b], [0, 3])
  close([best!.score], [0.5])
  assert.equal(network.topPairs(graph, network.adamicAdar, 3).length, 3)
  assert.ok(network.bestMix(graph).pathsOfThree! > 0)
  const { communityStart, x } = network.regionLayout(graph)
  assert.ok(communityStart.length > 50 && x.every(Number.isFinite))
  assert.ok(network.randomRobustness(graph, { repeats: 2 }).r < 0.01)
  const arrows = network.buildDirected(n, { from, to })
  const rank = network.directedPageRank(arrows)
  assert.ok(Math.abs(rank.reduce((sum, share) => sum + share, 0) - 1) < 1e-9 && rank[n - 1]! > rank[0]!)
  const sums = new Float64Array(n)
  network.walker(graph)(0, sums)
  assert.equal(sums[1], n - 2)
  assert.equal(network.brokerageRoles(arrows, new Uint8Array(n)).coordinator[5], 1)
  assert.equal(network.distancesFrom(arrows.out, { sources: [0] }).sum[n - 1], n - 1)
})

test('what is no tie, no weight and no number of parties is refused, not reckoned with', () => {
  for (const make of [network.buildGraph, network.buildDirected]) {
    for (const end of [0.5, -1, 2, 2 ** 32, Number.NaN, Number.POSITIVE_INFINITY, undefined as unknown as number])
      assert.throws(() => make(2, { from: [0], to: [end] }), RangeError, `an end ${end}`)
    for (const weight of [0, -1, Number.NaN, Infinity, -Infinity, 1e-310, 5e-324, 1e308, undefined as unknown as number])
      assert.throws(() => make(2, { from: [0], to: [1], weight: [weight] }), RangeError, `a weight ${weight}`)
    for (const n of [-1, 1.5, Number.NaN, 2 ** 32]) assert.throws(() => make(n, { from: [], to: [] }), RangeError, `${n} parties`)
    assert.throws(() => make(2, { from: [0], to: [1], weight: [] }), RangeError)
  }
})

test('what no measure can be taken by is refused, and a sample of less than nobody is one of nobody', () => {
  const graph = build(3, [[0, 1]])
  const arrows = directed(3, [[0, 1]])
  for (const damping of [-0.1, 1, 2, Number.NaN]) {
    assert.throws(() => network.pageRank(graph, { damping }), RangeError)
    assert.throws(() => network.directedPageRank(arrows, { damping }), RangeError)
  }
  for (const damping of [0, 0.999]) for (const rank of [network.pageRank(graph, { damping }), network.directedPageRank(arrows, { damping })]) close([rank.reduce((sum, share) => sum + share, 0)], [1]) // biome-ignore format: one line reads better
  for (const repeats of [0, Number.NaN]) assert.throws(() => network.randomRobustness(graph, { repeats }), RangeError)
  for (const error of [0, 1, -1, Number.NaN]) assert.throws(() => network.pathSampledBetweenness(graph, { error }), RangeError)
  for (const sources of [-1, 0, 0.5, Number.NaN]) {
    const { errorMax, value } = network.sampledBetweenness(graph, { sources })
    assert.deepEqual([errorMax, [...value]], [Infinity, [0, 0, 0]], `${sources} sources`)
  }
  assert.deepEqual(network.keyPlayersNegative(graph, -1).members, [])
})

test('the heaviest and the lightest weights there may be give numbers', () => {
  const ties: Ties = [[0, 1], [1, 2], [2, 0], [2, 3], [3, 4], [4, 5], [5, 3]] // biome-ignore format: one line reads better
  const light = [1e-75, 1e75, 1, 1e-75, 1e-75, 1e75, 1e-75]
  const { graph } = network.buildGraph(6, { from: ties.map(([a]) => a), to: ties.map(([, b]) => b), weight: light })
  for (const [key, column] of Object.entries(columnsOf(graph)))
    for (const i of all(6)) assert.ok(Number.isFinite(column[i]), `${key} of ${i}`)
})

test('in whatever unit weights are given, communities are the same', () => {
  const random = network.randomFrom(4)
  const from = all(400).map(() => Math.floor(random() * 90))
  const to = from.map((a) => Math.floor(a / 15) * 15 + Math.floor(random() * 16))
  const weight = from.map(() => 2 ** Math.floor(random() * 3))
  const found = (factor: number) => {
    const { graph } = network.buildGraph(91, { from, to, weight: weight.map((own) => own * factor) })
    return network.leiden(graph, { seed: 3 })
  }
  assert.ok(found(1).modularity > 0.6)
  for (const factor of [2 ** -60, 2 ** 60]) assert.deepEqual(found(factor), found(1))
})

/** Diamonds in a row, from corner to corner: each doubles the number of shortest paths. */
function diamonds(count: number): { n: number; ties: Ties } {
  const ties: Ties = []
  for (const d of all(count)) ties.push([3 * d, 3 * d + 1], [3 * d, 3 * d + 2], [3 * d + 1, 3 * d + 3], [3 * d + 2, 3 * d + 3])
  return { n: 3 * count + 1, ties }
}

test('where more shortest paths run than a double can count, those with weights and those drawn are right as well', () => {
  const few = diamonds(1_100)
  const some = build(few.n, few.ties)
  const exact = network.betweenness(some)
  const { betweenness } = network.weightedPaths(heavyEqual(few.n, few.ties))
  for (const i of all(few.n)) assert.ok(Math.abs(betweenness[i]! - exact[i]!) <= 1e-9 * (1 + exact[i]!), `party ${i}: ${betweenness[i]}`)
  // from corner to corner of many, where both ends of a path meet beyond what a double can count
  const many = diamonds(6_000)
  const long = build(many.n, many.ties)
  const pairs = (long.n * (long.n - 1)) / 2
  const { value, error } = network.pathSampledBetweenness(long, { error: 0.1, confidence: 0.9 })
  for (const d of [1_000, 2_000, 3_000, 4_000, 5_000]) {
    const [before, after] = [3 * d + 1, 3 * (6_000 - d)]
    for (const side of [3 * d + 1, 3 * d + 2])
      assert.ok(
        Math.abs(value[side]! - (before * after) / 2) <= error,
        `${d}: ${value[side]! / pairs} instead of ${(before * after) / 2 / pairs}`,
      )
  }
})

function heavyEqual(n: number, ties: Ties) {
  return network.buildGraph(n, { from: ties.map(([a]) => a), to: ties.map(([, b]) => b), weight: ties.map(() => 0.5) }).graph
}

test('on maps of very many ties hidden ones are told from others that there are none between', () => {
  const random = network.randomFrom(6)
  const end = () => Math.floor(random() * 2_000)
  const from = new Uint32Array(130_000).map(end)
  const { graph } = network.buildGraph(2_000, { from, to: from.map(end) })
  const { isHidden } = network.hiddenPairs(graph, random)
  const hidden = isHidden.filter(Boolean).length
  assert.ok(graph.m > 120_000 && isHidden.length === 10_000)
  assert.ok(hidden > 4_900 && hidden < 5_300, `${hidden} hidden ones`)
})
