import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import * as network from './index.ts'

/** Values computed by NetworkX, kept beside the networks. */
type Reference = {
  nodes: number
  edges: number
  density: number
  transitivity: number
  average_clustering: number
  component_sizes: number[]
  components: number
  fragmentation: number
  articulation_points: number[]
  bridges: [number, number][]
  node: Record<string, Record<string, number | null>>
  adamic_adar_top25: [number, number, number][]
  l3_top25: [number, number, number][]
}

const FOLDER = new URL('../../../../samples/networks/', import.meta.url)
const NAMES = ['dhhs', 'indiana-collaboration', 'indiana-contact', 'indiana-dissemination', 'wetlands']

function read(name: string) {
  const text = (file: string) => readFileSync(new URL(file, FOLDER), 'utf8')
  const reference = JSON.parse(text(`${name}.reference.json`)) as Reference
  const pairs = text(`${name}.edges.csv`).trim().split('\n').slice(1)
  const column = (k: number) => pairs.map((line) => Number(line.split(',')[k]) - 1)
  const { graph } = network.buildGraph(reference.nodes, { from: column(0), to: column(1) })
  return { reference, graph }
}

function near(actual: number, expected: number, what: string, tolerance = 1e-9) {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${what}: ${actual} instead of ${expected}`)
}

const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length

for (const name of NAMES) {
  const { reference, graph } = read(name)
  const corners = network.triangles(graph)
  const pieces = network.components(graph)
  const cuts = network.findCuts(graph, pieces)

  test(`${name}: the measures of the whole map equal the reference`, () => {
    const checked = new Set(['network', 'source', 'node', 'adamic_adar_top25', 'l3_top25'])
    const whole: Partial<Record<keyof Reference, number>> = {
      nodes: graph.n,
      edges: graph.m,
      density: network.density(graph),
      transitivity: network.transitivity(graph, corners),
      average_clustering: mean(network.clustering(graph, corners)),
      components: pieces.sizes.length,
      fragmentation: network.fragmentation(pieces.sizes),
    }
    for (const [field, value] of Object.entries(whole)) near(value, reference[field as keyof Reference] as number, field)
    assert.deepEqual([...pieces.sizes], reference.component_sizes)
    assert.deepEqual(
      [...cuts.articulationPoints].map((i) => i + 1),
      reference.articulation_points,
    )
    const bridges = Array.from({ length: cuts.bridges.length / 2 }, (_, k) => [cuts.bridges[2 * k]! + 1, cuts.bridges[2 * k + 1]! + 1])
    assert.deepEqual(bridges, reference.bridges)
    for (const field of [...Object.keys(whole), 'component_sizes', 'articulation_points', 'bridges']) checked.add(field)
    assert.deepEqual(
      Object.keys(reference).filter((field) => !checked.has(field)),
      [],
      'a field of the reference is not checked',
    )
  })

  test(`${name}: the measures of every party equal the reference`, () => {
    const columns: Record<string, ArrayLike<number>> = {
      degree: network.degrees(graph),
      betweenness: network.betweenness(graph),
      closeness_wf: network.closeness(graph),
      pagerank: network.pageRank(graph),
      core: network.coreNumbers(graph),
      constraint: network.constraint(graph),
      effective_size: network.effectiveSize(graph, corners),
      fragmentation_change_if_removed: cuts.fragmentationChange,
      clustering: network.clustering(graph, corners),
    }
    assert.equal(Object.keys(reference.node).length, graph.n)
    for (const [id, expected] of Object.entries(reference.node)) {
      assert.deepEqual(Object.keys(expected).sort(), Object.keys(columns).sort())
      for (const [field, value] of Object.entries(expected)) {
        const actual = columns[field]![Number(id) - 1]!
        if (value === null) assert.ok(Number.isNaN(actual), `${field} of ${id} is undefined`)
        else near(actual, value, `${field} of ${id}`, field === 'pagerank' ? 1e-6 : 1e-9)
      }
    }
  })

  test(`${name}: the best suggestions equal the reference`, () => {
    for (const [scorer, expected] of [
      [network.adamicAdar, reference.adamic_adar_top25],
      [network.pathsOfThree, reference.l3_top25],
    ] as const) {
      const top = network.topPairs(graph, scorer, expected.length)
      assert.equal(top.length, expected.length)
      for (const [k, [a, b, score]] of expected.entries()) {
        near(top[k]!.score, score, `place ${k + 1}`)
        const own = network.scoresFrom(graph, scorer, a - 1).find((pair) => pair.b === b - 1)
        near(own!.score, score, `pair ${a}, ${b}`)
      }
    }
  })
}
