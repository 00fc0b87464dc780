import { z } from '@hono/zod-openapi'
import { Filter } from '../parties/index.ts'

export const FORMATS = ['csv', 'xlsx', 'geojson', 'gexf', 'graphml', 'kumu', 'vcard'] as const
export type Format = (typeof FORMATS)[number]

/** The tables of CSV and XLSX. */
export const TABLES = ['organisations', 'people', 'ties', 'interactions', 'offers', 'notes'] as const
export type TableName = (typeof TABLES)[number]

/** How many rows of each kind a file holds. */
export type Counts = Record<TableName, number>

export type Events = {
  /** `whole` is false where whoever asked went away before the end: what they took until then is what the counts say. */
  'export.made': { format: Format; table: TableName | null; filtered: boolean; whole: boolean } & Counts
}

export const NewExport = z
  .strictObject({
    format: z.enum(FORMATS),
    table: z.enum(TABLES).optional().openapi({ description: 'With `csv`, this table alone; without it, all of them in one zip' }),
    filter: z
      .strictObject(Filter.shape)
      .default({})
      .openapi({ description: 'As the query parameters of the lists; without it, everything' }),
  })
  .openapi('NewExport')
export type NewExport = z.infer<typeof NewExport>
