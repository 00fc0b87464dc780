import { z } from '@hono/zod-openapi'
import { Filter } from '../parties/index.ts'
import { ANSWER_KEYS, DEFINITIONS, TOGETHER_KEYS } from './answers/index.ts'

export type Tables = {
  insight_readings: { ecosystem_id: string; question: string; version: bigint; at: Date; result: Buffer }
  insight_runs: { ecosystem_id: string; version: bigint; at: Date; took_ms: number; problem: string | null }
  insight_history: {
    ecosystem_id: string
    id: string
    at: Date
    parties: number
    ties: number
    tied: number
    pieces: number
    largest: number
    fragmentation: number
  }
  insight_past_measures: { ecosystem_id: string; month: Date; at: Date; measures: Buffer }
}

export const Freshness = z
  .object({
    at: z.iso.datetime().openapi({ description: 'When the map was read' }),
    version: z.int().openapi({ description: 'The state of the graph that was read; grows with every change' }),
    isCurrent: z.boolean().openapi({ description: 'Nothing has changed since, and it was read today' }),
    changesSince: z.int().openapi({ description: 'Changes since; the map is being read anew' }),
    problem: z.string().nullable().openapi({ description: 'Why the present map cannot be read: the code of a refusal' }),
  })
  .openapi('InsightFreshness', { description: 'Which state of the graph this belongs to. Small maps are read at once and always current' })
export type Freshness = z.infer<typeof Freshness>

export const History = z
  .object({
    items: z.array(
      z.object({
        at: z.iso.datetime(),
        parties: z.int(),
        ties: z.int().openapi({ description: 'Tied pairs' }),
        tied: z.int().openapi({ description: 'Parties with a tie that connects' }),
        pieces: z.int(),
        largest: z.int().openapi({ description: 'Parties in the largest piece' }),
        fragmentation: z.number(),
      }),
    ),
  })
  .openapi('InsightHistory', { description: 'The oldest first, at most one moment a day' })
export type History = z.infer<typeof History>

export const Sentence = z
  .object({
    key: z
      .string()
      .openapi({ description: 'Key of the wording in the catalogue of the web app, below the name of what answers: `insight.`, `gaps.`' }),
    values: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
  })
  .openapi('InsightSentence', { description: 'A sentence as data: the words are the reader’s language' })

export const Figure = z
  .object({ definition: z.enum(DEFINITIONS), value: z.number() })
  .openapi('InsightFigure', { description: 'A number with the key of its definition (docs/network.md). Shares are 0..1' })

const Witness = z
  .object({
    partyId: z.uuid(),
    figures: z.array(Figure),
    tieIds: z.array(z.uuid()).openapi({ description: 'The first of its ties' }),
    pieces: z
      .array(z.object({ size: z.int(), partyIds: z.array(z.uuid()) }))
      .openapi({ description: 'What would be left without it, besides the largest piece' }),
  })
  .openapi('InsightWitness')

export const Certainty = z.object({ level: z.enum(['low', 'medium', 'high']), figures: z.array(Figure) })
export const TaskProposal = z.object({ title: Sentence, partyIds: z.array(z.uuid()) })

export const Answer = z
  .object({
    key: z.enum([...ANSWER_KEYS, ...TOGETHER_KEYS]),
    state: z.enum(['found', 'nothing', 'unknown']).openapi({ description: '`unknown`: the map does not hold enough to tell' }),
    sentence: Sentence,
    figures: z.array(Figure).openapi({ description: 'Of the map as a whole' }),
    witnesses: z.array(Witness),
    witnessTotal: z.int(),
    categories: z
      .array(z.object({ key: z.string(), figures: z.array(Figure), partyIds: z.array(z.uuid()) }))
      .openapi({ description: 'Kinds by key, or sectors as `nace:55`' }),
    certainty: Certainty.nullable(),
    task: TaskProposal.nullable(),
  })
  .openapi('InsightAnswer')

export const NamedParty = z
  .object({
    id: z.uuid(),
    name: z.string(),
    kinds: z.array(z.string()),
    sectorScheme: z.enum(['nace', 'naics']).nullable(),
    sectorCode: z.string().nullable(),
    city: z.string().nullable(),
  })
  .openapi('InsightParty')
export type NamedParty = z.infer<typeof NamedParty>

export const Answers = z
  .object({ items: z.array(Answer), parties: z.array(NamedParty), freshness: Freshness })
  .openapi('InsightAnswers', { description: '`parties` names every party the answers speak of' })
export type Answers = z.infer<typeof Answers>

export const Stretch = z.object({
  since: z.iso.datetime().openapi({ description: 'The earlier moment' }),
  until: z.iso.datetime().optional().openapi({ description: 'The later moment; without it, now' }),
})
export type Stretch = z.infer<typeof Stretch>

const strength = z.number().nullable()
export const listed = <T extends z.ZodType>(items: T) =>
  z.object({ items: z.array(items), total: z.int().openapi({ description: 'Of all; `items` are the first of them' }) })
const TieChange = z
  .object({ fromId: z.uuid(), toId: z.uuid(), type: z.string(), before: strength, after: strength })
  .openapi('InsightTieChange', { description: 'Strengths are 0..1, null where there was no such tie' })
export const Whole = z
  .object({ parties: z.int(), ties: z.int(), tied: z.int(), largest: z.number(), fragmentation: z.number() })
  .openapi('InsightWhole', { description: '`largest` is the share of the parties in the largest piece' })
const tieChanges = listed(TieChange).openapi('InsightTieChanges')
export const partyChanges = listed(z.uuid()).openapi('InsightPartyChanges')

