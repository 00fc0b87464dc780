import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { letLeave } from './departure.ts'
import { departureCertainty } from './how-sure.ts'
import { joinPieces } from './introductions.ts'
import { mapOf } from './testing.ts'
import { eachTie, tiesFrom } from './tie-columns.ts'
import type { Trade } from './trades.ts'
import type { EcosystemMap } from './types.ts'

function leave(letters: string, pairs: string, leaving: string, trades: readonly Trade[] = []) {
  return letLeave(mapOf(letters, pairs), new Set([...leaving].map((id) => letters.indexOf(id))), trades)
}
const pairs = ({ introductions }: ReturnType<typeof leave>) => introductions.items.map(({ oneId, otherId }) => oneId + otherId)

test('pieces of a region are joined as well: half a million in one, and very many of one each', () => {
  const known = { isBarred: () => false, isRival: () => false, fit: () => null, through: () => null, weight: () => 1 }
  const large = Array.from({ length: 500_000 }, (_, party) => party)
  const small = Array.from({ length: 5_000 }, (_, k) => [large.length + k])
  const { introductions, left } = joinPieces([large, ...small], known)
  assert.deepEqual([introductions.length, left.length], [5_000, 1])
  assert.equal(new Set(introductions.map(({ other }) => other)).size, 5_000, 'nobody is asked twice while others are not')
})

test('when the hub of a star leaves, all but one are cut off, and one introduction each would hold them', () => {
  const star = leave('habcd', 'ha hb hc hd', 'h')
  assert.deepEqual(
    star.pieces.items.map(({ partyIds }) => partyIds),
    [['b'], ['c'], ['d']],
  )
  assert.deepEqual([star.cutOff.items, star.before.pieces, star.after.pieces], [['b', 'c', 'd'], 1, 4])
  assert.equal(star.introductions.total, 3)
  assert.deepEqual([star.withIntroductions.pieces, star.withIntroductions.fragmentation], [1, 0])
  for (const { reason, throughId } of star.introductions.items) assert.deepEqual([reason, throughId], ['knowsBoth', 'h'])
})

test('whom to try next is who would cut off most of those who stay, and nobody where a second way leads around everybody', () => {
  // a ring with two tails, of which the longer hangs on c
  const ring = 'ab bc cd da ce ef af'
  assert.equal(leave('abcdef', ring, 'b').next, null)
  assert.deepEqual(leave('abcdefxyz', `${ring} cx xy dz`, 'b').next, { partyId: 'c', cutOff: 2 })
  assert.deepEqual(leave('abcdefxyz', `${ring} cx xy dz`, 'c').next, { partyId: 'a', cutOff: 3 })
  assert.equal(leave('ab', 'ab', 'ab').next, null)
})

test('where others hold it too, or nobody hangs on it, nothing happens and nobody is introduced', () => {
  for (const [letters, ties, leaving] of [
    ['abcd', 'ab bc cd da', 'a'],
    ['abc', 'bc', 'a'],
    ['ab', 'ab', 'b'],
    ['ab', 'ab', 'ab'],
    ['a', '', 'a'],
    ['abc', 'ab:competes bc:conflicts', 'b'],
  ] as const) {
    const { pieces, introductions, cutOff } = leave(letters, ties, leaving)
    assert.deepEqual([pieces.total, introductions.total, cutOff.total], [0, 0, 0], `${ties} without ${leaving}`)
  }
})

test('nobody is introduced to whom they are in conflict with, and to competitors only where there is nobody else', () => {
  assert.deepEqual(pairs(leave('habc', 'ha ab hc ac:conflicts', 'h')), ['cb'])
  assert.deepEqual(pairs(leave('habc', 'ha ab hc ac:competes', 'h')), ['cb'])
  assert.deepEqual(pairs(leave('hac', 'ha hc ac:competes', 'h')), ['ca'])
})

