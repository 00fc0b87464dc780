import { z } from '@hono/zod-openapi'
import type { Generated } from 'kysely'
import { Paging, pageOf } from '../../kernel/paging.ts'

export type Tables = {
  offers: {
    ecosystem_id: string
    id: string
    party_id: string
    side: 'offer' | 'need'
    category: string | null
    title: string
    description: string | null
    quantity: number | null
    unit: string | null
    rhythm: Rhythm | null
    price_minor: bigint | null
    price_asset: string | null
    period_from: string | null
    period_to: string | null
    visibility: 'ecosystem' | 'coordinators'
    source: string
    version: Generated<number>
    created_at: Date
    updated_at: Date
    ended_at: Generated<Date | null>
    search: Generated<string>
  }
}

export const RHYTHMS = ['day', 'week', 'month', 'year'] as const
export type Rhythm = (typeof RHYTHMS)[number]

type About = { partyId: string; side: 'offer' | 'need' }
export type Events = {
  'offer.created': About
  'offer.changed': About & { fields: string[] }
  'offer.ended': About
  'offer.restored': About
}

export const SIDES = ['offer', 'need'] as const
export const VISIBILITIES = ['ecosystem', 'coordinators'] as const
const QUANTITY_MAX = 1e15
const PRICE_MINOR_MAX = 1e13

const text = (max: number) => z.string().trim().max(max)
const optional = (max: number) =>
  text(max)
    .nullable()
    .transform((value) => value || null)
    .openapi({ type: ['string', 'null'] })

const facts = {
  category: optional(100),
  title: text(200).min(1),
  description: optional(10_000),
  quantity: z.number().positive().max(QUANTITY_MAX).nullable(),
  unit: optional(40),
  rhythm: z.enum(RHYTHMS).nullable().openapi({ description: 'So much every day, week, month or year; null for once' }),
  priceMinor: z
    .int()
    .positive()
    .max(PRICE_MINOR_MAX)
    .nullable()
    .openapi({ description: 'Price in minor units of `priceAsset`: for one unit where there is one, else for all of it' }),
  priceAsset: z
    .string()
    .regex(/^[A-Z]{3}$/, 'currency_form')
    .nullable()
    .openapi({ description: 'ISO 4217, such as EUR' }),
  periodFrom: z.iso.date().nullable().openapi({ description: 'First day it can be had or is needed' }),
  periodTo: z.iso.date().nullable().openapi({ description: 'Last day' }),
  visibility: z
    .enum(VISIBILITIES)
    .openapi({ description: 'Who sees it: everybody in the ecosystem, or coordinators and the party itself' }),
}

export const NewOffer = z
  .strictObject({ partyId: z.uuid(), side: z.enum(SIDES), ...z.object(facts).partial().shape, title: facts.title })
  .openapi('NewOffer')
export type NewOffer = z.infer<typeof NewOffer>

export const OfferChange = z.strictObject({ ...z.object(facts).partial().shape, version: z.int().min(1) }).openapi('OfferChange')
export type OfferChange = z.infer<typeof OfferChange>

export const Offer = z
  .object({
    id: z.uuid(),
    partyId: z.uuid(),
    side: z.enum(SIDES),
    category: z.string().nullable(),
    title: z.string(),
    description: z.string().nullable(),
    quantity: z.number().nullable(),
    unit: z.string().nullable(),
    rhythm: z.enum(RHYTHMS).nullable(),
    priceMinor: z.int().nullable(),
    priceAsset: z.string().nullable(),
    periodFrom: z.string().nullable(),
    periodTo: z.string().nullable(),
    visibility: z.enum(VISIBILITIES),
    source: z.string().nullable(),
    version: z.int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi('Offer')
export type Offer = z.infer<typeof Offer>
export const OfferPage = pageOf(Offer).openapi('OfferPage')

export const OfferList = Paging.extend({
  partyId: z.uuid().optional(),
  side: z.enum(SIDES).optional(),
  category: text(100).optional(),
  visibility: z.enum(VISIBILITIES).optional(),
  on: z.iso.date().optional().openapi({ description: 'Only what can be had or is needed on this day' }),
  q: text(200).optional(),
})
export type OfferList = z.infer<typeof OfferList>

export const Ended = z.object({ id: z.uuid() }).openapi('EndedOffer')
