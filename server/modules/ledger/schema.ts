import { z } from '@hono/zod-openapi'
import type { Generated } from 'kysely'
import { Paging, pageOf } from '../../kernel/paging.ts'
import type { Json } from '../../kernel/tables.ts'
import { AMOUNT_MAX, ENTRIES_MAX, isDay, type JsonValue } from './rules.ts'

export const ASSET_KINDS = ['money', 'credit', 'points', 'voucher', 'carbon', 'hours'] as const
export type AssetKind = (typeof ASSET_KINDS)[number]
export const SIDES = ['debit', 'credit'] as const
export type Side = (typeof SIDES)[number]

export type Tables = {
  ledger_assets: {
    ecosystem_id: string
    code: string
    name: string
    scale: number
    kind: AssetKind
    issuer_party_id: string | null
    expires_after_days: number | null
    made_by: string
    made_at: Date
  }
  ledger_accounts: {
    ecosystem_id: string
    id: string
    owner_party_id: string | null
    asset: string
    purpose: string
    normal_side: Side
    opened_by: string
    opened_at: Date
  }
  ledger_balances: {
    ecosystem_id: string
    account_id: string
    lowest: bigint | null
    highest: bigint | null
    balance: Generated<bigint>
    held_debit: Generated<bigint>
    held_credit: Generated<bigint>
    last_sequence: Generated<bigint>
  }
  ledger_transactions: {
    ecosystem_id: string
    id: string
    scope: string
    key: string
    body_hash: Buffer
    kind: string
    booked_at: Date
    booked_by: string
    effective_on: string
    meant_for: string | null
    rule_version_id: string | null
    explanation: Json<JsonValue> | null
    reverses: string | null
  }
  ledger_entries: {
    ecosystem_id: string
    transaction_id: string
    n: number
    account_id: string
    amount: bigint
    balance_after: bigint
    sequence: bigint
    reverses_n: number | null
    explanation: Json<JsonValue> | null
  }
  ledger_conversions: {
    ecosystem_id: string
    transaction_id: string
    from_asset: string
    to_asset: string
    given: bigint
    taken: bigint
    rate_numerator: bigint
    rate_denominator: bigint
    rate_source: string | null
  }
  ledger_holds: {
    ecosystem_id: string
    id: string
    scope: string
    key: string
    body_hash: Buffer
    kind: string
    debit_account_id: string
    credit_account_id: string
    amount: bigint
    explanation: string | null
    held_at: Date
    held_by: string
    expires_at: Date | null
  }
  ledger_hold_ends: {
    ecosystem_id: string
    hold_id: string
    how: 'posted' | 'voided' | 'expired'
    transaction_id: string | null
    ended_at: Date
    ended_by: string
  }
  ledger_closings: {
    ecosystem_id: string
    number: number
    through: string
    transactions: bigint
    closed_at: Date
    closed_by: string
  }
  ledger_closing_balances: { ecosystem_id: string; closing_number: number; account_id: string; opening: bigint; closing: bigint }
  ledger_seals: { ecosystem_id: string; number: number; previous: Buffer; root: Buffer; entries: bigint; sealed_at: Date }
  ledger_seal_ranges: { ecosystem_id: string; account_id: string; from_sequence: bigint; to_sequence: bigint; seal_number: number }
}

/** A single transaction is its own record of who booked what, when and why; what is told here is what changes the books themselves. */
export type Events = {
  'ledger.asset_made': { asset: string }
  'ledger.account_opened': { accountId: string; partyId: string | null; asset: string }
  'ledger.limits_changed': { accountId: string; minimum: string | null; maximum: string | null }
  'ledger.booked': { transactionId: string; kind: string; entries: number }
  'ledger.reversed': { transactionId: string; originalId: string; part: boolean }
  'ledger.held': { holdId: string; amount: string; asset: string }
  'ledger.hold_ended': { holdId: string; how: 'posted' | 'voided' | 'expired' }
  'ledger.closed': { number: number; through: string; transactions: number }
}

/** Never a decimal: digits in a text, or a whole number that every language reads exactly. */
const Amount = z
  .union([z.string().regex(/^[0-9]{1,19}$/, 'booked_amount_form'), z.int().min(0)], { error: 'booked_amount_form' })
  .transform((value) => BigInt(value))
  .refine((value) => value > 0n, { error: 'amount_zero' })
  .refine((value) => value <= AMOUNT_MAX, { error: 'amount_too_large' })
  .openapi({
    type: 'string',
    pattern: '^[0-9]{1,19}$',
    example: '1250',
    description: 'In the smallest unit of the asset, as digits in a text; a whole number is taken as well, a decimal number never',
  })
/** What an account may hold can lie below nothing. */
const Limit = z
  .string()
  .regex(/^-?[0-9]{1,18}$/, 'booked_amount_form')
  .transform((value) => BigInt(value))
  .nullable()
  .openapi({ type: ['string', 'null'], pattern: '^-?[0-9]{1,18}$', example: '-10000' })
const Shown = z.string().openapi({ example: '1250', description: 'In the smallest unit of the asset' })
const Day = z.string().refine(isDay, { error: 'date_needed' }).openapi({ format: 'date', example: '2026-05-31' })
const Explanation = z.json().openapi({ description: 'Why it is so, as JSON; kept as it is' })

const Code = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{1,19}$/, 'asset_code_form')
  .openapi({ example: 'EUR' })
const Purpose = z
  .string()
  .regex(/^[a-z][a-z0-9_.:-]{0,79}$/, 'purpose_form')
  .openapi({ example: 'levy:2026' })
const Kind = z
  .string()
  .regex(/^[a-z][a-z0-9_.]{0,39}$/, 'ledger_kind_form')
  .openapi({ example: 'sale' })

