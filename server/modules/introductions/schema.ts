import { z } from '@hono/zod-openapi'
import type { Generated } from 'kysely'
import { LIMIT_MAX, Paging, pageOf } from '../../kernel/paging.ts'
import { Figure, Freshness, NamedParty, PAIR_LISTS, PAIR_REASONS, WAYS_OF_NEARNESS } from '../insight/index.ts'
import { DECLINE_REASONS, type DeclineReason, ORIGINS, type Origin, STATES, type Step } from './rules.ts'

type PairList = (typeof PAIR_LISTS)[number]

export type Tables = {
  introductions: {
    ecosystem_id: string
    id: string
    one_id: string
    other_id: string
    list: PairList
    origin: Origin
    entered_by: string
    entered_at: Date
    withdrawn_at: Generated<Date | null>
  }
  introduction_steps: {
    ecosystem_id: string
    id: string
    introduction_id: string
    step: Step
    reason: DeclineReason | null
    note: string | null
    task_id: string | null
    tie_id: string | null
    tie_is_new: Generated<boolean>
    by: string
    at: Date
    undone_by: Generated<string | null>
    undone_at: Generated<Date | null>
  }
  introduction_exemptions: {
    ecosystem_id: string
    id: string
    party_id: string
    reason: string
    by: string
    at: Date
    ended_by: Generated<string | null>
    ended_at: Generated<Date | null>
  }
}

type Pair = { oneId: string; otherId: string }
export type Events = {
  'introduction.entered': Pair & { list: PairList; origin: Origin }
  'introduction.accepted': Pair & { taskId: string }
  'introduction.declined': Pair & { reason: DeclineReason }
  'introduction.done': Pair & { tieId: string | null }
  'introduction.undone': Pair & { step: Step }
  'introduction.withdrawn': Pair
  'introduction.left_out': { partyId: string }
  'introduction.let_in': { partyId: string }
}

const NOTE_MAX = 2_000
const TITLE_MAX = 200
const REASON_MAX = 300

const text = (max: number) => z.string().trim().max(max)
const optional = (max: number) =>
  text(max)
    .nullable()
    .optional()
    .transform((value) => value || null)
    .openapi({ type: ['string', 'null'] })

export const Acceptance = z
  .strictObject({
    title: text(TITLE_MAX).min(1).openapi({ description: 'Of the task it becomes' }),
    body: optional(10_000),
    ownerId: z.string().min(1).max(100).nullable().optional().openapi({ description: 'Who introduces the two' }),
    due: z.iso.date().nullable().optional(),
  })
  .openapi('IntroductionAcceptance')
export type Acceptance = z.infer<typeof Acceptance>

export const Decline = z
  .strictObject({
    reason: z.enum(DECLINE_REASONS).openapi({ description: '`not_now` is left alone for 90 days, all others for 365' }),
    note: optional(NOTE_MAX),
  })
  .openapi('IntroductionDecline')
export type Decline = z.infer<typeof Decline>

export const Completion = z
  .strictObject({
    tie: z
      .strictObject({
        type: text(40).min(1),
        isTurned: z.boolean().default(false).openapi({ description: 'From the other to the one, for types with a direction' }),
      })
      .nullable()
      .openapi({ description: 'The tie that came of it; null for none' }),
    note: optional(NOTE_MAX),
  })
  .openapi('IntroductionCompletion')
export type Completion = z.infer<typeof Completion>

export const NewIntroduction = z
  .strictObject({
    oneId: z.uuid(),
    otherId: z.uuid(),
    list: z.enum(PAIR_LISTS).openapi({ description: 'peers could learn from each other, trade could buy and sell' }),
    origin: z.enum(ORIGINS).openapi({
      description: '`fit` and `connected` as the proposal says, `person` for one that somebody thought of',
    }),
    acceptance: Acceptance.optional().openapi({ description: 'Accepts it at once' }),
    decline: Decline.optional().openapi({ description: 'Declines it at once' }),
    seal: z.string().max(100).optional().openapi({ description: 'Of the proposal, unless somebody thought of it' }),
  })
  .openapi('NewIntroduction')
export type NewIntroduction = z.infer<typeof NewIntroduction>

const Named = z.object({ id: z.uuid(), name: z.string(), endedAt: z.iso.datetime().nullable() })
const StepTaken = z.object({ id: z.uuid(), at: z.iso.datetime(), by: z.string().nullable().openapi({ description: 'A name, for who still has access' }), note: z.string().nullable() }) // biome-ignore format: one line reads better

