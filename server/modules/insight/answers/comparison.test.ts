import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { components } from '../network/index.ts'
import { compareStates } from './comparison.ts'
import { departureCertainty } from './how-sure.ts'
import { connectingGraph } from './reading.ts'
import { mapOf } from './testing.ts'
import { tiesFrom } from './tie-columns.ts'
import type { Trade } from './trades.ts'
import type { EcosystemMap } from './types.ts'

const compare = (before: EcosystemMap, after: EcosystemMap, trades: [Trade[], Trade[]] | null = null) =>
  compareStates({ map: before, trades: trades?.[0] ?? null }, { map: after, trades: trades?.[1] ?? null })
const trade = (id: string, party: number, side: Trade['side'], category: string): Trade => ({ id, party, side, category })

test('who leaves cuts others off, and the fewest introductions bring them back', () => {
  // a star around x with a pair behind it, without x
  const found = compare(mapOf('xabcd', 'xa xb xc cd'), mapOf('abcd', 'cd'))
  assert.deepEqual(found.pieces.items, [
    { size: 1, partyIds: ['a'] },
    { size: 1, partyIds: ['b'] },
  ])
  assert.deepEqual([found.cutOff.total, found.joined.total, found.introductions.total], [2, 0, 2])
  assert.deepEqual(
    found.introductions.items.map(({ throughId, reason }) => [throughId, reason]),
    [
      ['x', 'knowsBoth'],
      ['x', 'knowsBoth'],
    ],
  )
  assert.deepEqual([found.before.pieces, found.after.pieces, found.parties.gone.items], [1, 3, ['x']])
})

test('who joins may bring pieces together, and be the only way to others from the first day', () => {
  const found = compare(mapOf('abcde', 'ab cd de'), mapOf('abcdex', 'ab cd de xb xc'))
  assert.deepEqual(found.joined.items, ['a', 'b'])
  assert.deepEqual([found.cutOff.total, found.introductions.total], [0, 0])
  assert.deepEqual(found.onlyWay.became.items, ['x', 'b', 'c'])
  assert.ok(found.after.efficiency! > found.before.efficiency!)
})

test('a second way around somebody is told, and who carries less', () => {
  const found = compare(mapOf('abcd', 'ab bc cd'), mapOf('abcd', 'ab bc cd da'))
  assert.deepEqual(found.onlyWay.evaded.items, ['b', 'c'])
  assert.equal(found.moves.by, 'betweenness')
  // a and d stood between nobody, now all four stand between half a pair each
  assert.deepEqual(
    found.moves.items.filter(({ partyId }) => partyId === 'a'),
    [{ partyId: 'a', before: 0, after: 0.5, placeBefore: null, placeAfter: 1 }],
  )
})

test('who is cut off or comes closer is as sure as it is the same with fewer ties; when somebody leaves, as sure as what would be without them', () => {
  const before = mapOf('abcdefghijklm', 'ab:supplies ab:informs bc cd de ef fg gh hi ij jk kl lm mf')
  const without = (letters: string, ties: string) => compare(before, mapOf(letters, ties)).certainty
  const gone = without('abcdfghijklm', 'ab:supplies ab:informs bc cd fg gh hi ij jk kl lm mf')
  assert.deepEqual(gone, departureCertainty(before, new Set([4])))
  // two ties between the same two are one tied pair
  assert.equal(gone.figures.find(({ definition }) => definition === 'ties')!.value, 13)
  const sameAgain = ({ figures }: typeof gone) => figures.find(({ definition }) => definition === 'sameAgain')!.value
  assert.ok(sameAgain(gone) < 0.8 && gone.level !== 'high')
  const apart = mapOf('abcdefgh', 'ab bc ca ef fg ge')
  const { joined, certainty, onlyWayCertainty } = compare(apart, mapOf('abcdefgh', 'ab bc ca ef fg ge dh'))
  assert.equal(joined.total, 1)
  // d and h have no other tie that could be missing
  assert.equal(sameAgain(certainty), 1)
  assert.deepEqual([certainty.level, onlyWayCertainty.level], ['medium', 'medium'])
})

