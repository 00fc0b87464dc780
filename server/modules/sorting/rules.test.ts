import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ANSWERS, inOrder, membershipOf, propose, type Traits, tiesOf } from './rules.ts'

const nobody: Traits = {
  id: 'x',
  name: 'Somebody',
  kinds: [],
  sector: '',
  domain: '',
  phonePrefix: '',
  postalCode: '',
  city: '',
  tags: [],
  contacts: 0,
  interactions: 0,
}
const hotel: Traits = { ...nobody, id: 'us', name: 'Hotel Krone', sector: '55.10', postalCode: '56841', city: 'Traben-Trarbach', domain: 'krone.de', phonePrefix: '+496541' } // biome-ignore format: one line reads better
const them = (facts: Partial<Traits>): Traits => ({ ...nobody, ...facts })
const said = (facts: Partial<Traits>, own = hotel) => {
  const { answer, reasons } = propose(own, them(facts))
  return [answer, reasons[0]!.code]
}

test('the trade proposes: same class competes, what we need supplies, trades of one guest recommend each other', () => {
  assert.deepEqual(said({ sector: '55.10' }), ['competitor', 'same_sector'])
  assert.deepEqual(said({ sector: '55.30' }), ['competitor', 'near_sector'])
  assert.deepEqual(said({ sector: '11.02' }), ['supplier', 'supplies_sector'])
  assert.deepEqual(said({ sector: '35.11' }), ['supplier', 'serves_everybody'])
  assert.deepEqual(said({ sector: '56.10' }), ['referrals', 'guests'])
  assert.deepEqual(said({ sector: '55.10' }, them({ sector: '11.02' })), ['customer', 'served_sector'])
  assert.deepEqual(said({ sector: '55.10' }, them({ sector: '69.20' })), ['customer', 'served_by_us'])
})

test('a kind and a tag outweigh the trade', () => {
  assert.deepEqual(said({ sector: '55.10', kinds: ['customers'] }), ['customer', 'kind'])
  assert.deepEqual(said({ sector: '55.10', tags: ['2024', 'Lieferant'] }), ['supplier', 'tag'])
})

test('an association has members, and others are a member of an association', () => {
  const chamber = them({ sector: '94.11' })
  assert.equal(membershipOf(chamber, them({ sector: '55.10' })), 'member')
  assert.equal(membershipOf(hotel, chamber), 'membership')
  assert.equal(membershipOf(chamber, chamber), 'member')
  assert.deepEqual(said({ sector: '56.10' }, chamber), ['member', 'our_members'])
  assert.deepEqual(said({ sector: '94.11' }), ['membership', 'their_members'])
})

test('where nothing speaks for anything, what was answered most often is proposed, and said so', () => {
  assert.deepEqual(said({}), ['customer', 'unknown'])
  const { answer, reasons } = propose(hotel, nobody, { supplier: 3, customer: 1, skip: 9 })
  assert.deepEqual([answer, reasons], ['supplier', [{ code: 'commonest', value: null }]])
})

test('who is close comes first, and says why', () => {
  const order = inOrder(hotel, [
    them({ id: 'far', name: 'Far', sector: '56.10' }),
    them({ id: 'city', name: 'City', sector: '56.10', city: 'traben-trarbach' }),
    them({ id: 'post', name: 'Post', sector: '56.10', city: 'Traben-Trarbach', postalCode: '56841' }),
    them({ id: 'house', name: 'House', sector: '56.10', domain: 'krone.de' }),
    them({ id: 'met', name: 'Met', sector: '56.10', interactions: 7 }),
    them({ id: 'unknown', name: 'Unknown' }),
  ])
  assert.deepEqual(order.map(({ id }) => id), ['house', 'met', 'post', 'city', 'far', 'unknown']) // biome-ignore format: one line reads better
  assert.deepEqual(order[2]!.reasons.map(({ code, value }) => [code, value]), [['guests', null], ['postal_code', '56841']]) // biome-ignore format: one line reads better
})

test('the same facts make the same order, whatever order they come in', () => {
  const few = (...values: string[]) => fc.constantFrom('', ...values)
  const party = fc.record({
    id: fc.uuid(),
    name: few('A', 'B', 'a'),
    kinds: fc.subarray(['customers', 'suppliers', 'community']),
    sector: few('55.10', '56.10', '94.11', '11.02'),
    domain: few('krone.de'),
    phonePrefix: few('+496541'),
    postalCode: few('56841'),
    city: few('Zell'),
    tags: fc.subarray(['Kunde', 'Partner']),
    contacts: fc.nat(3),
    interactions: fc.nat(3),
  })
  fc.assert(
    fc.property(fc.uniqueArray(party, { selector: ({ id }) => id, maxLength: 20 }), (parties) => {
      const order = inOrder(hotel, parties)
      assert.deepEqual(inOrder(hotel, parties.toReversed()), order)
      assert.equal(order.length, parties.length)
      for (const { reasons } of order) assert.ok(reasons.length >= 1 && reasons.length <= 3)
    }),
  )
})

test('every answer but skipping ties the two, and never one with itself', () => {
  for (const answer of ANSWERS) {
    const ties = tiesOf(answer, 'us', 'them')
    assert.equal(ties.length, { skip: 0, referrals: 2 }[answer as string] ?? 1)
    for (const { fromId, toId } of ties) assert.deepEqual([fromId, toId].sort(), ['them', 'us'])
  }
})
