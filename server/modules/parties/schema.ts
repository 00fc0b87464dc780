import { z } from '@hono/zod-openapi'
import type { Generated } from 'kysely'
import { says } from '../../kernel/complaints.ts'
import { Paging } from '../../kernel/paging.ts'
import type { Json } from '../../kernel/tables.ts'

export type PartyRow = {
  ecosystem_id: string
  id: string
  form: 'organisation' | 'group'
  name: string
  sector_scheme: 'nace' | 'naics' | null
  sector_code: string | null
  description: string | null
  website: string | null
  email: string | null
  phone: string | null
  street: string | null
  postal_code: string | null
  city: string | null
  region: string | null
  country: string | null
  latitude: number | null
  longitude: number | null
  place_approximate: boolean
  tags: string[]
  fields: Json<Record<string, unknown>>
  source: string
  sources: Json<Record<string, string>>
  version: Generated<number>
  created_at: Date
  updated_at: Date
  ended_at: Generated<Date | null>
  search: Generated<string>
}

export type Tables = {
  kinds: { ecosystem_id: string; key: string; label: string; colour: string; shape: string; position: number }
  fields: {
    ecosystem_id: string
    key: string
    label: string
    type: FieldType
    choices: string[]
    position: number
  }
  parties: PartyRow
  party_kinds: { ecosystem_id: string; party_id: string; kind: string; since: Date; until: Date | null; source: string }
  party_changes: {
    ecosystem_id: string
    id: string
    party_id: string
    field: string
    value: Json<unknown>
    source: string
    until: Date
    next_source: string
  }
  party_identifiers: { ecosystem_id: string; party_id: string; scheme: string; value: string; source: string }
  contacts: {
    ecosystem_id: string
    id: string
    party_id: string
    name: string
    given_name: string | null
    family_name: string | null
    role: string | null
    email: string | null
    phone: string | null
    mobile: string | null
    source: string
    created_at: Date
    updated_at: Date
  }
  notes: { ecosystem_id: string; id: string; party_id: string; body: string; author: string; at: Date }
  aliases: {
    ecosystem_id: string
    id: string
    party_id: string
    target_id: string
    merge_id: string
    since: Date
    until: Generated<Date | null>
  }
}

export type Events = {
  'party.created': Record<string, never>
  'party.changed': { fields: string[] }
  'party.ended': Record<string, never>
  'party.restored': Record<string, never>
  'party.merged': { aliasId: string; mergeId: string }
  'party.unmerged': { aliasId: string; mergeId: string }
  'contact.added': { contactId: string }
  'contact.changed': { contactId: string }
  'contact.removed': { contactId: string }
  'note.written': { noteId: string }
  'note.removed': { noteId: string }
  'kind.added': { key: string }
  'field.added': { key: string }
  'kind.removed': { key: string }
  'field.removed': { key: string }
}

const text = (max: number) => z.string().trim().max(max)
const optional = (max: number) =>
  text(max)
    .nullable()
    .transform((value) => value || null)
    .openapi({ type: ['string', 'null'] })
const Key = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, says('key_form'))

export const Identifier = z.object({
  scheme: z.string().regex(/^[a-z][a-z0-9_.-]{0,39}$/, says('scheme_form')),
  value: text(300).min(1),
})
export type Identifier = z.infer<typeof Identifier>

const OWN_FIELDS_MAX = 100

const facts = {
  form: z.enum(['organisation', 'group']),
  name: text(300).min(1),
  sectorScheme: z.enum(['nace', 'naics']).nullable(),
  sectorCode: optional(10),
  description: optional(10_000),
  website: optional(500),
  email: optional(320).refine((value) => value === null || /^\S+@\S+$/.test(value), says('email_needed')),
  phone: optional(60),
  street: optional(300),
  postalCode: optional(20),
  city: optional(200),
  region: optional(200),
  country: z
    .string()
    .trim()
    .toUpperCase()
    .regex(/^[A-Z]{2}$/, says('country_code'))
    .nullable(),
  latitude: z.number().min(-90).max(90).nullable(),
  longitude: z.number().min(-180).max(180).nullable(),
  placeApproximate: z.boolean(),
  tags: z.array(text(60).min(1)).max(50),
  kinds: z.array(Key).max(20),
  identifiers: z.array(Identifier).max(50),
  fields: z
    .record(Key, z.unknown())
    .refine((value) => Object.keys(value).length <= OWN_FIELDS_MAX, says('too_many', { limit: OWN_FIELDS_MAX })),
}

/** What a person or a program says of a new party. Everything but the name can be left out. */
export const NewParty = z.strictObject({ ...z.object(facts).partial().shape, name: facts.name }).openapi('NewParty')
export type NewParty = z.infer<typeof NewParty>

/** The fields that change, and the version they were read at. */
export const PartyChange = z.strictObject({ ...z.object(facts).partial().shape, version: z.int().min(1) }).openapi('PartyChange')
export type PartyChange = z.infer<typeof PartyChange>

