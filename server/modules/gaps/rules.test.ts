import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keyNow, whyBack } from './rules.ts'

test('what was set aside comes back when it concerns more or is worth more, and on its day', () => {
  const then = { concerned: 3, yearMinor: 100n, asset: 'EUR', until: '2026-05-01' }
  const back = (now: object, today = '2026-04-30') => whyBack(then, { ...then, ...now }, today)
  assert.equal(back({}), null)
  assert.equal(back({ concerned: 4 }), 'worse')
  assert.equal(back({ yearMinor: 101n }), 'worse')
  assert.equal(back({ yearMinor: 101n, asset: 'CHF' }), null, 'other money cannot be compared')
  assert.equal(back({ yearMinor: null }), null)
  assert.equal(back({}, '2026-05-01'), 'over')
  assert.equal(whyBack({ ...then, until: null, yearMinor: null }, then, '2099-01-01'), null)
})

test('a key follows the parties it names when they are merged', () => {
  const [one, two, three] = [1, 2, 3].map((k) => `00000000-0000-7000-8000-00000000000${k}`) as [string, string, string]
  const targetOf = (id: string) => (id === one ? three : id)
  assert.equal(keyNow(`lonely:${one}`, targetOf), `lonely:${three}`)
  assert.equal(keyNow(`hole:${one}:${two}`, targetOf), `hole:${two}:${three}`)
  assert.equal(keyNow('need:flour', targetOf), 'need:flour')
})
