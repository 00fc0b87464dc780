import assert from 'node:assert/strict'
import { test } from 'node:test'
import { randomFrom } from '../network/index.ts'
import { checkPairs } from './pair-check.ts'
import type { PairInput } from './pair-ground.ts'
import { draft, type ProposedPair, proposePairs } from './pair-lists.ts'
import { mapOf } from './testing.ts'
import { tiesFrom } from './tie-columns.ts'
import type { Trade } from './trades.ts'
import type { EcosystemMap } from './types.ts'

const LETTERS = 'abcdefghijkl'
/** Two circles of friends around h and c, and the pair k, l apart. */
const TIES = 'ha hb hd he ab ca cf cg ci fg kl'

function inputOf(letters: string, trades: string, more: Partial<PairInput> = {}): PairInput {
  const read = trades.split(' ').filter(Boolean).map((trade, k): Trade => {
    const [party, side, category] = [letters.indexOf(trade[0]!), trade[1] === '+' ? 'offer' : 'need', trade.slice(2)] as const
    return { id: `${k}`, party, side, category }
  }) // biome-ignore format: one line reads better
  const nowhere = [...letters].map(() => null)
  return { latitude: nowhere, longitude: nowhere, trades: read, leftOut: new Set(), shut: [], ...more }
}

const namesOf = (pairs: readonly ProposedPair[]) => pairs.map(({ oneId, otherId }) => [oneId, otherId].sort().join(''))
const pairOf = (pairs: readonly ProposedPair[], name: string) => pairs.find((pair) => [pair.oneId, pair.otherId].sort().join('') === name)
const place = (letter: string) => LETTERS.indexOf(letter)

test('on a small map, who offers what another needs comes first in the trade list, with the reason, whoever knows whom', () => {
  const { trade, nearness, speaking } = proposePairs(mapOf(LETTERS, TIES), inputOf(LETTERS, 'k+Bread g-bread b+wood'))
  assert.deepEqual([nearness, speaking], ['breaksTies', 3])
  const first = trade.filter(({ origin }) => origin === 'fit')[0]!
  assert.deepEqual([first.oneId, first.otherId], ['g', 'k'])
  assert.deepEqual(
    first.reasons.map(({ key, partyIds, word }) => [key, partyIds.join(''), word]),
    [
      ['meets', 'kg', 'Bread'],
      ['reached', '', null],
    ],
  )
  // g reaches k and l, k reaches the nine on the other side
  assert.equal(first.reasons[1]!.value, 11)
  assert.equal(first.introducerId, null)
})

test('never across a conflict, never those who are tied, left out or shut; competitors are for the peers only and are said to be some', () => {
  const map = mapOf(LETTERS, `${TIES} gk:conflicts af:competes`)
  const all = (more: Partial<PairInput> = {}) => proposePairs(map, inputOf(LETTERS, 'k+bread g-bread a+wood f-wood a-oil f-oil', more))
  const { trade, peers } = all()
  assert.equal(pairOf(trade, 'gk'), undefined)
  assert.equal(pairOf(trade, 'af'), undefined)
  const rivals = pairOf(peers, 'af')!
  assert.deepEqual(rivals.reasons.map(({ key }) => key).sort(), ['compete', 'contacts', 'nearer', 'sharedNeed'])
  assert.equal(rivals.introducerId, 'c')
  const tied = new Set(TIES.split(' ').map((pair) => [...pair].sort().join('')))
  for (const name of [...namesOf(trade), ...namesOf(peers)]) assert.ok(!tied.has(name), name)
  const without = all({ leftOut: new Set([place('a')]), shut: [[place('d'), place('e')]] })
  for (const name of [...namesOf(without.trade), ...namesOf(without.peers)]) assert.ok(!name.includes('a') && name !== 'de', name)
})

