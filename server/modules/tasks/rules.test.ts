import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Concern, isTheirs, isVisible, type Reader } from './rules.ts'

const member: Reader = { reach: 'own', personId: 'p', ownPartyIds: ['a', 'merged'] }

test('a member sees tasks they own and tasks about their own organisation', () => {
  assert.equal(isVisible({ ownerId: 'p', partyId: 'b' }, member), true)
  assert.equal(isVisible({ ownerId: 'q', partyId: 'a' }, member), true)
  assert.equal(isVisible({ ownerId: 'q', partyId: 'merged' }, member), true)
  assert.equal(isVisible({ ownerId: 'q', partyId: 'b' }, member), false)
  assert.equal(isVisible({ ownerId: null, partyId: null }, member), false)
  assert.equal(isVisible({ ownerId: null, partyId: null }, { ...member, personId: null, ownPartyIds: [] }), false)
})

test('a member puts no task before another organisation', () => {
  assert.equal(isTheirs({ ownerId: 'p', partyId: 'b' }, member), false)
  assert.equal(isTheirs({ ownerId: 'q', partyId: 'a' }, member), true)
  assert.equal(isTheirs({ ownerId: 'p', partyId: null }, member), true)
  assert.equal(isTheirs({ ownerId: 'q', partyId: null }, member), false)
})

test('whatever somebody may make they may see, and nobody without reach sees anything', () => {
  const id = fc.option(fc.constantFrom('a', 'b', 'p', 'q'))
  const anyConcern: fc.Arbitrary<Concern> = fc.record({ ownerId: id, partyId: id })
  const anyReader: fc.Arbitrary<Reader> = fc.record({
    reach: fc.constantFrom('all', 'own', 'none'),
    personId: id,
    ownPartyIds: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 2 }),
  })
  fc.assert(
    fc.property(anyConcern, anyReader, (concern, reader) => {
      if (isTheirs(concern, reader)) assert.ok(isVisible(concern, reader))
      if (reader.reach === 'none') assert.equal(isVisible(concern, reader), false)
    }),
  )
})
