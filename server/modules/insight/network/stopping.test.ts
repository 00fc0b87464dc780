import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as network from './index.ts'
import { all } from './testing.ts'

function someMap(n: number, m: number, seed: number) {
  const random = network.randomFrom(seed)
  const end = () => Math.floor(random() * n)
  const ends = { from: Uint32Array.from({ length: m }, end), to: Uint32Array.from({ length: m }, end) }
  return { graph: network.buildGraph(n, ends).graph, arrows: network.buildDirected(n, ends) }
}

type SomeMap = ReturnType<typeof someMap>
type Work = (map: SomeMap, run: network.Run) => unknown

/** Whatever takes longer on a larger map. */
const KERNELS: Record<string, Work> = {
  components: ({ graph }, run) => network.components(graph, run),
  findCuts: ({ graph }, run) => network.findCuts(graph, network.components(graph), run),
  coreNumbers: ({ graph }, run) => network.coreNumbers(graph, run),
  triangles: ({ graph }, run) => network.triangles(graph, run),
  constraint: ({ graph }, run) => network.constraint(graph, run),
  hierarchy: ({ graph }, run) => network.hierarchy(graph, run),
  weightedEffectiveSize: ({ graph }, run) => network.weightedEffectiveSize(graph, run),
  pageRank: ({ graph }, run) => network.pageRank(graph, { run }),
  directedPageRank: ({ arrows }, run) => network.directedPageRank(arrows, { run }),
  betweenness: ({ graph }, run) => network.betweenness(graph, run),
  directedBetweenness: ({ arrows }, run) => network.directedBetweenness(arrows, run),
  sampledBetweenness: ({ graph }, run) => network.sampledBetweenness(graph, { sources: 20, run }),
  pathSampledBetweenness: ({ graph }, run) => network.pathSampledBetweenness(graph, { error: 0.05, run }),
  weightedPaths: ({ graph }, run) => network.weightedPaths(graph, run),
  closeness: ({ graph }, run) => network.closeness(graph, run),
  reachWithin: ({ graph }, run) => network.reachWithin(graph, 2, { run }),
  brokerageRoles: ({ arrows }, run) => network.brokerageRoles(arrows, new Uint8Array(arrows.out.n), run),
  rolesOf: ({ graph }, run) => network.rolesOf(graph, new Uint8Array(graph.n), run),
  bridgingGain: ({ graph }, run) => network.bridgingGain(graph, [0, 1, 2, 3, 4, 5], run),
  robustness: ({ graph }, run) => network.robustness(graph, all(graph.n), run),
  randomRobustness: ({ graph }, run) => network.randomRobustness(graph, { run }),
  orderByDegree: ({ graph }, run) => network.orderByDegree(graph, run),
  orderByBetweenness: ({ graph }, run) => network.orderByBetweenness(graph, { times: 3, run }),
  keyPlayersNegative: ({ graph }, run) => network.keyPlayersNegative(graph, 2, { criterion: 'pieces', roundsMax: 1, run }),
  keyPlayersPositive: ({ graph }, run) => network.keyPlayersPositive(graph, 2, { steps: 2, roundsMax: 1, run }),
  leiden: ({ graph }, run) => network.leiden(graph, { run }),
  stableCommunities: ({ graph }, run) => network.stableCommunities(graph, { seeds: 2, run }),
  nestedCommunities: ({ graph }, run) => network.nestedCommunities(graph, { run }),
  regionLayout: ({ graph }, run) => network.regionLayout(graph, { run }),
  topPairs: ({ graph }, run) => network.topPairs(graph, network.pathsOfThree, 5, run),
  scorePairs: ({ graph }, run) => network.scorePairs(graph, Uint32Array.from(all(2_000)), run).of('adamicAdar'),
  bestMix: ({ graph }, run) => network.bestMix(graph, { run }),
  healthOf: ({ graph }, run) => network.healthOf(graph, { run }),
  proximities: (_, run) => network.proximities({ areas: 40, categories: 9, counts: all(360) }, 1, run),
  relatednessDensity: (_, run) => network.relatednessDensity({ areas: 40, categories: 40, counts: all(1_600) }, 1, run),
}

const small = someMap(600, 1_500, 5)
const large = someMap(80_000, 120_000, 6)

test('every measure that takes long stops at once when it was told before, and half-way when it is told then', () => {
  for (const [name, work] of Object.entries(KERNELS)) {
    assert.throws(() => work(small, { signal: { aborted: true } }), network.Cancelled, `${name} before`)
    let looks = 0
    const later = {
      get aborted() {
        return ++looks > 1
      },
    }
    assert.throws(() => work(large, { signal: later }), network.Cancelled, `${name} half-way`)
    assert.equal(looks, 2, `${name} went on after it was told`)
  }
})

test('every measure that takes long tells how far it is, of a whole, and never less than before', () => {
  for (const [name, work] of Object.entries(KERNELS)) {
    let before = 0
    let told = 0
    work(small, {
      onProgress: (done, total) => {
        told++
        assert.ok(Number.isInteger(done) && Number.isInteger(total) && total > 0, `${name}: ${done} of ${total}`)
        assert.ok(done / total >= before && done <= total, `${name}: ${done} of ${total} after ${before}`)
        before = done / total
      },
    })
    assert.ok(told > 0, `${name} is silent`)
  }
})

test('a measure that was stopped leaves nothing behind: the next one is right', () => {
  for (const [name, work] of Object.entries(KERNELS)) {
    const whole = work(small, {})
    let looks = 0
    const stop = {
      get aborted() {
        return ++looks > 1
      },
    }
    try {
      work(small, { signal: stop })
    } catch (error) {
      assert.ok(error instanceof network.Cancelled, name)
    }
    assert.deepEqual(work(small, {}), whole, name)
  }
})

test('every measure that a thread can be asked for is there what it is here, along directions too', async () => {
  const { graph, arrows } = small
  const group = new Uint8Array(graph.n).map((_, i) => i % 3)
  const pairs = [
    [network.runKernel('brokerageRoles', arrows, { group }), network.brokerageRoles(arrows, group)],
    [network.runKernel('directedBetweenness', arrows, {}), network.directedBetweenness(arrows)],
    [network.runKernel('directedPageRank', arrows, { damping: 0.5 }), network.directedPageRank(arrows, { damping: 0.5 })],
    [network.runKernel('constraint', graph, {}), network.constraint(graph)],
    [network.runKernel('hierarchy', graph, {}), network.hierarchy(graph)],
    [network.runKernel('weightedEffectiveSize', graph, {}), network.weightedEffectiveSize(graph)],
    [network.runKernel('nestedCommunities', graph, { areasMax: 5 }), network.nestedCommunities(graph, { areasMax: 5 })],
    [network.runKernel('randomRobustness', graph, { repeats: 3 }), network.randomRobustness(graph, { repeats: 3 })],
    [network.runKernel('sampledBetweenness', graph, { sources: 9 }), network.sampledBetweenness(graph, { sources: 9 })],
    [network.runKernel('topPairs', graph, { by: 'pathsOfThree', count: 4 }), network.topPairs(graph, network.pathsOfThree, 4)],
  ] as const
  for (const [there, here] of pairs) assert.deepEqual(await there, here)
  const stop = new AbortController()
  const long = network.runKernel('directedBetweenness', large.arrows, {}, { signal: stop.signal, onProgress: () => stop.abort() })
  await assert.rejects(long, network.Cancelled)
})
