import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Answer, type AnswerKey, answerMap, DEFINITIONS, type EcosystemMap, type MapParty, measureMap, tiesFrom } from './index.ts'
import { sampleMap } from './testing.ts'
import { divisionOf } from './thin.ts'

const party = (name: string, more: Partial<MapParty> = {}): MapParty => ({
  id: `id-${name}`,
  name,
  kinds: [],
  sectorScheme: null,
  sectorCode: null,
  ...more,
})

/** `ab` ties the parties a and b; the type follows a colon. */
function mapOf(names: string, pairs: string, more: (name: string) => Partial<MapParty> = () => ({})): EcosystemMap {
  const parties = [...names].map((name) => party(name, more(name)))
  const ties = pairs
    .split(' ')
    .filter(Boolean)
    .map((pair) => {
      const [ends, type = 'supplies'] = pair.split(':')
      return { id: idOf(ends!), from: names.indexOf(ends![0]!), to: names.indexOf(ends![1]!), type, strength: null }
    })
  return { parties, ties: tiesFrom(ties) }
}

/** The letters of a tie as a UUID. */
const idOf = (ends: string) => `00000000-0000-0000-0000-00000000${Buffer.from(ends).toString('hex')}`

function answer(map: EcosystemMap, key: AnswerKey): Answer {
  return answerMap(map).find((card) => card.key === key)!
}

const figure = (figures: Answer['figures'], definition: string) => figures.find((one) => one.definition === definition)?.value

test('on an empty map nothing is claimed and nothing proposed', () => {
  for (const card of answerMap(mapOf('', ''))) {
    assert.equal(card.state, 'unknown')
    assert.equal(card.sentence.key, 'sentence.unknown.empty')
    assert.equal(card.task, null)
  }
})

test('with too few ties a card says how many parties have none, and proposes to tie them first', () => {
  const card = answer(mapOf('abcdefgh', 'ab bc'), 'bestConnected')
  assert.equal(card.state, 'unknown')
  assert.deepEqual(card.sentence, { key: 'sentence.unknown.untied', values: { count: 5, total: 8 } })
  assert.deepEqual(card.task?.partyIds, ['id-d', 'id-e', 'id-f', 'id-g', 'id-h'])
  assert.deepEqual(card.task?.title.values, { names: ['d', 'e', 'f'], count: 2 })
  assert.equal(card.task?.title.key, 'task.tie.more')
  assert.equal(answer(mapOf('abc', 'ab bc'), 'wouldCutOff').sentence.key, 'sentence.unknown.small')
})

test('who is best connected is named with the share of others reached and some of the ties', () => {
  const card = answer(mapOf('abcdef', 'ab ac ad ae af bc'), 'bestConnected')
  assert.deepEqual(card.sentence.values, { name: 'a', count: 5, others: 5, next: ['b', 'c'] })
  const [first] = card.witnesses
  assert.equal(first!.partyId, 'id-a')
  assert.deepEqual(first!.figures, [
    { definition: 'degree', value: 5 },
    { definition: 'reach', value: 1 },
  ])
  assert.deepEqual(first!.tieIds, ['ab', 'ac', 'ad', 'ae', 'af'].map(idOf))
  assert.deepEqual(card.task?.partyIds, ['id-a'])
})

test('parallel ties, opposite ties and ties with oneself do not make anybody better connected', () => {
  const card = answer(mapOf('abcdef', 'ab ba aa ab cd ce cf de'), 'bestConnected')
  assert.equal(card.sentence.values.name, 'c')
})

test('competing and conflict connect nobody', () => {
  const map = mapOf('abcdefg', 'ab bc cd de ef fg:competes ga:conflicts')
  const card = answer(map, 'cutOff')
  assert.deepEqual(
    card.witnesses.map(({ partyId }) => partyId),
    ['id-g'],
  )
  assert.deepEqual(measureMap(map).degree, [1, 2, 2, 2, 2, 1, 0])
})

