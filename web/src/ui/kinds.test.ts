import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Kind, nextOwnLook, SEVEN_KINDS } from './kinds.ts'

test('an own kind gets a look that nobody has yet, as long as there is one', () => {
  const kinds: Kind[] = [...SEVEN_KINDS]
  for (let count = 0; count < 15; count++) kinds.push({ key: `own_${count}`, ...nextOwnLook(kinds) })
  assert.equal(new Set(kinds.map(({ colour, shape }) => `${colour} ${shape}`)).size, 22)
  assert.ok(nextOwnLook(kinds).shape)
  // one between that is free again is taken first
  const [gone] = kinds.splice(9, 1)
  assert.deepEqual(nextOwnLook(kinds), { colour: gone!.colour, shape: gone!.shape })
})
