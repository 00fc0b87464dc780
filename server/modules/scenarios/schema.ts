import { z } from '@hono/zod-openapi'
import type { Generated } from 'kysely'
import { says } from '../../kernel/complaints.ts'
import { Paging, pageOf } from '../../kernel/paging.ts'
import type { Json } from '../../kernel/tables.ts'
import { Certainty, Freshness, Introduction, listed, NamedParty, Piece, partyChanges, Whole } from '../insight/index.ts'
import { IDLE } from './rules.ts'

export type ScenarioRow = {
  ecosystem_id: string
  id: string
  name: string
  description: string | null
  as_of: string | null
  version: Generated<number>
  created_by: string
  created_at: Date
  updated_at: Date
  ended_at: Generated<Date | null>
}
export type ChangeRow = {
  ecosystem_id: string
  id: string
  scenario_id: string
  change: Json<StoredChange>
  added_by: string
  added_at: Date
  ended_at: Generated<Date | null>
}
export type Tables = { scenarios: ScenarioRow; scenario_changes: ChangeRow }

export type Events = {
  'scenario.created': { changes: number }
  'scenario.changed': { fields: string[] }
  'scenario.ended': Record<string, never>
  'scenario.restored': Record<string, never>
  'scenario.change_added': { changeId: string }
  'scenario.change_removed': { changeId: string }
  'scenario.change_restored': { changeId: string }
  'scenario.link_made': { entranceId: string }
  'scenario.links_withdrawn': Record<string, never>
}

/** How many scenarios an ecosystem holds, and how many changes a scenario, those that were taken back not counted. */
export const SCENARIOS_MAX = 100
export const CHANGES_MAX = 200

const strength = z.number().min(0).max(1)
const key = z.string().min(1).max(40)
const sector = z
  .string()
  .regex(/^(nace|naics):[0-9A-Za-z.]{1,10}$/, says('sector_form'))
  .openapi({ description: 'Scheme and the beginning of a code: `nace:55`' })
const ends = { fromId: z.uuid(), toId: z.uuid() }
const category = z.string().trim().min(1).max(100)
const side = z.enum(['offer', 'need'])
const joining = {
  what: z.literal('partyJoins'),
  name: z.string().trim().min(1).max(200),
  kind: key.nullable().default(null),
  sector: sector.nullable().default(null),
  city: z.string().trim().min(1).max(200).nullable().default(null),
}
const others = [
  z.strictObject({ what: z.literal('partyLeaves'), partyId: z.uuid() }),
  z.strictObject({ what: z.literal('sectorLeaves'), sector }),
  z.strictObject({ what: z.literal('kindLeaves'), kind: key }),
  z.strictObject({ what: z.literal('tieComes'), ...ends, type: key, strength: strength.nullable().default(null) }),
  z.strictObject({ what: z.literal('tieGoes'), ...ends, type: key.nullable().default(null).openapi({ description: 'null: whatever ties the two' }) }), // biome-ignore format: one line reads better
  z.strictObject({ what: z.literal('tieBecomes'), ...ends, type: key.nullable().default(null), strength }),
  z.strictObject({ what: z.literal('tradeComes'), partyId: z.uuid(), side, category }),
  z.strictObject({ what: z.literal('tradeGoes'), partyId: z.uuid(), side, category }),
] as const

export const NewChange = z
  .discriminatedUnion('what', [...others, z.strictObject(joining)])
  .openapi('NewScenarioChange', { description: 'What is otherwise: who leaves or joins, which ties, offers and needs come, go or change' })
export type NewChange = z.infer<typeof NewChange>

const StoredChange = z
  .discriminatedUnion('what', [...others, z.strictObject({ ...joining, partyId: z.uuid() })])
  .openapi('ScenarioChange', { description: 'As it was added; who joins has an id of its own, which later changes may name' })
export type StoredChange = z.infer<typeof StoredChange>

export const Change = z
  .object({
    id: z.uuid(),
    change: StoredChange,
    addedBy: z.string().nullable().openapi({ description: 'A name, for who still has access' }),
    addedAt: z.iso.datetime(),
  })
  .openapi('ScenarioChangeRow')
export type Change = z.infer<typeof Change>

const facts = {
  name: z.string().trim().min(1).max(100),
  description: z.string().trim().max(2000).nullable(),
  asOf: z.iso.date().nullable().openapi({ description: 'The day whose map it starts from; null: today’s, always anew' }),
}

export const NewScenario = z
  .strictObject({
    name: facts.name,
    description: facts.description.default(null),
    asOf: facts.asOf.default(null),
    changes: z.array(NewChange).max(CHANGES_MAX).default([]),
  })
  .openapi('NewScenario')
export type NewScenario = z.infer<typeof NewScenario>

export const ScenarioCopy = z.strictObject({ name: facts.name }).openapi('ScenarioCopy')

export const ScenarioUpdate = z.strictObject({ ...z.object(facts).partial().shape, version: z.int().min(1) }).openapi('ScenarioUpdate')
export type ScenarioUpdate = z.infer<typeof ScenarioUpdate>

