import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { randomFrom } from '../network/index.ts'
import { groupsOf } from './groups.ts'
import { mapOf, sampleMap } from './testing.ts'
import { tiesFrom } from './tie-columns.ts'
import type { Trade } from './trades.ts'
import type { Traits } from './traits.ts'
import type { EcosystemMap, MapParty } from './types.ts'

type Known = Partial<MapParty> & { city?: string; tags?: string[]; categories?: string[] }

/** A map by letters whose parties have what `more` says of theirs. */
function known(letters: string, pairs: string, more: (letter: string) => Known = () => ({})): { map: EcosystemMap; traits: Traits } {
  const map = mapOf(letters, pairs)
  const own = [...letters].map((letter) => more(letter))
  return {
    map: { ...map, parties: map.parties.map((party, k) => ({ ...party, ...own[k] })) },
    traits: {
      city: own.map(({ city }) => city ?? null),
      tags: own.map(({ tags }) => tags ?? []),
      categories: own.map(({ categories }) => categories ?? []),
    },
  }
}

const read = (letters: string, pairs: string, more?: (letter: string) => Known, trades: Trade[] = []) => {
  const { map, traits } = known(letters, pairs, more)
  return groupsOf(map, traits, trades)
}

/** Everybody tied to everybody. */
const clique = (letters: string) => [...letters].flatMap((a, k) => [...letters.slice(k + 1)].map((b) => `${a}${b}`)).join(' ')
const TWO = `${clique('abcde')} ${clique('fghij')} af`
const TRAITS_OF_TWO = (letter: string): Known =>
  letter < 'f' ? { kinds: ['services'], city: 'Traben', tags: ['wine'] } : { kinds: ['customers', 'partners'], city: 'Bengel' }

test('two circles with one tie are two groups, named by what their members share and hardly anybody else does', () => {
  const groups = read('abcdefghij', TWO, TRAITS_OF_TWO)
  assert.deepEqual([groups.state, groups.total, groups.small, groups.untied], ['found', 2, 0, 0])
  assert.deepEqual(groups.sentence, { key: 'sentence.found.fair', values: { count: 2, parties: 10 } })
  const [one, other] = groups.groups
  assert.deepEqual([one!.memberIds.sort().join(''), other!.memberIds.sort().join('')], ['abcde', 'fghij'])
  assert.deepEqual([one!.name, other!.name], [
    { by: 'kind', value: 'services', partyId: null },
    { by: 'kind', value: 'customers', partyId: null },
  ]) // biome-ignore format: one line reads better
  assert.deepEqual(one!.shared[0], { by: 'kind', value: 'services', count: 5, inside: 1, outside: 0 })
  assert.deepEqual([one!.edgeTotal, other!.edgeTotal], [0, 0])
})

test('what only two have, or most outside too, names no group: then it is called after the member with most ties inside', () => {
  const groups = read('abcdefghij', TWO, (letter) => ({ kinds: ['services'], tags: 'ab'.includes(letter) ? ['rare'] : [] }))
  assert.deepEqual(
    groups.groups.map(({ name }) => [name.by, name.partyId]),
    [
      ['around', 'a'],
      ['around', 'f'],
    ],
  )
  assert.deepEqual(groups.groups[0]!.shared, [])
})

test('no two groups are called the same: the larger one has the name, the other the next remarkable thing', () => {
  const pairs = `${clique('abcdef')} ${clique('ghijk')} ${clique('lmnopqrs')} ag gl`
  const groups = read('abcdefghijklmnopqrs', pairs, (letter) =>
    letter < 'l' ? { city: 'Traben', tags: letter > 'f' ? ['wine'] : [] } : {},
  )
  const named = groups.groups.map(({ name: { by, value, partyId } }) => [by, value ?? partyId])
  assert.deepEqual(named, [
    ['around', 'l'],
    ['city', 'Traben'],
    ['tag', 'wine'],
  ])
})

test('categories of offers and needs name groups without regard to case', () => {
  const groups = read('abcdefghij', TWO, (letter) => (letter < 'f' ? { categories: [letter < 'c' ? 'Beds' : 'beds'] } : {}))
  assert.deepEqual(groups.groups[0]!.name, { by: 'category', value: 'Beds', partyId: null })
})

