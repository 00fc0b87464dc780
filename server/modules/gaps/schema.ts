import { z } from '@hono/zod-openapi'
import type { Json } from '../../kernel/tables.ts'
import { RHYTHMS } from '../exchange/index.ts'
import { Certainty, Figure, Freshness, GAP_SORTS, NamedParty, type ReferenceTable, Sentence } from '../insight/index.ts'
import { REFUSALS, type Refusal } from './reference-file.ts'

export type AsideRow = {
  ecosystem_id: string
  id: string
  gap_key: string
  reason: string
  until: string | null
  concerned: number
  year_minor: bigint | null
  asset: string | null
  set_by: string
  set_at: Date
  ended_at: Date | null
}
export type ReferenceRow = {
  ecosystem_id: string
  id: string
  file_name: string
  content: Json<Content>
  refused: Json<{ total: number; first: Refusal[] }>
  source: string | null
  licence: string | null
  own_area: string | null
  sent_by: string
  sent_at: Date
  adopted_at: Date | null
  ended_at: Date | null
}
/** A table as it is kept: whose area is one's own stands beside it. */
export type Content = Omit<ReferenceTable, 'ownArea'>

export type Tables = { gap_asides: AsideRow; gap_references: ReferenceRow }
export type Events = {
  'gap.set_aside': Record<string, never>
  'gap.taken_back': Record<string, never>
  'gap_reference.adopted': Record<string, never>
  'gap_reference.removed': Record<string, never>
  'gap_reference.restored': Record<string, never>
}

const REASON_MAX = 500
const KEY_MAX = 200
const AREA_MAX = 100
const COUNT_MAX = 1_000_000_000
const FARTHEST_KM = 20_000

const counted = z.int().min(0)
const minor = z.string().openapi({ description: 'Minor units of the asset' })
const asset = z
  .string()
  .regex(/^[A-Z]{3}$/, 'currency_form')
  .openapi({ description: 'ISO 4217, such as EUR' })

export const GapQuery = z.object({
  withinKm: z.coerce.number().min(1).max(FARTHEST_KM).optional().openapi({
    description: 'Also needs count as unmet for which everybody who offers is farther away than this',
  }),
})
export type GapQuery = z.infer<typeof GapQuery>

const Value = z
  .object({
    measure: z.enum(['money', 'quantity', 'unknown']).openapi({ description: '`unknown`: neither a price nor a quantity is written down' }),
    amountMinor: minor.nullable(),
    asset: z.string().nullable(),
    quantity: z.number().nullable(),
    unit: z.string().nullable(),
    rhythm: z.enum(RHYTHMS).nullable().openapi({ description: 'How often that is; null for once' }),
    yearMinor: minor.nullable().openapi({ description: 'Money in a year, by which amounts are ordered' }),
    terms: z
      .array(
        z.object({
          partyId: z.uuid(),
          quantity: z.number().nullable(),
          unit: z.string().nullable(),
          rhythm: z.enum(RHYTHMS).nullable(),
          priceMinor: minor.nullable(),
          priceFrom: z.enum(['need', 'offer']).nullable(),
        }),
      )
      .openapi({ description: 'What it is the sum of: quantity × price. The first of them' }),
    needs: counted.openapi({ description: 'How many needs are concerned, also those without a price or quantity' }),
  })
  .openapi('GapValue')

export const NewAside = z
  .strictObject({
    key: z
      .string()
      .max(KEY_MAX)
      .regex(new RegExp(`^(?:${[...GAP_SORTS, 'far'].join('|')}):.+$`), 'gap_key_form')
      .openapi({ description: 'Of the gap', example: 'need:flour' }),
    reason: z.string().trim().min(1).max(REASON_MAX),
    until: z.iso.date().nullable().openapi({ description: 'When it is to be shown again; null: only when it gets worse' }),
    concerned: z.int().min(0).max(COUNT_MAX).openapi({ description: 'Of the gap as it was seen' }),
    yearMinor: z
      .string()
      .regex(/^\d{1,18}$/, 'money_form')
      .nullable(),
    asset: asset.nullable(),
  })
  .openapi('NewGapAside')
