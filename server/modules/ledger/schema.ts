import { z } from '@hono/zod-openapi'
import type { Generated } from 'kysely'
import type { Json } from '../../kernel/tables.ts'
import type { JsonValue } from './rules.ts'

export type AssetKind = 'money' | 'credit' | 'points' | 'voucher' | 'carbon' | 'hours'
export type Side = 'debit' | 'credit'

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