export const Introduction = z
  .object({
    id: z.uuid(),
    one: Named,
    other: Named,
    list: z.enum(PAIR_LISTS),
    origin: z.enum(ORIGINS),
    state: z.enum(STATES),
    enteredAt: z.iso.datetime(),
    acceptance: StepTaken.extend({ taskId: z.uuid().nullable() }).nullable(),
    decline: StepTaken.extend({ reason: z.enum(DECLINE_REASONS) }).nullable(),
    completion: StepTaken.extend({ tieId: z.uuid().nullable(), tieIsNew: z.boolean() }).nullable(),
    task: z
      .object({ id: z.uuid(), title: z.string(), ownerId: z.string().nullable(), ownerName: z.string().nullable(), due: z.string().nullable(), isOverdue: z.boolean(), isDone: z.boolean() }) // biome-ignore format: one line reads better
      .nullable()
      .openapi({ description: 'As it is now; null when it was removed' }),
  })
  .openapi('Introduction')
export type Introduction = z.infer<typeof Introduction>
export const IntroductionPage = pageOf(Introduction).openapi('IntroductionPage')
export const IntroductionList = Paging.extend({ state: z.enum(STATES).optional() })
export type IntroductionList = z.infer<typeof IntroductionList>

export const StepParam = z.object({
  id: z.uuid().openapi({ param: { name: 'id', in: 'path' } }),
  stepId: z.uuid().openapi({ param: { name: 'stepId', in: 'path' } }),
})

const Reason = z
  .object({
    key: z.enum(PAIR_REASONS),
    partyIds: z.array(z.uuid()),
    word: z.string().nullable().openapi({ description: 'A category, a kind, or a sector as `nace:10`' }),
    value: z.number().nullable().openapi({ description: 'Kilometres, or how many parties' }),
  })
  .openapi('IntroductionReason')
const Proposal = z
  .object({
    oneId: z.uuid(),
    otherId: z.uuid(),
    seal: z.string().openapi({ description: 'Proves where it comes from. To be handed on with the decision' }),
    origin: z.enum(['fit', 'connected']).openapi({
      description: 'Where it comes from; every third place goes to the best connected, to compare with. To be handed on with the decision',
    }),
    reasons: z.array(Reason),
    introducerId: z.uuid().nullable().openapi({ description: 'Knows both, and most others' }),
    bridgingGain: z.number().openapi({ description: 'By how much Σ 1 / distance of the two would grow, in parties' }),
    certainty: z.object({ level: z.enum(['low', 'medium', 'high']), figures: z.array(Figure) }),
  })
  .openapi('IntroductionProposal')

export const Proposals = z
  .object({
    peers: z.array(Proposal),
    trade: z.array(Proposal),
    parties: z.int(),
    tied: z.int(),
    speaking: z.int().openapi({ description: 'How many say what they offer or need' }),
    nearness: z.enum(WAYS_OF_NEARNESS).openapi({
      description:
        'How much it counts who is near whom: it only breaks ties where few have any, as the ties of this map teach, or by a fixed rule on large maps',
    }),
    names: z.array(NamedParty).openapi({ description: 'Every party that is spoken of' }),
    freshness: Freshness,
  })
  .openapi('IntroductionProposals')
export type Proposals = z.infer<typeof Proposals>

const Rate = z
  .object({ count: z.int(), of: z.int(), share: z.number().nullable(), low: z.number(), high: z.number() })
  .openapi('IntroductionRate', { description: 'A share with its 95 % interval by Wilson' })
const Rates = z.object({ accepted: Rate, tied: Rate })
export const Comparison = z
  .object({
    fit: Rates,
    connected: Rates,
    verdict: z.enum(['few', 'open', 'better', 'worse']),
    lift: z.number().nullable().openapi({ description: 'Share accepted of ours minus that of the best connected' }),
    needed: z.int().openapi({ description: 'So many decisions on either side it takes' }),
  })
  .openapi('IntroductionComparison')

export const Check = z
  .object({
    state: z.enum(['few', 'many', 'found']),
    pairs: z.int().openapi({ description: 'How many pairs are tied' }),
    hidden: z.int().nullable(),
    repeats: z.int().nullable(),
    mix: z.number().nullable().openapi({ description: 'How often a hidden tie is ranked above a pair that is not tied' }),
    bestConnected: z.number().nullable(),
    difference: z.number().nullable(),
    standardError: z.number().nullable(),
  })
  .openapi('IntroductionCheck')

export const NewExemption = z.strictObject({ partyId: z.uuid(), reason: text(REASON_MAX).min(1) }).openapi('NewIntroductionExemption')
export type NewExemption = z.infer<typeof NewExemption>
export const Exemption = z
  .object({ id: z.uuid(), party: Named, reason: z.string(), at: z.iso.datetime(), by: z.string().nullable() })
  .openapi('IntroductionExemption')
export type Exemption = z.infer<typeof Exemption>
export const Exemptions = z
  .object({ items: z.array(Exemption).openapi({ description: `The newest ${LIMIT_MAX}` }) })
  .openapi('IntroductionExemptions')
export const Ended = z.object({ id: z.uuid() }).openapi('IntroductionEnded')
