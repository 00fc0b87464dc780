import { z } from '@hono/zod-openapi'
import { Paging } from '../../kernel/paging.ts'

export type Tables = {
  statements: {
    ecosystem_id: string
    id: string
    party_id: string
    account_id: string
    asset: string
    closing_number: number
    number: number
    opening: bigint
    closing: bigint
    lines: number
    hash: Buffer
    issued_at: Date
  }
  statement_runs: { ecosystem_id: string; closing_number: number; statements: number; issued_at: Date }
  accounting_settings: {
    ecosystem_id: string
    consultant: number
    client: number
    fiscal_year_start: string
    account_length: number
    changed_by: string
    changed_at: Date
  }
  accounting_numbers: { ecosystem_id: string; purpose: string; number: string }
  accounting_exports: {
    ecosystem_id: string
    id: string
    format: 'csv' | 'datev'
    asset: string | null
    from_day: string
    through_day: string
    transactions: number
    entries: number
    late: number
    size_bytes: bigint
    hash: Buffer
    made_by: string
    made_at: Date
  }
}
export type Events = {
  'statement.issued': { closing: number; statements: number }
  'accounting.changed': { purposes: number }
  'accounting.exported': { exportId: string; format: 'csv' | 'datev'; from: string; through: string; entries: number }
}

/** The accounts that statements are about: what is owed to an organisation. */
export const PURPOSE = 'payable'
export const LOCALES = ['en', 'de'] as const
export type Locale = (typeof LOCALES)[number]

const locale = z.enum(LOCALES).default('en')
const amount = z.string().openapi({ description: 'Whole minor units of the asset, such as 12800', example: '12800' })
const day = z.iso.date()

export const Language = z.object({ language: locale })
export const FileQuery = z.object({ format: z.enum(['pdf', 'csv']), language: locale })
export const StatementList = Paging.extend({ partyId: z.uuid().optional(), closing: z.coerce.number().int().min(1).optional() })
export type StatementList = z.infer<typeof StatementList>
export const RunningList = Paging.extend({ partyId: z.uuid().optional() })
export type RunningList = z.infer<typeof RunningList>
export const LineList = Paging.extend({ offset: z.coerce.number().int().min(0).default(0), language: locale })
export type LineList = z.infer<typeof LineList>

const party = z.object({ id: z.uuid(), name: z.string().nullable().openapi({ description: 'Null once it was erased' }) })

export const Heading = z
  .object({
    id: z.uuid().openapi({ description: 'Of the statement; of the account where the period is still running' }),
    number: z.int().nullable().openapi({ description: 'Counted for each organisation; null while the period is running' }),
    party,
    asset: z.string(),
    scale: z.int().openapi({ description: 'How many of the digits of an amount stand behind the point' }),
    closing: z.int().nullable().openapi({ description: 'The closed period; null while it is running' }),
    from: day.nullable().openapi({ description: 'The first day; null for everything up to its end' }),
    through: day.nullable().openapi({ description: 'The last day; null while the period is running' }),
    issuedAt: z.iso.datetime().nullable(),
  })
  .openapi('StatementHeading')
export type Heading = z.infer<typeof Heading>

export const Summary = Heading.extend({ opening: amount, closingBalance: amount, lines: z.int() }).openapi('StatementSummary')
export type Summary = z.infer<typeof Summary>

export const Statement = Summary.extend({
  subtotals: z.array(z.object({ kind: z.string(), words: z.string(), lines: z.int(), amount })),
  vat: z
    .array(z.object({ rate: z.string(), country: z.string(), isOwn: z.boolean(), sales: z.int(), net: amount, vat: amount }))
    .openapi({ description: 'Tax in the sales behind the lines, as it was carried with them; own where the organisation took the money' }),
  lateLines: z.int().openapi({ description: 'Lines that came too late for the day they were meant for' }),
  hash: z.string().openapi({ description: 'SHA-256 over everything the statement says, computed just now' }),
  keptHash: z.string().nullable().openapi({ description: 'The one kept when it was made; null while the period is running' }),
  isUnchanged: z.boolean().openapi({ description: 'Whether the books still say what they said when it was made' }),
}).openapi('Statement')
export type Statement = z.infer<typeof Statement>

export const Line = z
  .object({
    place: z.int(),
    day,
    meantFor: day.nullable(),
    kind: z.string(),
    words: z.string(),
    transactionId: z.uuid(),
    entry: z.int(),
    sale: z.string().nullable(),
    reference: z.string().nullable(),
    refund: z.string().nullable(),
    rule: z.object({ id: z.uuid(), name: z.string(), version: z.int() }).nullable(),
    ruleVersionId: z.string().nullable(),
    step: z.string().nullable(),
    stepWords: z.string().nullable(),
    exact: z.string().nullable().openapi({ description: 'The share before it was rounded, in minor units', example: '34300/3' }),
    carry: z.string().nullable().openapi({ description: 'What is carried to the next sale, in minor units', example: '1/3' }),
    amount,
    balance: amount,
  })
  .openapi('StatementLine')
export type Line = z.infer<typeof Line>

export const Lines = z.object({ items: z.array(Line), nextCursor: z.string().nullable() }).openapi('StatementLines')
export const Summaries = z.object({ items: z.array(Summary), nextCursor: z.string().nullable() }).openapi('StatementSummaries')
export const Headings = z.object({ items: z.array(Heading), nextCursor: z.string().nullable() }).openapi('StatementHeadings')
