import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Corner } from '../filter.ts'
import { dress } from '../look.ts'
import { type MapModel, modelOf } from '../model.ts'
import { areasAt, mercator, townsIn, unmercator } from './areas.ts'
import { arcOf, areaDiscs, FLOWS_MAX, type FlowLine, flowLines, flowsIn, SINGLE_ZOOM, tieLines, tiesOfFlow, WIDTH_MAX } from './flows.ts'

type Tie = [from: number, to: number, directed?: boolean, strength?: number | null]

/** Parties by town and place, `null` for none. */
function modelWith(parties: readonly (readonly [string | null, Corner | null])[], ties: readonly Tie[]): MapModel {
  return modelOf({
    parties: {
      id: parties.map((_, k) => `p${k}`),
      name: parties.map((_, k) => `Party ${k}`),
      kinds: parties.map(() => []),
      sectorCode: parties.map(() => null),
      city: parties.map(([city]) => city),
      latitude: parties.map(([, place]) => place?.[1] ?? null),
      longitude: parties.map(([, place]) => place?.[0] ?? null),
      tags: parties.map(() => []),
      tieCount: parties.map(() => 0),
    },
    ties: {
      from: ties.map(([from]) => from),
      to: ties.map(([, to]) => to),
      type: ties.map(() => 'supplies'),
      strength: ties.map(([, , , strength = 0.5]) => strength),
      directed: ties.map(([, , directed = true]) => directed),
    },
    truncated: false,
  })
}

const valley = modelWith(
  [
    ['Zell', [7.18, 50.03]],
    ['Zell', [7.19, 50.02]],
    ['Cochem', [7.16, 50.15]],
    ['Cochem', [7.17, 50.14]],
    ['Trier', [6.64, 49.75]],
    [null, null],
  ],
  [
    [0, 2, true, 0.9],
    [1, 3, true, 0.2],
    [2, 0, true, 0.4],
    [0, 1],
    [3, 4, false, null],
    [4, 2, false],
    [4, 5],
  ],
)

test('ties between towns go together by direction; what stays in a town, and who has no place, is no flow', () => {
  const { areas, flows, within, total, top } = flowsIn(valley, 'count').at(10)
  assert.deepEqual(areas.map(({ name, others, parties }) => [name, others, parties]), [['Zell', 0, 2], ['Cochem', 0, 2], ['Trier', 0, 1]]) // biome-ignore format: one line reads better
  const named = flows.map(({ from, to, directed, ties, value }) => [areas[from]!.name, areas[to]!.name, directed, ties, value])
  assert.deepEqual(named, [
    ['Zell', 'Cochem', true, 2, 2],
    ['Cochem', 'Trier', false, 2, 2],
    ['Cochem', 'Zell', true, 1, 1],
  ])
  assert.deepEqual([within, total, top], [1, 3, 2])
})

test('by strength flows add up how strong their ties are; who was not rated counts half', () => {
  const { flows } = flowsIn(valley, 'strength').at(10)
  assert.deepEqual(flows.map(({ value }) => Number(value.toFixed(2))), [1.1, 1, 0.4]) // biome-ignore format: one line reads better
})

test('the ties of a flow are all of it and no others, the strongest first', () => {
  const level = flowsIn(valley, 'count').at(10)
  assert.deepEqual(level.flows.map(({ key }) => tiesOfFlow(valley, level, key)), [[0, 1], [4, 5], [2]]) // biome-ignore format: one line reads better
})

test('from afar towns become one, named after the largest with a name', () => {
  const [only, ...others] = flowsIn(valley, 'count').at(3).areas
  assert.deepEqual([only!.name, only!.others, only!.parties, others.length], ['Zell', 2, 5, 0])
  const lonely = modelWith([[null, [7, 50]], [null, [7.1, 50.1]]], []) // biome-ignore format: one line reads better
  assert.deepEqual(flowsIn(lonely, 'count').at(5).areas.map(({ name, others }) => [name, others]), [[null, 0]]) // biome-ignore format: one line reads better
  const unnamed = modelWith([[null, [7, 50]], [null, [7.001, 50.001]], ['Ort', [7.01, 50.01]]], []) // biome-ignore format: one line reads better
  const towns = townsIn(unnamed)
  assert.equal(areasAt(towns, 5).areas[0]!.name, 'Ort')
  assert.deepEqual(areaDiscs(flowsIn(unnamed, 'count').at(5), ({ name }) => name ?? '–').features.map(({ properties }) => properties), [{ name: 'Ort', parties: 3 }]) // biome-ignore format: one line reads better
})