test('where conflicts are in the way of every pair, it says so and joins the rest', () => {
  const { introductions, unjoined, withIntroductions } = leave('habc', 'ha hb hc ca:conflicts cb:conflicts', 'h')
  assert.deepEqual([introductions.total, unjoined.items.map(({ partyIds }) => partyIds), withIntroductions.pieces], [1, [['c']], 2])
})

test('who offers what the other needs is introduced first', () => {
  const trades: Trade[] = [
    { id: '1', party: 3, side: 'offer', category: 'Flour' },
    { id: '2', party: 4, side: 'need', category: 'flour' },
  ]
  const { introductions } = leave('habcd', 'ha ab bc hd', 'h', trades)
  assert.deepEqual(introductions.items, [{ oneId: 'd', otherId: 'c', reason: 'need', throughId: null, category: 'Flour' }])
})

test('needs that only the leaving could meet, or those who are cut off, are named; one’s own offer meets no need of one’s own', () => {
  const trade = (id: string, party: number, side: Trade['side'], category: string): Trade => ({ id, party, side, category })
  const trades = [
    trade('1', 0, 'offer', 'bread'),
    trade('2', 1, 'need', 'Bread'),
    trade('3', 2, 'offer', 'beds'),
    trade('4', 1, 'need', 'beds'),
    trade('5', 1, 'need', 'nothing anybody has'),
    trade('6', 1, 'offer', 'bread'),
    trade('7', 3, 'need', 'beds'),
  ]
  const { needs } = leave('habc', 'ha hb bc', 'h', trades)
  assert.deepEqual(needs.items, [
    { id: '2', partyId: 'a', category: 'Bread' },
    { id: '4', partyId: 'a', category: 'beds' },
  ])
})

test('several leave at once, from several pieces of the map', () => {
  const { introductions, withIntroductions, after } = leave('habgcd', 'ha hb gc gd', 'hg')
  assert.deepEqual([introductions.total, after.pieces, withIntroductions.pieces], [2, 4, 2])
})

test('there are never fewer introductions than it takes, never more, and they hold: as trying all of them shows', () => {
  const letters = 'abcdefghij'
  let triedAll = 0
  const tie = fc.tuple(fc.nat(9), fc.nat(9), fc.constantFrom('supplies', 'supplies', 'conflicts'))
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 10 }),
      fc.array(tie, { maxLength: 24 }),
      fc.array(fc.nat(9), { minLength: 1, maxLength: 3 }),
      fc.option(fc.array(fc.nat(9), { minLength: 9, maxLength: 9 })),
      (n, random, gone, grown) => {
        const map = mapOf(letters.slice(0, n), '')
        // a tree, of which every leaving leaves pieces, with what chance adds; or chance alone
        const tree = (grown ?? []).map((before, k) => [k + 1, Math.min(before, 2) % (k + 1), 'supplies'] as const)
        const ties = grown === null ? random : [...tree, ...random.slice(0, 12).map(([from, to]) => [from, to, 'conflicts'] as const)]
        const among = ties.filter(([from, to]) => from < n && to < n).map(([from, to, type]) => ({ from, to, type, strength: null }))
        const leaving = new Set(gone.map((party) => party % n))
        const whole = { ...map, ties: tiesFrom(among) }
        const { introductions, unjoined, withIntroductions } = letLeave(whole, leaving, [])
        const least = fewestByBruteForce(whole, leaving)
        assert.deepEqual([introductions.total, withIntroductions.pieces], [least.introductions, least.pieces])
        assert.equal(unjoined.total === 0, least.isWhole)
        if (least.triedAll) triedAll++
        for (const { oneId, otherId } of introductions.items) {
          const [one, other] = [letters.indexOf(oneId), letters.indexOf(otherId)]
          assert.ok(
            !among.some(({ from, to, type }) => type === 'conflicts' && ((from === one && to === other) || (from === other && to === one))),
          )
        }
      },
    ),
    { numRuns: 300 },
  )
  assert.ok(triedAll > 40, `every set of fewer pairs was tried ${triedAll} times`)
})