test('a stated group is laid beside the found one, with the share of both', () => {
  const members = ['a', 'b', 'c', 'f'].map((letter) => `${letter}k:member_of`).join(' ')
  const groups = read('abcdefghijk', `${TWO} ${members}`, (letter) => ({ tags: letter < 'd' ? ['wine'] : [] }))
  const one = groups.groups.find(({ memberIds }) => memberIds.includes('a'))!
  const size = one.size
  assert.deepEqual(
    one.overlaps.map(({ by, partyId, tag, shared, ofStated }) => [by, partyId, tag, shared, ofStated]),
    [
      ['tag', null, 'wine', 3, 1],
      ['members', 'k', null, 3, 0.75],
    ],
  )
  assert.equal(one.overlaps[0]!.ofFound, 3 / size)
})

test('groups that nobody joins, or a single one does, get an introduction; never one across a conflict or a tie', () => {
  const three = `${clique('abcde')} ${clique('fghij')} ${clique('klmno')} af ak al`
  const { between } = read('abcdefghijklmno', three)
  const of = (a: string, b: string, list = between, groups = read('abcdefghijklmno', three).groups) => {
    const [one, other] = [a, b].map((letter) => groups.find(({ memberIds }) => memberIds.includes(letter))!.number)
    return list.find((each) => each.a === Math.min(one!, other!) && each.b === Math.max(one!, other!))!
  }
  const hole = of('f', 'k')
  assert.deepEqual([hole.state, hole.pairs, hole.carrierIds], ['none', 0, []])
  assert.deepEqual(hole.introduction!.reason, 'knowsBoth')
  assert.equal(hole.introduction!.throughId, 'a')
  const single = of('a', 'k')
  assert.deepEqual([single.state, single.pairs, single.carrierIds[0]], ['single', 2, 'a'])
  // a second way goes around the one who is the only way
  assert.ok(![single.introduction!.oneId, single.introduction!.otherId].includes('a'))
  assert.deepEqual(
    between.map(({ state }) => state),
    ['none', 'single', 'single'],
  )
  const barred = [...'fghij'].flatMap((one) => [...'klmno'].map((other) => `${one}${other}:conflicts`)).join(' ')
  const kept = read('abcdefghijklmno', `${three} ${barred}`)
  assert.equal(of('f', 'k', kept.between, kept.groups).introduction, null)
  const open = read('abcdefghijklmno', `${three} ${barred.replace('hm:conflicts', '')}`)
  const { oneId, otherId } = of('f', 'k', open.between, open.groups).introduction!
  assert.deepEqual([oneId, otherId].sort(), ['h', 'm'])
})

test('who offers what the other group needs is introduced first', () => {
  const trades: Trade[] = [
    { id: '1', party: 'abcdefghij'.indexOf('c'), side: 'offer', category: 'Beds' },
    { id: '2', party: 'abcdefghij'.indexOf('h'), side: 'need', category: 'beds' },
  ]
  const [between] = read('abcdefghij', TWO, undefined, trades).between
  assert.deepEqual([between!.introduction!.reason, between!.introduction!.category], ['need', 'Beds'])
  assert.deepEqual([between!.introduction!.oneId, between!.introduction!.otherId].sort(), ['c', 'h'])
})

test('a map with too few ties, one with hardly more than chains, and one that is one circle get a sentence and what to do', () => {
  assert.equal(read('abc', 'ab').sentence.key, 'sentence.unknown.untied')
  assert.deepEqual(read('', '').groups, [])
  const star = read('abcdefgh', 'ab ac ad ae af ag ah')
  assert.deepEqual([star.state, star.sentence], ['unknown', { key: 'sentence.sparse', values: { count: 7, tied: 8 } }])
  assert.equal(star.task!.title.key, 'task.robust.more')
  const one = read('abcdef', clique('abcdef'))
  assert.deepEqual([one.state, one.sentence.key, one.total, one.between], ['nothing', 'sentence.nothing', 1, []])
})

test('pairs apart and parties without ties are counted, and belong to no group', () => {
  const groups = read('abcdefghijklm', `${TWO} kl`)
  assert.deepEqual([groups.total, groups.small, groups.untied], [2, 2, 1])
})

