import { z } from '@hono/zod-openapi'
import type { Generated } from 'kysely'
import { says } from '../../kernel/complaints.ts'
import { Paging, pageOf } from '../../kernel/paging.ts'
import type { Json } from '../../kernel/tables.ts'
import { INTERACTION_KINDS, type InteractionKind } from './rules.ts'

export type Tables = {
  graph_versions: { ecosystem_id: string; slot: number; changes: bigint }
  tie_types: {
    ecosystem_id: string
    key: string
    label: string
    inverse_label: string
    directed: boolean
    trade: boolean
    created_at: Date
  }
  ties: {
    ecosystem_id: string
    id: string
    from_id: string
    to_id: string
    type: string
    directed: boolean
    strength: number | null
    strength_at: Date
    trust: number | null
    since: string | null
    until: string | null
    evidence: string | null
    source: string
    sources: Json<Record<string, string>>
    version: Generated<number>
    created_at: Date
    updated_at: Date
    ended_at: Generated<Date | null>
  }
  tie_changes: {
    ecosystem_id: string
    id: string
    tie_id: string
    field: string
    value: Json<unknown>
    source: string
    until: Date
    next_source: string
  }
  interactions: {
    ecosystem_id: string
    id: string
    party_id: string
    other_party_id: string | null
    tie_id: string | null
    kind: InteractionKind
    at: Date
    text: string | null
    author: string
    created_at: Date
  }
}

export type Events = {
  'tie.created': { fromId: string; toId: string; type: string }
  'tie.changed': { fromId: string; toId: string; fields: string[] }
  'tie.ended': { fromId: string; toId: string; type: string }
  'tie.restored': { fromId: string; toId: string; type: string }
  'tie_type.added': { key: string }
  'tie_type.removed': { key: string }
  'interaction.recorded': { interactionId: string; otherPartyId: string | null; tieId: string | null; kind: InteractionKind }
  'interaction.erased': { interactionId: string; otherPartyId: string | null; tieId: string | null; kind: InteractionKind }
}

const TEXT_MAX = 4000
const INTERACTION_TEXT_MAX = 20_000

const text = (max: number) => z.string().trim().max(max)
const optional = (max: number) =>
  text(max)
    .nullable()
    .transform((value) => value || null)
    .openapi({ type: ['string', 'null'] })
const Key = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, says('key_form'))
const share = z.number().min(0).max(1).nullable()
const date = z.iso.date().nullable()

export const NewTieType = z
  .strictObject({
    key: Key,
    label: text(100).min(1),
    inverseLabel: text(100).min(1).openapi({ description: 'The same tie seen from its other end' }),
    directed: z.boolean(),
    trade: z.boolean().default(false).openapi({ description: 'Whether goods or services are sold along it' }),
  })
  .openapi('NewTieType')
export type NewTieType = z.infer<typeof NewTieType>

export const TieType = z
  .object({
    key: z.string(),
    label: z.string().nullable(),
    inverse: z.string().openapi({ description: 'Key of the name seen from the other end' }),
    inverseLabel: z.string().nullable(),
    directed: z.boolean(),
    trade: z.boolean(),
  })
  .openapi('TieType', { description: 'The built-in types have no labels of their own: they are named in the reader’s language' })
export type TieType = z.infer<typeof TieType>

const facts = {
  strength: share.openapi({ description: 'As stated, 0..1' }),
  trust: share.openapi({ description: '0..1, for coordinators and the two ends' }),
  since: date,
  until: date.openapi({ description: 'Last day of a tie that is over' }),
  evidence: optional(TEXT_MAX),
}

export const NewTie = z
  .strictObject({
    fromId: z.uuid(),
    toId: z.uuid(),
    type: Key,
    directed: z.boolean().optional().openapi({ description: 'As the type says, unless given' }),
    ...z.object(facts).partial().shape,
  })
  .openapi('NewTie')
export type NewTie = z.infer<typeof NewTie>

/** The fields that change, and the version they were read at. Stating the same strength again makes it fresh. */
export const TieChange = z.strictObject({ ...z.object(facts).partial().shape, version: z.int().min(1) }).openapi('TieChange')
export type TieChange = z.infer<typeof TieChange>

