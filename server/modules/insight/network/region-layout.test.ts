import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import * as network from './index.ts'
import { build, maps, type Ties } from './testing.ts'

const TOLERANCE = 1.02

const path = (n: number): Ties => Array.from({ length: n - 1 }, (_, i) => [i, i + 1])
const star = (n: number): Ties => Array.from({ length: n - 1 }, (_, i) => [0, i + 1])
const clique = (n: number, from = 0): Ties =>
  Array.from({ length: n }, (_, i) => Array.from({ length: i }, (_, j): [number, number] => [from + i, from + j])).flat()

/** What holds of every picture: everybody has a place of its own, inside the circle of the community, inside the circle of the area. */
function assertSound({ n }: network.Graph, layout: network.RegionLayout) {
  const { order, communityStart, areaStart, x, y, communities, areas, isolates } = layout
  assert.deepEqual(
    [...order].sort((a, b) => a - b),
    Array.from({ length: n }, (_, i) => i),
  )
  assert.equal(communityStart.at(-1), n)
  assert.equal(areaStart.at(-1), communityStart.length - 1)
  assert.ok(x.every(Number.isFinite) && y.every(Number.isFinite))
  assert.equal(new Set(Array.from(x, (at, i) => `${at} ${y[i]}`)).size, n, 'two parties at one place')
  const isInside = (atX: number, atY: number, own: number, circle: network.Circles, c: number) =>
    Math.hypot(atX - circle.x[c]!, atY - circle.y[c]!) + own <= circle.radius[c]! * TOLERANCE
  const communityOf = network.communitiesOf(layout)
  for (let i = 0; i < n; i++) assert.ok(isInside(x[i]!, y[i]!, 0, communities, communityOf[i]!), `party ${i}`)
  const areaOf = network.areasOf(layout)
  for (let c = 0; c < areaOf.length; c++)
    assert.ok(isInside(communities.x[c]!, communities.y[c]!, communities.radius[c]!, areas, areaOf[c]!), `community ${c}`)
  const tied = isolates < 0 ? areas.x.length : areas.x.length - 1
  for (let a = 0; a < tied; a++)
    for (let b = 0; b < a; b++) {
      const far = Math.hypot(areas.x[a]! - areas.x[b]!, areas.y[a]! - areas.y[b]!)
      assert.ok(far * TOLERANCE >= areas.radius[a]! + areas.radius[b]!, `areas ${a} and ${b} overlap`)
    }
}

test('on any small map everybody has a place of its own, inside its community, inside its area', () => {
  fc.assert(
    fc.property(maps, ({ n, ties }) => {
      const graph = build(n, ties)
      assertSound(graph, network.regionLayout(graph, { communityMax: 3, areasMax: 3 }))
    }),
    { numRuns: 200 },
  )
})

test('an empty map has an empty picture, and nobody without ties is left out', () => {
  const empty = network.regionLayout(build(0, []))
  assert.deepEqual([empty.x.length, empty.communities.x.length, empty.areas.x.length], [0, 0, 0])
  const alone = build(5_000, [])
  const sea = network.regionLayout(alone)
  assertSound(alone, sea)
  assert.deepEqual([sea.isolates, sea.areaStart.length], [0, 2])
})

test('those without ties are a ring around everybody else', () => {
  const graph = build(60, [...clique(20), ...clique(20, 20), [0, 20]])
  const layout = network.regionLayout(graph)
  assertSound(graph, layout)
  const far = (i: number) => Math.hypot(layout.x[i]!, layout.y[i]!)
  const others = Math.max(...Array.from({ length: 40 }, (_, i) => far(i)))
  for (let i = 40; i < 60; i++) assert.ok(far(i) > others, `party ${i} is among the others`)
})

test('two cliques are two areas, and those who know the other side look towards it', () => {
  const graph = build(40, [...clique(20), ...clique(20, 20), [3, 23]])
  const layout = network.regionLayout(graph)
  const areaOf = network.areasOf(layout)
  const communityOf = network.communitiesOf(layout)
  assert.equal(layout.areas.x.length, 2)
  assert.notEqual(areaOf[communityOf[0]!], areaOf[communityOf[20]!])
  const distance = (i: number, j: number) => Math.hypot(layout.x[i]! - layout.x[j]!, layout.y[i]! - layout.y[j]!)
  const bridge = distance(3, 23)
  const usual = Array.from({ length: 20 }, (_, i) => distance(i, 20 + i)).reduce((sum, d) => sum + d / 20, 0)
  assert.ok(bridge < usual, `${bridge} is not nearer than ${usual}`)
})

test('a path of 100,000 unfolds: neighbours lie near each other, and no community is too large', () => {
  const graph = build(100_000, path(100_000))
  const layout = network.regionLayout(graph)
  assertSound(graph, layout)
  const whole = Math.max(...layout.x) - Math.min(...layout.x)
  let sum = 0
  for (let i = 1; i < graph.n; i++) sum += Math.hypot(layout.x[i]! - layout.x[i - 1]!, layout.y[i]! - layout.y[i - 1]!)
  assert.ok(sum / graph.n < whole / 200, `${sum / graph.n} of ${whole}`)
  assert.ok(layout.areaStart.length - 1 <= 40)
})

test('a star stays one community, and small pieces beyond counting are one area together', () => {
  const hub = build(4_000, star(4_000))
  const around = network.regionLayout(hub)
  assertSound(hub, around)
  assert.equal(around.communities.x.length, 1)
  assert.equal(around.order[0], 0, 'the best connected is told first')
  const pairs = build(
    2_000,
    Array.from({ length: 1_000 }, (_, i): [number, number] => [2 * i, 2 * i + 1]),
  )
  const pieces = network.regionLayout(pairs)
  assertSound(pairs, pieces)
  assert.equal(pieces.areas.x.length, 40)
  assert.equal(pieces.scattered, 39)
  assert.equal(pieces.areaStart[40]! - pieces.areaStart[39]!, 1_000 - 39)
})

test('the same seed gives the same picture, here and in a thread, and it can be stopped', async () => {
  const graph = build(300, [...path(300), ...clique(20), ...clique(20, 100)])
  const here = network.regionLayout(graph, { seed: 7 })
  assert.deepEqual(network.regionLayout(graph, { seed: 7 }), here)
  assert.deepEqual(await network.runKernel('regionLayout', graph, { seed: 7 }), here)
  const signal = AbortSignal.abort()
  assert.throws(() => network.regionLayout(graph, { run: { signal } }), { name: 'AbortError' })
})
