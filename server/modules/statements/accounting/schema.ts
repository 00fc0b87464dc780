import { z } from '@hono/zod-openapi'
import { Paging } from '../../../kernel/paging.ts'

const NUMBERS_MAX = 200

const purpose = z.string().regex(/^[a-z][a-z0-9_.:-]{0,79}$/, 'layout_key_form')
const number = z.string().regex(/^[0-9]{1,9}$/, 'account_number_form')
const day = z.iso.date()

export const NewAccountingSettings = z
  .strictObject({
    consultant: z.int().min(1001).max(9_999_999).openapi({ description: 'The number of the tax consultant at DATEV' }),
    client: z.int().min(1).max(99_999).openapi({ description: 'The number the consultant gave' }),
    fiscalYearStart: z
      .string()
      .regex(/^(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$/, 'month_day_form')
      .openapi({ example: '01-01' }),
    accountLength: z.int().min(4).max(8).openapi({ description: 'Digits of the accounts of things; those of people have one more' }),
    accounts: z.array(z.strictObject({ purpose, number })).max(NUMBERS_MAX),
  })
  .openapi('NewAccountingSettings')
export type NewAccountingSettings = z.infer<typeof NewAccountingSettings>

export const AccountingSettings = z
  .object({
    settings: z
      .object({ consultant: z.int(), client: z.int(), fiscalYearStart: z.string(), accountLength: z.int() })
      .nullable()
      .openapi({ description: 'Null until somebody said it' }),
    accounts: z.array(z.object({ purpose: z.string(), number: z.string() })),
    purposes: z
      .array(z.object({ purpose: z.string(), number: z.string().nullable() }))
      .openapi({ description: 'Every purpose there is an account for, with the number it gets; null where none is known' }),
  })
  .openapi('AccountingSettings')
export type AccountingSettings = z.infer<typeof AccountingSettings>

export const NewAccountingExport = z
  .strictObject({
    format: z.enum(['csv', 'datev']),
    asset: z.string().max(20).optional().openapi({ description: 'Needed for DATEV, which knows one currency a file', example: 'EUR' }),
    from: day.optional().openapi({ description: 'The first day; from the first booking on where it is left out' }),
    through: day,
    language: z.enum(['en', 'de']).default('en'),
  })
  .openapi('NewAccountingExport')
export type NewAccountingExport = z.infer<typeof NewAccountingExport>

export const PeriodList = Paging
export const Periods = z
  .object({
    items: z.array(
      z.object({
        number: z.int(),
        from: day.nullable(),
        through: day,
        closedAt: z.iso.datetime(),
        exports: z
          .array(z.object({ id: z.uuid(), format: z.enum(['csv', 'datev']), madeBy: z.string().nullable(), madeAt: z.iso.datetime() }))
          .openapi({ description: 'Files that hold all days of it, the newest first' }),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .openapi('AccountingPeriods')

export const AccountingExports = z
  .object({
    items: z.array(
      z.object({
        id: z.uuid(),
        format: z.enum(['csv', 'datev']),
        asset: z.string().nullable(),
        from: day,
        through: day,
        transactions: z.int(),
        entries: z.int(),
        late: z.int().openapi({ description: 'Transactions that came too late for the days they were meant for' }),
        sizeBytes: z.int(),
        hash: z.string().openapi({ description: 'SHA-256 of the file' }),
        madeBy: z.string().nullable().openapi({ description: 'A name, for who still has access' }),
        madeAt: z.iso.datetime(),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .openapi('AccountingExports')
export const ExportList = Paging
