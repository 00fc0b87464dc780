import assert from 'node:assert/strict'
import { test } from 'node:test'
import { components, fragmentation, reachOf } from '../network/index.ts'
import { carriesFlow, flowOf } from './carriers.ts'
import { connectingGraph, readMap } from './reading.ts'
import { mapOf, sampleMap } from './testing.ts'
import { tiesFrom } from './tie-columns.ts'
import { holdTogether, type Together } from './together.ts'
import type { Traits } from './traits.ts'
import type { EcosystemMap } from './types.ts'

const NETWORKS = ['dhhs', 'indiana-collaboration', 'indiana-contact', 'indiana-dissemination', 'wetlands']

const noTraits = ({ parties }: EcosystemMap): Traits => ({
  city: parties.map(() => null),
  tags: parties.map(() => []),
  categories: parties.map(() => []),
})

function read(map: EcosystemMap, directed: string[] = []): Together & { of: (key: string) => Together['items'][number] } {
  const together = holdTogether(map, { traits: noTraits(map), directed: new Set(directed) })
  return { ...together, of: (key) => together.items.find((item) => item.key === key)! }
}

const known = new Map(NETWORKS.map((name) => [name, sampleMap(name)]))
const answered = new Map(NETWORKS.map((name) => [name, read(known.get(name)!)]))
const names = (ids: readonly string[]) => ids.map((id) => id.replace(/^id-/, ''))

test('on five real networks the hubs, the carriers, the brokers and the key players are the ones known', () => {
  const expected: Record<string, [string, string, string, string[], string[]]> = {
    'indiana-dissemination': ['ITPC', 'ITPC', 'ITPC', ['ITPC'], ['ITPC']],
    'indiana-contact': ['ITPC', 'ITPC', 'ITPC', ['ITPC'], ['ITPC']],
    'indiana-collaboration': ['ITPC', 'ITPC', 'ITPC', ['ITPC'], ['ITPC']],
    dhhs: ['OS-5', 'OS-5', 'OS-5', ['ACF-2'], ['OS-5']],
    wetlands: ['actor56', 'RevitFloodA', 'RevitFloodA', ['actor58'], ['BiodivProtA']],
  }
  for (const [name, [hub, carrier, broker, breaker, reacher]] of Object.entries(expected)) {
    const { of, breaking, reaching } = answered.get(name)!
    assert.equal(of('bestConnected').sentence.values.name, hub, name)
    assert.equal(of('carriesFlow').sentence.values.name, carrier, name)
    assert.equal(of('bridgesGroups').sentence.values.name, broker, name)
    assert.deepEqual(names(breaking[0]!.partyIds), breaker, name)
    assert.deepEqual(names(reaching[0]!.partyIds), reacher, name)
  }
  const { breaking } = answered.get('indiana-dissemination')!
  assert.equal(breaking[0]!.cutOff, 1)
  assert.deepEqual(names(breaking[2]!.partyIds), ['ITPC', 'Hancock Regional', 'ICSA'])
  const wetlands = answered.get('wetlands')!.breaking
  assert.deepEqual(names(wetlands[2]!.partyIds), ['actor58', 'actor42', 'actor46'])
})

test('no set of one or two does more than the one named, on any of the five networks; three on the small ones', () => {
  for (const [name, map] of known) {
    const { breaking, reaching } = answered.get(name)!
    const graph = connectingGraph(map)
    const breaks = (leaving: number[]) => {
      const rest = connectingGraph(map, { without: new Set(leaving) })
      const sizes = [...components(rest).sizes]
      // those who left stand there as pieces of one
      return fragmentation(sizes.sort((a, b) => b - a).slice(0, sizes.length - leaving.length))
    }
    const reaches = reachOf(graph, 2)
    for (const k of graph.n < 30 ? [1, 2, 3] : [1, 2]) {
      let [worst, widest] = [0, 0]
      for (const set of sets(graph.n, k)) {
        worst = Math.max(worst, breaks(set))
        widest = Math.max(widest, reaches(set))
      }
      assert.ok(breaking[k - 1]!.effect >= worst - 1e-9, `${name}: ${k} could break ${worst} instead of ${breaking[k - 1]!.effect}`)
      const reached = reaching[Math.min(k, reaching.length) - 1]!.effect
      // chosen one by one: at least as good as is proven, and nearly always the best
      assert.ok(reached >= widest - 0.01, `${name}: ${k} could reach ${widest} instead of ${reached}`)
    }
  }
})

