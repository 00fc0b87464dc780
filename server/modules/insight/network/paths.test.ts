import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import * as network from './index.ts'
import { all, build, close, maps, matrix, shortest, type Ties } from './testing.ts'
import { runInWarmThread } from './warm-threads.ts'

/** A made-up map that is large enough for samples and threads. */
function someMap(n: number, m: number, seed: number) {
  const random = network.randomFrom(seed)
  const end = () => Math.floor(random() * n)
  return network.buildGraph(n, { from: Uint32Array.from({ length: m }, end), to: Uint32Array.from({ length: m }, end) }).graph
}

test('closeness, reach and efficiency are as defined', () => {
  fc.assert(
    fc.property(maps, fc.integer({ min: 1, max: 4 }), ({ n, ties }, steps) => {
      const graph = build(n, ties)
      const distance = shortest(matrix(n, ties)).map((from) => from.distance)
      const others = all(n).map((i) => distance[i]!.filter((d) => d > 0 && d < Infinity))
      const total = others.map((list) => list.reduce((sum, d) => sum + d, 0))
      const inverse = others.map((list) => list.reduce((sum, d) => sum + 1 / d, 0))
      const distances = network.distancesFrom(graph)
      close(
        distances.reached,
        others.map((list) => list.length),
      )
      close(
        network.closenessWithinPiece(distances),
        total.map((sum, i) => (sum > 0 ? others[i]!.length / sum : 0)),
      )
      close(
        network.harmonicCloseness(distances),
        inverse.map((sum) => (n > 1 ? sum / (n - 1) : 0)),
      )
      close([network.globalEfficiency(distances)], [n > 1 ? inverse.reduce((sum, x) => sum + x, 0) / (n * (n - 1)) : 0])
      close(
        network.reachWithin(graph, steps),
        others.map((list) => list.filter((d) => d <= steps).length),
      )
      const near = all(n).filter((i) => i % 2 === 0)
      close(
        network.distancesFrom(graph, { sources: near }).sum,
        all(n).map((j) => near.reduce((sum, i) => (distance[i]![j]! < Infinity ? sum + distance[i]![j]! : sum), 0)),
      )
    }),
  )
})

test('distances from more parties than an integer has bits are those from each', () => {
  const graph = someMap(150, 260, 3)
  const together = network.distancesFrom(graph)
  const apart = all(150).map((i) => network.distancesFrom(graph, { sources: [i] }))
  close(
    together.sum,
    all(150).map((j) => apart.reduce((sum, from) => sum + from.sum[j]!, 0)),
  )
})

test('where more shortest paths run than a double can count, betweenness is still right', () => {
  // diamonds in a row: from corner to corner there are 2^1200 shortest paths
  const diamonds = 1_200
  const ties: Ties = []
  for (const d of all(diamonds)) ties.push([3 * d, 3 * d + 1], [3 * d, 3 * d + 2], [3 * d + 1, 3 * d + 3], [3 * d + 2, 3 * d + 3])
  const graph = build(3 * diamonds + 1, ties)
  const between = network.betweenness(graph)
  // a corner is on every path from one side to the other, and on half of those between the sides of either diamond beside it
  close(between.slice(0, 1), [0.5])
  close(between.slice(3, 4), [3 * (3 * diamonds - 3) + 1])
  const left = 3 * 600
  close([between[left]! / (left * left + 1)], [1])
})

test('threads give what one gives, say how far they are, and stop when told', async () => {
  const graph = someMap(400, 900, 5)
  const told: number[] = []
  close(await network.betweennessInThreads(graph, { workers: 2, onProgress: (done) => told.push(done) }), [...network.betweenness(graph)])
  assert.equal(told.at(-1), 400)
  const once = network.sampledBetweenness(graph, { sources: 50, seed: 4 })
  const shared = await network.sampledBetweennessInThreads(graph, { sources: 50, seed: 4, workers: 2 })
  close(shared.value, [...once.value])
  close(shared.error, [...once.error])
  const stop = new AbortController()
  const large = network.betweennessInThreads(someMap(20_000, 60_000, 6), { signal: stop.signal, onProgress: () => stop.abort() })
  await assert.rejects(large, { name: 'AbortError' })
  await assert.rejects(network.betweennessInThreads(graph, { signal: AbortSignal.abort() }), { name: 'AbortError' })
  assert.equal((await network.betweennessInThreads(build(0, []))).length, 0)
})