export const NewAsset = z
  .strictObject({
    code: Code.openapi({ description: 'For money, its three letters of ISO 4217' }),
    name: z.string().trim().min(1).max(100),
    scale: z.int().min(0).max(9).openapi({ description: 'How many digits stand behind the point: 2 for euros' }),
    kind: z.enum(ASSET_KINDS),
    issuerPartyId: z.uuid().nullable().default(null),
    expiresAfterDays: z.int().min(1).max(36_500).nullable().default(null),
  })
  .openapi('NewLedgerAsset')
export const Asset = z
  .object({
    code: z.string(),
    name: z.string(),
    scale: z.int(),
    kind: z.enum(ASSET_KINDS),
    issuerPartyId: z.uuid().nullable(),
    expiresAfterDays: z.int().nullable(),
  })
  .openapi('LedgerAsset')
export const Assets = z.object({ items: z.array(Asset) }).openapi('LedgerAssets')

export const Limits = z.strictObject({ minimum: Limit.default(null), maximum: Limit.default(null) }).openapi('LedgerLimits', {
  description: 'What the account may hold at least and at most, positive on its normal side; null for no limit',
})
export const NewAccount = z
  .strictObject({
    ownerPartyId: z.uuid().nullable().openapi({ description: 'null for an account of the ecosystem itself' }),
    asset: Code,
    purpose: Purpose,
    normalSide: z.enum(SIDES).openapi({ description: 'The side on which a balance is positive to its owner' }),
    minimum: Limit.default(null),
    maximum: Limit.default(null),
  })
  .openapi('NewLedgerAccount')
export const Account = z
  .object({
    id: z.uuid(),
    ownerPartyId: z.uuid().nullable(),
    asset: z.string(),
    scale: z.int(),
    purpose: z.string(),
    normalSide: z.enum(SIDES),
    balance: Shown.openapi({ description: 'Positive on the normal side' }),
    held: Shown.openapi({ description: 'Of the balance, what is held back' }),
    minimum: z.string().nullable(),
    maximum: z.string().nullable(),
    entries: z.int(),
    openedAt: z.iso.datetime(),
  })
  .openapi('LedgerAccount')
export const AccountPage = pageOf(Account).openapi('LedgerAccountPage')
export const AccountList = Paging.extend({
  ownerPartyId: z.uuid().optional(),
  asset: Code.optional(),
  purpose: Purpose.optional(),
})

export const NewTransaction = z
  .strictObject({
    kind: Kind,
    effectiveOn: Day.optional().openapi({ description: 'The day it counts for; today when it is left out' }),
    late: z
      .enum(['refuse', 'next'])
      .default('refuse')
      .openapi({ description: 'When that day is closed: refuse, or book it on the first open day and say what it was meant for' }),
    ruleVersionId: z.uuid().optional(),
    explanation: Explanation.optional(),
    entries: z
      .array(
        z.strictObject({
          accountId: z.uuid(),
          side: z.enum(SIDES),
          amount: Amount,
          asset: Code.optional().openapi({ description: 'What the account is believed to be in; another one is refused' }),
          explanation: Explanation.optional(),
        }),
      )
      .min(2)
      .max(ENTRIES_MAX)
      .openapi({ description: 'Debits and credits are equal for each asset' }),
  })
  .openapi('NewLedgerTransaction')
export type NewTransaction = z.infer<typeof NewTransaction>

export const NewReversal = z
  .strictObject({
    reason: z.string().trim().min(1).max(500),
    effectiveOn: Day.optional(),
    late: z.enum(['refuse', 'next']).default('refuse'),
    parts: z
      .array(z.strictObject({ n: z.int().min(1).max(ENTRIES_MAX), amount: Amount }))
      .min(2)
      .max(ENTRIES_MAX)
      .optional()
      .openapi({ description: 'How much of which entries, without a sign; all that is left when it is left out' }),
  })
  .openapi('NewLedgerReversal')
export type NewReversal = z.infer<typeof NewReversal>

const Entry = z.object({
  n: z.int(),
  accountId: z.uuid(),
  asset: z.string(),
  scale: z.int(),
  ownerPartyId: z.uuid().nullable(),
  purpose: z.string(),
  side: z.enum(SIDES),
  amount: Shown,
  balanceAfter: Shown.openapi({ description: 'Of the account, positive on its normal side' }),
  sequence: z.int(),
  reversesN: z.int().nullable(),
  explanation: z.json().nullable(),
})
export const Transaction = z
  .object({
    id: z.uuid(),
    kind: z.string(),
    bookedAt: z.iso.datetime(),
    bookedBy: z.string(),
    effectiveOn: z.string(),
    meantFor: z.string().nullable().openapi({ description: 'The day it was meant for, when that was closed already' }),
    ruleVersionId: z.uuid().nullable(),
    explanation: z.json().nullable(),
    reverses: z.uuid().nullable(),
    reversedBy: z.array(z.uuid()),
    entries: z.array(Entry).openapi({ description: 'Those the caller may see' }),
  })
  .openapi('LedgerTransaction')
export type Transaction = z.infer<typeof Transaction>
export const TransactionPage = pageOf(Transaction).openapi('LedgerTransactionPage')
export const TransactionList = Paging.extend({
  accountId: z.uuid().optional(),
  kind: Kind.optional(),
  from: Day.optional().openapi({ description: 'First day they take effect on' }),
  to: Day.optional(),
})
export type TransactionList = z.infer<typeof TransactionList>

export const Check = z
  .object({
    isSound: z.boolean(),
    entries: z.int(),
    checks: z.array(
      z.object({
        key: z.string(),
        wrong: z.string().nullable().openapi({ description: 'The first wrong row, and what is wrong with it; null when all is right' }),
      }),
    ),
  })
  .openapi('LedgerCheck')
