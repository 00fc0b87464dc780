import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createInstance } from 'i18next'
import { answerMap, DEFINITIONS, type EcosystemMap, tiesFrom } from '../../../../server/modules/insight/answers/index.ts'
import { messages as kindsDe } from '../../locales/de/kinds.ts'
import { messages as naceDe } from '../../locales/de/nace.ts'
import { messages as insightDe } from '../../locales/de/pages/insight.ts'
import { messages as kindsEn } from '../../locales/en/kinds.ts'
import { messages as naceEn } from '../../locales/en/nace.ts'
import { messages as insightEn } from '../../locales/en/pages/insight.ts'
import { formats } from '../../ui/format.ts'
import { type Answer, headline, say, sayFigure } from './words.ts'

const CATALOGUES = { en: { insight: insightEn, kinds: kindsEn, nace: naceEn }, de: { insight: insightDe, kinds: kindsDe, nace: naceDe } }

async function wordsOf(language: 'en' | 'de') {
  const i18n = createInstance()
  await i18n.init({
    lng: language,
    resources: { [language]: { translation: CATALOGUES[language] } },
    interpolation: { escapeValue: false },
  })
  return { t: i18n.t, formats: formats(language) }
}

const words = { en: await wordsOf('en'), de: await wordsOf('de') }

/** A map with parties by letter, all suppliers of one sector, and ties as `ab`. */
function mapOf(letters: string, pairs: string): EcosystemMap {
  const parties = [...letters].map((name) => ({ id: name, name, kinds: ['suppliers'], sectorScheme: 'nace' as const, sectorCode: '01.21' }))
  const ties = pairs
    .split(' ')
    .filter(Boolean)
    .map((pair) => ({ from: letters.indexOf(pair[0]!), to: letters.indexOf(pair[1]!), type: 'supplies', strength: 1 }))
  return { parties, ties: tiesFrom(ties) }
}

const cardsOf = (map: EcosystemMap) => answerMap(map) as Answer[]
const headOf = (map: EcosystemMap, language: 'en' | 'de' = 'en') => headline(words[language], { items: cardsOf(map) })

test('whatever a map holds, every sentence and task is said in both languages without a gap', () => {
  const anyMap = fc.integer({ min: 0, max: 16 }).chain((n) =>
    fc.record({
      parties: fc.array(
        fc.record({
          kinds: fc.subarray(['customers', 'suppliers', 'partners', 'competitors', 'services', 'community', 'government']),
          sectorCode: fc.constantFrom('01.21', '55.10', '47', null),
        }),
        {
          minLength: n,
          maxLength: n,
        },
      ),
      ties: n === 0 ? fc.constant<[number, number][]>([]) : fc.array(fc.tuple(fc.nat(n - 1), fc.nat(n - 1)), { maxLength: 30 }),
    }),
  )
  fc.assert(
    fc.property(anyMap, ({ parties, ties }) => {
      const items = cardsOf({
        parties: parties.map((party, k) => ({ ...party, id: `${k}`, name: `Party ${k}`, sectorScheme: party.sectorCode && 'nace' })),
        ties: tiesFrom(ties.map(([from, to]) => ({ from, to, type: 'supplies', strength: 1 }))),
      })
      for (const language of ['en', 'de'] as const) {
        const sentences = items.flatMap(({ sentence, task }) => [sentence, ...(task ? [task.title] : [])])
        for (const said of [...sentences.map((sentence) => say(words[language], sentence)), headline(words[language], { items })]) {
          assert.doesNotMatch(said, /insight\.|\{\{|undefined|NaN|kinds\./)
          assert.notEqual(said, '')
        }
      }
    }),
  )
})

test('every number has a name, a short unit and a definition', () => {
  for (const { t } of Object.values(words)) {
    for (const definition of DEFINITIONS) {
      for (const part of ['name', 'short', 'text'])
        assert.doesNotMatch(t(`insight.definition.${definition}.${part}`, { count: 2 }), /^insight\./)
    }
  }
})

test('the headline says who is the only way to others, and who is cut off', () => {
  assert.equal(headOf(mapOf('', '')), 'As soon as there are organisations and ties on your map, it answers here.')
  assert.equal(headOf(mapOf('abcd', 'ab')), 'There are not enough ties yet to say who holds your map together.')
  assert.equal(
    headOf(mapOf('abcdef', 'ab bc cd de ef fa')),
    'Your map hangs together: no single organisation holds it, and everybody is in reach.',
  )
  assert.equal(headOf(mapOf('abcdef', 'ab bc cd de ea ef')), 'One organisation is the only way to others on your map.')
  assert.equal(
    headOf(mapOf('abcdefgh', 'ab bc cd de ef fa')),
    'No single organisation is the only way to others on your map. 2 of 8 are cut off.',
  )
  assert.equal(
    headOf(mapOf('abcdefg', 'ab bc cd de ef'), 'de'),
    '4 Organisationen sind auf Ihrer Karte der einzige Weg zu anderen. Eine von 7 ist abgeschnitten.',
  )
})

test('a list that goes on says "and" once', () => {
  const names = ['Bakery', 'Hotel', 'Winery']
  const tie = (key: string, count: number) => say(words.en, { key: `task.tie.${key}`, values: { names, count } })
  assert.equal(tie('more', 5), 'Find a first tie for Bakery, Hotel, Winery and 5 more')
  assert.equal(tie('all', 3), 'Find a first tie for Bakery, Hotel and Winery')
})

test('what takes more organisations says how many', () => {
  const values = { count: 7, total: 8, needed: 10 }
  assert.equal(
    say(words.en, { key: 'sentence.unknown.kinds', values }),
    '7 of 8 organisations have a kind. It takes at least 10 to tell which are thin.',
  )
})

test('kinds, sectors and lists are named in the language of the reader', () => {
  const values = { missingKinds: ['customers', 'government'], thinKinds: ['community'], count: 3 }
  assert.equal(
    say(words.de, { key: 'sentence.thinKinds.found.both', values }),
    'Unter „Kundschaft“ und „Gemeinde und Behörden“ steht niemand, unter „Vereine und Verbände“ nur wenige.',
  )
  assert.match(say(words.en, { key: 'task.thinSectors', values: { sector: 'nace:01', name: 'Mill' } }), /besides Mill: Crops/)
})

test('shares are percent, small ones are not rounded away, counts are counts', () => {
  assert.equal(sayFigure(words.en, { definition: 'coverage', value: 0.864 }), '86%')
  assert.equal(sayFigure(words.en, { definition: 'fragmentationChange', value: 0.00077 }), '0.1%')
  assert.equal(sayFigure(words.de, { definition: 'fragmentationChange', value: 0.004 }).replace('\u00a0', ' '), '0,4 %')
  assert.equal(sayFigure(words.en, { definition: 'degree', value: 12_000 }), '12,000')
  assert.equal(sayFigure(words.en, { definition: 'effectiveSize', value: 17.4166 }), '17.4')
})