test('who is cut off: parties without ties first, then those in small groups apart', () => {
  const card = answer(mapOf('abcdefghi', 'ab bc ca cd ef'), 'cutOff')
  assert.equal(card.sentence.key, 'sentence.cutOff.found.both')
  assert.deepEqual(card.sentence.values, { count: 5, total: 9, isolated: 3, inGroups: 2, groups: 1 })
  assert.deepEqual(
    card.witnesses.map(({ partyId }) => partyId),
    ['id-g', 'id-h', 'id-i', 'id-e', 'id-f'],
  )
  assert.equal(answer(mapOf('abc', 'ab'), 'cutOff').sentence.key, 'sentence.cutOff.found.isolated')
  assert.equal(answer(mapOf('abcde', 'ab bc de'), 'cutOff').sentence.key, 'sentence.cutOff.found.apart')
  assert.equal(answer(mapOf('abc', 'ab bc'), 'cutOff').state, 'nothing')
})

test('whose leaving would cut others off is named with the pieces, the largest of which is the rest', () => {
  const card = answer(mapOf('abcdefgh', 'ab bc ca cd de df ef gh ga'), 'wouldCutOff')
  assert.deepEqual(card.sentence.values, { name: 'c', count: 3, points: 4, pieces: 1 })
  assert.deepEqual(card.witnesses[0]!.pieces, [{ size: 3, partyIds: ['id-d', 'id-e', 'id-f'] }])
  assert.equal(figure(card.witnesses[0]!.figures, 'cutOff'), 3)
  assert.deepEqual(card.task?.partyIds, ['id-c', 'id-d', 'id-e', 'id-f'])
  assert.deepEqual(card.task?.title, { key: 'task.wouldCutOff.all', values: { name: 'c', names: ['d', 'e', 'f'] } })
})

test('on a ring nobody’s leaving would cut others off, and the card says so', () => {
  const card = answer(mapOf('abcdef', 'ab bc cd de ef fa'), 'wouldCutOff')
  assert.equal(card.state, 'nothing')
  assert.equal(card.task, null)
  assert.notEqual(card.certainty, null)
})

test('who bridges groups knows circles that do not know each other, and is asked to bring two of them together', () => {
  const card = answer(mapOf('abcxdef', 'ab bc ca ax xd de ef fd'), 'bridgesGroups')
  assert.deepEqual(card.sentence, { key: 'sentence.bridgesGroups.found.circles', values: { name: 'x', count: 2, circles: 2 } })
  assert.equal(figure(card.witnesses[0]!.figures, 'constraint'), 0.5)
  assert.deepEqual(card.task?.title.values, { name: 'x', a: 'a', b: 'd' })
})

test('two who are in conflict are never brought together', () => {
  const card = answer(mapOf('abcxdef', 'ab bc ca ax xd de ef fd ad:conflicts'), 'bridgesGroups')
  assert.equal(card.sentence.values.name, 'x')
  assert.equal(card.task, null)
})

test('where everybody knows everybody nobody bridges groups', () => {
  const card = answer(mapOf('abcde', 'ab ac ad ae bc bd be cd ce de'), 'bridgesGroups')
  assert.equal(card.state, 'nothing')
})

test('kinds that are missing or thin are told apart from those with enough', () => {
  const kinds: Record<string, string[]> = { a: ['suppliers'], b: ['services'], c: ['services'] }
  const map = mapOf('abcdefghijkl', 'ab bc', (name) => ({ kinds: kinds[name] ?? ['customers'] }))
  const card = answer(map, 'thinKinds')
  assert.equal(card.sentence.key, 'sentence.thinKinds.found.both')
  assert.deepEqual(card.sentence.values, {
    missingKinds: ['partners', 'competitors', 'community', 'government'],
    thinKinds: ['suppliers'],
    count: 5,
  })
  assert.equal(card.categories.length, 7)
  assert.deepEqual(card.categories.find(({ key }) => key === 'services')?.figures, [
    { definition: 'kindParties', value: 2 },
    { definition: 'kindTied', value: 1 },
  ])
  assert.deepEqual(card.task?.title.values, { kind: 'partners' })
  assert.deepEqual(answer(mapOf('abc', ''), 'thinKinds').sentence, {
    key: 'sentence.unknown.kinds',
    values: { count: 0, total: 3, needed: 10 },
  })
})

test('a sector that rests on a single organisation is named, the best connected first', () => {
  const sectors: Record<string, string> = { a: '10.71', b: '35.11', c: '55.10', d: '55.20' }
  const map = mapOf('abcdefghijkl', 'ac bc bd be', (name) => ({ sectorScheme: 'nace', sectorCode: sectors[name] ?? '47.11' }))
  const card = answer(map, 'thinSectors')
  assert.deepEqual(card.sentence.values, { count: 2, total: 4, sector: 'nace:35', name: 'b' })
  assert.deepEqual(
    card.categories.map(({ key }) => key),
    ['nace:35', 'nace:10'],
  )
  assert.equal(answer(mapOf('abc', ''), 'thinSectors').sentence.key, 'sentence.unknown.sectors')
})

