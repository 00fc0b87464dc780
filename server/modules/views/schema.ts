import { z } from '@hono/zod-openapi'
import type { Generated } from 'kysely'
import { says } from '../../kernel/complaints.ts'
import { Paging, pageOf } from '../../kernel/paging.ts'
import type { Json } from '../../kernel/tables.ts'
import { FieldKeys, Filter } from '../parties/index.ts'
import { isSmall, PARTIES_MAX, SETTINGS_LENGTH_MAX } from './rules.ts'

export type Tables = {
  saved_views: {
    ecosystem_id: string
    id: string
    name: string
    mode: 'network' | 'geography' | 'table'
    filter: Json<Filter>
    settings: Json<Record<string, unknown>>
    shared: boolean
    owner_id: string
    version: Generated<number>
    created_at: Date
    updated_at: Date
    ended_at: Generated<Date | null>
  }
  layout_positions: { ecosystem_id: string; key: string; party_id: string; x: number; y: number; updated_at: Date }
}

export type Events = {
  'view.saved': { shared: boolean }
  'view.changed': { fields: string[] }
  'view.ended': Record<string, never>
  'view.restored': Record<string, never>
}

export const MODES = ['network', 'geography', 'table'] as const

const facts = {
  name: z.string().trim().min(1).max(100),
  mode: z.enum(MODES),
  filter: z.strictObject(Filter.shape).openapi({ description: 'As the query parameters of the lists' }),
  settings: z
    .record(z.string().max(100), z.unknown())
    .refine(isSmall, says('settings_too_large', { limit: SETTINGS_LENGTH_MAX }))
    .openapi({ description: 'What the view needs to look the same again: colours, sizes, camera, columns' }),
  shared: z.boolean().openapi({ description: 'Seen by everybody in the ecosystem' }),
}

export const NewView = z
  .strictObject({
    ...facts,
    filter: facts.filter.default({}),
    settings: facts.settings.default({}),
    shared: facts.shared.default(false),
  })
  .openapi('NewView')
export type NewView = z.infer<typeof NewView>

export const ViewChange = z.strictObject({ ...z.object(facts).partial().shape, version: z.int().min(1) }).openapi('ViewChange')
export type ViewChange = z.infer<typeof ViewChange>

export const View = z
  .object({
    id: z.uuid(),
    name: z.string(),
    mode: z.enum(MODES),
    filter: z.record(z.string(), z.unknown()),
    settings: z.record(z.string(), z.unknown()),
    shared: z.boolean(),
    ownerId: z.string(),
    isOwn: z.boolean(),
    version: z.int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi('View')
export type View = z.infer<typeof View>
export const ViewPage = pageOf(View).openapi('ViewPage')

export const ViewList = Paging.extend({ mode: z.enum(MODES).optional() })
export type ViewList = z.infer<typeof ViewList>

export const Ended = z.object({ id: z.uuid() }).openapi('EndedView')

const COORDINATE_MAX = 1e9
const coordinates = z.array(z.number().min(-COORDINATE_MAX).max(COORDINATE_MAX)).max(PARTIES_MAX)

export const LayoutKey = z.object({
  key: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._:-]{0,79}$/, says('layout_key_form'))
    .openapi({ param: { name: 'key', in: 'path' }, example: 'main' }),
})

export const Layout = z
  .strictObject({ partyIds: z.array(z.uuid()).max(PARTIES_MAX), x: coordinates, y: coordinates })
  .refine(({ partyIds, x, y }) => partyIds.length === x.length && x.length === y.length, says('lengths_differ'))
  .openapi('Layout', { description: 'Where each party lies: three lists of the same length' })
export type Layout = z.infer<typeof Layout>

export const LayoutKept = z.object({ kept: z.int() }).openapi('LayoutKept', { description: 'How many positions were kept' })

export const MapQuery = Filter.extend({ fields: FieldKeys })
export type MapQuery = z.infer<typeof MapQuery>

export const UndatedFilter = Filter.omit({ asOf: true })

const counts = z.array(z.int())
export const MapChanges = z
  .object({
    unit: z.enum(['day', 'week', 'month', 'year']),
    from: z.array(z.iso.date()).openapi({ description: 'The first day of each stretch in which something changed, at most 200' }),
    to: z.array(z.iso.date()).openapi({ description: 'Its last day; of the newest one at most today' }),
    partiesCame: counts,
    partiesWent: counts,
    tiesCame: counts,
    tiesWent: counts,
  })
  .openapi('MapChanges', { description: 'Columns of equal length' })
export type MapChanges = z.infer<typeof MapChanges>

export const MapAnswer = z
  .object({
    parties: z.object({
      id: z.array(z.uuid()),
      name: z.array(z.string()),
      form: z.array(z.enum(['organisation', 'group'])),
      kinds: z.array(z.array(z.string())),
      sectorCode: z.array(z.string().nullable()),
      city: z.array(z.string().nullable()),
      latitude: z.array(z.number().nullable()),
      longitude: z.array(z.number().nullable()),
      placeApproximate: z.array(z.boolean()),
      tags: z.array(z.array(z.string())),
      tieCount: z.array(z.int()),
      fields: z
        .record(z.string(), z.array(z.union([z.string(), z.number(), z.boolean()]).nullable()))
        .openapi({ description: 'The own fields that were asked for, by key; empty where there is no value or one may not see it' }),
    }),
    ties: z.object({
      from: z.array(z.int()).openapi({ description: 'Positions in the list of parties' }),
      to: z.array(z.int()),
      type: z.array(z.string()),
      strength: z.array(z.number()).openapi({ description: 'What it has become, 0..1' }),
      directed: z.array(z.boolean()),
    }),
    truncated: z.boolean().openapi({ description: 'There is more than can be shown at once: narrow the filter' }),
    partyTotal: z.int().openapi({ description: 'How many parties the filter finds, also where not all of them are here' }),
  })
  .openapi('Map', { description: 'Columns of equal length' })
export type MapAnswer = z.infer<typeof MapAnswer>

export const HIT_KINDS = ['party', 'contact', 'task', 'offer', 'note', 'interaction', 'view'] as const
export const SearchQuery = z.object({
  q: z.string().trim().min(1).max(200),
  limit: z.coerce.number().int().min(1).max(50).default(20),
})
export const SearchAnswer = z
  .object({
    items: z.array(
      z.object({
        kind: z.enum(HIT_KINDS),
        id: z.uuid(),
        partyId: z.uuid().nullable(),
        title: z.string(),
        detail: z.string().nullable(),
      }),
    ),
  })
  .openapi('SearchAnswer', { description: 'The best first' })
export type SearchAnswer = z.infer<typeof SearchAnswer>