test('nobody stands in a list more than twice, no pair in both, and equals are the same again', () => {
  const input = inputOf(LETTERS, 'a+x b+x d+x e+x f-x g-x i-x')
  const lists = proposePairs(mapOf(LETTERS, TIES), input)
  for (const list of [lists.trade, lists.peers]) {
    const often = Map.groupBy(list.flatMap(({ oneId, otherId }) => [oneId, otherId]), (id) => id) // biome-ignore format: one line reads better
    for (const [id, times] of often) assert.ok(times.length <= 2, id)
  }
  assert.equal(new Set([...namesOf(lists.trade), ...namesOf(lists.peers)]).size, lists.trade.length + lists.peers.length)
  assert.deepEqual(proposePairs(mapOf(LETTERS, TIES), input), lists)
})

test('who sells the same is a peer and no trade, unless one needs what the other offers', () => {
  const map = (sectors: string) => {
    const { parties, ties } = mapOf(LETTERS, TIES)
    return { ties, parties: parties.map((party) => (sectors.includes(party.id) ? { ...party, sectorScheme: 'nace' as const, sectorCode: '10.71' } : party)) } // biome-ignore format: one line reads better
  }
  const { trade, peers } = proposePairs(map('de'), inputOf(LETTERS, 'b+rye d+rye'))
  for (const name of ['de', 'bd']) {
    assert.equal(pairOf(trade, name), undefined)
    assert.ok(pairOf(peers, name), name)
  }
  assert.deepEqual(pairOf(peers, 'de')!.reasons.map(({ key, word }) => [key, word]).slice(0, 2), [['contacts', null], ['sector', 'nace:10']]) // biome-ignore format: one line reads better
  assert.ok(pairOf(proposePairs(map('de'), inputOf(LETTERS, 'd+rye e-rye')).trade, 'de'))
})

test('the nearer of two who could sell the same comes first, and the distance is said', () => {
  const at = (letter: string, degrees: number) => [...LETTERS].map((each) => (each === letter ? degrees : 49))
  const { trade } = proposePairs(
    mapOf(LETTERS, TIES),
    inputOf(LETTERS, 'd+bread e+bread i-bread', { latitude: at('d', 50), longitude: at('-', 0) }),
  )
  const fits = trade.filter(({ origin }) => origin === 'fit')
  assert.equal(namesOf(fits)[0], 'ei')
  const far = pairOf(trade, 'di')!.reasons.find(({ key }) => key === 'apart')!
  assert.ok(Math.abs(far.value! - 111.2) < 0.1, `${far.value}`)
})

test('with enough ties similarity counts: firms that buy alike are peers, and a firm is led to the supplier of its like', () => {
  const { map, number } = market()
  const { peers, trade, nearness } = proposePairs(map, inputOf(map.parties.map(() => '-').join(''), ''))
  assert.equal(nearness, 'learned')
  const sideOf = (id: string) => (number(id) < 40 ? 'supplier' : 'buyer')
  const same = (pairs: readonly ProposedPair[]) => pairs.filter(({ origin }) => origin === 'fit').map(({ oneId, otherId }) => sideOf(oneId) === sideOf(otherId)) // biome-ignore format: one line reads better
  assert.ok(same(peers).every(Boolean), 'peers are of one side')
  const across = same(trade).filter((isSame) => !isSame).length
  assert.ok(across >= same(trade).length - 1, 'trade leads across')
  assert.equal(pairOf(trade, namesOf(trade)[0]!)!.reasons[0]!.key, 'path')
})

