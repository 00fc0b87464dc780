import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeOn, changesOf, heightsOf, isoOf, nextChange } from './changes.ts'

const changes = changesOf({
  from: ['2026-03-02', '2026-03-16', '2026-03-30'],
  to: ['2026-03-08', '2026-03-22', '2026-04-01'],
  partiesCame: [3, 0, 1],
  partiesWent: [0, 1, 0],
  tiesCame: [1, 0, 0],
  tiesWent: [0, 3, 0],
})
const day = (date: string) => Date.parse(date) / 86_400_000

test('one steps from the end of one change to the end of the next, and no further than the last', () => {
  const step = (date: string, towards: 1 | -1) => {
    const next = nextChange(changes, day(date), towards)
    return next === undefined ? undefined : isoOf(next)
  }
  assert.equal(step('2026-01-01', 1), '2026-03-08')
  assert.equal(step('2026-03-04', 1), '2026-03-08')
  assert.equal(step('2026-03-08', 1), '2026-03-22')
  assert.equal(step('2026-04-01', 1), undefined)
  assert.equal(step('2026-04-01', -1), '2026-03-22')
  assert.equal(step('2026-03-08', -1), undefined)
})

test('a day within a change knows it, a day between two does not', () => {
  assert.equal(changeOn(changes, day('2026-03-05')), changes[0])
  assert.equal(changeOn(changes, day('2026-03-10')), undefined)
})

test('the highest bar is where most came or went, and a quarter of it is half as high', () => {
  assert.deepEqual(heightsOf(changes), [
    { came: 1, went: 0 },
    { came: 0, went: 1 },
    { came: 0.5, went: 0 },
  ])
})