export const Party = z
  .object({
    id: z.uuid(),
    form: z.enum(['organisation', 'group']),
    name: z.string(),
    kinds: z.array(z.string()),
    sectorScheme: z.enum(['nace', 'naics']).nullable(),
    sectorCode: z.string().nullable(),
    description: z.string().nullable(),
    website: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    street: z.string().nullable(),
    postalCode: z.string().nullable(),
    city: z.string().nullable(),
    region: z.string().nullable(),
    country: z.string().nullable(),
    latitude: z.number().nullable(),
    longitude: z.number().nullable(),
    placeApproximate: z.boolean(),
    tags: z.array(z.string()),
    fields: z.record(z.string(), z.unknown()),
    identifiers: z.array(Identifier),
    source: z.string().nullable().openapi({
      description: 'Who stated the facts, unless `sources` says otherwise: person:…, key:…, import:…, sample:…; null where hidden',
    }),
    sources: z
      .record(z.string(), z.string())
      .openapi({ description: 'The source of single fields, such as `city`, and of numbers by scheme, such as `identifiers.vat`' }),
    version: z.int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
    mergedIds: z.array(z.uuid()).openapi({ description: 'Parties that were merged into this one' }),
  })
  .openapi('Party')
export type Party = z.infer<typeof Party>

export const OwnParty = z.object({ party: Party.nullable() }).openapi('OwnParty')
export const OwnPartyChoice = z.strictObject({ partyId: z.uuid().nullable() }).openapi('OwnPartyChoice')

export const SameIdentifier = z
  .object({ ...Identifier.shape, party: Party })
  .openapi('SameIdentifier', { description: 'Another party, and the number as it is written there' })
export type SameIdentifier = z.infer<typeof SameIdentifier>

/** A query parameter that may be repeated. */
const many = (max: number) =>
  z
    .union([text(100), z.array(text(100)).max(max)])
    .transform((value) => [value].flat())
    .optional()
    .openapi({ type: 'array', items: { type: 'string' } })

const AREA_POINTS_MIN = 3
const AREA_POINTS_MAX = 500

/** The one filter of lists, maps, facets and exports. All given parts must hold; of a repeated part one must. */
export const Filter = z.object({
  q: text(200).optional().openapi({ description: 'Words in name, place or description; small misspellings are forgiven' }),
  kind: many(50),
  sector: many(50).openapi({
    description: 'Beginning of the sector code: 55 finds 55.10; with its scheme, `nace:55` or `naics:72`, where both are used',
  }),
  tag: many(50),
  city: many(50),
  tieType: many(50).openapi({ description: 'Parties that have a tie of this type' }),
  form: z.enum(['organisation', 'group']).optional(),
  source: text(100).optional(),
  place: z.enum(['none', 'approximate', 'exact']).optional().openapi({ description: 'How well it is known where the party is' }),
  area: z
    .string()
    .max(20_000)
    .regex(/^-?[\d.]+,-?[\d.]+(;-?[\d.]+,-?[\d.]+)+$/, says('area_form'))
    .refine(
      (value) => value.split(';').length >= AREA_POINTS_MIN && value.split(';').length <= AREA_POINTS_MAX,
      says('area_points', { least: AREA_POINTS_MIN, most: AREA_POINTS_MAX }),
    )
    .optional()
    .openapi({ description: 'A polygon as lon,lat;lon,lat;…' }),
  asOf: z.iso.datetime({ offset: true }).optional().openapi({ description: 'The state at this moment' }),
})
export type Filter = z.infer<typeof Filter>

const FIELDS_AT_ONCE_MAX = 5

export const FieldKeys = z
  .union([Key, z.array(Key).max(FIELDS_AT_ONCE_MAX)])
  .transform((value) => [...new Set([value].flat())])
  .optional()
  .openapi({
    type: 'array',
    items: { type: 'string' },
    maxItems: FIELDS_AT_ONCE_MAX,
    description: 'Keys of own fields to answer as well',
  })

export const SORTS = ['name', '-name', 'city', '-city', 'sector', '-sector', 'updatedAt', '-updatedAt'] as const
const OFFSET_MAX = 1_000_000

export const PartyList = Filter.extend({
  ...Paging.shape,
  sort: z.enum(SORTS).default('name'),
  offset: z.coerce
    .number()
    .int()
    .min(0)
    .max(OFFSET_MAX)
    .optional()
    .openapi({ description: 'Instead of a cursor, to jump within a long list' }),
})
export type PartyList = z.infer<typeof PartyList>

export const PartyPage = z
  .object({ items: z.array(Party), nextCursor: z.string().nullable(), total: z.int().nullable() })
  .openapi('PartyPage', { description: '`total` is given on the first page' })

export const AsOf = z.object({ asOf: Filter.shape.asOf })

