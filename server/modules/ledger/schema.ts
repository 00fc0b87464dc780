import { z } from '@hono/zod-openapi'
import type { Generated } from 'kysely'
import { says } from '../../kernel/complaints.ts'
import { Paging, pageOf } from '../../kernel/paging.ts'
import type { Json } from '../../kernel/tables.ts'
import { AMOUNT_MAX, ENTRIES_MAX, type JsonValue } from './rules.ts'

const ASSET_KINDS = ['money', 'credit', 'points', 'voucher', 'carbon', 'hours'] as const
export type AssetKind = (typeof ASSET_KINDS)[number]
const SIDES = ['debit', 'credit'] as const
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

/** Digits in a text, as no number of JSON is exact above 2^53. */
const Amount = z
  .string(says('amount_form'))
  .regex(/^[0-9]{1,40}$/, says('amount_form'))
  .transform((digits) => BigInt(digits))
  .refine((amount) => amount > 0n, says('amount_zero'))
  .refine((amount) => amount <= AMOUNT_MAX, says('amount_too_large'))
  .openapi({
    type: 'string',
    example: '1250',
    description: 'In the smallest unit of the asset, as digits in a text; never a decimal number',
  })
/** What an account may hold can lie below nothing. */
const Limit = z
  .string(says('amount_form'))
  .regex(/^-?[0-9]{1,18}$/, says('amount_form'))
  .transform((digits) => BigInt(digits))
  .nullable()
  .openapi({ type: ['string', 'null'], example: '-10000' })
export const Shown = z.string().openapi({ example: '1250', description: 'In the smallest unit of the asset' })
const Explanation = z.unknown().openapi({ description: 'Why it is so, as JSON; of what people book, `note`' })
const Note = z.string().trim().min(1).max(500)
const Day = z.iso.date()
const Late = z
  .enum(['refuse', 'next'])
  .default('refuse')
  .openapi({ description: 'When that day is closed: refuse, or book it on the first open day and say what it was meant for' })
const Code = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{1,15}$/, says('asset_form'))
  .openapi({ example: 'EUR' })
export const Purpose = z
  .string()
  .regex(/^[a-z][a-z0-9_.:-]{0,79}$/, says('layout_key_form'))
  .openapi({ example: 'fund:levy:2026' })
const AnyKind = z.string().regex(/^[a-z][a-z0-9_.-]{0,39}$/, says('scheme_form'))

export const NewAsset = z
  .strictObject({
    code: Code.openapi({ description: 'For money, its three letters of ISO 4217' }),
    name: z.string().trim().min(1).max(100),
    scale: z.int().min(0).max(9).openapi({ description: 'How many digits stand behind the point: 2 for euros' }),
    kind: z.enum(ASSET_KINDS),
    issuerPartyId: z.uuid().nullable().default(null).openapi({ description: 'Who gives it out; null for the ecosystem itself' }),
    expiresAfterDays: z.int().min(1).max(36_500).nullable().default(null),
  })
  .openapi('NewLedgerAsset')
export type NewAsset = z.infer<typeof NewAsset>
export const Asset = z.object(NewAsset.shape).openapi('LedgerAsset')
export type Asset = z.infer<typeof Asset>
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
export const ShownAccount = z
  .object({
    id: z.uuid(),
    ownerPartyId: z.uuid().nullable(),
    ownerName: z.string().nullable().openapi({ description: 'null for the ecosystem itself, and for whoever was erased' }),
    asset: z.string(),
    scale: z.int(),
    purpose: z.string(),
    normalSide: z.enum(SIDES),
    balance: Shown.openapi({ description: 'Positive on the normal side' }),
    held: Shown.openapi({ description: 'Of the balance, what is held back' }),
    minimum: Shown.nullable(),
    maximum: Shown.nullable(),
    entries: z.int(),
    openedAt: z.iso.datetime(),
  })
  .openapi('LedgerAccount')
export type ShownAccount = z.infer<typeof ShownAccount>
export const AccountPage = pageOf(ShownAccount).openapi('LedgerAccountPage')
export const AccountList = Paging.extend({
  owner: z.enum(['ecosystem', 'organisations']).optional(),
  ownerPartyId: z.uuid().optional(),
  asset: Code.optional(),
  purpose: Purpose.optional(),
  order: z
    .enum(['opened', 'balance'])
    .default('opened')
    .openapi({ description: 'In the order they were opened, or by what is on them, the most first' }),
})
export type AccountList = z.infer<typeof AccountList>

export const Totals = z
  .object({
    items: z.array(
      z.object({
        ownedBy: z.enum(['ecosystem', 'organisations']),
        purpose: z.string(),
        asset: z.string(),
        scale: z.int(),
        accounts: z.int().openapi({ description: 'How many of them hold something' }),
        above: Shown.openapi({ description: 'The sum of the balances above zero' }),
        below: Shown.openapi({ description: 'The sum of those below, without a sign' }),
        belowZero: z.int().openapi({ description: 'How many are below zero' }),
      }),
    ),
  })
  .openapi('LedgerTotals')
export type Totals = z.infer<typeof Totals>

const NewEntry = z.strictObject({
  accountId: z.uuid(),
  side: z.enum(SIDES),
  amount: Amount,
  asset: Code.optional().openapi({ description: 'What the account is believed to be in; another one is refused' }),
  note: Note.optional(),
})
export const NewTransaction = z
  .strictObject({
    kind: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,39}$/, says('key_form'))
      .openapi({ example: 'donation' }),
    note: Note.openapi({ description: 'Why, for whoever reads the books' }),
    effectiveOn: Day.optional().openapi({ description: 'The day it counts for; today when it is left out' }),
    late: Late,
    entries: z.array(NewEntry).min(2).max(ENTRIES_MAX).openapi({ description: 'Debits and credits are equal for each asset' }),
  })
  .openapi('NewLedgerTransaction')
