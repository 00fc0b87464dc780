import { z } from '@hono/zod-openapi'
import { pageOf } from '../../kernel/paging.ts'
import { BROKER_ROLES, GROUPINGS, TRAITS } from './answers/index.ts'
import { Answer, Certainty, Figure, Freshness, Introduction, NamedParty, Sentence, TaskProposal } from './schema.ts'

const ids = z.array(z.uuid())
const share = z.number()

const GroupName = z
  .object({ by: z.enum([...TRAITS, 'around']), value: z.string().nullable(), partyId: z.uuid().nullable() })
  .openapi('InsightGroupName', { description: 'What many of its members have in common, or the member with most ties inside (`around`)' })

const place = z.int().nullable()
const Brokerage = z
  .object({
    by: z.enum([...GROUPINGS, 'found']),
    known: share.openapi({ description: 'Share of the parties with a tie whose group is known' }),
    groups: z
      .array(z.string())
      .openapi({ description: 'A kind, `nace:55`, a town, or the number of a found group; the brokers name them by place' }),
    brokers: z.array(
      z.object({
        partyId: z.uuid(),
        paths: z.int().openapi({ description: 'Open paths between two others that run through it' }),
        role: z.enum(BROKER_ROLES).nullable(),
        share: share.openapi({ description: 'Share of its paths that are of this role' }),
        isMostly: z.boolean(),
        group: place,
        from: place,
        to: place,
      }),
    ),
  })
  .openapi('InsightBrokerage', { description: 'The kind of brokerage after Gould & Fernandez 1989, by one way to group parties' })

const effects = { partyIds: ids, effect: share, cutOff: z.int() }
const KeySet = z
  .object({
    k: z.int(),
    ...effects,
    alone: z.object(effects).nullable().openapi({ description: 'The best single ones taken together, where they do less' }),
    stability: share,
  })
  .openapi('InsightKeySet', { description: 'Key players together, Borgatti 2006' })

export const Together = z
  .object({
    items: z.array(Answer),
    brokerage: z.array(Brokerage),
    groupNames: z.array(GroupName).openapi({ description: 'Of the found groups, by their number' }),
    breaking: z.array(KeySet).openapi({ description: '`effect`: share of pairs of the others without a way when these leave' }),
    reaching: z.array(KeySet).openapi({ description: '`effect`: share of all parties within two ties of one of these' }),
    parties: z.array(NamedParty),
    freshness: Freshness,
  })
  .openapi('InsightTogether')
export type Together = z.infer<typeof Together>

const Group = z
  .object({
    number: z.int(),
    name: GroupName,
    size: z.int(),
    memberIds: ids.openapi({ description: 'The first of them, with most ties inside the group first' }),
    edgeIds: ids.openapi({ description: 'Of those whose place in this group is not sure, the first' }),
    edgeTotal: z.int(),
    certainty: z.object(Certainty.shape),
    shared: z.array(z.object({ by: z.enum(TRAITS), value: z.string(), count: z.int(), inside: share, outside: share })),
    overlaps: z.array(
      z.object({
        by: z.enum(['members', 'tag']),
        partyId: z.uuid().nullable().openapi({ description: 'Whose members the stated group is' }),
        tag: z.string().nullable(),
        shared: z.int(),
        ofStated: share,
        ofFound: share,
      }),
    ),
  })
  .openapi('InsightGroup')

const Between = z
  .object({
    a: z.int(),
    b: z.int(),
    pairs: z.int().openapi({ description: 'Tied pairs across' }),
    carrierIds: ids,
    state: z.enum(['none', 'single', 'several']).openapi({ description: '`single`: one party is part of every tie across' }),
    introduction: z.object(Introduction.shape).nullable(),
  })
  .openapi('InsightBetween', { description: 'Two groups by number, and what stands between them' })

export const GroupMembers = z
  .object({
    partyId: ids,
    group: z.array(z.int().nullable()).openapi({ description: 'The number of its group, null for none' }),
    names: z.array(GroupName),
    parties: z.array(NamedParty).openapi({ description: 'Whom groups are called after' }),
    freshness: Freshness,
  })
  .openapi('InsightGroupMembers', { description: 'Columns of equal length, every party of the map' })
export type GroupMembers = z.infer<typeof GroupMembers>

export const Groups = z
  .object({
    state: z.enum(['found', 'nothing', 'unknown']),
    sentence: Sentence,
    figures: z.array(Figure),
    certainty: Certainty.nullable(),
    task: TaskProposal.nullable(),
    groups: z.array(Group),
    total: z.int(),
    small: z.int().openapi({ description: 'Parties with ties that are in groups of fewer than three' }),
    untied: z.int(),
    between: z.array(Between),
    parties: z.array(NamedParty),
    freshness: Freshness,
  })
  .openapi('InsightGroups')
export type Groups = z.infer<typeof Groups>

export const GroupList = z
  .object({
    ...pageOf(NamedParty).shape,
    name: z.object(GroupName.shape).nullable().openapi({ description: 'null for a party in no group' }),
    size: z.int(),
    parties: z.array(NamedParty).openapi({ description: 'Whom the group is called after' }),
    freshness: Freshness,
  })
  .openapi('InsightGroupList')
export type GroupList = z.infer<typeof GroupList>
