import type { Rule } from './language.ts'

/** A weekend of three: a levy a night, a fee, a referral, an advance that is paid back, the rest by visits. */
export const WEEKEND: Rule = {
  basis: 'net',
  asset: 'EUR',
  steps: [
    {
      id: 'levy',
      take: { perUnit: 150, unit: 'guest_night', maxUnits: 7 },
      to: 'levy:2026',
      // biome-ignore lint/suspicious/noThenProperty: a word of the language
      then: { equal: ['project:trail', 'project:school'] },
    },
    { id: 'fee', take: { pct: '25/1000', of: 'gross', min: 20, max: 500 }, to: 'platform' },
    {
      id: 'referral',
      take: { pct: '5/100', of: 'net' },
      to: '$referrer',
      when: { has: 'referrer', withinDays: 30 },
      capPer: { month: 20_000 },
    },
    { id: 'recoup', take: { upToBalance: 'campaign:advance' }, to: 'marketing_pool' },
    {
      id: 'rest',
      take: 'remainder',
      split: { by: 'contribution', metric: 'visits', weights: { museum: 2, ferry: 1 }, floorEach: 100 },
    },
  ],
  rounding: 'carry',
  refund: 'mirror',
}

export const RECIPIENTS: ReadonlySet<string> = new Set([
  'levy:2026',
  'project:trail',
  'project:school',
  'platform',
  'campaign:advance',
  'marketing_pool',
  'museum',
  'ferry',
])

/** A rule of one step that splits everything by fixed shares. */
export function sharesRule(shares: Record<string, string>): Rule {
  return { ...WEEKEND, steps: [{ id: 'rest', take: 'remainder', split: { shares } }] }
}
