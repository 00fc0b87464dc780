import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { EcosystemMap, Trade } from '../insight/index.ts'
import { tiesFrom, typeOf } from '../insight/index.ts'
import { applyChanges } from './apply.ts'
import type { Change, StoredChange } from './schema.ts'

const ids = ['a', 'b', 'c', 'd']
const party = (id: string) => ({ id, name: id, kinds: id === 'a' ? ['partners'] : [], sectorScheme: 'nace' as const, sectorCode: id === 'b' ? '55.10' : null }) // biome-ignore format: one line reads better
const base = (): { map: EcosystemMap; trades: Trade[] } => ({
  map: {
    parties: ids.map(party),
    ties: tiesFrom([
      { from: 0, to: 1, type: 'supplies', strength: 0.5 },
      { from: 1, to: 2, type: 'partners', strength: null },
      { from: 2, to: 3, type: 'supplies', strength: 0.2 },
    ]),
  },
  trades: [
    { id: 'o', party: 0, side: 'offer', category: 'Flour' },
    { id: 'n', party: 3, side: 'need', category: 'flour' },
  ],
})
const known = { targetOf: (id: string) => (id === 'old' ? 'a' : id), isDirected: (type: string) => type === 'supplies' }

function apply(...changes: StoredChange[]) {
  const rows = changes.map((change, k): Change => ({ id: `0000000${k}-0000-7000-8000-000000000000`, change, addedBy: null, addedAt: '' }))
  const { map, trades, outcomes, beside } = applyChanges(base(), rows, known)
  const idOf = (k: number) => map.parties[k]!.id
  const ties = [...map.ties.from].map((from, k) => `${idOf(from)}${idOf(map.ties.to[k]!)}:${typeOf(map.ties, k)}=${map.ties.strength[k]}`)
  const traded = trades?.map((each) => `${idOf(each.party)} ${each.side} ${each.category}`)
  return { parties: map.parties.map(({ id }) => id).join(''), ties, trades: traded, idle: outcomes.map(({ idle }) => idle), left: outcomes.map(({ left }) => left), beside } // biome-ignore format: one line reads better
}
const tie = (what: 'tieComes' | 'tieBecomes', pair: string, type: string, strength: number) =>
  ({ what, fromId: pair[0]!, toId: pair[1]!, type, strength }) as StoredChange
const tieGoes = (pair: string, type: string | null) => ({ what: 'tieGoes', fromId: pair[0]!, toId: pair[1]!, type }) as StoredChange
const joins = { what: 'partyJoins', partyId: 'x', name: 'Market hall', kind: 'partners', sector: 'nace:47', city: null } as const

test('one party, a sector and a kind leave, with their ties, offers and needs', () => {
  const without = apply({ what: 'partyLeaves', partyId: 'old' })
  assert.deepEqual([without.parties, without.ties, without.trades], ['bcd', ['bc:partners=NaN', 'cd:supplies=0.2'], ['d need flour']])
  assert.equal(apply({ what: 'sectorLeaves', sector: 'nace:55' }).parties, 'acd')
  assert.deepEqual(
    [apply({ what: 'kindLeaves', kind: 'partners' }).parties, apply({ what: 'kindLeaves', kind: 'partners' }).left],
    ['bcd', [1]],
  )
  assert.deepEqual(apply({ what: 'sectorLeaves', sector: 'naics:55' }).idle, ['nobody_left'])
})

test('who joins can be tied, and leave again with its kind', () => {
  const joined = apply(joins, tie('tieComes', 'xd', 'supplies', 0.7))
  assert.deepEqual([joined.parties, joined.ties.at(-1), joined.idle], ['abcdx', 'xd:supplies=0.7', [null, null]])
  assert.deepEqual(apply(joins, { what: 'kindLeaves', kind: 'partners' }).parties, 'bcd')
  assert.deepEqual(apply(tie('tieComes', 'xd', 'supplies', 0.7), joins).idle, ['party_not_on_map', null], 'only what stands before counts')
})