test('how sure: groups that are clear agree from every beginning and with ties missing, those of chance do not', () => {
  const clear = read('abcdefghij', TWO).certainty!
  const figure = (certainty: typeof clear, definition: string) => certainty.figures.find((one) => one.definition === definition)!.value
  assert.equal(clear.level, 'high')
  assert.equal(figure(clear, 'agreement'), 1)
  const letters = 'abcdefghijklmnopqrst'
  const ring = [...letters].map((letter, k) => `${letter}${letters[(k + 1) % 20]} ${letter}${letters[(k + 2) % 20]}`).join(' ')
  const unsure = read(letters, ring)
  assert.notEqual(unsure.certainty!.level, 'high')
  assert.ok(figure(unsure.certainty!, 'groupStability') < 0.8)
  assert.ok(unsure.groups.some(({ edgeTotal }) => edgeTotal > 0))
  for (const group of read('abcdefghij', TWO).groups) {
    assert.equal(group.certainty.level, 'high')
    assert.equal(figure(group.certainty, 'heldTogether'), 1)
    assert.ok(figure(group.certainty, 'sameAgain') > 0.9)
  }
  for (const group of unsure.groups) assert.notEqual(group.certainty.level, 'high')
})

test('on the wetlands network groups are found and named, and every party that is named is on the map', () => {
  const map = sampleMap('wetlands')
  const traits = { city: map.parties.map(() => null), tags: map.parties.map(() => []), categories: map.parties.map(() => []) }
  const found = groupsOf(map, traits, [])
  const ids = new Set(map.parties.map(({ id }) => id))
  assert.equal(found.untied, 7)
  assert.equal(found.groups.reduce((sum, { size }) => sum + size, 0) + found.small + found.untied, 132)
  assert.ok(found.groups.some(({ name }) => name.value === 'kind-0'))
  for (const { memberIds } of found.groups) for (const id of memberIds) assert.ok(ids.has(id))
  assert.deepEqual(groupsOf(map, traits, []), found)
})

test('of any map every party with a tie is in one group or counted as small, and no introduction joins two who are tied or in conflict', () => {
  const anyMap = fc.integer({ min: 5, max: 16 }).chain((n) =>
    fc.record({
      n: fc.constant(n),
      ties: fc.array(fc.tuple(fc.nat(n - 1), fc.nat(n - 1), fc.constantFrom('supplies', 'supplies', 'supplies', 'conflicts')), {
        minLength: 18,
        maxLength: 50,
      }),
    }),
  )
  fc.assert(
    fc.property(anyMap, ({ n, ties }) => {
      const letters = 'abcdefghijklmnop'.slice(0, n)
      const pairs = ties.map(([a, b, type]) => `${letters[a]}${letters[b]}:${type}`).join(' ')
      const found = read(letters, pairs)
      assert.equal(found.groups.reduce((sum, { size }) => sum + size, 0) + found.small + found.untied, n)
      const apart = new Set(ties.flatMap(([a, b]) => [`${letters[a]}${letters[b]}`, `${letters[b]}${letters[a]}`]))
      for (const { introduction } of found.between) if (introduction) assert.ok(!apart.has(`${introduction.oneId}${introduction.otherId}`))
    }),
    { numRuns: 60 },
  )
})

test('what chance alone tied falls into groups that every beginning finds elsewhere, and is not called set apart', () => {
  const n = 120
  const random = randomFrom(5)
  const ties = Array.from({ length: 300 }, () => ({
    from: Math.floor(random() * n),
    to: Math.floor(random() * n),
    type: 'partners',
    strength: null,
  }))
  const parties = Array.from({ length: n }, (_, k) => ({ id: `${k}`, name: `${k}`, kinds: [], sectorScheme: null, sectorCode: null }))
  const none = parties.map(() => [])
  const found = groupsOf({ parties, ties: tiesFrom(ties) }, { city: parties.map(() => null), tags: none, categories: none }, [])
  assert.equal(found.sentence.key, 'sentence.found.blurred')
  assert.equal(found.certainty!.level, 'low')
})
