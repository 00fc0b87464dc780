import { z } from '@hono/zod-openapi'
import type { Generated } from 'kysely'
import { says } from '../../kernel/complaints.ts'
import type { Json } from '../../kernel/tables.ts'
import { PARTNERS_MAX, RECIPIENTS_MAX, Rule } from './rule/index.ts'

export type RuleRow = {
  ecosystem_id: string
  id: string
  name: string
  created_by: string
  created_at: Date
  ended_at: Generated<Date | null>
}
export type VersionRow = {
  ecosystem_id: string
  id: string
  rule_id: string
  number: number
  body: Json<Rule>
  hash: string
  recipients: Json<Recipient[]>
  valid_from: string
  valid_until: string | null
  written_by: string
  written_at: Date
  approved_by: Generated<string | null>
  approved_at: Generated<Date | null>
}
export type Tables = { sharing_rules: RuleRow; sharing_rule_versions: VersionRow }
export type Events = {
  'sharing_rule.created': { ruleId: string }
  'sharing_rule.renamed': { ruleId: string }
  'sharing_rule.ended': { ruleId: string }
  'sharing_rule.restored': { ruleId: string }
  'sharing_rule.written': { ruleId: string; versionId: string; number: number }
  'sharing_rule.approved': { ruleId: string; versionId: string; number: number }
}

/** How many rules an ecosystem holds, and how many versions a rule. */
export const RULES_MAX = 200
export const VERSIONS_MAX = 200
const SALES_MAX = 50
const JOINT_MAX = 5_000
const COUNT_MAX = 1_000_000

const name = z.string().trim().min(1).max(100)
const key = z.string().regex(/^[a-z][a-z0-9_-]{0,39}(:[a-z0-9][a-z0-9_-]{0,39})?$/, says('recipient_form'))
const word = z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, says('rule_word_form'))
const day = z.iso.date()
/** Minor units as digits: a number of JSON would lose some above 2^53. */
const digits = z.string().regex(/^\d{1,18}$/, says('amount_form'))
const minor = z.string().openapi({ description: 'Minor units of the asset, as digits', example: '11433' })
const exact = z.string().openapi({ description: 'An exact fraction of minor units', example: '34300/3' })
const language = z.enum(['en', 'de']).default('en')

export const Recipient = z
  .strictObject({
    key,
    partyId: z.uuid().nullable().default(null),
    label: name
      .nullable()
      .default(null)
      .openapi({ description: 'What it is called when it is no organisation, such as a levy or a project' }),
  })
  .refine(({ partyId, label }) => (partyId === null) !== (label === null), says('party_or_label'))
  .openapi('SharingRecipient', { description: 'Whom a word of the rule stands for: an organisation or a purpose' })
export type Recipient = z.infer<typeof Recipient>
const recipients = z.array(Recipient).min(1).max(RECIPIENTS_MAX)

export const NewVersion = z
  .strictObject({ rule: Rule, recipients, validFrom: day, validUntil: day.nullable().default(null) })
  .openapi('NewSharingVersion')
export type NewVersion = z.infer<typeof NewVersion>

export const NewRule = z.strictObject({ name, version: NewVersion }).openapi('NewSharingRule')
export type NewRule = z.infer<typeof NewRule>
export const RuleName = z.strictObject({ name }).openapi('SharingRuleName')
export const Language = z.object({ language })

export const Version = z
  .object({
    id: z.uuid(),
    number: z.int(),
    rule: Rule,
    hash: z.string().openapi({ description: 'SHA-256 of the canonical text of the rule' }),
    recipients: z.array(z.object({ key: z.string(), partyId: z.uuid().nullable(), name: z.string() })),
    sentences: z.array(z.string()).openapi({ description: 'The rule in words, a sentence a step' }),
    validFrom: day,
    validUntil: day.nullable(),
    writtenBy: z.string().nullable(),
    writtenAt: z.iso.datetime(),
    approvedBy: z.string().nullable(),
    approvedAt: z.iso.datetime().nullable(),
  })
  .openapi('SharingVersion')
export type Version = z.infer<typeof Version>

export const RuleSummary = z
  .object({
    id: z.uuid(),
    name: z.string(),
    versions: z.int(),
    inForce: z.int().nullable().openapi({ description: 'The number of the version that holds today' }),
    createdAt: z.iso.datetime(),
  })
  .openapi('SharingRuleSummary')