export const NewContact = z
  .strictObject({
    name: text(300).min(1),
    givenName: optional(150).optional(),
    familyName: optional(150).optional(),
    role: optional(200).optional(),
    email: facts.email.optional(),
    phone: optional(60).optional(),
    mobile: optional(60).optional(),
  })
  .openapi('NewContact')
export type NewContact = z.infer<typeof NewContact>
export const ContactChange = NewContact.partial().openapi('ContactChange')
export type ContactChange = z.infer<typeof ContactChange>

export const Contact = z
  .object({
    id: z.uuid(),
    partyId: z.uuid(),
    name: z.string(),
    givenName: z.string().nullable(),
    familyName: z.string().nullable(),
    role: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    mobile: z.string().nullable(),
    source: z.string(),
    createdAt: z.iso.datetime(),
  })
  .openapi('Contact')
export type Contact = z.infer<typeof Contact>

export const NewNote = z.strictObject({ body: text(20_000).min(1) }).openapi('NewNote')
export const Note = z
  .object({ id: z.uuid(), partyId: z.uuid(), body: z.string(), author: z.string(), at: z.iso.datetime() })
  .openapi('Note')
export type Note = z.infer<typeof Note>

export const SHAPES = ['circle', 'square', 'diamond', 'triangle', 'hexagon', 'star', 'pentagon', 'cross', 'octagon', 'drop'] as const
export const NewKind = z
  .strictObject({
    key: Key,
    label: text(100).min(1),
    colour: z.string().regex(/^#[0-9a-fA-F]{6}$/, says('colour_form')),
    shape: z.enum(SHAPES),
  })
  .openapi('NewKind')
export type NewKind = z.infer<typeof NewKind>
export const Kind = z
  .object({ key: z.string(), label: z.string().nullable(), colour: z.string(), shape: z.enum(SHAPES) })
  .openapi('Kind', { description: 'The seven kinds have no label of their own: they are named in the reader’s language' })

export const FIELD_TYPES = ['text', 'number', 'date', 'boolean', 'choice', 'url'] as const
export type FieldType = (typeof FIELD_TYPES)[number]
export const Field = z
  .strictObject({
    key: Key,
    label: text(100).min(1),
    type: z.enum(FIELD_TYPES),
    choices: z.array(text(100).min(1)).max(100).default([]),
  })
  .openapi('Field')
export type Field = z.infer<typeof Field>

const IDS_MAX = 1000
export const BulkChange = z
  .strictObject({
    ids: z.array(z.uuid()).min(1).max(IDS_MAX),
    change: z.union([
      z.strictObject({ addTag: text(60).min(1) }),
      z.strictObject({ removeTag: text(60).min(1) }),
      z.strictObject({ addKind: Key }),
      z.strictObject({ removeKind: Key }),
      z.strictObject({ end: z.literal(true) }),
      z.strictObject({ restore: z.literal(true) }),
    ]),
  })
  .openapi('BulkChange')
export type BulkChange = z.infer<typeof BulkChange>
export const BulkResult = z
  .object({ changed: z.int(), undo: BulkChange.nullable() })
  .openapi('BulkResult', { description: '`undo` is the request that takes it back' })

export const MergePreviewRequest = z.strictObject({ targetId: z.uuid(), aliasId: z.uuid() })
export const MergeRequest = z
  .strictObject({
    targetId: z.uuid(),
    aliasId: z.uuid(),
    take: z.record(z.string().max(40), z.enum(['target', 'alias'])).default({}),
  })
  .openapi('MergeRequest')
export type MergeRequest = z.infer<typeof MergeRequest>
export const MergePreview = z
  .object({
    target: Party,
    alias: Party,
    fields: z.array(
      z.object({ field: z.string(), target: z.unknown(), alias: z.unknown(), take: z.enum(['target', 'alias']), differs: z.boolean() }),
    ),
    contacts: z.int().openapi({ description: 'Contact people the merged party will show' }),
    notes: z.int(),
  })
  .openapi('MergePreview')

export const Merge = z
  .object({ id: z.uuid(), aliasId: z.uuid(), name: z.string(), at: z.iso.datetime() })
  .openapi('Merge', { description: 'The entry that was merged into the party, under the name it had' })
export type Merge = z.infer<typeof Merge>

export const Facets = z
  .object({
    total: z.int(),
    located: z.int(),
    kinds: z.record(z.string(), z.int()),
    sectors: z.record(z.string(), z.int()).openapi({ description: 'By scheme and the first two digits, such as `nace:55`' }),
    tags: z.record(z.string(), z.int()),
    cities: z.record(z.string(), z.int()),
    sources: z.record(z.string(), z.int()),
    tieTypes: z.record(z.string(), z.int()).openapi({ description: 'Parties that have a tie of this type' }),
    firstAt: z.iso.datetime().nullable(),
  })
  .openapi('Facets')
