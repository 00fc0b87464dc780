import { z } from '@hono/zod-openapi'
import { ANSWER_KEYS, DEFINITIONS } from './answers/index.ts'

const Sentence = z
  .object({
    key: z.string().openapi({ description: 'Key of the wording in the catalogue of the web app, below `insight.`' }),
    values: z.record(z.string(), z.union([z.string(), z.number(), z.array(z.string())])),
  })
  .openapi('InsightSentence', { description: 'A sentence as data: the words are the reader’s language' })

const Figure = z
  .object({ definition: z.enum(DEFINITIONS), value: z.number() })
  .openapi('InsightFigure', { description: 'A number with the key of its definition (docs/insight.md). Shares are 0..1' })

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

export const Answer = z
  .object({
    key: z.enum(ANSWER_KEYS),
    state: z.enum(['found', 'nothing', 'unknown']).openapi({ description: '`unknown`: the map does not hold enough to tell' }),
    sentence: Sentence,
    figures: z.array(Figure).openapi({ description: 'Of the map as a whole' }),
    witnesses: z.array(Witness),
    witnessTotal: z.int(),
    categories: z
      .array(z.object({ key: z.string(), figures: z.array(Figure), partyIds: z.array(z.uuid()) }))
      .openapi({ description: 'Kinds by key, or sectors as `nace:55`' }),
    certainty: z.object({ level: z.enum(['low', 'medium', 'high']), figures: z.array(Figure) }).nullable(),
    task: z.object({ title: Sentence, partyIds: z.array(z.uuid()) }).nullable(),
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

export const Answers = z
  .object({ items: z.array(Answer), parties: z.array(NamedParty), at: z.iso.datetime() })
  .openapi('InsightAnswers', { description: '`parties` names every party the answers speak of' })
export type Answers = z.infer<typeof Answers>

const whole = z.array(z.number())
const maybe = z.array(z.number().nullable())
const walked = whole.nullable().openapi({ description: 'null when the map is too large to walk all shortest paths' })

export const MeasureColumns = z
  .object({
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
  .openapi('InsightMeasures', {
    description:
      'One number a party, in the order of `partyId`. Measured over the whole map, so that a filter changes who is listed and no number',
  })
export type MeasureColumns = z.infer<typeof MeasureColumns>