export type RuleSummary = z.infer<typeof RuleSummary>
export const RuleList = z.object({ items: z.array(RuleSummary) }).openapi('SharingRuleList')
export const RuleWithVersions = z
  .object({ ...RuleSummary.omit({ versions: true }).shape, versions: z.array(Version).openapi({ description: 'The newest first' }) })
  .openapi('SharingRuleWithVersions')
export type RuleWithVersions = z.infer<typeof RuleWithVersions>
export const Ended = z.object({ id: z.uuid() })

const count = z.int().min(0).max(COUNT_MAX)
/** What a sale says beside its price, as far as rules ask for it. */
export const SaleFacts = z.strictObject({
  units: z.record(word, count).default({}),
  names: z.record(word, z.strictObject({ recipient: key, since: day })).default({}),
  is: z.record(word, z.string().max(80)).default({}),
  metrics: z.record(word, z.record(key, count)).default({}),
  standAlone: z.record(key, digits).default({}),
  used: z.array(key).max(RECIPIENTS_MAX).default([]),
})
export type SaleFacts = z.infer<typeof SaleFacts>

const Sale = z
  .strictObject({
    gross: digits,
    net: digits.optional().openapi({ description: 'Without it, as gross' }),
    day: day.optional().openapi({ description: 'Without it, today' }),
    ...SaleFacts.shape,
    owed: z.record(key, digits).default({}),
    taken: z.record(word, digits).default({}),
  })
  .openapi('SharingSale', { description: 'What a sale says, as far as rules ask for it' })
export type Sale = z.infer<typeof Sale>

export const Trial = z
  .strictObject({
    rule: Rule,
    recipients,
    sales: z.array(Sale).max(SALES_MAX),
    inTurn: z.boolean().default(true).openapi({ description: 'Whether the sales follow each other, or each is as if it were the first' }),
    language,
  })
  .openapi('SharingTrial', { description: 'A rule that is tried on sales; nothing is kept' })
export type Trial = z.infer<typeof Trial>

const Line = z.object({
  stepId: z.string(),
  to: z.string(),
  through: z.string().nullable(),
  exact,
  paid: minor,
  heldDays: z.int().nullable(),
})
export const Tried = z
  .object({
    sentences: z.array(z.string()),
    sales: z.array(
      z.object({
        source: minor,
        lines: z.array(Line),
        clips: z.array(z.object({ stepId: z.string(), why: z.enum(['left', 'cap']), wanted: exact, taken: exact })),
        skips: z.array(z.object({ stepId: z.string(), why: z.enum(['when', 'nobody']) })),
        carry: z.record(z.string(), exact).openapi({ description: 'What each is owed, or was paid ahead, below a minor unit' }),
      }),
    ),
    totals: z.array(z.object({ to: z.string(), name: z.string(), paid: minor })).openapi({ description: 'Over all sales, the most first' }),
  })
  .openapi('SharingTried')
export type Tried = z.infer<typeof Tried>

const place = z
  .int()
  .min(0)
  .max(PARTNERS_MAX - 1)
export const FairnessQuestion = z
  .strictObject({
    partners: z.array(name).min(2).max(PARTNERS_MAX),
    gets: z.array(digits).min(2).max(PARTNERS_MAX).openapi({ description: 'What each gets now, in the order of the partners' }),
    sales: z
      .array(z.strictObject({ partners: z.array(place).min(1).max(PARTNERS_MAX), amount: digits }))
      .max(JOINT_MAX)
      .openapi({ description: 'What was earned by whom together, by their places' }),
  })
  .openapi('SharingFairnessQuestion')
export type FairnessQuestion = z.infer<typeof FairnessQuestion>

export const Fairness = z
  .object({
    partners: z.array(z.object({ name: z.string(), gets: minor, alone: minor, shapley: exact })),
    together: minor,
    better: z
      .array(z.object({ partners: z.array(place), gets: minor, alone: minor }))
      .openapi({ description: 'Groups that would have more without the others, the largest loss first' }),
    betterTotal: z.int(),
  })
  .openapi('SharingFairness')
export type Fairness = z.infer<typeof Fairness>