/** So many sets of pairs are tried one by one. */
const SETS_MAX = 4_000

/**
 * Adds every permitted pair, then takes away as many as can be spared, one by one: a spanning forest, which no other set of pairs beats. Where there are not too
 * many, every set with one pair fewer is tried as well, and none may do.
 */
function fewestByBruteForce({ parties, ties: columns }: EcosystemMap, leaving: ReadonlySet<number>) {
  const ties = [...eachTie(columns)]
  const n = parties.length
  const link = (pairs: readonly (readonly [number, number])[], stays: (party: number) => boolean) => {
    const of = Array.from({ length: n }, (_, k) => k)
    for (let round = 0; round < n; round++) {
      for (const [a, b] of pairs) if (stays(a) && stays(b)) of[a] = of[b] = Math.min(of[a]!, of[b]!)
    }
    return of
  }
  const connecting = ties.filter(({ type }) => type !== 'conflicts').map(({ from, to }) => [from, to] as const)
  const before = link(connecting, () => true)
  const stays = (party: number) => !leaving.has(party)
  const isPermitted = (a: number, b: number) =>
    !ties.some(({ from, to, type }) => type === 'conflicts' && ((from === a && to === b) || (from === b && to === a)))
  const permitted: [number, number][] = []
  for (let a = 0; a < n; a++) for (let b = a + 1; b < n; b++) if (before[a] === before[b] && isPermitted(a, b)) permitted.push([a, b])
  const count = (of: number[]) => new Set(of.filter((_, party) => stays(party))).size
  const best = link([...connecting, ...permitted], stays)
  let needed = permitted
  for (const pair of permitted) {
    const fewer = needed.filter((each) => each !== pair)
    if (count(link([...connecting, ...fewer], stays)) === count(best)) needed = fewer
  }
  const after = link(connecting, stays)
  const useful = permitted.filter(([a, b]) => stays(a) && stays(b) && after[a] !== after[b])
  const triedAll = needed.length > 0 && setsOf(useful.length, needed.length - 1) <= SETS_MAX
  if (triedAll)
    for (const fewer of eachSet(useful, needed.length - 1)) assert.ok(count(link([...connecting, ...fewer], stays)) > count(best))
  const rests = new Set(before.filter((_, party) => stays(party)).map(String))
  return { introductions: needed.length, pieces: count(best), isWhole: count(best) === rests.size, triedAll }
}

/** How many sets of `size` there are among `of`. */
function setsOf(of: number, size: number): number {
  return Array.from({ length: size }, (_, k) => (of - k) / (k + 1)).reduce((product, factor) => product * factor, 1)
}

function* eachSet<T>(items: readonly T[], size: number): Generator<T[]> {
  if (size === 0) yield []
  else for (const [k, item] of items.entries()) for (const rest of eachSet(items.slice(k + 1), size - 1)) yield [item, ...rest]
}

test('who would be cut off is sure where it is the same with fewer ties, and less so where a tie more or less decides', () => {
  const of = (map: EcosystemMap, leaving: string) =>
    departureCertainty(map, new Set(map.parties.flatMap(({ id }, k) => (id === leaving ? [k] : []))))
  const same = ({ figures }: ReturnType<typeof of>) => figures.find(({ definition }) => definition === 'sameAgain')!.value
  const clique = (letters: string) => [...letters].flatMap((a, k) => [...letters.slice(k + 1)].map((b) => `${a}${b}`)).join(' ')
  const held = of(mapOf('abcdefghijklm', `${clique('abcdef')} ${clique('fghijklm')}`), 'f')
  assert.deepEqual([held.level, same(held)], ['high', 1])
  const chain = of(mapOf('abcdefghijklm', 'ab bc cd de ef fg gh hi ij jk kl lm'), 'g')
  assert.ok(same(chain) < 0.8)
  assert.notEqual(chain.level, 'high')
  assert.deepEqual([of(mapOf('', ''), 'a').level, same(of(mapOf('ab', ''), 'a'))], ['low', 1])
})
