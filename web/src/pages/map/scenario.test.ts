import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dress } from './look.ts'
import type { MapColumns } from './model.ts'
import { type Drawing, modelWith } from './scenario.ts'

const columns: MapColumns = {
  parties: {
    id: ['a', 'b', 'c'],
    name: ['Alm', 'Bad', 'Cafe'],
    kinds: [[], [], []],
    sectorCode: [null, null, null],
    city: [null, null, null],
    latitude: [1, 2, 3],
    longitude: [1, 2, 3],
    tags: [[], [], []],
    tieCount: [1, 2, 1],
    fields: { beds: [1, 2, 3] },
  },
  // the second leads from b to itself, which no picture draws
  ties: {
    from: [0, 1, 1],
    to: [1, 1, 2],
    type: ['partners', 'partners', 'supplies'],
    strength: [0.2, 1, 0.4],
    directed: [false, false, true],
  },
  truncated: false,
}
const nothing: Drawing = { name: 'Try', leavingIds: [], joining: [], coming: [], going: [], otherwise: [] }
const tie = (fromId: string, toId: string, type: string, strength: number | null) => ({ fromId, toId, type, strength, directed: false })
const drawn = (part: Partial<Drawing>) => modelWith(columns, { ...nothing, ...part })

test('who joins and which ties come stand behind what there is; who leaves is still there, with its ties going', () => {
  const before = structuredClone(columns)
  const model = drawn({
    leavingIds: ['c', 'unseen'],
    joining: [{ id: 'x', name: 'Shop', kinds: ['partners'], sectorCode: '47', city: 'Zell' }],
    coming: [tie('x', 'a', 'partners', null), tie('x', 'unseen', 'partners', 1)],
  })
  assert.deepEqual([model.parties.id, model.parties.fields, model.size], [['a', 'b', 'c', 'x'], { beds: [1, 2, 3, null] }, 4])
  assert.deepEqual([model.ties.from, model.ties.to, model.ties.strength], [[0, 1, 3], [1, 2, 0], [0.2, 0.4, 0.5]]) // biome-ignore format: one line reads better
  assert.deepEqual(
    Object.values(model.tried!).map((set) => [...set]),
    [[3], [2], [2], [1]],
  )
  assert.deepEqual(columns, before)
})

test('a tie that ends is known whichever end comes first, and one that is stronger is drawn so', () => {
  const model = drawn({ going: [tie('b', 'a', 'partners', null)], otherwise: [tie('c', 'b', 'supplies', 0.9)] })
  assert.deepEqual([[...model.tried!.going], model.ties.strength], [[0], [0.2, 0.9]])
})

test('what is made up looks otherwise, and not by its colour alone', () => {
  const reading = (model: ReturnType<typeof drawn>) => ({ model, marks: new Map(), measures: {}, communities: [], fields: new Map() })
  const real = dress(reading(drawn({})), 'kind', 'same', false).look
  const { look } = dress(reading(drawn({ leavingIds: ['c'], coming: [tie('a', 'c', 'partners', null)], going: [tie('a', 'b', 'partners', null)] })), 'kind', 'same', false) // biome-ignore format: one line reads better
  assert.notEqual(look.colours[2], real.colours[2])
  assert.notDeepEqual(look.ties.dashes[0], real.ties.dashes[0])
  assert.deepEqual([real.ties.dashes[0], look.ties.widths[2]! > real.ties.widths[0]!], [[0, 0], true])
})