export type NewTransaction = z.infer<typeof NewTransaction>

export const NewReversal = z
  .strictObject({
    note: Note.openapi({ description: 'Why it is undone' }),
    effectiveOn: Day.optional(),
    late: Late,
    parts: z
      .array(z.strictObject({ n: z.int().min(1).max(ENTRIES_MAX), amount: Amount }))
      .min(2)
      .max(ENTRIES_MAX)
      .optional()
      .openapi({ description: 'How much of which entries, without a sign; all that is left when it is left out' }),
  })
  .openapi('NewLedgerReversal')
export type NewReversal = z.infer<typeof NewReversal>

/** For every module that lets what it booked be taken back. */
export const TakeBack = z
  .strictObject({ reason: z.string().trim().min(1).max(200).openapi({ description: 'Why; it stays with the books' }) })
  .openapi('TakeBack')
export type TakeBack = z.infer<typeof TakeBack>
export const TakenBack = z.object({ transactionId: z.uuid().openapi({ description: 'The booking that undoes it' }) }).openapi('TakenBack')
export type TakenBack = z.infer<typeof TakenBack>

export const NewExchange = z
  .strictObject({
    fromAccountId: z.uuid(),
    toAccountId: z.uuid(),
    given: Amount.openapi({ description: 'What leaves the first account, in the smallest unit of its asset' }),
    rate: z
      .strictObject({ numerator: Amount, denominator: Amount, source: Note.optional() })
      .openapi({ description: 'Smallest units of the second asset for one of the first; what arrives is rounded down' }),
    note: Note,
    effectiveOn: Day.optional(),
    late: Late,
  })
  .openapi('NewLedgerExchange')
export type NewExchange = z.infer<typeof NewExchange>

const ShownEntry = z.object({
  n: z.int(),
  accountId: z.uuid(),
  ownerPartyId: z.uuid().nullable(),
  ownerName: z.string().nullable(),
  asset: z.string(),
  scale: z.int(),
  purpose: z.string(),
  side: z.enum(SIDES),
  amount: Shown,
  change: Shown.openapi({ description: 'The same as the owner sees it: positive when the balance grew' }),
  balanceAfter: Shown.openapi({ description: 'Of the account, positive on its normal side' }),
  sequence: z.int(),
  reversesN: z.int().nullable(),
  reversed: Shown.openapi({ description: 'How much of it was reversed since' }),
  explanation: Explanation,
})
export const ShownTransaction = z
  .object({
    id: z.uuid(),
    kind: z.string(),
    bookedAt: z.iso.datetime(),
    bookedBy: z.string().nullable().openapi({ description: 'A name, for who still has access; null for a program, and for members' }),
    effectiveOn: Day,
    meantFor: Day.nullable().openapi({ description: 'The day it was meant for, when that was closed already' }),
    ruleVersionId: z.uuid().nullable(),
    explanation: Explanation,
    reverses: z.uuid().nullable(),
    reversedBy: z.array(z.uuid()),
    isByHand: z
      .boolean()
      .openapi({ description: 'Whether it may be reversed as it is; what a sale or a payout booked is taken back there' }),
    entries: z.array(ShownEntry).openapi({ description: 'Those the caller may see' }),
  })
  .openapi('LedgerTransaction')
export type ShownTransaction = z.infer<typeof ShownTransaction>
export const TransactionPage = pageOf(ShownTransaction).openapi('LedgerTransactionPage')
const Days = {
  from: Day.optional().openapi({ description: 'The first day it takes effect on' }),
  to: Day.optional().openapi({ description: 'The last' }),
}
export const TransactionList = Paging.extend({ accountId: z.uuid().optional(), kind: AnyKind.optional(), ...Days })
export type TransactionList = z.infer<typeof TransactionList>

export const PostingList = Paging.extend(Days)
export type PostingList = z.infer<typeof PostingList>
export const ShownPosting = z
  .object({
    transactionId: z.uuid(),
    n: z.int(),
    sequence: z.int(),
    kind: z.string(),
    effectiveOn: Day,
    meantFor: Day.nullable(),
    bookedAt: z.iso.datetime(),
    change: Shown.openapi({ description: 'Positive when the balance grew' }),
    balanceAfter: Shown,
    isReversal: z.boolean(),
    ruleVersionId: z.uuid().nullable(),
    reference: z.string().nullable().openapi({ description: 'What the sale, or whoever booked it, says it is' }),
    explanation: Explanation,
  })
  .openapi('LedgerPosting')
export type ShownPosting = z.infer<typeof ShownPosting>
export const PostingPage = pageOf(ShownPosting).openapi('LedgerPostingPage')

export const ShownClosing = z
  .object({ number: z.int(), through: Day, transactions: z.int(), closedAt: z.iso.datetime() })
  .openapi('LedgerClosing')
export type ShownClosing = z.infer<typeof ShownClosing>
export const ClosingPage = pageOf(ShownClosing).openapi('LedgerClosingPage')

export const LedgerCheck = z
  .object({
    isSound: z.boolean(),
    entries: z.int(),
    checks: z.array(
      z.object({
        key: z.string().openapi({ example: 'running' }),
        wrong: z.string().nullable().openapi({ description: 'The first wrong row and what is wrong with it; null when the rule holds' }),
      }),
    ),
  })
  .openapi('LedgerCheck')
