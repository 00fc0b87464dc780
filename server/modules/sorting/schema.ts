import { z } from '@hono/zod-openapi'
import type { Generated } from 'kysely'
import { Party } from '../parties/index.ts'
import { ANSWERS, type Answer, REASONS } from './rules.ts'

export type Tables = {
  sorting_answers: {
    ecosystem_id: string
    id: string
    own_id: string
    party_id: string
    answer: Answer
    tie_ids: string[]
    kind: string | null
    answered_by: string
    answered_at: Date
    undone_at: Generated<Date | null>
  }
}

export type Events = {
  'sorting.answered': { partyId: string; answer: Answer }
  'sorting.undone': { partyId: string; answer: Answer }
  /** Without the party: a card that was laid aside says nothing of anybody. */
  'sorting.skipped': Record<string, never>
  'sorting.skips_reopened': { count: number }
}

const CARDS_MAX = 50

export const Sorting = z
  .object({
    own: Party.nullable().openapi({ description: 'The organisation all answers speak of; null until it is named' }),
    done: z.int().openapi({ description: 'Cards that were answered or skipped' }),
    skipped: z.int(),
    open: z.int().openapi({ description: 'Organisations that nobody has tied to the own one' }),
  })
  .openapi('Sorting')
export type Sorting = z.infer<typeof Sorting>

export const CardList = z.object({ limit: z.coerce.number().int().min(1).max(CARDS_MAX).default(12) })

export const Card = z
  .object({
    party: Party,
    contacts: z.int().openapi({ description: 'How many people are known there' }),
    membership: z.enum(['member', 'membership']).openapi({
      description: 'Which way round a membership would be: they are a member of the own organisation, or it is one of theirs',
    }),
    proposal: z.object({
      answer: z.enum(ANSWERS),
      reasons: z
        .array(z.object({ code: z.enum(REASONS), value: z.string().nullable() }))
        .openapi({ description: 'Why, the weightiest first' }),
    }),
  })
  .openapi('SortingCard')
export type Card = z.infer<typeof Card>
export const Cards = z.object({ items: z.array(Card) }).openapi('SortingCards')

export const NewAnswer = z
  .strictObject({
    partyId: z.uuid(),
    answer: z.enum(ANSWERS).openapi({
      description:
        'customer: buys from the own organisation. supplier: the own one buys there. referrals: each recommends the other. competitor. member: of the own one. membership: the own one is a member there. skip',
    }),
  })
  .openapi('NewSortingAnswer')
export type NewAnswer = z.infer<typeof NewAnswer>

export const SortingAnswer = z
  .object({
    id: z.uuid(),
    partyId: z.uuid(),
    answer: z.enum(ANSWERS),
    tieIds: z.array(z.uuid()).openapi({ description: 'The ties it stated; those that were there before are not among them' }),
    kind: z.string().nullable().openapi({ description: 'The kind it gave the organisation' }),
  })
  .openapi('SortingAnswer')
export type SortingAnswer = z.infer<typeof SortingAnswer>

export const TakenBack = z.object({ id: z.uuid() }).openapi('SortingTakenBack')
export const Reopened = z.object({ count: z.int() }).openapi('SortingReopened')
