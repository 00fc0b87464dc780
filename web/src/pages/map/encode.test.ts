import assert from 'node:assert/strict'
import { test } from 'node:test'
import { colourBy, groupBy, isAwaited, type Reading, sizeBy } from './encode.ts'
import { GROUP_COLOURS, OTHER_COLOUR, SCALE_COLOURS } from './marks.ts'
import { modelOf } from './model.ts'

type Values = (string | number | boolean | null)[]

function readingOf(type: string, values: Values, choices: string[] = []): Reading {
  const blank = values.map(() => null)
  const model = modelOf({
    parties: {
      id: values.map((_, index) => `p${index}`),
      name: values.map((_, index) => `Party ${index}`),
      kinds: values.map(() => []),
      sectorCode: blank,
      city: blank,
      latitude: blank,
      longitude: blank,
      tags: values.map(() => []),
      tieCount: values.map(() => 0),
      fields: { own: values },
    },
    ties: { from: [], to: [], type: [], strength: [], directed: [] },
    truncated: false,
  })
  return { model, marks: new Map(), measures: {}, communities: [], fields: new Map([['own', { type, choices }]]) }
}
const legend = (reading: Reading) =>
  colourBy(reading, 'field:own').legend.map(({ value, count, colour, other }) => `${other ? 'others' : value} ${count} ${colour}`)

test('a field of numbers gives steps from dark to light, and area grows with it', () => {
  const reading = readingOf('number', [1, 4, 9, null])
  const { colours, scale, legend } = colourBy(reading, 'field:own')
  assert.equal(scale, 'number')
  assert.deepEqual([colours[0], colours[2], colours[3]], [SCALE_COLOURS[0], SCALE_COLOURS[4], OTHER_COLOUR])
  assert.deepEqual(
    legend.map(({ from, to, count }) => [from, to, count]),
    [[1, 1, 1], [4, 4, 1], [9, 9, 1], [undefined, undefined, 1]], // biome-ignore format: one line reads better
  )
  const [one, four, nine, none] = sizeBy(reading, 'field:own') as [number, number, number, number]
  assert.ok(none < one && one < four && four < nine)
  assert.ok(Math.abs((four - none) / (nine - none) - 2 / 3) < 1e-9)
})

test('a field of numbers that nobody has is a scale still, and everybody has the usual size', () => {
  const reading = readingOf('number', [null, null])
  assert.deepEqual(legend(reading), [` 2 ${OTHER_COLOUR}`])
  assert.equal(new Set(sizeBy(reading, 'field:own')).size, 1)
})

test('days are ordered as steps', () => {
  const { scale, legend } = colourBy(readingOf('date', ['2026-05-01', '2019-01-31', null]), 'field:own')
  assert.equal(scale, 'day')
  assert.deepEqual(
    legend.map(({ from }) => from),
    [Date.UTC(2019, 0, 31), Date.UTC(2026, 4, 1), undefined],
  )
})

test('a choice keeps its colours whatever the filter leaves of it', () => {
  const choices = ['small', 'middle', 'large']
  const [small, , large] = GROUP_COLOURS
  assert.deepEqual(legend(readingOf('choice', ['large', 'small', 'large', null], choices)), [`small 1 ${small}`, `large 2 ${large}`, ` 1 ${OTHER_COLOUR}`]) // biome-ignore format: one line reads better
  assert.deepEqual(legend(readingOf('choice', ['large'], choices)), [`large 1 ${large}`])
  assert.deepEqual(legend(readingOf('choice', ['dropped', 'small'], choices)), [`small 1 ${small}`, `others 1 ${OTHER_COLOUR}`])
})

test('of more possibilities than there are colours the commonest have one', () => {
  const choices = Array.from({ length: 12 }, (_, index) => `choice ${index}`)
  const entries = legend(readingOf('choice', [...choices, 'choice 11'], choices))
  assert.equal(entries.length, GROUP_COLOURS.length + 1)
  assert.deepEqual([entries[0], entries.at(-1)], [`choice 11 2 ${GROUP_COLOURS[0]}`, `others 4 ${OTHER_COLOUR}`])
})

test('yes and no are two colours, no value is none of them', () => {
  const [yes, no] = GROUP_COLOURS
  assert.deepEqual(legend(readingOf('boolean', [false, true, null])), [`true 1 ${yes}`, `false 1 ${no}`, ` 1 ${OTHER_COLOUR}`])
})

test('a free text has a colour where several share it', () => {
  const [first] = GROUP_COLOURS
  assert.deepEqual(legend(readingOf('text', ['a', 'b', 'b', null])), [`b 2 ${first}`, `others 1 ${OTHER_COLOUR}`, ` 1 ${OTHER_COLOUR}`])
  assert.deepEqual(legend(readingOf('text', ['a', 'b'])), [`others 2 ${OTHER_COLOUR}`])
})

test('while the values are asked for nothing is said of them', () => {
  const reading = readingOf('choice', ['a'], ['a'])
  delete reading.model.parties.fields
  assert.ok(isAwaited(reading, 'field:own'))
  assert.deepEqual(colourBy(reading, 'field:own'), { colours: [OTHER_COLOUR], legend: [], scale: null })
  assert.equal(isAwaited(reading, 'city'), false)
})

test('groups by a field are its values, those without one last', () => {
  assert.deepEqual(groupBy(readingOf('choice', [null, 'a', 'b', 'b'], ['a', 'b']), 'field:own').values, ['b', 'a', ''])
})
