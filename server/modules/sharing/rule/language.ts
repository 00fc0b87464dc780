import { z } from '@hono/zod-openapi'
import { says } from '../../../kernel/complaints.ts'

/**
 * The language of rules: JSON with whole numbers and fractions only. Amounts are minor units of the rule's asset. What a step takes is clipped to
 * what is left, in the order of the steps; the last step takes the remainder. What no schema can say is checked by check.ts.
 */
const AMOUNT_MAX = Number.MAX_SAFE_INTEGER
const COUNT_MAX = 1_000_000
const DAYS_MAX = 3_650
const STEPS_MAX = 40
export const RECIPIENTS_MAX = 100
const TIERS_MAX = 20

const amount = z.int().min(0).max(AMOUNT_MAX)
const day = z.iso.date()
const word = z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, says('rule_word_form'))
/** Numerator and denominator of at most nine digits, so that sums of many stay short. */
const fraction = z.string().regex(/^\d{1,9}(\/\d{1,9})?$/, says('fraction_form'))
/** `museum`, a purpose such as `levy:2026`, or `$referrer` for whomever the sale names. */
const recipient = z.string().regex(/^(\$?[a-z][a-z0-9_-]{0,39}|[a-z][a-z0-9_-]{0,39}:[a-z0-9][a-z0-9_-]{0,39})$/, says('recipient_form'))
const recipients = z.array(recipient).min(1).max(RECIPIENTS_MAX)

const Tier = z.strictObject({
  upTo: z.int().min(1).max(AMOUNT_MAX).nullable().openapi({ description: 'Up to which amount of the base; null on the last' }),
  pct: fraction,
})

const Take = z
  .strictObject({
    pct: fraction.optional().openapi({ description: 'A part of `of`, such as 25/1000' }),
    fixed: amount.optional(),
    perUnit: amount.optional().openapi({ description: 'For each `unit` the sale counts, at most `maxUnits`' }),
    tiers: z.array(Tier).min(1).max(TIERS_MAX).optional().openapi({ description: 'Each part of `of` at the rate of its own tier' }),
    upToBalance: recipient.optional().openapi({ description: 'What this account is still owed, and no more' }),
    of: z
      .string()
      .regex(/^(gross|net|rest|step:[a-z][a-z0-9_-]{0,39})$/, says('base_form'))
      .optional()
      .openapi({ description: '`gross`, `net`, `rest` (what is left at this step) or `step:<id>` (what that step took)' }),
    unit: word.optional(),
    maxUnits: z.int().min(1).max(COUNT_MAX).optional(),
    min: amount.optional(),
    max: amount.optional(),
  })
  .openapi('SharingTake', { description: 'One of `pct`, `fixed`, `perUnit`, `tiers` and `upToBalance`' })

const Split = z
  .strictObject({
    equal: recipients.optional(),
    shares: z.record(recipient, fraction).optional().openapi({ description: 'Fixed shares, together 1' }),
    by: z
      .enum(['contribution', 'standAlone', 'use'])
      .optional()
      .openapi({ description: 'By a counted metric, by the price each asks alone, or equally over those a pass was used at' }),
    metric: word.optional(),
    among: recipients.optional(),
    weights: z.record(recipient, z.int().min(1).max(COUNT_MAX)).optional(),
    floorEach: amount.optional().openapi({ description: 'What each gets before the rest is split' }),
    whenNone: z.enum(['equal']).optional().openapi({ description: 'When nothing was counted: equally; without it the sale is refused' }),
  })
  .openapi('SharingSplit', { description: 'One of `equal`, `shares` and `by`' })

const When = z
  .strictObject({
    has: word.optional().openapi({ description: 'The sale names somebody as this' }),
    withinDays: z.int().min(0).max(DAYS_MAX).optional().openapi({ description: 'And was led there at most so many days before' }),
    is: z.record(word, z.string().min(1).max(80)).optional().openapi({ description: 'The sale says exactly this, such as a channel' }),
    atLeast: amount.optional().openapi({ description: 'What is shared is at least this' }),
    below: amount.optional(),
    from: day.optional(),
    until: day.optional().openapi({ description: 'The last day' }),
  })
  .openapi('SharingWhen', { description: 'All that is said has to hold' })

const PERIODS = ['day', 'week', 'month', 'quarter', 'year'] as const
export type Period = (typeof PERIODS)[number]

export const Step = z
  .strictObject({
    id: word,
    take: z.union([z.literal('remainder'), Take]),
    to: recipient.optional(),
    split: Split.optional(),
    // biome-ignore lint/suspicious/noThenProperty: a word of the language; nothing awaits a step
    then: Split.optional(),
    when: When.optional(),
    capPer: z
      .partialRecord(z.enum(PERIODS), amount)
      .optional()
      .openapi({ description: 'The most a recipient gets by this step in a period' }),
    heldDays: z.int().min(1).max(DAYS_MAX).optional().openapi({ description: 'Held back so many days after the sale' }),
  })
  .openapi('SharingStep', { description: 'Goes `to` one, which may pass it on by `then`, or to many by `split`' })

export const Rule = z
  .strictObject({
    basis: z.enum(['net', 'gross']).openapi({ description: 'What is shared: the price without or with value added tax' }),
    asset: z.string().regex(/^[A-Z][A-Z0-9_]{1,15}$/, says('asset_form')),
    steps: z.array(Step).min(1).max(STEPS_MAX),
    rounding: z.literal('carry'),
    refund: z.literal('mirror'),
  })
  .openapi('SharingRule')

export type Rule = z.infer<typeof Rule>
export type Step = z.infer<typeof Step>
export type Take = z.infer<typeof Take>
export type Split = z.infer<typeof Split>
export type When = z.infer<typeof When>
