import { z } from '@hono/zod-openapi'

export const RecordQuery = z.object({ locale: z.enum(['en', 'de']).default('en') })

const Activity = z.object({
  key: z.string(),
  name: z.string(),
  purpose: z.string(),
  people: z.string().openapi({ description: 'Whose data it is' }),
  basis: z.string(),
  retention: z.string(),
  data: z.array(
    z.object({
      table: z.string(),
      rows: z.int(),
      columns: z.array(z.string()).openapi({ description: 'Those in which something is stored' }),
    }),
  ),
  access: z.array(z.string()).openapi({ description: 'Sentences of the table of permissions' }),
  recipients: z.array(z.string()),
})

export const ProcessingRecord = z
  .object({
    madeAt: z.iso.datetime(),
    responsible: z.string(),
    activities: z.array(Activity),
    text: z.string().openapi({ description: 'The whole record as Markdown' }),
  })
  .openapi('ProcessingRecord')
export type ProcessingRecord = z.infer<typeof ProcessingRecord>
