import { z } from '@hono/zod-openapi'
import { says } from '../../kernel/complaints.ts'
import { Paging, pageOf } from '../../kernel/paging.ts'
import type { Json } from '../../kernel/tables.ts'
import { AMOUNT_MAX } from '../ledger/index.ts'
import { SaleFacts } from '../sharing/index.ts'

type Clip = { stepId: string; why: 'left' | 'cap'; wanted: string; taken: string }
type Skip = { stepId: string; why: 'when' | 'nobody' }

export type SaleRow = {
  ecosystem_id: string
  id: string
  source: string
  reference: string
  attempt: number
  body_hash: string
  rule_id: string
  version_id: string
  day: string
  booked_on: string
  asset: string
  gross: bigint
  net: bigint
  vat: Json<VatLine[]>
  collected_by: string | null
  facts: Json<SaleFacts>
  clips: Json<Clip[]>
  skips: Json<Skip[]>
  transaction_id: string
  import_id: string | null
  recorded_by: string
  recorded_at: Date
}
export type AllocationRow = {
  ecosystem_id: string
  sale_id: string
  n: number
  step: string
  recipient: string
  through: string | null
  party_id: string | null
  exact: string
  paid: bigint
  carry: string
  held_until: string | null
}
export type RefundRow = {
  ecosystem_id: string
  id: string
  sale_id: string
  source: string
  reference: string
  body_hash: string
  amount: bigint
  vat: Json<VatLine[]>
  reason: string | null
  day: string
  booked_on: string
  transaction_id: string | null
  recorded_by: string
  recorded_at: Date
}
export type ImportRow = {
  ecosystem_id: string
  id: string
  name: string
  rule_id: string
  asset: string
  gross: bigint
  booked: number
  repeated: number
  refused: number
  imported_by: string
  imported_at: Date
}
export type Tables = {
  sales: SaleRow
  sale_allocations: AllocationRow
  sale_carries: { ecosystem_id: string; version_id: string; recipient: string; asset: string; carry: string }
  sale_caps: { ecosystem_id: string; rule_id: string; step: string; recipient: string; period: string; taken: bigint }
  sale_holds: { ecosystem_id: string; sale_id: string; n: number; held_until: string }
  sale_releases: { ecosystem_id: string; sale_id: string; n: number; amount: bigint; transaction_id: string | null; released_on: string }
  sale_refunds: RefundRow
  sale_refund_parts: {
    ecosystem_id: string
    refund_id: string
    sale_id: string
    n: number
    amount: bigint
    was_held: boolean
  }
  sale_imports: ImportRow
  sale_import_undoings: { ecosystem_id: string; import_id: string; refunds: number; undone_by: string; undone_at: Date }
}
export type Events = {
  'sale.recorded': { saleId: string; ruleId: string }
  'sale.many_recorded': { count: number }
  'sale.refunded': { saleId: string; refundId: string }
  'sale_import.booked': { importId: string; count: number }
  'sale_import.undone': { importId: string; count: number }
}

/** How many sales one call records. */
export const BATCH_MAX = 500
const VAT_LINES_MAX = 20

const day = z.iso.date()
const isNumber = (text: string) => /^\d{1,40}$/.test(text)
const digits = z
  .string()
  .max(40)
  .regex(/^\d+$/, says('money_form'))
  .refine((text) => !isNumber(text) || BigInt(text) <= AMOUNT_MAX, says('amount_too_large'))
const amount = digits
  .refine((text) => !isNumber(text) || BigInt(text) > 0n, says('amount_zero'))
  .openapi({ description: 'Minor units as digits', example: '11900' })
const minor = z.string().openapi({ description: 'Minor units of the asset, as digits', example: '11433' })
const exact = z.string().openapi({ description: 'An exact fraction of minor units', example: '34300/3' })
const reference = z.string().trim().min(1).max(120)
const source = z.string().regex(/^[a-z][a-z0-9_.-]{0,39}$/, says('scheme_form'))
const late = z
  .enum(['refuse', 'next'])
  .default('refuse')
  .openapi({ description: 'What to do when the day is closed: refuse, or book it on the first open day' })

const VatLine = z
  .strictObject({
    rate: z
      .string()
      .regex(/^\d{1,9}(\/[1-9]\d{0,8})?$/, says('fraction_form'))
      .openapi({ description: 'A fraction', example: '7/100' }),
    country: z.string().regex(/^[A-Z]{2}$/, says('country_code')),
    net: digits,
    vat: digits,
  })
  .openapi('SaleVatLine')
export type VatLine = z.infer<typeof VatLine>

