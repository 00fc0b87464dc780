import { z } from '@hono/zod-openapi'
import type { Generated } from 'kysely'

export type Tables = {
  geocoder_consents: {
    ecosystem_id: string
    id: string
    service: string
    given_by: string
    given_at: Date
    revoked_by: Generated<string | null>
    revoked_at: Generated<Date | null>
  }
  place_runs: {
    ecosystem_id: string
    id: string
    kind: 'geonames' | 'geocoder'
    state: 'working' | 'done' | 'cancelled' | 'stopped' | 'undone'
    problem: Generated<string | null>
    turn: Generated<number>
    total: number
    placed: Generated<number>
    nothing: Generated<number>
    refused: Generated<number>
    failed: Generated<number>
    skipped: Generated<number>
    failures: Generated<number>
    created_by: string
    created_at: Date
    ended_at: Generated<Date | null>
  }
  place_run_parties: { ecosystem_id: string; run_id: string; party_id: string; attempts: Generated<number> }
  geocoder_answers: {
    ecosystem_id: string
    address_hash: Buffer
    outcome: 'found' | 'nothing' | 'refused' | 'failed'
    latitude: number | null
    longitude: number | null
    is_approximate: boolean | null
    run_id: string | null
    at: Date
    expires_at: Date
  }
}

export type Events = {
  'places.search_started': { kind: 'geonames' | 'geocoder'; total: number }
  'places.search_ended': { kind: 'geonames' | 'geocoder'; placed: number }
  'places.taken_back': { restored: number }
  'geocoder.allowed': { consentId: string }
  'geocoder.forbidden': { consentId: string }
}

const text = (max: number) => z.string().max(max)

/** What a town is looked up by. */
export const TownName = z
  .strictObject({
    postalCode: text(20).nullable(),
    city: text(200),
    region: text(200).nullable(),
    country: text(2).nullable(),
  })
  .openapi('TownName')
export type TownName = z.infer<typeof TownName>

export const Town = z
  .object({
    name: z.string(),
    region: z.string().nullable(),
    country: z.string(),
    latitude: z.number(),
    longitude: z.number(),
  })
  .openapi('Town')
export type Town = z.infer<typeof Town>

const CHOICES_MAX = 100
export const TownSearch = z
  .strictObject({
    choices: z
      .array(z.strictObject({ name: TownName, latitude: z.number(), longitude: z.number() }))
      .max(CHOICES_MAX)
      .default([])
      .openapi({ description: 'Which of several towns of one name is meant, as answered to a question' }),
  })
  .openapi('TownSearch')
export type TownSearch = z.infer<typeof TownSearch>

export const PlaceRun = z
  .object({
    id: z.uuid(),
    kind: z.enum(['geonames', 'geocoder']),
    state: z.enum(['working', 'done', 'cancelled', 'stopped', 'undone']),
    problem: z.string().nullable().openapi({ description: 'Why it was stopped, as a stable code' }),
    total: z.int(),
    placed: z.int(),
    nothing: z.int().openapi({ description: 'The source knows no such place' }),
    refused: z.int().openapi({ description: 'The answer could not be right' }),
    failed: z.int().openapi({ description: 'There was no answer' }),
    skipped: z.int().openapi({ description: 'Placed or changed by somebody meanwhile, or without an address' }),
    createdAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
  })
  .openapi('PlaceRun')
export type PlaceRun = z.infer<typeof PlaceRun>

export const TownSearchResult = z
  .object({
    run: PlaceRun,
    questions: z.array(
      z.object({
        name: TownName,
        parties: z.int(),
        towns: z.array(Town),
        total: z.int().openapi({ description: 'How many towns of this name there are; the first of them are listed' }),
      }),
    ),
    unknown: z.array(z.object({ name: TownName, parties: z.int() })),
  })
  .openapi('TownSearchResult', { description: 'What was placed, what has to be asked, and what the table does not know' })
export type TownSearchResult = z.infer<typeof TownSearchResult>

export const Places = z
  .object({
    total: z.int(),
    missing: z.int(),
    missingWithTown: z.int().openapi({ description: 'Of those without a place, how many have a town they could be found by' }),
    approximate: z.int(),
    geocoder: z
      .object({
        service: z.string().openapi({ description: 'Whom addresses would be sent to' }),
        waiting: z.int().openapi({ description: 'Organisations with an address that could be asked for' }),
        consent: z.object({ by: z.string(), at: z.iso.datetime() }).nullable(),
      })
      .nullable()
      .openapi({ description: 'null: none is set up' }),
    run: PlaceRun.nullable().openapi({ description: 'The latest search' }),
  })
  .openapi('Places')
export type Places = z.infer<typeof Places>

export const Consent = z
  .strictObject({ service: text(300).openapi({ description: 'The service that is agreed to, as it was shown' }) })
  .openapi('GeocoderConsent')