test('a need loses its offer by distance, by leaving or by being new; it gains one by a tie; a past day knows none', () => {
  const whole = mapOf('abc', 'ab bc')
  const parted = mapOf('abc', 'bc')
  const trades = [trade('n', 0, 'need', 'Flour'), trade('o', 2, 'offer', 'flour')]
  const ids = (found: ReturnType<typeof compare>) => (['lost', 'gained'] as const).map((key) => found.needs![key].items.map(({ id }) => id))
  assert.deepEqual(compare(whole, parted, [trades, trades]).needs!.certainty.figures, [{ definition: 'speaking', value: 2 / 3 }])
  assert.deepEqual(ids(compare(whole, parted, [trades, trades])), [['n'], []])
  assert.deepEqual(ids(compare(parted, whole, [trades, trades])), [[], ['n']])
  assert.deepEqual(ids(compare(whole, whole, [trades, [...trades, trade('new', 1, 'need', 'wine')]])), [['new'], []])
  assert.deepEqual(ids(compare(whole, whole, [trades.slice(0, 1), trades])), [[], ['n']])
  assert.deepEqual(ids(compare(whole, whole, [trades, trades])), [[], []])
  assert.equal(compare(whole, parted).needs, null)
})

test('nobody is introduced across a conflict, also one that the changes bring', () => {
  const found = compare(mapOf('xab', 'xa xb'), mapOf('ab', 'ab:conflicts'))
  assert.deepEqual([found.introductions.total, found.unjoined.total, found.cutOff.total], [0, 1, 1])
})

test('a map with nobody on it compares with anything', () => {
  const [empty, some] = [mapOf('', ''), mapOf('ab', 'ab')]
  assert.deepEqual(
    [compare(empty, some).after.parties, compare(some, empty).parties.gone.total, compare(empty, empty).moves.total],
    [2, 2, 0],
  )
})

test('with the proposed introductions everybody reaches whom they reach today', () => {
  const letters = 'abcdefgh'
  const pair = fc.tuple(fc.constantFrom(...letters), fc.constantFrom(...letters)).map((ends) => ends.join(''))
  const without = (map: EcosystemMap, gone: ReadonlySet<string>, cut: number): EcosystemMap => {
    const parties = map.parties.filter(({ id }) => !gone.has(id))
    const place = (k: number) => parties.indexOf(map.parties[k]!)
    const kept = [...map.ties.from].flatMap((from, k) => {
      const [one, other] = [place(from), place(map.ties.to[k]!)]
      return k === cut || one < 0 || other < 0 ? [] : [{ from: one, to: other, type: 'supplies', strength: null }]
    })
    return { parties, ties: tiesFrom(kept) }
  }
  fc.assert(
    fc.property(
      fc.array(pair, { maxLength: 14 }),
      fc.uniqueArray(fc.constantFrom(...letters), { maxLength: 3 }),
      fc.nat(14),
      (pairs, gone, cut) => {
        const before = mapOf(letters, pairs.join(' '))
        const after = without(before, new Set(gone), cut)
        const found = compare(before, after)
        const place = new Map(after.parties.map(({ id }, k) => [id, k]))
        const joined = found.introductions.items.map(({ oneId, otherId }) => ({ one: place.get(oneId)!, other: place.get(otherId)! }))
        const [then, now] = [components(connectingGraph(before)).of, components(connectingGraph(after, { pairs: joined })).of]
        for (const [a, { id }] of after.parties.entries()) {
          for (const [b, other] of after.parties.entries()) {
            const wereTogether = then[letters.indexOf(id)] === then[letters.indexOf(other.id)]
            if (wereTogether) assert.equal(now[a], now[b], `${pairs} without ${gone}`)
          }
        }
        // and none of them could be spared
        assert.ok(joined.every((_, k) => components(connectingGraph(after, { pairs: joined.toSpliced(k, 1) })).sizes.length > components(connectingGraph(after, { pairs: joined })).sizes.length)) // biome-ignore format: one line reads better
      },
    ),
  )
})