export const Changes = z
  .object({
    since: z.iso.datetime(),
    until: z.iso.datetime(),
    before: Whole,
    after: Whole,
    ties: z.object({ fresh: tieChanges, lost: tieChanges, stronger: tieChanges, weaker: tieChanges }),
    parties: z.object({ fresh: partyChanges, gone: partyChanges }),
    onlyWay: z
      .object({ became: partyChanges, evaded: partyChanges })
      .openapi({ description: 'Who became the only way to others, and around whom there is a second way now' }),
    certainty: Certainty.openapi({ description: 'By the lower coverage of the two moments' }),
    onlyWayCertainty: Certainty.openapi({
      description: 'Also by how many of those named are named again when a tenth of the ties is dropped',
    }),
    names: z.array(NamedParty).openapi({ description: 'Every party that is spoken of' }),
    freshness: Freshness,
  })
  .openapi('InsightChanges')
export type Changes = z.infer<typeof Changes>

const LEAVING_MAX = 50
const repeated = <T extends z.ZodType<string>>(item: T) =>
  z
    .union([item, z.array(item).max(LEAVING_MAX)])
    .transform((value) => [value].flat() as string[])
    .optional()

export const Leaving = z.object({
  party: repeated(z.uuid()).openapi({ type: 'array', items: { type: 'string', format: 'uuid' }, description: 'Who leaves' }),
  sector: repeated(z.string().min(1).max(20)).openapi({
    type: 'array',
    items: { type: 'string' },
    description: 'Everybody of a sector leaves, by the beginning of its code: `nace:55`',
  }),
})
export type Leaving = z.infer<typeof Leaving>

export const Piece = z
  .object({ size: z.int(), partyIds: z.array(z.uuid()) })
  .openapi('InsightPiece', { description: '`partyIds` are the first of it' })
const DepartureWhole = z
  .object({ parties: z.int(), pieces: z.int(), largest: z.number(), fragmentation: z.number() })
  .openapi('InsightDepartureWhole', { description: '`largest` is the share of the parties in the largest piece' })
export const Introduction = z
  .object({
    oneId: z.uuid(),
    otherId: z.uuid(),
    reason: z.enum(['need', 'knowsBoth', 'connected']),
    throughId: z.uuid().nullable().openapi({ description: 'Of those who leave, one who knows both' }),
    category: z.string().nullable().openapi({ description: 'What one offers and the other needs' }),
  })
  .openapi('InsightIntroduction')

export const DepartureAnswer = z
  .object({
    leaving: partyChanges,
    before: DepartureWhole,
    after: DepartureWhole,
    pieces: listed(Piece).openapi({ description: 'What would hang together no more with the largest rest' }),
    cutOff: partyChanges,
    needs: listed(z.object({ id: z.uuid(), partyId: z.uuid(), category: z.string() })).openapi({
      description: 'Needs that nobody in reach could meet any more',
    }),
    introductions: listed(Introduction).openapi({ description: 'The fewest that leave everybody in reach of whom they reach today' }),
    unjoined: listed(Piece).openapi({ description: 'Pieces that stated conflicts keep apart' }),
    certainty: Certainty.openapi({ description: 'Of who would be cut off' }),
    needsCertainty: Certainty.openapi({ description: 'Of the needs that nobody could meet' }),
    next: z
      .object({ partyId: z.uuid(), cutOff: z.int() })
      .nullable()
      .openapi({ description: 'Of those who stay, the one whose leaving as well would cut off most' }),
    withIntroductions: DepartureWhole.openapi({ description: 'The map without the leaving and with the introductions, tried out' }),
    names: z.array(NamedParty).openapi({ description: 'Every party that is spoken of' }),
    freshness: Freshness,
  })
  .openapi('InsightDeparture')
export type DepartureAnswer = z.infer<typeof DepartureAnswer>

const whole = z.array(z.number())
const maybe = z.array(z.number().nullable())
const walked = whole.nullable().openapi({ description: 'null when the map is too large to walk all shortest paths' })

const Measured = z.object({
  partyId: z.array(z.uuid()),
  degree: whole,
  strength: whole,
  core: whole,
  clustering: whole,
  constraint: maybe,
  effectiveSize: maybe,
  cutOff: whole,
  fragmentationChange: whole,
  component: whole,
  pageRank: whole,
  closeness: walked,
  betweenness: walked,
})
export type Measured = z.infer<typeof Measured>

export const MeasureColumns = Measured.extend({ freshness: Freshness }).openapi('InsightMeasures', {
  description: 'One number a party, in the order of `partyId`',
})

const inWhole = z.record(z.string(), z.number().nullable())
export const Position = z
  .object({
    degree: z.int().openapi({ description: 'Parties it is tied to now' }),
    strength: z.number().openapi({ description: 'The summed strength of its ties now' }),
    whole: z
      .object({
        measures: inWhole,
        certainty: Certainty.openapi({ description: 'By coverage: the share of all parties that have a tie' }),
        freshness: Freshness,
      })
      .nullable()
      .openapi({ description: 'All measures by their keys, as they were read last; null for a party that is newer than that' }),
    past: z
      .array(z.object({ at: z.iso.datetime(), measures: inWhole }))
      .openapi({ description: 'The first of each month, the oldest first' }),
  })
  .openapi('InsightPosition')
export type Position = z.infer<typeof Position>

export const MeasureQuery = Filter.extend({
  within: z.enum(['map', 'filter']).default('map').openapi({
    description:
      '`map`: measured over the whole map, so that a filter changes who is listed and no number. `filter`: measured over the filtered parties and the ties among them',
  }),
})
