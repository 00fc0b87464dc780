import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Rule } from './index.ts'
import { sentencesOf } from './sentences.ts'
import { WEEKEND } from './testing.ts'

const NAMES: Record<string, string> = {
  'levy:2026': 'the levy of 2026',
  'project:trail': 'Trail',
  'project:school': 'School',
  platform: 'Platform',
  'campaign:advance': 'the campaign',
  marketing_pool: 'the marketing pool',
  museum: 'Museum',
  ferry: 'Ferry',
}
const nameOf = (recipient: string) => NAMES[recipient] ?? recipient
/** Without the narrow blanks that currencies and percent come with. */
const plain = (sentences: string[]) => sentences.map((sentence) => sentence.replaceAll(/[\u00a0\u202f]/g, ' '))

test('a rule reads as sentences, in English', () => {
  assert.deepEqual(plain(sentencesOf(WEEKEND, nameOf, 'en')), [
    '€1.50 for each guest night (for at most 7) goes to the levy of 2026, and from there is split equally among Trail and School.',
    '2.5% of the price with tax (at least €0.20, at most €5.00) goes to Platform.',
    'If the sale names a referrer of the 30 days before, 5% of the price without tax goes to the referrer the sale names, at most €200.00 a month.',
    'As much as the campaign is still owed goes to the marketing pool.',
    'What is left is split by visits among Museum (counted 2 times) and Ferry, after €1.00 for each.',
  ])
})

test('and in German', () => {
  assert.deepEqual(plain(sentencesOf(WEEKEND, nameOf, 'de')).slice(0, 3), [
    '1,50 € je Gästenacht (für höchstens 7) geht an the levy of 2026, und wird von dort gleich geteilt unter Trail und School.',
    '2,5 % des Preises mit Steuer (mindestens 0,20 €, höchstens 5,00 €) geht an Platform.',
    'Wenn der Verkauf jemanden aus den 30 Tagen davor nennt (Vermittler), gilt: 5 % des Preises ohne Steuer geht an den, den der Verkauf nennt (Vermittler), höchstens 200,00 € je Monat.',
  ])
})

test('every word of the language is said', () => {
  const rule: Rule = {
    ...WEEKEND,
    asset: 'HOURS',
    steps: [
      {
        id: 'tiers',
        take: {
          tiers: [
            { upTo: 100, pct: '5/100' },
            { upTo: null, pct: '1/3' },
          ],
          of: 'net',
        },
        to: 'museum',
        heldDays: 1,
        when: { is: { channel: 'web' }, atLeast: 10, below: 90, from: '2026-05-01', until: '2026-09-30', has: 'guide' },
      },
      { id: 'part', take: { pct: '1/10', of: 'step:tiers' }, split: { shares: { museum: '1/3', ferry: '2/3' } } },
      { id: 'alone', take: { fixed: 5 }, split: { by: 'standAlone', among: ['museum', 'ferry'] } },
      { id: 'rest', take: 'remainder', split: { by: 'use', among: ['museum'], whenNone: 'equal' } },
    ],
  }
  assert.deepEqual(plain(sentencesOf(rule, nameOf, 'en')), [
    'If the sale names a guide, channel is “web”, at least 10 HOURS is shared, less than 90 HOURS is shared, it is sold from 1 May 2026 on and it is sold until 30 Sept 2026, of the price without tax 5% up to 100 HOURS, 1/3 above that goes to Museum, held back for 1 day.',
    '10% of what step “tiers” took is split by fixed shares: Museum 1/3 and Ferry 2/3.',
    '5 HOURS is split by the price each asks alone among Museum and Ferry.',
    'What is left is split equally among those of Museum where it was used, equally if nothing was counted.',
  ])
})
