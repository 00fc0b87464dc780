import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import * as network from './index.ts'
import { all, build, close, maps, matrix, type Ties } from './testing.ts'

test('all untied pairs are listed once, with the scores as defined', () => {
  fc.assert(
    fc.property(maps, ({ n, ties }) => {
      const a = matrix(n, ties).map((row) => row.map((w) => Number(w > 0)))
      const k = a.map((row) => row.reduce((sum, w) => sum + w, 0))
      const { pairs, of } = network.scorePairs(build(n, ties))
      const expected = all(n).flatMap((x) => all(n).flatMap((y) => (x < y && a[x]![y] === 0 ? [[x, y] as const] : [])))
      assert.deepEqual([...pairs], expected.flat())
      const over = (value: (x: number, y: number, u: number, v: number) => number) =>
        expected.map(([x, y]) => all(n).reduce((sum, u) => sum + all(n).reduce((part, v) => part + value(x, y, u, v), 0), 0))
      close(
        of('commonNeighbours'),
        expected.map(([x, y]) => all(n).filter((z) => a[x]![z] && a[z]![y]).length),
      )
      close(
        of('pathsOfThree'),
        over((x, y, u, v) => (a[x]![u] && a[u]![v] && a[v]![y] ? 1 / Math.sqrt(k[u]! * k[v]!) : 0)),
      )
      close(
        of('allocationOfThree'),
        over((x, y, u, v) => (a[x]![u] && a[u]![v] && a[v]![y] ? 1 / (k[u]! * k[v]!) : 0)),
      )
      close(
        of('preferentialAttachment'),
        expected.map(([x, y]) => k[x]! * k[y]!),
      )
      const odds = k.map((degree) => (degree + 0.5) / (n - 1 - degree + 0.5))
      close(
        of('oddsOfDegree'),
        expected.map(([x, y]) => Math.log(odds[x]! * odds[y]!)),
      )
    }),
  )
  assert.throws(() => network.scorePairs(build(3_001, [])), RangeError)
})

test('the area under the curve is the chance to find the right one first', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(4), fc.boolean()), { minLength: 2, maxLength: 20 }), (list) => {
      const wanted = list.filter(([, isHidden]) => isHidden)
      const others = list.filter(([, isHidden]) => !isHidden)
      let sum = 0
      for (const [own] of wanted) for (const [other] of others) sum += own > other ? 1 : own === other ? 0.5 : 0
      const scores = Float64Array.from(list, ([score]) => score)
      const isHidden = list.map(([, one]) => one)
      const expected = wanted.length * others.length === 0 ? Number.NaN : sum / (wanted.length * others.length)
      close([network.areaUnderCurve(scores, isHidden)], [expected])
      close([network.areaUnderCurve(network.ranks(scores), isHidden)], [expected])
    }),
  )
})

test('the mix trusts what finds ties on the map at hand, is the same for a seed, and sums to one', () => {
  // suppliers and buyers: nobody is tied to who is like him, so shared neighbours point the wrong way
  const random = network.randomFrom(2)
  const trade: Ties = []
  for (const s of all(14)) for (const b of all(14)) if (random() < (s % 2 === b % 2 ? 0.5 : 0.05)) trade.push([s, 14 + b])
  const graph = build(28, trade)
  const mix = network.bestMix(graph)
  assert.deepEqual(mix, network.bestMix(graph))
  assert.ok(Math.abs(Object.values(mix).reduce((sum, part) => sum + part, 0) - 1) < 1e-12)
  assert.ok(mix.pathsOfThree! + mix.allocationOfThree! > 0.6, JSON.stringify(mix))
  const scores = network.scorePairs(graph)
  close(network.mixedScores(scores, { pathsOfThree: 1 }), [...network.ranks(scores.of('pathsOfThree'))])
  for (const few of [build(0, []), build(3, []), build(3, [[0, 1]]), build(2, [[0, 1]])])
    assert.deepEqual(Object.values(network.bestMix(few)), [0.25, 0.25, 0.25, 0.25])
  // a clique has nobody to introduce
  assert.equal(
    network.mixedScores(
      network.scorePairs(
        build(3, [
          [0, 1],
          [1, 2],
          [0, 2],
        ]),
      ),
      mix,
    ).length,
    0,
  )
})
