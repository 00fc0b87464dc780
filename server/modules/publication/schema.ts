import { z } from '@hono/zod-openapi'
import type { Generated } from 'kysely'
import { says } from '../../kernel/complaints.ts'
import { Paging, pageOf } from '../../kernel/paging.ts'
import type { Json } from '../../kernel/tables.ts'
import { frameOriginOf, isSlug, LICENCES, PUBLIC_FIELDS, type TEXT_PAGES } from './rules.ts'

export type PublicField = (typeof PUBLIC_FIELDS)[number]
export type Licence = (typeof LICENCES)[number]['key']
export type TextPage = (typeof TEXT_PAGES)[number]
export type Locale = 'en' | 'de'
/** What the coordinators wrote themselves; what is missing is generated from what is known. */
export type Texts = Partial<Record<TextPage, Partial<Record<Locale, string>>>>
export type Changes = Record<string, { from: unknown; to: unknown }>

export type Tables = {
  publications: {
    ecosystem_id: string
    slug: string
    fields: string[]
    licence: Licence
    frame_ancestors: string[]
    contact_email: string | null
    texts: Json<Texts>
    opened_at: Date | null
    opened_by: string | null
    version: Generated<number>
    updated_at: Date
  }
  publication_grounds: {
    ecosystem_id: string
    id: string
    party_id: string
    kind: 'consent' | 'source'
    proof: string
    fields: string[]
    given_by: string
    given_at: Date
    ended_by: Generated<string | null>
    ended_at: Generated<Date | null>
    ending: Generated<'withdrawn' | 'removed' | 'replaced' | null>
  }
  publication_corrections: {
    ecosystem_id: string
    id: string
    party_id: string
    entrance_id: string
    changes: Json<Changes>
    message: string | null
    task_id: string | null
    made_at: Date
    decided_at: Generated<Date | null>
    decided_by: Generated<string | null>
    decision: Generated<'accepted' | 'refused' | 'replaced' | null>
    reason: Generated<string | null>
  }
}

export type Events = {
  'publication.changed': { fields: string[] }
  'publication.opened': Record<string, never>
  'publication.closed': Record<string, never>
  'publication.parties_shown': { kind: 'consent' | 'source'; count: number }
  'publication.party_hidden': { groundId: string }
  'publication.consent_withdrawn': { groundId: string; entranceId: string }
  'publication.link_made': { entranceId: string }
  'publication.links_withdrawn': Record<string, never>
  'publication.correction_asked': { known: boolean }
  'publication.correction_made': { correctionId: string; fields: string[] }
  'publication.correction_accepted': { correctionId: string; fields: string[] }
  'publication.correction_refused': { correctionId: string }
}

const PARTIES_AT_ONCE_MAX = 1000
const ORIGINS_MAX = 20
const TEXT_CHARS_MAX = 20_000

const text = (max: number) => z.string().trim().max(max)
const optional = (max: number) =>
  text(max)
    .nullable()
    .transform((value) => value || null)
    .openapi({ type: ['string', 'null'] })
const Email = optional(320).refine((value) => value === null || /^\S+@\S+$/.test(value), says('email_needed'))
const Fields = z.array(z.enum(PUBLIC_FIELDS)).max(PUBLIC_FIELDS.length)
const Languages = z.strictObject({ en: text(TEXT_CHARS_MAX), de: text(TEXT_CHARS_MAX) })
const PageTexts = z.strictObject({ intro: Languages, imprint: Languages, privacy: Languages, accessibility: Languages })

/** What can be set about the public map. */
export const PublicationSettings = z
  .strictObject({
    slug: text(60).refine(isSlug, says('slug_form')),
    fields: Fields,
    licence: z.enum(LICENCES.map(({ key }) => key) as [Licence, ...Licence[]]),
    frameAncestors: z.array(text(300).refine((value) => frameOriginOf(value) !== null, says('origin_needed'))).max(ORIGINS_MAX),
    contactEmail: Email,
    texts: PageTexts.openapi({ description: 'An empty text is written anew from what is known' }),
  })
  .openapi('PublicationSettings')
export type PublicationSettings = z.infer<typeof PublicationSettings>

export const PublicationChange = z.strictObject({ ...PublicationSettings.shape, version: z.int().min(0) }).openapi('PublicationChange')
export type PublicationChange = z.infer<typeof PublicationChange>

export const Publication = z
  .object({
    ...PublicationSettings.shape,
    version: z.int().openapi({ description: '0: nothing was set yet' }),
    openedAt: z.iso.datetime().nullable().openapi({ description: 'null: nobody outside sees anything' }),
    path: z.string().openapi({ description: 'Where the public map is, or will be' }),
    shown: z.int(),
    fewerFields: z.int().openapi({ description: 'Organisations whose ground does not cover all chosen fields' }),
    waiting: z.int().openapi({ description: 'Corrections to be decided' }),
    generated: PageTexts.openapi({ description: 'What stands where a text is empty' }),
  })
  .openapi('Publication')
export type Publication = z.infer<typeof Publication>

const GroundKind = z.enum(['consent', 'source'])

export const NewGrounds = z
  .strictObject({
    partyIds: z.array(z.uuid()).min(1).max(PARTIES_AT_ONCE_MAX),
    kind: GroundKind,
    proof: text(500).min(1).openapi({ description: 'How the consent was given, or which public source it is; a source is shown' }),
    fields: Fields,
  })
  .openapi('NewPublicationGrounds')
export type NewGrounds = z.infer<typeof NewGrounds>

export const PublicParty = z
  .object({
    partyId: z.uuid(),
    name: z.string(),
    city: z.string().nullable(),
    kind: GroundKind,
    proof: z.string(),
    fields: Fields,
    givenAt: z.iso.datetime(),
    isOnMap: z.boolean().openapi({ description: 'false: removed or merged, and so not public either' }),
  })
  .openapi('PublicParty')
export type PublicParty = z.infer<typeof PublicParty>
export const PublicPartyPage = pageOf(PublicParty).openapi('PublicPartyPage')
export const PublicPartyList = Paging
export const Shown = z.object({ shown: z.int() }).openapi('ShownParties')

export const CorrectionLink = z
  .object({ path: z.string(), expiresAt: z.iso.datetime() })
  .openapi('CorrectionLink', { description: 'Shown once; whoever holds it may correct and withdraw for this organisation' })
export type CorrectionLink = z.infer<typeof CorrectionLink>

export const Correction = z
  .object({
    id: z.uuid(),
    partyId: z.uuid(),
    partyName: z.string(),
    changes: z.array(z.object({ field: z.string(), from: z.string(), to: z.string(), now: z.string() })),
    message: z.string().nullable(),
    madeAt: z.iso.datetime(),
    decision: z.enum(['accepted', 'refused', 'replaced']).nullable(),
    decidedAt: z.iso.datetime().nullable(),
    reason: z.string().nullable(),
  })
  .openapi('Correction')
export type Correction = z.infer<typeof Correction>
export const CorrectionPage = pageOf(Correction).openapi('CorrectionPage')
export const CorrectionList = Paging.extend({ state: z.enum(['waiting', 'decided']).default('waiting') })
export type CorrectionList = z.infer<typeof CorrectionList>
export const Refusal = z.strictObject({ reason: text(1000).min(1) }).openapi('CorrectionRefusal')
export const Done = z.object({ done: z.literal(true) }).openapi('PublicationDone')
