import assert from 'node:assert/strict'
import { test } from 'node:test'
import Graphology from 'graphology'
import { connectedComponents } from 'graphology-components'
import { coreNumber } from 'graphology-cores'
import betweenness from 'graphology-metrics/centrality/betweenness.js'
import closeness from 'graphology-metrics/centrality/closeness.js'
import { degreeCentrality, inDegreeCentrality, outDegreeCentrality } from 'graphology-metrics/centrality/degree.js'
import pagerank from 'graphology-metrics/centrality/pagerank.js'
import { directedDensity, undirectedDensity } from 'graphology-metrics/graph/density.js'
import modularity from 'graphology-metrics/graph/modularity.js'
import { weightedDegree, weightedInDegree, weightedOutDegree } from 'graphology-metrics/node/weighted-degree.js'
import * as network from './index.ts'
import { all } from './testing.ts'

// its types ask for a first argument that its code does not take
const coreNumbersOf = coreNumber as unknown as (graph: Graphology) => Record<string, number>

/** The same made-up map in both, undirected or directed, with isolates at the end. */
function both(type: 'undirected' | 'directed', seed: number) {
  const n = 120
  const random = network.randomFrom(seed)
  const theirs = new Graphology({ type, allowSelfLoops: false })
  for (const i of all(n)) theirs.addNode(i)
  const list: { from: number[]; to: number[]; weight: number[] } = { from: [], to: [], weight: [] }
  for (const _ of all(260)) {
    const [a, b] = [Math.floor(random() ** 2 * 110), Math.floor(random() * 110)]
    // powers of two, so that sums of their reciprocals are exact and equal ways are equal there too
    const weight = 2 ** Math.floor(random() * 3)
    if (a === b || theirs.hasEdge(a, b)) continue
    theirs.addEdge(a, b, { weight })
    list.from.push(a)
    list.to.push(b)
    list.weight.push(weight)
  }
  return { n, theirs, list }
}

function same(ours: ArrayLike<number>, theirs: Record<string, number>, tolerance = 1e-9) {
  assert.equal(ours.length, Object.keys(theirs).length)
  for (const i of all(ours.length)) assert.ok(Math.abs(ours[i]! - theirs[i]!) <= tolerance, `party ${i}: ${ours[i]} and ${theirs[i]}`)
}

const shares = (degrees: Uint32Array) => Float64Array.from(degrees, (degree) => degree / (degrees.length - 1))
const ofEach = (n: number, value: (party: number) => number) => Object.fromEntries(all(n).map((i) => [i, value(i)]))

for (const seed of [1, 2, 3]) {
  test(`map ${seed}: the measures equal those of graphology`, () => {
    const { n, theirs, list } = both('undirected', seed)
    const plain = network.buildGraph(n, { from: list.from, to: list.to }).graph
    const heavy = network.buildGraph(n, list).graph
    assert.equal(plain.m, theirs.size)
    assert.ok(Math.abs(network.density(plain) - undirectedDensity(theirs)) < 1e-12)
    same(shares(network.degrees(plain)), degreeCentrality(theirs))
    same(
      network.strengths(heavy),
      ofEach(n, (i) => weightedDegree(theirs, i)),
    )
    same(network.betweenness(plain), betweenness(theirs, { normalized: false, getEdgeWeight: null }))
    same(network.closeness(plain), closeness(theirs, { wassermanFaust: true }))
    same(network.coreNumbers(plain), coreNumbersOf(theirs))
    const options = { alpha: 0.85, tolerance: 1e-15, maxIterations: 1_000 }
    same(network.pageRank(plain), pagerank(theirs, { ...options, getEdgeWeight: null }))
    same(network.pageRank(heavy), pagerank(theirs, { ...options, getEdgeWeight: 'weight' }))
    const length = (_: unknown, { weight }: { weight?: number }) => 1 / weight!
    same(network.weightedPaths(heavy).betweenness, betweenness(theirs, { normalized: false, getEdgeWeight: length }))
    assert.deepEqual(
      [...network.components(plain).sizes],
      connectedComponents(theirs)
        .map((piece) => piece.length)
        .sort((a, b) => b - a),
    )
    const { of, modularity: own } = network.leiden(heavy, { seed })
    const communities = Object.fromEntries(all(n).map((i) => [i, of[i]!]))
    const expected = modularity(theirs, { getNodeCommunity: (node: string) => communities[node]!, getEdgeWeight: 'weight' })
    assert.ok(Math.abs(own - expected) < 1e-9)
  })

  test(`map ${seed}: the directed measures equal those of graphology`, () => {
    const { n, theirs, list } = both('directed', seed)
    const graph = network.buildDirected(n, list)
    assert.equal(graph.m, theirs.size)
    assert.ok(Math.abs(network.directedDensity(graph) - directedDensity(theirs)) < 1e-12)
    same(shares(network.degrees(graph.into)), inDegreeCentrality(theirs))
    same(shares(network.degrees(graph.out)), outDegreeCentrality(theirs))
    same(
      network.strengths(graph.into),
      ofEach(n, (i) => weightedInDegree(theirs, i)),
    )
    same(
      network.strengths(graph.out),
      ofEach(n, (i) => weightedOutDegree(theirs, i)),
    )
    same(network.closeness(graph.out), closeness(theirs, { wassermanFaust: true }))
    same(network.directedBetweenness(graph), betweenness(theirs, { normalized: false, getEdgeWeight: null }))
    const options = { alpha: 0.85, tolerance: 1e-15, maxIterations: 1_000, getEdgeWeight: 'weight' }
    same(network.directedPageRank(graph), pagerank(theirs, options))
  })
}