export const NewSale = z
  .strictObject({
    source: source.default('api').openapi({ description: 'Where it comes from; a reference stands once in its source' }),
    reference: reference.openapi({ description: 'What it is called where it comes from, such as the number of a receipt' }),
    day,
    ruleId: z.uuid(),
    asset: z.string().regex(/^[A-Z][A-Z0-9_]{1,15}$/, says('asset_form')),
    gross: amount,
    net: amount,
    vat: z.array(VatLine).max(VAT_LINES_MAX).default([]),
    collectedBy: z
      .uuid()
      .nullable()
      .default(null)
      .openapi({ description: 'Which organisation took the money in; null: the ecosystem itself' }),
    ...SaleFacts.shape,
    late,
  })
  .openapi('NewSale')
export type NewSale = z.infer<typeof NewSale>

export const SaleBatch = z
  .strictObject({
    sales: z
      .array(z.looseObject({}).openapi({ description: 'A sale as POST /sales takes it' }))
      .min(1)
      .max(BATCH_MAX),
  })
  .openapi('SaleBatch')

export const Refused = z.object({
  code: z.string(),
  title: z.string(),
  errors: z
    .array(
      z.object({
        path: z.string(),
        code: z.string(),
        message: z.string(),
        values: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
      }),
    )
    .optional(),
})
export const BatchAnswer = z
  .object({
    booked: z.int(),
    repeated: z.int(),
    refused: z.int(),
    items: z.array(
      z.object({
        reference: z.string().nullable(),
        saleId: z.uuid().nullable(),
        isRepeat: z.boolean().openapi({ description: 'It was recorded before; this is what became of it' }),
        refused: Refused.nullable(),
      }),
    ),
  })
  .openapi('SaleBatchAnswer')
export type BatchAnswer = z.infer<typeof BatchAnswer>

export const NewRefund = z
  .strictObject({
    reference: reference.openapi({ description: 'Unique in the source of the sale' }),
    amount: amount.openapi({ description: 'With tax; the tax in it is given back by its part' }),
    reason: z.string().trim().min(1).max(200).nullable().default(null).openapi({ description: 'Why; no names of people, for it stays' }),
    day: day.optional().openapi({ description: 'Without it, today' }),
    late,
  })
  .openapi('NewSaleRefund')
export type NewRefund = z.infer<typeof NewRefund>

export const SaleQuery = Paging.extend({
  from: day.optional(),
  until: day.optional(),
  ruleId: z.uuid().optional(),
  partyId: z.uuid().optional().openapi({ description: 'Who got something of it, or took the money in' }),
  importId: z.uuid().optional(),
  reference: z.string().max(120).optional().openapi({ description: 'The whole reference, or how it begins' }),
})
export type SaleQuery = z.infer<typeof SaleQuery>

const Vat = z.object({ rate: z.string(), country: z.string(), net: minor, vat: minor })
const summary = {
  id: z.uuid(),
  source: z.string(),
  reference: z.string(),
  day,
  ruleId: z.uuid(),
  ruleName: z.string(),
  asset: z.string(),
  gross: minor.nullable().openapi({ description: 'null for whom the sale as a whole is no concern of' }),
  net: minor.nullable(),
  refunded: minor.nullable(),
  own: minor.nullable().openapi({ description: 'What the own organisation got, less what was given back; null for whoever sees all' }),
  isUndone: z.boolean().openapi({ description: 'It was taken back with the import it came by' }),
}
export const SaleSummary = z.object(summary).openapi('SaleSummary')
export type SaleSummary = z.infer<typeof SaleSummary>
export const SalePage = pageOf(SaleSummary).openapi('SalePage')

const SaleLine = z.object({
  n: z.int(),
  step: z.string(),
  sentence: z
    .string()
    .nullable()
    .openapi({ description: 'The step in words; null for who may not read rules, as they tell what others get' }),
  recipient: z.string(),
  name: z.string(),
  partyId: z.uuid().nullable(),
  through: z.string().nullable(),
  exact,
  paid: minor,
  carry: exact.openapi({ description: 'What is owed below a minor unit afterwards; below zero: paid ahead' }),
  heldUntil: day.nullable(),
  releasedOn: day.nullable(),
  refunded: minor,
})
const SaleRefund = z.object({
  id: z.uuid(),
  reference: z.string(),
  amount: minor.nullable(),
  reason: z.string().nullable(),
  day,
  bookedOn: day,
  transactionId: z.uuid().nullable().openapi({ description: 'null where it is of tax alone that somebody else keeps' }),
  recordedAt: z.iso.datetime(),
  vat: z.array(Vat),
  lines: z.array(z.object({ n: z.int(), amount: minor, wasHeld: z.boolean() })),
})
export const Sale = z
  .object({
    ...summary,
    bookedOn: day,
    versionId: z.uuid(),
    versionNumber: z.int(),
    vat: z.array(Vat),
    collectedBy: z.object({ partyId: z.uuid(), name: z.string() }).nullable(),
    facts: SaleFacts.nullable(),
    names: z.record(z.string(), z.string()).openapi({ description: 'Whom the words of the facts stand for' }),
    lines: z.array(SaleLine).openapi({ description: 'Who got what; a member sees the lines of the own organisation' }),
    clips: z.array(z.object({ step: z.string(), sentence: z.string(), why: z.enum(['left', 'cap']), wanted: exact, taken: exact })),
    skips: z.array(z.object({ step: z.string(), sentence: z.string(), why: z.enum(['when', 'nobody']) })),
    refunds: z.array(SaleRefund),
    transactionId: z.uuid(),
    importId: z.uuid().nullable(),
    recordedBy: z.string().nullable(),
    recordedAt: z.iso.datetime(),
  })
  .openapi('Sale')