export type NewAside = z.infer<typeof NewAside>

export const Aside = z
  .object({
    id: z.uuid(),
    key: z.string(),
    reason: z.string(),
    until: z.string().nullable(),
    setAt: z.iso.datetime(),
    setBy: z.string().nullable().openapi({ description: 'A name, for who still has access' }),
    isBack: z.enum(['worse', 'over']).nullable().openapi({ description: 'Why it is shown again all the same' }),
  })
  .openapi('GapAside')
export type Aside = z.infer<typeof Aside>

const Gap = z
  .object({
    key: z.string(),
    sort: z.enum(GAP_SORTS),
    sentence: Sentence,
    partyIds: z.array(z.uuid()),
    partyTotal: counted,
    groups: z.array(z.object({ size: counted, partyIds: z.array(z.uuid()) })),
    figures: z.array(Figure),
    value: Value,
    concerned: counted.openapi({ description: 'How many organisations it concerns' }),
    certainty: Certainty.nullable(),
    task: z.object({ title: Sentence, partyIds: z.array(z.uuid()) }),
    aside: z.union([Aside, z.null()]),
  })
  .openapi('Gap')
export type Gap = z.infer<typeof Gap>

const Refused = z
  .object({
    row: z.int(),
    code: z.enum(REFUSALS),
    values: z.record(z.string(), z.union([z.string(), z.number()])),
  })
  .openapi('GapReferenceRefusal', { description: 'A row that was left out, and why' })

export const Reference = z
  .object({
    id: z.uuid(),
    fileName: z.string(),
    scheme: z.enum(['nace', 'naics']),
    areas: z.array(z.string()),
    codes: counted,
    establishments: z.number(),
    hasInhabitants: z.boolean().openapi({ description: 'Whether the inhabitants of all areas are known' }),
    refused: z.array(Refused),
    refusedTotal: counted,
    source: z.string().nullable(),
    licence: z.string().nullable(),
    ownArea: z.string().nullable(),
    sentAt: z.iso.datetime(),
    adoptedAt: z.iso.datetime().nullable(),
    endedAt: z.iso.datetime().nullable(),
  })
  .openapi('GapReference')
export type Reference = z.infer<typeof Reference>

export const References = z
  .object({ items: z.array(Reference).openapi({ description: 'The one that holds first, then those that held before' }) })
  .openapi('GapReferences')

export const Adoption = z
  .strictObject({
    source: z.string().trim().min(1).max(REASON_MAX).openapi({ description: 'Who made the table, and of which year it is' }),
    licence: z.string().trim().min(1).max(REASON_MAX).openapi({ description: 'On what terms it may be used' }),
    ownArea: z
      .string()
      .max(AREA_MAX)
      .nullable()
      .openapi({ description: 'Which of its areas is one’s own; null: the map itself is compared with all of them' }),
  })
  .openapi('GapReferenceAdoption')
export type Adoption = z.infer<typeof Adoption>

export const Gaps = z
  .object({
    items: z.array(Gap).openapi({ description: 'What is worth most first, of each sort the first; also those set aside' }),
    totals: z.object(Object.fromEntries(GAP_SORTS.map((sort) => [sort, counted])) as Record<(typeof GAP_SORTS)[number], typeof counted>),
    parties: counted,
    tied: counted,
    speaking: z.number().openapi({ description: 'Share of the organisations that say what they offer or need' }),
    reference: z.union([Reference, z.null()]),
    names: z.array(NamedParty).openapi({ description: 'Every party that is spoken of' }),
    freshness: Freshness,
  })
  .openapi('Gaps')
export type Gaps = z.infer<typeof Gaps>

export const Ended = z.object({ id: z.uuid() }).openapi('EndedGapThing')