export const StrengthFormula = z
  .object({
    formula: z.string(),
    stated: z.object({
      strength: z.number(),
      isAssumed: z.boolean().openapi({ description: 'Nobody stated a strength' }),
      at: z.iso.datetime(),
      halfLifeDays: z.number(),
      part: z.number(),
    }),
    interactions: z.array(
      z.object({
        kind: z.enum(INTERACTION_KINDS),
        count: z.int(),
        latestAt: z.iso.datetime(),
        weight: z.number(),
        halfLifeDays: z.number(),
        part: z.number(),
      }),
    ),
  })
  .openapi('StrengthFormula')

export const Tie = z
  .object({
    id: z.uuid(),
    fromId: z.uuid(),
    toId: z.uuid(),
    type: z.string(),
    directed: z.boolean(),
    strength: z.number().nullable().openapi({ description: 'As stated, 0..1' }),
    currentStrength: z.number().openapi({
      description: 'What it has become: fed by the interactions the reader may see, faded by silence, 0..1',
    }),
    strengthFormula: StrengthFormula,
    trust: z.number().nullable(),
    since: z.string().nullable(),
    until: z.string().nullable(),
    evidence: z.string().nullable(),
    source: z.string().nullable().openapi({ description: 'Who stated it, unless `sources` says otherwise' }),
    sources: z.record(z.string(), z.string()).openapi({ description: 'The source of single fields' }),
    version: z.int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
  })
  .openapi('Tie')
export type Tie = z.infer<typeof Tie>
export const TiePage = pageOf(Tie).openapi('TiePage')

export const AsOf = z.object({
  asOf: z.iso.datetime({ offset: true }).optional().openapi({ description: 'The state at this moment, as it was known then' }),
})
export type AsOf = z.infer<typeof AsOf>

const TYPES_MAX = 50
export const TieList = Paging.extend({
  ...AsOf.shape,
  partyId: z.uuid().optional(),
  otherId: z.uuid().optional().openapi({ description: 'Only those with this one' }),
  type: z
    .union([text(100), z.array(text(100)).max(TYPES_MAX)])
    .transform((value) => [value].flat())
    .optional()
    .openapi({ type: 'array', items: { type: 'string' } }),
  source: text(100).optional().openapi({ description: 'For those who may see the sources' }),
})
export type TieList = z.infer<typeof TieList>

export const NewInteraction = z
  .strictObject({
    partyId: z.uuid(),
    otherPartyId: z.uuid().nullable().optional().openapi({ description: 'With whom; feeds every tie between the two' }),
    tieId: z.uuid().nullable().optional().openapi({ description: 'Feeds this tie only' }),
    kind: z.enum(INTERACTION_KINDS),
    at: z.iso.datetime({ offset: true }).optional().openapi({ description: 'Now, unless given; not in the future' }),
    text: optional(INTERACTION_TEXT_MAX).optional(),
  })
  .openapi('NewInteraction')
export type NewInteraction = z.infer<typeof NewInteraction>

export const Interaction = z
  .object({
    id: z.uuid(),
    partyId: z.uuid(),
    otherPartyId: z.uuid().nullable(),
    tieId: z.uuid().nullable(),
    kind: z.enum(INTERACTION_KINDS),
    at: z.iso.datetime(),
    text: z.string().nullable(),
    author: z.string(),
    createdAt: z.iso.datetime(),
  })
  .openapi('Interaction')
export type Interaction = z.infer<typeof Interaction>
export const InteractionPage = pageOf(Interaction).openapi('InteractionPage')

export const InteractionList = Paging.extend({
  partyId: z.uuid().optional(),
  tieId: z.uuid().optional(),
  kind: z.enum(INTERACTION_KINDS).optional(),
})
export type InteractionList = z.infer<typeof InteractionList>

export const TimelineItem = z
  .object({
    id: z.uuid(),
    at: z.iso.datetime(),
    type: z.string().openapi({ description: 'The type of the event, or `interaction`' }),
    actor: z.string().nullable().openapi({ description: 'As a source: person:…, key:… or system' }),
    subjectId: z.uuid().nullable(),
    payload: z.record(z.string(), z.unknown()),
    interaction: Interaction.nullable(),
  })
  .openapi('TimelineItem')
export type TimelineItem = z.infer<typeof TimelineItem>
export const TimelinePage = pageOf(TimelineItem).openapi('TimelinePage')

export const Erased = z.object({ id: z.uuid() }).openapi('Erased')