test('a thread does one work after the other; one that fails is not used again', async () => {
  const graph = someMap(400, 900, 5)
  let started = 0
  const count = () => started++
  process.on('worker', count)
  const sample = () => network.sampledBetweennessInThreads(graph, { sources: 50, seed: 4, workers: 2 })
  const first = await sample()
  assert.ok(started <= 2)
  started = 0
  close((await sample()).value, [...first.value])
  assert.equal(started, 0)
  const task = { work: 'dependencies', graph, sources: new Uint32Array(1), sums: new Float64Array(0), thread: 0 } as const
  const broken = () => runInWarmThread({ ...task, state: new Float64Array(3) as unknown as Int32Array })
  for (let i = 0; i < 3; i++) await assert.rejects(broken(), TypeError)
  close((await sample()).value, [...first.value])
  assert.ok(started >= 2)
  process.off('worker', count)
})

test('a kernel stops when its signal says so, and tells how far it is', () => {
  const graph = someMap(400, 900, 5)
  const told: number[] = []
  const run = { signal: { aborted: false }, onProgress: (done: number) => told.push(done) }
  network.betweenness(graph, run)
  assert.equal(told.length, 12)
  run.signal.aborted = true
  for (const kernel of [
    () => network.betweenness(graph, run),
    () => network.closeness(graph, run),
    () => network.leiden(graph, { run }),
    () => network.pageRank(graph, { run }),
    () => network.healthOf(graph, { run }),
    () => network.sampledBetweenness(graph, { sources: 20, run }),
  ])
    assert.throws(kernel, network.Cancelled)
})

test('the stated error of sampled betweenness holds, shrinks with the sample, and is none when everybody is asked', () => {
  const graph = someMap(300, 600, 8)
  const exact = network.betweenness(graph)
  let before = Infinity
  for (const sources of [20, 100, 200, 299, 300]) {
    const { value, error, errorMax } = network.sampledBetweenness(graph, { sources, seed: 2 })
    for (const i of all(300)) assert.ok(Math.abs(value[i]! - exact[i]!) <= error[i]! + 1e-6, `${sources} sources, party ${i}`)
    assert.ok(errorMax < before)
    before = errorMax
  }
  assert.equal(before, 0)
  // unbiased: the mean of many samples comes near
  const mean = new Float64Array(300)
  for (const seed of all(200))
    for (const [i, x] of network.sampledBetweenness(graph, { sources: 30, seed }).value.entries()) mean[i]! += x / 200
  const off = all(300).reduce((sum, i) => sum + Math.abs(mean[i]! - exact[i]!), 0) / all(300).reduce((sum, i) => sum + exact[i]!, 0)
  assert.ok(off < 0.05, `off by ${off}`)
  const nobody = network.sampledBetweenness(graph, { sources: 0 })
  assert.equal(nobody.errorMax, Infinity)
})

test('any kernel runs in a thread with the same answer, tells how far it is, stops when told and passes its errors on', async () => {
  const graph = someMap(300, 500, 9)
  assert.deepEqual(await network.runKernel('healthOf', graph, { seed: 3 }), network.healthOf(graph, { seed: 3 }))
  assert.deepEqual(
    await network.runKernel('keyPlayersPositive', graph, { k: 3, steps: 2 }),
    network.keyPlayersPositive(graph, 3, { steps: 2 }),
  )
  const stop = new AbortController()
  const told: number[] = []
  const onProgress = (done: number, total: number) => {
    told.push(done / total)
    stop.abort()
  }
  const long = network.runKernel('betweenness', someMap(20_000, 60_000, 6), {}, { signal: stop.signal, onProgress })
  await assert.rejects(long, network.Cancelled)
  assert.ok(told[0]! > 0 && told[0]! < 1)
  await assert.rejects(network.runKernel('betweenness', graph, {}, { signal: AbortSignal.abort() }), network.Cancelled)
  await assert.rejects(network.runKernel('pathSampledBetweenness', graph, { error: 0 }), RangeError)
})
