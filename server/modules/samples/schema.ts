import { z } from '@hono/zod-openapi'
import type { Generated } from 'kysely'

export const SAMPLE_KEYS = ['mosel', 'indiana'] as const
export type SampleKey = (typeof SAMPLE_KEYS)[number]

export type Tables = {
  loaded_samples: {
    ecosystem_id: string
    key: string
    at: Date
    fields: Generated<string[]>
    tie_types: Generated<string[]>
  }
}

type Amounts = { key: SampleKey; parties: number; ties: number; offers: number }
export type Events = {
  'sample.loaded': Amounts
  'sample.removed': Amounts & { partiesLeft: number; tiesLeft: number; offersLeft: number }
}

export const SampleParam = z.object({ key: z.enum(SAMPLE_KEYS).openapi({ param: { name: 'key', in: 'path' } }) })

export const SampleLoading = z
  .strictObject({
    locale: z.enum(['en', 'de']).default('en').openapi({ description: 'The language of the texts that are made up for the sample' }),
  })
  .openapi('SampleLoading')

export const SamplePart = z
  .object({
    source: z.string().openapi({ description: 'The source that every record of this part names' }),
    title: z.string(),
    attribution: z.string().openapi({ description: 'To be shown wherever the data is shown' }),
    licence: z.string(),
    licenceUrl: z.string(),
    url: z.string().nullable().openapi({ description: 'Where the data came from' }),
    isInvented: z.boolean(),
  })
  .openapi('SamplePart')
export type SamplePart = z.infer<typeof SamplePart>

const amounts = { parties: z.int(), ties: z.int(), offers: z.int() }

export const Sample = z
  .object({
    key: z.enum(SAMPLE_KEYS),
    parts: z.array(SamplePart),
    ...amounts,
    loadedAt: z.iso.datetime().nullable(),
    partiesHere: z.int().openapi({ description: 'Parties of this sample on the map now, those that outlived its removal included' }),
  })
  .openapi('Sample', { description: '`parties`, `ties` and `offers` are what loading it brings' })
export type Sample = z.infer<typeof Sample>
export const SampleList = z.object({ items: z.array(Sample) })

export const LoadedSample = z.object({ key: z.enum(SAMPLE_KEYS), ...amounts }).openapi('LoadedSample')
export type LoadedSample = z.infer<typeof LoadedSample>

export const RemovedSample = z
  .object({
    key: z.enum(SAMPLE_KEYS),
    ...amounts,
    left: z
      .object({ parties: z.array(z.object({ id: z.uuid(), name: z.string() })), ties: z.int(), offers: z.int() })
      .openapi({ description: 'What stays because somebody built on it' }),
  })
  .openapi('RemovedSample')
export type RemovedSample = z.infer<typeof RemovedSample>