test('where the best single ones are not the best together it says what they would do', () => {
  const { breaking, reaching } = answered.get('wetlands')!
  assert.equal(breaking[2]!.alone, null)
  assert.deepEqual(names(reaching[1]!.partyIds), ['ConsBogT', 'actor10'])
  assert.deepEqual(names(reaching[1]!.alone!.partyIds), ['BiodivProtA', 'actor10'])
  assert.ok(reaching[1]!.alone!.effect < reaching[1]!.effect)
  const four = answered.get('dhhs')!.breaking[3]!
  assert.deepEqual([names(four.partyIds), four.cutOff, four.alone!.cutOff], [['ACF-2', 'CDC-8', 'CDC-12', 'CDC-3'], 2, 1])
})

test('one more who reaches nobody new is not named, and where nobody’s leaving breaks anything it says so', () => {
  assert.equal(answered.get('indiana-contact')!.reaching.length, 1)
  const { of } = answered.get('indiana-collaboration')!
  assert.deepEqual(of('breakTogether').sentence, { key: 'sentence.breakTogether.nothing', values: { count: 5 } })
  assert.equal(of('breakTogether').task, null)
})

test('a broker is told by the groups it joins: itinerant, doorway in or out, liaison, coordinator', () => {
  const kinds: Record<string, string> = { h: 'hotels', i: 'hotels', f: 'farms', g: 'farms', v: 'guides', t: 'hotels' }
  const of = (pairs: string, directed: string[] = []) => {
    const map = mapOf('vhifgt', pairs)
    const parties = map.parties.map((party) => ({ ...party, kinds: [kinds[party.id]!] }))
    const { brokerage } = holdTogether({ ...map, parties }, { traits: noTraits(map), directed: new Set(directed) })
    const { brokers, groups, known: share } = brokerage.find(({ by }) => by === 'kind')!
    const first = brokers.find(({ partyId }) => partyId === 'v')!
    assert.equal(share, 1)
    return { ...first, between: [first.from, first.to].map((place) => (place === null ? null : groups[place])) }
  }
  const liaison = of('vh vi vf vg hi fg')
  assert.deepEqual([liaison.role, liaison.share, liaison.isMostly, liaison.between], ['liaison', 1, true, ['hotels', 'farms']])
  assert.equal(liaison.paths, 8)
  const consultant = of('vh vi vt hf fg gi')
  assert.deepEqual([consultant.role, consultant.between], ['consultant', ['hotels', 'hotels']])
  kinds.v = 'hotels'
  assert.equal(of('vh vi vf vg hi fg').role, 'doorway')
  assert.equal(of('hv iv vf vg hi fg', ['supplies']).role, 'representative')
  assert.equal(of('vh:buys_from vi:buys_from fv:buys_from gv:buys_from hi fg', ['buys_from']).role, 'representative')
  assert.equal(of('fv gv vh vi hi fg', ['supplies']).role, 'gatekeeper')
  assert.equal(of('vh vi vt hf fg gt').role, 'coordinator')
})

test('a broker whose own group nobody knows has no kind of brokerage, and it says how many are known', () => {
  const map = mapOf('vhifg', 'vh vi vf vg hi fg')
  const parties = map.parties.map((party) => ({ ...party, kinds: party.id === 'v' ? [] : ['hotels'] }))
  const { brokerage } = holdTogether({ ...map, parties }, { traits: noTraits(map), directed: new Set() })
  const { brokers, known: share } = brokerage.find(({ by }) => by === 'kind')!
  assert.deepEqual([brokers[0]!.role, brokers[0]!.paths, share], [null, 0, 0.8])
})

test('a tenth that leaves by ties takes a star apart, one that leaves by chance does not', () => {
  const others = 'bcdefghijklmnopqrst'
  const star = read(mapOf(`a${others}`, [...others].map((other) => `a${other}`).join(' '))).of('robust')
  assert.equal(star.sentence.key, 'sentence.robust.found.fragile')
  assert.equal(star.sentence.values.count, 2)
  assert.equal(star.sentence.values.degreeShare, 1 / 20)
  assert.ok((star.sentence.values.chanceShare as number) > 0.6)
  const ring = read(mapOf('abcdefghij', 'ab bc cd de ef fg gh hi ij ja')).of('robust')
  assert.equal(ring.sentence.key, 'sentence.robust.found.firm')
  assert.equal(ring.sentence.values.degreeShare, 0.9)
})

test('every card says how sure it is: coverage, what holds with a tenth of the ties missing, and in how many trials', () => {
  for (const [name, { items, breaking, reaching }] of answered) {
    for (const { key, certainty } of items) {
      const told = certainty!.figures.map(({ definition }) => definition)
      assert.ok(told.includes('coverage'), `${name} ${key}`)
      if (['carriesFlow', 'reachTogether'].includes(key))
        for (const one of [key === 'carriesFlow' ? 'stability' : 'sameAgain', 'repeats']) assert.ok(told.includes(one as never), key)
    }
    for (const { stability } of [...breaking, ...reaching]) assert.ok(stability >= 0 && stability <= 1)
  }
})

