import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dayAfter, type Facts, finishedBy, type Made, nextStep, originOf, proposerOf } from './rules.ts'
import { GENERAL } from './templates.ts'

const nothing: Facts = { organisations: 0, own: null, member: null, invitation: null, contact: null, purchase: null, need: null, tasks: [] }
const made = (kind: Made['kind']): Made => ({ kind, id: kind, title: kind, partyId: null })
const ended = (facts: Partial<Facts>) =>
  Object.entries(finishedBy({ ...nothing, ...facts })).flatMap(([step, by]) => (by === null ? [] : [`${step} by ${by.kind}`]))

test('a step is finished by the thing it is about, and by nothing else', () => {
  assert.deepEqual(ended({}), [])
  assert.deepEqual(ended({ organisations: 4, own: made('party') }), [])
  assert.deepEqual(ended({ organisations: 5 }), [])
  assert.deepEqual(ended({ organisations: 5, own: made('party') }), ['map by party'])
  assert.deepEqual(ended({ contact: made('contact'), invitation: made('invitation') }), ['people by invitation'])
  assert.deepEqual(ended({ need: made('need') }), ['sources by need'])
  assert.deepEqual(ended({ need: made('need'), purchase: made('tie') }), ['sources by tie'])
  assert.deepEqual(ended({ tasks: [{ ...made('task'), step: 'project' }] }), ['project by task'])
})

test('the next step is the first that is neither finished nor set aside', () => {
  const finished = finishedBy({ ...nothing, contact: made('contact') })
  assert.equal(nextStep(finished, new Set()), 'map')
  assert.equal(nextStep(finished, new Set(['map'])), 'sources')
  assert.equal(nextStep(finished, new Set(['map', 'sources', 'joint_step', 'project'])), null)
})

test('a task says which proposal it came from, and others say nothing', () => {
  assert.deepEqual(originOf(proposerOf('joint_step', 'buy_together')), { step: 'joint_step', key: 'buy_together' })
  for (const other of [null, 'insight:brokers', 'guide:map.x', 'guide:joint_step']) assert.equal(originOf(other), undefined)
})

test('a day is counted from the day it is there, not from that of the server', () => {
  const late = new Date('2026-11-27T23:30:00Z')
  assert.equal(dayAfter(late, 'UTC', 7), '2026-12-04')
  assert.equal(dayAfter(late, 'Europe/Berlin', 7), '2026-12-05')
  assert.equal(dayAfter(late, 'America/New_York', 35), '2027-01-01')
})

test('the file of proposals holds three to five of each kind, each with a key of its own', () => {
  const count = (step: string) => GENERAL.filter((proposal) => proposal.step === step).length
  for (const step of ['joint_step', 'project']) assert.ok(count(step) >= 3 && count(step) <= 5, step)
  assert.equal(new Set(GENERAL.map(({ key }) => key)).size, GENERAL.length)
})
