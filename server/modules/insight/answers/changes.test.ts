import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { CHANGES_LISTED, compareMaps, underLaterIds } from './changes.ts'
import { onlyWayCertainty } from './how-sure.ts'
import { mapOf } from './testing.ts'

const said = ({ fromId, toId, before, after }: { fromId: string; toId: string; before: number | null; after: number | null }) =>
  [`${fromId}${toId}`, before, after] as const

test('ties are new, lost, stronger or weaker, the weightiest first; a little is no change', () => {
  const before = mapOf('abcdef', 'ab=0.5 bc=0.9 cd=0.3 de=0.5 ef=0.40')
  const after = mapOf('abcdef', 'ab=0.7 bc=0.2 de=0.1 ef=0.45 af=0.2 bf=0.6')
  const { ties } = compareMaps(before, after)
  assert.deepEqual(ties.fresh.items.map(said), [
    ['bf', null, 0.6],
    ['af', null, 0.2],
  ])
  assert.deepEqual(ties.lost.items.map(said), [['cd', 0.3, null]])
  assert.deepEqual(ties.stronger.items.map(said), [['ab', 0.5, 0.7]])
  assert.deepEqual(ties.weaker.items.map(said), [
    ['bc', 0.9, 0.2],
    ['de', 0.5, 0.1],
  ])
})

test('a tie of another type or the other way round is another tie', () => {
  const { ties } = compareMaps(mapOf('ab', 'ab:supplies'), mapOf('ab', 'ba:supplies ab:informs'))
  assert.deepEqual([ties.fresh.total, ties.lost.total], [2, 1])
})

test('who came and went, who became the only way to others and who ceased to be', () => {
  const { parties, onlyWay, before, after } = compareMaps(mapOf('abcdx', 'ab bc cd da'), mapOf('abcdy', 'ab bc cd dy'))
  assert.deepEqual([parties.fresh.items, parties.gone.items], [['y'], ['x']])
  assert.deepEqual([onlyWay.became.items, onlyWay.evaded.items], [['b', 'c', 'd'], []])
  assert.deepEqual([before.tied, after.tied, before.largest, after.largest], [4, 5, 0.8, 1])
  assert.deepEqual([before.fragmentation.toFixed(3), after.fragmentation], ['0.400', 0])
})

test('how sure it is that somebody became the only way: by coverage, and by being it again with fewer ties', () => {
  const figure = ({ figures }: ReturnType<typeof onlyWayCertainty>, key: string) =>
    figures.find(({ definition }) => definition === key)?.value
  const sure = (before: string, after: string) => {
    const now = mapOf('abcdefghij', after)
    return onlyWayCertainty(now, compareMaps(mapOf('abcdefghij', before), now))
  }
  const ring = 'ab bc cd de ef fg gh hi ij'
  const path = sure(`${ring} ja`, ring)
  // eight became the only way; a tie that is missing takes that from those beside an end, or from two in the middle of nobody
  assert.ok(figure(path, 'sameAgain')! > 0.5 && figure(path, 'sameAgain')! < 1)
  assert.ok(figure(path, 'repeats')! >= 5)
  // around all of them a second way, which any missing tie breaks
  assert.ok(figure(sure(ring, `${ring} ja`), 'sameAgain')! < 0.5)
  assert.equal(sure(ring, `${ring} ja`).level, 'low')
  assert.equal(figure(sure(ring, ring), 'sameAgain'), undefined)
})

test('a second way is one only if those who hung on somebody are still in reach', () => {
  const star = mapOf('abcd', 'ab ac ad')
  assert.deepEqual(compareMaps(star, mapOf('abcd', 'ab ac ad bc cd')).onlyWay.evaded.items, ['a'])
  for (const [letters, ties] of [
    ['abcd', 'ab'],
    ['abcd', 'bc cd'],
    ['ab', 'ab'],
    ['bcd', 'bc cd'],
  ] as const) {
    assert.deepEqual(compareMaps(star, mapOf(letters, ties)).onlyWay.evaded.items, [], ties)
  }
})

test('parties that became one since are one before as well, and what tied them is no loss', () => {
  const before = underLaterIds(mapOf('abc', 'ab ac=0.2 bc=0.6'), (id) => (id === 'b' ? 'a' : id))
  const { parties, ties } = compareMaps(before, mapOf('ac', 'ac=0.6'))
  assert.deepEqual(parties, { fresh: { items: [], total: 0 }, gone: { items: [], total: 0 } })
  assert.deepEqual(
    Object.values(ties).map(({ total }) => total),
    [0, 0, 0, 0],
  )
})

test('who only competes or is in conflict has no tie, as everywhere', () => {
  const { after } = compareMaps(mapOf('', ''), mapOf('abcd', 'ab ac:competes ad:conflicts'))
  assert.deepEqual([after.ties, after.tied], [3, 2])
})

test('of many the first are named and all are counted; nothing compares with nothing', () => {
  const letters = Array.from({ length: 80 }, (_, k) => String.fromCharCode(0x4e00 + k)).join('')
  const { parties } = compareMaps(mapOf('', ''), mapOf(letters, ''))
  assert.deepEqual([parties.fresh.items.length, parties.fresh.total], [CHANGES_LISTED, 80])
  const none = compareMaps(mapOf('', ''), mapOf('', ''))
  assert.deepEqual(none.before, { parties: 0, ties: 0, tied: 0, largest: 0, fragmentation: 0 })
})

test('of thousands of ties the weightiest are named, equals by the names of their ends', () => {
  const letters = Array.from({ length: 60 }, (_, k) => String.fromCharCode(0x4e00 + k)).join('')
  const pairs = [...letters].flatMap((one) => [...letters].filter((other) => other !== one).map((other) => one + other))
  const strengthOf = (place: number) => ((place * 37) % 11) / 10
  const { ties } = compareMaps(mapOf('', ''), mapOf(letters, pairs.map((pair, k) => `${pair}=${strengthOf(k)}`).join(' ')))
  const wanted = pairs
    .map((pair, k) => [pair, null, strengthOf(k)] as const)
    .sort((a, b) => b[2] - a[2] || (a[0] < b[0] ? -1 : 1))
    .slice(0, CHANGES_LISTED)
  assert.deepEqual(ties.fresh.items.map(said), wanted)
  assert.equal(ties.fresh.total, pairs.length)
})

test('whatever changed, looked at from the other end it is the opposite', () => {
  const pairs = fc.array(fc.tuple(fc.constantFrom(...'abcdef'), fc.constantFrom(...'abcdef'), fc.integer({ min: 0, max: 10 })))
  const map = pairs.map((list) => mapOf('abcdef', list.map(([from, to, strength]) => `${from}${to}=${strength / 10}`).join(' ')))
  fc.assert(
    fc.property(map, map, (one, other) => {
      const [there, back] = [compareMaps(one, other), compareMaps(other, one)]
      const ends = (list: { items: { fromId: string; toId: string }[] }) => list.items.map(({ fromId, toId }) => fromId + toId).sort()
      assert.deepEqual(ends(there.ties.fresh), ends(back.ties.lost))
      assert.deepEqual(ends(there.ties.stronger), ends(back.ties.weaker))
    }),
  )
})