test('ties come, go and change, whichever end is named first where they have no direction', () => {
  assert.deepEqual(apply(tie('tieComes', 'cb', 'partners', 1)).idle, ['tie_there_already'])
  assert.deepEqual(apply(tie('tieComes', 'ba', 'supplies', 1)).idle, [null], 'the other direction is another tie')
  assert.deepEqual(apply(tieGoes('cb', 'partners'), tieGoes('bc', 'partners')).idle, [null, 'tie_not_there'])
  assert.deepEqual(apply(tieGoes('ba', 'supplies')).idle, ['tie_not_there'])
  assert.deepEqual(apply(tieGoes('ba', null)).ties.length, 2)
  assert.deepEqual(apply(tie('tieBecomes', 'ab', 'supplies', 0.9)).ties[0], 'ab:supplies=0.9')
  const again = apply(tie('tieComes', 'ad', 'partners', 0.1), tie('tieBecomes', 'da', 'partners', 0.6), tieGoes('ad', null))
  assert.deepEqual([again.ties.length, again.idle, again.beside.coming], [3, [null, null, null], []])
})

test('offers and needs come and go by what they are about', () => {
  const found = apply(
    { what: 'tradeGoes', partyId: 'a', side: 'offer', category: 'FLOUR' },
    { what: 'tradeComes', partyId: 'b', side: 'offer', category: 'wine' },
    { what: 'tradeComes', partyId: 'b', side: 'offer', category: 'Wine' },
    { what: 'tradeGoes', partyId: 'b', side: 'need', category: 'wine' },
  )
  assert.deepEqual(
    [found.trades, found.idle],
    [
      ['d need flour', 'b offer wine'],
      [null, null, 'trade_there_already', 'trade_not_there'],
    ],
  )
  const past = applyChanges({ ...base(), trades: null }, [{ id: '1', change: { what: 'tradeComes', partyId: 'a', side: 'need', category: 'x' }, addedBy: null, addedAt: '' }], known) // biome-ignore format: one line reads better
  assert.deepEqual([past.outcomes[0]!.idle, past.trades], ['trades_unknown', null])
})

test('what no longer applies does nothing and says why', () => {
  const found = apply(
    { what: 'partyLeaves', partyId: 'gone' },
    { what: 'partyLeaves', partyId: 'a' },
    { what: 'partyLeaves', partyId: 'a' },
    tie('tieComes', 'ab', 'partners', 1),
    tieGoes('ad', null),
  )
  assert.deepEqual(found.idle, ['party_not_on_map', null, 'party_left_already', 'party_left_already', 'party_left_already'])
  assert.deepEqual(
    apply({ what: 'tieComes', fromId: 'a', toId: 'old', type: 'partners', strength: 1 }).idle,
    ['same_party'],
    'merged meanwhile',
  )
})

test('what is drawn beside the map is what is otherwise, and ties of who leaves are not told again', () => {
  const { beside } = apply(
    tieGoes('cd', null),
    tieGoes('bc', null),
    tie('tieBecomes', 'ab', 'supplies', 0.9),
    tie('tieComes', 'bd', 'partners', 1),
    { what: 'partyLeaves', partyId: 'c' },
  )
  assert.deepEqual(beside, {
    coming: [{ fromId: 'b', toId: 'd', type: 'partners', strength: 1, directed: false }],
    going: [],
    otherwise: [{ fromId: 'a', toId: 'b', type: 'supplies', strength: 0.9, directed: true }],
  })
})

test('whatever is tried, the map that was read stays as it is', () => {
  const id = fc.constantFrom(...ids, 'x', 'gone')
  const type = fc.constantFrom('supplies', 'partners')
  const strength = fc.double({ min: 0, max: 1, noNaN: true })
  const change: fc.Arbitrary<StoredChange> = fc.oneof(
    id.map((partyId) => ({ what: 'partyLeaves' as const, partyId })),
    fc.constant(joins),
    fc.record({ what: fc.constant('tieComes' as const), fromId: id, toId: id, type, strength }),
    fc.record({ what: fc.constant('tieGoes' as const), fromId: id, toId: id, type: fc.option(type) }),
    fc.record({ what: fc.constant('tieBecomes' as const), fromId: id, toId: id, type, strength }),
    fc.record({ what: fc.constant('tradeGoes' as const), partyId: id, side: fc.constant('need' as const), category: fc.constant('flour') }),
  )
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
      const state = base()
      const rows = changes.map(
        (each, k): Change => ({ id: `0000000${k % 10}-0000-7000-8000-00000000000${k % 10}`, change: each, addedBy: null, addedAt: '' }),
      )
      const { map } = applyChanges(state, rows, known)
      assert.deepEqual(state, base())
      for (let k = 0; k < map.ties.count; k++) assert.ok(map.ties.from[k]! < map.parties.length && map.ties.to[k]! < map.parties.length)
      assert.deepEqual(applyChanges(state, [], known).map, state.map)
    }),
  )
})