test('a region gets its lists too: what fits is among them however few parties are looked from, and each says how sure it is', () => {
  const random = randomFrom(11)
  const [n, m] = [45_000, 60_000]
  const any = () => Math.floor(random() * n)
  const ties = tiesFrom(Array.from({ length: m }, () => ({ from: any(), to: any(), type: 'supplies', strength: null })))
  const party = { kinds: [], sectorScheme: null, sectorCode: null }
  const map = { parties: Array.from({ length: n }, (_, k) => ({ id: `p${k}`, name: `Party ${k}`, ...party })), ties }
  const trades: Trade[] = [7, 44_000].map((party, k) => ({ id: `${k}`, party, side: k === 0 ? 'offer' : 'need', category: 'timber' }))
  const nowhere = new Array<null>(n).fill(null)
  const { trade, peers, nearness } = proposePairs(map, { latitude: nowhere, longitude: nowhere, trades, leftOut: new Set(), shut: [] })
  assert.deepEqual([trade.length, peers.length, nearness], [12, 12, 'fixed'])
  assert.ok(trade.some(({ oneId, otherId }) => oneId === 'p7' && otherId === 'p44000'))
  for (const { bridgingGain, certainty } of [...trade, ...peers]) assert.ok(bridgingGain > 0 && certainty.figures.length === 2)
})

test('an empty map, one party and a map without ties propose what they can', () => {
  const nothing = (letters: string, trades = '') => {
    const { peers, trade } = proposePairs(mapOf(letters, ''), inputOf(letters, trades))
    return { peers: namesOf(peers), trade: namesOf(trade) }
  }
  assert.deepEqual(nothing(''), { peers: [], trade: [] })
  assert.deepEqual(nothing('a'), { peers: [], trade: [] })
  assert.deepEqual(nothing('abc', 'a+milk b-milk c-milk'), { peers: ['bc'], trade: ['ab', 'ac'] })
})

test('of three places one goes to the best connected, whoever picks is credited, and nothing that does not fit is listed alone', () => {
  const pair = (k: number) => [2 * k, 2 * k + 1] as const
  const pairs = Array.from({ length: 20 }, (_, k) => pair(k))
  const keyOf = (one: number, other: number) => one * 100 + other
  const drafted = draft({ fit: pairs, connected: [...pairs].reverse() }, keyOf, new Set())
  assert.equal(drafted.length, 12)
  for (let round = 0; round < 4; round++) {
    const three = drafted.slice(3 * round, 3 * round + 3).map(({ origin }) => origin)
    assert.deepEqual(three.toSorted(), ['connected', 'fit', 'fit'])
  }
  assert.ok(new Set([0, 1, 2, 3].map((round) => drafted.slice(3 * round, 3 * round + 3).findIndex(({ origin }) => origin === 'connected'))).size > 1) // biome-ignore format: one line reads better
  const agreed = draft({ fit: pairs, connected: pairs }, keyOf, new Set([keyOf(0, 1)]))
  assert.deepEqual(agreed.map(({ one }) => one), pairs.slice(1, 13).map(([one]) => one)) // biome-ignore format: one line reads better
  assert.deepEqual(draft({ fit: [], connected: pairs }, keyOf, new Set()), [])
})

test('the check on the own map says when it has too few ties, and finds what a market hides', () => {
  assert.deepEqual(checkPairs(mapOf(LETTERS, TIES)), { state: 'few', pairs: 11 })
  const found = checkPairs(market(24).map)
  assert.equal(found.state, 'found')
  if (found.state !== 'found') return
  assert.ok(found.mix > found.bestConnected + 2 * found.standardError, JSON.stringify(found))
  assert.ok(Math.abs(found.mix - found.bestConnected - found.difference) < 1e-12)
})

/** As many suppliers as buyers in four markets; who sells never sells to who sells. */
function market(half = 40): { map: EcosystemMap; number: (id: string) => number } {
  const random = randomFrom(7)
  const ties = []
  for (let s = 0; s < half; s++)
    for (let b = half; b < 2 * half; b++)
      if (random() < (s % 4 === b % 4 ? 0.5 : 0.01)) ties.push({ from: s, to: b, type: 'supplies', strength: null })
  const parties = Array.from({ length: 2 * half }, (_, k) => ({
    id: `p${k}`,
    name: `Party ${k}`,
    kinds: [],
    sectorScheme: null,
    sectorCode: null,
  }))
  return { map: { parties, ties: tiesFrom(ties) }, number: (id) => Number(id.slice(1)) }
}
