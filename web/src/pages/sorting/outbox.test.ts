import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createOutbox, type Letter } from './outbox.ts'

class Lost extends Error {}

/** A server that keeps what it is told, can be away, and refuses the party named “no”. */
function server() {
  const told: string[] = []
  const world = { told, isAway: false }
  const post = {
    answer: async ({ key, partyId, answer }: Extract<Letter, { kind: 'answer' }>) => {
      if (world.isAway) throw new Lost()
      if (partyId === 'no') throw new Error('refused')
      told.push(`${partyId} ${answer}`)
      return `id of ${key}`
    },
    undo: async (id: string) => {
      if (world.isAway) throw new Lost()
      told.push(`undo ${id}`)
    },
    isLost: (error: unknown) => error instanceof Lost,
  }
  return { world, post }
}
function storage() {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 5))
const a = { key: 'a', partyId: 'A', name: 'A', answer: 'customer' as const }
const b = { key: 'b', partyId: 'B', name: 'B', answer: 'skip' as const }

test('answers and undos arrive in their order, and nothing is kept afterwards', async () => {
  const { world, post } = server()
  const kept = storage()
  const box = createOutbox(kept, 'x', post)
  box.answer(a)
  box.answer(b)
  box.undo({ key: 'u', of: 'a', name: 'A' })
  assert.equal(box.read().letters.length, 3)
  await settled()
  assert.deepEqual(world.told, ['A customer', 'B skip', 'undo id of a'])
  assert.deepEqual([box.read().letters, kept.getItem('x')], [[], null])
})

test('what could not be sent is kept over a reload, an undo behind it included, and sent later', async () => {
  const { world, post } = server()
  const kept = storage()
  world.isAway = true
  const before = createOutbox(kept, 'x', post)
  before.answer(a)
  before.undo({ key: 'u', of: 'a', name: 'A' })
  await settled()
  assert.equal(before.read().isWaiting, true)
  const after = createOutbox(kept, 'x', post)
  world.isAway = false
  await after.send()
  assert.deepEqual([world.told, after.read().letters, after.read().isWaiting], [['A customer', 'undo id of a'], [], false])
})

test('a refusal is told, and does not hold up what comes after it', async () => {
  const { world, post } = server()
  const box = createOutbox(storage(), 'x', post)
  box.answer({ ...a, partyId: 'no' })
  box.undo({ key: 'u', of: 'a', name: 'A' })
  box.answer(b)
  await settled()
  assert.deepEqual(world.told, ['B skip'])
  assert.deepEqual(box.read().refusals.map(({ letter }) => letter.key), ['a']) // biome-ignore format: one line reads better
  box.forget('a')
  assert.deepEqual(box.read().refusals, [])
})

test('what another program left in the storage is no letter', () => {
  const kept = storage()
  kept.setItem('x', '{"letters":')
  assert.deepEqual(createOutbox(kept, 'x', server().post).read().letters, [])
})