const summary = {
  id: z.uuid(),
  ...facts,
  name: z.string(),
  description: z.string().nullable(),
  version: z.int(),
  createdBy: z.string().nullable().openapi({ description: 'A name, for who still has access' }),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
}
const Summary = z.object({ ...summary, changeTotal: z.int() }).openapi('ScenarioSummary')
export const ScenarioPage = pageOf(Summary).openapi('ScenarioPage')
export const ScenarioList = Paging

export const Scenario = z
  .object({
    ...summary,
    changes: z.array(Change).openapi({ description: 'In the order in which they are applied' }),
    names: z
      .array(z.object({ id: z.uuid(), name: z.string() }))
      .openapi({ description: 'Of the parties the changes speak of. Who is missing here was erased' }),
  })
  .openapi('Scenario')
export type Scenario = z.infer<typeof Scenario>

export const ScenarioLink = z
  .object({
    path: z.string().openapi({ description: 'Below the address of this installation; it cannot be shown again' }),
    expiresAt: z.iso.datetime(),
  })
  .openapi('ScenarioLink')
export type ScenarioLink = z.infer<typeof ScenarioLink>

export const Ended = z.object({ id: z.uuid() }).openapi('EndedScenario')
export const ChangeParam = z.object({
  id: z.uuid().openapi({ param: { name: 'id', in: 'path' } }),
  changeId: z.uuid().openapi({ param: { name: 'changeId', in: 'path' } }),
})

const Compared = Whole.extend({
  pieces: z.int(),
  efficiency: z.number().nullable().openapi({ description: 'The mean of one divided by the distance over all pairs; null on large maps' }),
}).openapi('ScenarioWhole')
// without its name: where an answer may have none, the named one is none or one
const certainty = z.object(Certainty.shape)
const Need = z.object({ id: z.uuid(), partyId: z.uuid(), category: z.string() }).openapi('ScenarioNeed')
const value = z.number().nullable()
const place = z.int().nullable().openapi({ description: 'Among all, the first is 1; null for who stands between nobody' })
const Move = z
  .object({ partyId: z.uuid(), before: value, after: value, placeBefore: place, placeAfter: place })
  .openapi('ScenarioMove', { description: 'Whose place among those who stand between others changes most' })

export const Comparison = z
  .object({
    at: z.iso.datetime().openapi({ description: 'The moment of the map that the scenario starts from' }),
    outcomes: z
      .array(
        z.object({
          id: z.uuid(),
          idle: z.enum(IDLE).nullable().openapi({ description: 'Why the change does nothing, such as a party that is no longer there' }),
          left: z.int().openapi({ description: 'How many leave by it' }),
        }),
      )
      .openapi({ description: 'What became of each change' }),
    before: Compared,
    after: Compared,
    parties: z.object({ fresh: partyChanges, gone: partyChanges }),
    onlyWay: z.object({ became: partyChanges, evaded: partyChanges }),
    pieces: listed(Piece).openapi({ description: 'What would hang together no more with the largest rest of what it hangs on' }),
    cutOff: partyChanges,
    joined: partyChanges.openapi({ description: 'Who would reach a larger part than today' }),
    needs: z
      .object({ lost: listed(Need), gained: listed(Need), certainty })
      .nullable()
      .openapi({ description: 'Needs that nobody in reach meets then, and those that somebody would; null for a past day' }),
    introductions: listed(Introduction).openapi({ description: 'The fewest that bring together again what hangs together today' }),
    unjoined: listed(Piece).openapi({ description: 'Pieces that stated conflicts keep apart' }),
    moves: z.object({ by: z.enum(['betweenness', 'constraint']), items: z.array(Move), total: z.int(), certainty }),
    groups: z
      .object({ split: listed(z.array(Piece)), merged: listed(z.array(Piece)) })
      .nullable()
      .openapi({
        description: 'Groups that ties make today and would not then, by their parts, and the other way round; null on large maps',
      }),
    groupsCertainty: certainty,
    onlyWayCertainty: certainty,
    certainty,
    names: z.array(NamedParty).openapi({ description: 'Every party that is spoken of, also those that join' }),
    freshness: Freshness,
  })
  .openapi('ScenarioComparison')
/** Without how old it is, which is told by whoever asked. */
export type Comparison = Omit<z.infer<typeof Comparison>, 'freshness'>

const DrawnTie = z
  .object({ fromId: z.uuid(), toId: z.uuid(), type: z.string(), strength: value, directed: z.boolean() })
  .openapi('ScenarioTie')
export const Drawing = z
  .object({
    id: z.uuid(),
    name: z.string(),
    asOf: z.iso.date().nullable(),
    at: z.iso.datetime(),
    leavingIds: z.array(z.uuid()),
    joining: z.array(NamedParty),
    coming: z.array(DrawnTie),
    going: z.array(DrawnTie).openapi({ description: 'Between parties that stay' }),
    otherwise: z.array(DrawnTie).openapi({ description: 'Those that are as strong as this then' }),
  })
  .openapi('ScenarioDrawing', { description: 'What is drawn beside the map' })
export type Drawing = z.infer<typeof Drawing>