test('too few ties, or none who stands between: a sentence', () => {
  assert.deepEqual(
    read(mapOf('abc', 'ab')).items.map(({ sentence }) => sentence.key),
    ['sentence.unknown.untied'],
  )
  assert.deepEqual(read(mapOf('', '')).breaking, [])
  const all = read(mapOf('abcde', 'ab ac ad ae bc bd be cd ce de'))
  assert.equal(all.of('carriesFlow').state, 'nothing')
  assert.equal(all.of('bridgesGroups').state, 'nothing')
  assert.deepEqual(all.brokerage.find(({ by }) => by === 'kind')!.brokers, [])
})

test('the same map gives the same answers, and reading changes nothing', () => {
  const map = sampleMap('dhhs')
  assert.deepEqual(read(map).breaking, answered.get('dhhs')!.breaking)
  assert.deepEqual(readMap(map).degree, readMap(sampleMap('dhhs')).degree)
})

/** All sets of k parties. */
function* sets(n: number, k: number, first = 0): Generator<number[]> {
  if (k === 0) yield []
  else for (let i = first; i < n; i++) for (const rest of sets(n, k - 1, i + 1)) yield [i, ...rest]
}

test('above ten thousand parties ways are drawn: the number is called about, and says its largest error and in how many trials', () => {
  const [hubs, leaves] = [110, 100]
  const ties = Array.from({ length: hubs }, (_, h) => [
    { from: 0, to: 1 + h },
    ...Array.from({ length: leaves }, (_, leaf) => ({ from: 1 + h, to: 1 + hubs + h * leaves + leaf })),
  ]).flat()
  const n = 1 + hubs * (1 + leaves)
  const parties = Array.from({ length: n }, (_, k) => ({ id: `${k}`, name: `Party ${k}`, kinds: [], sectorScheme: null, sectorCode: null }))
  const reading = readMap({ parties, ties: tiesFrom(ties.map((tie) => ({ ...tie, type: 'supplies', strength: null }))) })
  const { sentence, certainty, witnesses } = carriesFlow(reading, flowOf(reading.graph))
  assert.equal(sentence.key, 'sentence.carriesFlow.found.about')
  assert.equal(witnesses[0]!.partyId, '0')
  const exact = 1 - 1 / hubs
  assert.ok(Math.abs((sentence.values.share as number) - exact) < 0.01, `${sentence.values.share} instead of ${exact}`)
  const told = Object.fromEntries(certainty!.figures.map(({ definition, value }) => [definition, value]))
  assert.ok(told.errorBound! > 0.004 && told.errorBound! < 0.006)
  assert.equal(told.repeats, 3)
})

test('on a map as wide as a ring ways are walked from some, and what is said is as near as it says', () => {
  const n = 10_001
  const parties = Array.from({ length: n }, (_, k) => ({ id: `${k}`, name: `Party ${k}`, kinds: [], sectorScheme: null, sectorCode: null }))
  const ties = parties.map((_, k) => ({ from: k, to: (k + 1) % n, type: 'partners', strength: null }))
  const { value, error } = flowOf(readMap({ parties, ties: tiesFrom(ties) }).graph)
  const pairs = ((n - 1) * (n - 2)) / 2
  assert.ok(error > 0 && error < 0.1 * pairs)
  // everybody lies on a quarter of the ways
  for (const one of [0, 1, 5_000]) assert.ok(Math.abs(value[one]! / pairs - 0.25) <= error / pairs + 1e-3)
})

test('what an estimate cannot tell is not told: nobody is named as a carrier, or nothing at all is', () => {
  const reading = readMap(sampleMap('indiana-dissemination'))
  const exact = flowOf(reading.graph).value
  const pairs = (24 * 23) / 2
  const estimated = (share: number) => carriesFlow(reading, { value: exact.map((one) => one / 100), error: share * pairs, confidence: 0.9 })
  const flat = estimated(0.01)
  assert.deepEqual([flat.sentence.key, flat.certainty!.level], ['sentence.carriesFlow.found.flat', 'low'])
  assert.ok((flat.sentence.values.share as number) > 0.01 && (flat.sentence.values.share as number) < 0.02)
  const vague = estimated(0.3)
  assert.deepEqual([vague.sentence.key, vague.sentence.values.share], ['sentence.carriesFlow.found.vague', 0.3])
})