test('the division of a sector code is read with or without letter and point', () => {
  assert.equal(divisionOf('nace', '55.10'), 'nace:55')
  assert.equal(divisionOf('nace', 'I55.1'), 'nace:55')
  assert.equal(divisionOf('naics', '332710'), 'naics:31')
  assert.equal(divisionOf('nace', 'I'), null)
  assert.equal(divisionOf(null, '55'), null)
})

test('on the wetlands network the articulation points of the reference are the ones named', () => {
  const map = sampleMap('wetlands')
  const card = answer(map, 'wouldCutOff')
  assert.equal(card.witnessTotal, 7)
  const points = [11, 22, 42, 46, 58, 120, 123].map((id) => map.parties[id - 1]!.id)
  for (const { partyId, pieces } of card.witnesses) {
    assert.ok(points.includes(partyId))
    assert.equal(pieces.length > 0, true)
  }
  assert.equal(card.sentence.values.name, 'actor58')
  const cut = answer(map, 'cutOff')
  assert.equal(cut.witnessTotal, 7)
  assert.ok(Math.abs(figure(cut.figures, 'fragmentation')! - 0.10363173721952346) < 1e-9)
})

test('a ranking that dropping a tenth of the ties does not change is stable, one among equals is not', () => {
  const star = mapOf('abcdefghijklmno', [...'bcdefghijklmno'].map((name) => `a${name}`).join(' '))
  const clear = answer(star, 'wouldCutOff')
  assert.deepEqual(figure(clear.certainty!.figures, 'stability'), 1)
  assert.equal(clear.certainty!.level, 'high')
  const ring = [...'abcdefghijklmnopqrst'].map((name, k, all) => name + all[(k + 1) % all.length]).join(' ')
  const equal = answer(mapOf('abcdefghijklmnopqrst', ring), 'bestConnected')
  assert.ok(figure(equal.certainty!.figures, 'stability')! < 0.8)
})

test('an answer from a map that is mostly without ties is of low certainty', () => {
  const sparse = mapOf('abcdefghijklmnopqrstuvwxyz', 'ab ac ad ae af bc')
  assert.equal(answer(sparse, 'bestConnected').certainty!.level, 'low')
})

test('the same map gives the same answers', () => {
  assert.deepEqual(answerMap(sampleMap('wetlands')), answerMap(sampleMap('wetlands')))
})

test('answers of any map name only parties and ties of that map, and only numbers that are defined', () => {
  const anyMap = fc.integer({ min: 1, max: 14 }).chain((n) =>
    fc.record({
      parties: fc.array(
        fc.record({
          kinds: fc.subarray(['customers', 'suppliers', 'own']),
          sectorCode: fc.constantFrom('10.71', '55', null),
        }),
        { minLength: n, maxLength: n },
      ),
      ties: fc.array(fc.tuple(fc.nat(n - 1), fc.nat(n - 1), fc.constantFrom('supplies', 'competes', 'conflicts')), { maxLength: 30 }),
    }),
  )
  fc.assert(
    fc.property(anyMap, ({ parties, ties }) => {
      const map: EcosystemMap = {
        parties: parties.map((one, k) => party(`p${k}`, { ...one, sectorScheme: one.sectorCode && 'nace' })),
        ties: tiesFrom(ties.map(([from, to, type]) => ({ from, to, type, strength: null }))),
      }
      const partyIds = new Set(map.parties.map(({ id }) => id))
      for (const card of answerMap(map)) {
        const named = [
          ...card.witnesses.map(({ partyId }) => partyId),
          ...(card.task?.partyIds ?? []),
          ...card.categories.flatMap((one) => one.partyIds),
        ]
        for (const id of named) assert.ok(partyIds.has(id))
        const figures = [card, ...card.witnesses, ...card.categories, ...(card.certainty ? [card.certainty] : [])].flatMap(
          (one) => one.figures,
        )
        for (const { definition, value } of figures) {
          assert.ok(DEFINITIONS.includes(definition))
          assert.ok(Number.isFinite(value), definition)
        }
        assert.ok(card.sentence.key.startsWith('sentence.'))
      }
    }),
  )
})