export type Sale = z.infer<typeof Sale>
export const Language = z.object({ language: z.enum(['en', 'de']).default('en') })

/** How many rows one file holds. */
export const IMPORT_ROWS_MAX = 5_000
export const IMPORT_BYTES_MAX = 10_000_000

const target = z.string().max(130).openapi({ description: 'What a column holds: one of the `targets` of the check', example: 'gross' })
export const ImportSettings = z
  .strictObject({
    ruleId: z.uuid(),
    collectedBy: z.uuid().nullable().default(null),
    mapping: z
      .array(target.nullable())
      .max(500)
      .nullable()
      .default(null)
      .openapi({ description: 'Column by column; null: as it is guessed' }),
    vatRate: VatLine.shape.rate.nullable().default(null).openapi({ description: 'Where no column says it' }),
    country: VatLine.shape.country.default('DE'),
    late,
    addsUp: z
      .boolean()
      .default(false)
      .openapi({ description: 'Whether rows with the same reference are parts of one sale, such as the articles of a receipt' }),
    expected: z.int().min(0).nullable().default(null).openapi({ description: 'How many sales the check said would be booked' }),
  })
  .openapi('SaleImportSettings')
export type ImportSettings = z.infer<typeof ImportSettings>
export const ImportQuery = z.object({ settings: z.string().max(40_000).openapi({ description: 'SaleImportSettings as JSON' }) })

const Total = z.object({ recipient: z.string(), name: z.string(), paid: minor })
const BadRow = z.object({ row: z.int(), reference: z.string().nullable(), refused: Refused })
export const ImportCheck = z
  .object({
    headers: z.array(z.string()),
    sample: z.array(z.array(z.string())),
    mapping: z.array(z.string().nullable()),
    targets: z.array(z.object({ key: z.string(), word: z.string().nullable(), name: z.string().nullable() })),
    missing: z.array(z.string()).openapi({ description: 'Without these no row can be read' }),
    asset: z.string(),
    rows: z.int(),
    booked: z.int().openapi({ description: 'How many sales would be booked' }),
    repeated: z.int().openapi({ description: 'Recorded before; nothing happens' }),
    refused: z.int(),
    bad: z.array(BadRow).openapi({ description: 'The first of the rows that are refused, and why' }),
    gross: minor,
    from: day.nullable(),
    until: day.nullable(),
    totals: z.array(Total).openapi({ description: 'Who would get what, the most first' }),
  })
  .openapi('SaleImportCheck')
export type ImportCheck = z.infer<typeof ImportCheck>

export const SaleImport = z
  .object({
    id: z.uuid(),
    name: z.string(),
    ruleId: z.uuid(),
    ruleName: z.string(),
    asset: z.string(),
    gross: minor,
    booked: z.int(),
    repeated: z.int(),
    refused: z.int(),
    importedBy: z.string().nullable(),
    importedAt: z.iso.datetime(),
    undoneAt: z.iso.datetime().nullable(),
  })
  .openapi('SaleImport')
export type SaleImport = z.infer<typeof SaleImport>
export const ImportPage = pageOf(SaleImport).openapi('SaleImportPage')

export const Comparison = z
  .strictObject({ ruleId: z.uuid(), one: z.uuid(), other: z.uuid(), from: day, until: day })
  .openapi('SharingComparison', { description: 'Two versions of a rule, tried on the sales of these days; nothing is booked' })
export type Comparison = z.infer<typeof Comparison>
const Amounts = z.object({ one: minor, other: minor, difference: z.string() })
export const Compared = z
  .object({
    asset: z.string(),
    sales: z.int(),
    left: z.int().openapi({ description: 'Sales that are not counted, because one of the versions cannot share them' }),
    isAll: z.boolean().openapi({ description: 'False when there were too many, and only the newest were looked at' }),
    source: Amounts,
    recipients: z.array(z.object({ recipient: z.string(), name: z.string(), ...Amounts.shape })),
  })
  .openapi('SharingCompared')
export type Compared = z.infer<typeof Compared>