test('who says no town counts to the nearest one, and where there is none stands by itself', () => {
  const model = modelWith([['Ort', [7, 50]], [null, [7.03, 50.01]], [null, [7.5, 50]]], []) // biome-ignore format: one line reads better
  const { areas, of } = areasAt(townsIn(model), 11.5)
  assert.deepEqual([...of], [0, 0, 1])
  assert.deepEqual(areas, [
    { name: 'Ort', others: 0, parties: 2, place: [7, 50] },
    { name: null, others: 0, parties: 1, place: [7.5, 50] },
  ])
})

test('two towns of one name that lie apart are two', () => {
  const model = modelWith([['Zell', [7.18, 50.03]], ['Zell', [12.8, 47.32]], ['Zell', [7.2, 50.05]]], []) // biome-ignore format: one line reads better
  assert.deepEqual([...townsIn(model).of], [0, 1, 0])
})

test('a level is made once, and near enough every tie is by itself', () => {
  const flows = flowsIn(valley, 'count')
  assert.equal(flows.at(9.1), flows.at(9.4))
  assert.equal(flows.at(SINGLE_ZOOM + 3), flows.at(SINGLE_ZOOM - 0.1))
})

test('lines are as wide as they are worth, and an arrow sits on those with a direction', () => {
  const { features } = flowLines(flowsIn(valley, 'count').at(10), '#005f96')
  const lines = features.filter(({ geometry }) => geometry.type === 'LineString').map(({ properties }) => properties as FlowLine)
  assert.deepEqual(lines.map(({ width }) => width), [WIDTH_MAX, WIDTH_MAX, WIDTH_MAX / 2]) // biome-ignore format: one line reads better
  assert.equal(features.length - lines.length, 2)
})

test('single ties are those that touch what is in view, and have two different places', () => {
  const reading = { model: valley, marks: new Map(), measures: {}, communities: [], fields: new Map() }
  const { look } = dress(reading, 'kind', 'same', false)
  const tiesIn = (box: [number, number, number, number]) =>
    tieLines(valley, look, box).features.flatMap(({ properties }) => ('tie' in properties ? [properties.tie] : []))
  assert.deepEqual(tiesIn([7.1, 50, 7.3, 50.1]), [0, 3, 2, 1])
  assert.deepEqual(tiesIn([0, 0, 1, 1]), [])
})

test('an arc begins and ends where it should and leaves the straight line to its right', () => {
  const degrees = fc.tuple(fc.double({ min: -170, max: 170, noNaN: true }), fc.double({ min: -80, max: 80, noNaN: true }))
  fc.assert(
    fc.property(degrees, degrees, (from, to) => {
      const arc = arcOf([from, to])
      for (const [end, wanted] of [
        [arc[0]!, from],
        [arc.at(-1)!, to],
      ] as const) {
        // biome-ignore format: one line reads better
        assert.ok(Math.hypot(end[0] - wanted[0], end[1] - wanted[1]) < 1e-6)
      }
      const [a, b, c] = [from, to, arc[10]!].map(mercator) as [number, number][] as [[number, number], [number, number], [number, number]]
      const side = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
      assert.ok(side >= -1e-12)
      assert.ok(Math.hypot(...unmercator(mercator(from)).map((part, k) => part - from[k]!)) < 1e-6)
    }),
  )
})

test('of four times the parties and ties the work is about four times, not sixteen, and the strongest are kept', () => {
  const flowsOf = (parties: number) => {
    const places = Array.from({ length: parties }, (_, k): [string, Corner] => [
      `Town ${k % 400}`,
      [6 + (k % 400) / 100, 49 + (k % 37) / 40],
    ])
    const ties = Array.from({ length: 5 * parties }, (_, k): Tie => [k % parties, (k * 7 + 1) % parties])
    const model = modelWith(places, ties)
    const from = process.threadCpuUsage()
    const { flows, total } = flowsIn(model, 'count').at(11)
    const { user, system } = process.threadCpuUsage(from)
    assert.equal(flows.length, FLOWS_MAX)
    assert.ok(total > FLOWS_MAX)
    return user + system
  }
  flowsOf(20_000) // to warm up
  const usual = Math.max(flowsOf(20_000), flowsOf(20_000))
  const large = flowsOf(80_000)
  assert.ok(large < 12 * usual, `${large / usual} times the work`)
})
