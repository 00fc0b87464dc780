import { z } from '@hono/zod-openapi'
import { Paging, pageOf } from '../../kernel/paging.ts'
import { PERIODS, type Period, REASONS, type Reason, STATES } from './rules.ts'

type Format = 'sepa' | 'csv'
type Outcome = 'paid' | 'failed' | 'returned'
const CAUSES = ['account', 'refused', 'other'] as const
export type Cause = (typeof CAUSES)[number]

export type BankAccountRow = {
  ecosystem_id: string
  id: string
  party_id: string | null
  holder: string
  iban: string
  bic: string | null
  street: string | null
  building: string | null
  postcode: string | null
  town: string | null
  country: string | null
  written_by: string
  written_at: Date
  ended_by: string | null
  ended_at: Date | null
}
/** Sums come as texts: they may be larger than a single account may hold. */
export type LineRow = {
  ecosystem_id: string
  id: string
  settlement_id: string
  n: number
  party_id: string
  asset: string
  scale: number
  account_ids: string[]
  opening: string
  incoming: string
  outgoing: string
  closing: string
  late_entries: number
  late_amount: string
  under_way: string | null
  pays: bigint | null
  reason: Reason | null
}
export type SettlementRow = {
  ecosystem_id: string
  id: string
  number: number
  closing_number: number
  since: string | null
  through: string
  minimum: bigint
  closed_by: string
  closed_by_person: string | null
  closed_at: Date
}
export type Tables = {
  settlement_settings: { ecosystem_id: string; period: Period; minimum: bigint; changed_by: string; changed_at: Date }
  settlement_bank_accounts: BankAccountRow
  settlements: SettlementRow
  settlement_lines: LineRow
  settlement_approvals: {
    ecosystem_id: string
    id: string
    settlement_id: string
    approved_by: string
    approved_at: Date
    is_waiver: boolean
    withdrawn_by: string | null
    withdrawn_at: Date | null
  }
  settlement_payouts: {
    ecosystem_id: string
    id: string
    approval_id: string
    line_id: string
    party_id: string
    asset: string
    amount: bigint
    bank_account_id: string | null
    outcome: Outcome | null
    cause: Cause | null
    note: string | null
    ended_by: string | null
    ended_at: Date | null
  }
  settlement_payout_holds: {
    ecosystem_id: string
    payout_id: string
    hold_id: string
    account_id: string
    bank_id: string
    transaction_id: string | null
  }
  settlement_files: {
    ecosystem_id: string
    settlement_id: string
    format: Format
    name: string
    content: string
    hash: Buffer
    payouts: number
    execution_on: string | null
    made_by: string
    made_at: Date
  }
}

export type Events = {
  'settlement.closed': { settlementId: string; number: number; through: string; lines: number }
  'settlement.approved': { settlementId: string; number: number; payouts: number }
  'settlement.approved_alone': { settlementId: string; number: number; payouts: number }
  'settlement.approval_withdrawn': { settlementId: string; number: number }
  'settlement.file_made': { settlementId: string; number: number; format: Format; payouts: number }
  'settlement.paid': { settlementId: string; number: number; payouts: number }
  'settlement.failed': { settlementId: string; number: number; payouts: number; cause: Cause }
  'settlement.settings_changed': { period: Period; minimum: string }
  'bank_account.written': { partyId: string | null; bankAccountId: string }
  'bank_account.removed': { partyId: string | null; bankAccountId: string }
}

const HOLDER_MAX = 70
const PAYOUTS_MAX = 1000
const NOTE_MAX = 200
const CENTS_FORM = /^\d{1,12}$/

const minor = z.string().openapi({ description: 'Minor units as digits', example: '12550' })
const text = (limit: number) => z.string().trim().min(1).max(limit)

export const PostalAddress = z
  .strictObject({
    street: text(70).nullable(),
    building: text(16).nullable().openapi({ description: 'The number of the house' }),
    postcode: text(16).nullable(),
    town: text(35),
    country: z.string().regex(/^[A-Z]{2}$/, 'country_code'),
  })
  .openapi('BankAddress')

export const NewBankAccount = z
  .strictObject({
    holder: text(HOLDER_MAX).openapi({ description: 'As the bank knows them' }),
    iban: text(50).openapi({ example: 'DE89 3704 0044 0532 0130 00' }),
    bic: text(20).nullable().openapi({ description: 'Not needed within Europe' }),
    address: PostalAddress.nullable().openapi({ description: 'Whole or not at all: banks take no halves' }),
  })
  .openapi('NewBankAccount')
export type NewBankAccount = z.infer<typeof NewBankAccount>

export const BankAccount = z
  .object({
    id: z.uuid(),
    holder: z.string(),
    iban: z.string(),
    bic: z.string().nullable(),
    address: PostalAddress.nullable(),
    writtenBy: z.string().nullable().openapi({ description: 'A name, for who still has access' }),
    writtenAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
    hasFailed: z.boolean().openapi({ description: 'The last payout to it failed because of the account itself' }),
  })
  .openapi('BankAccount')
export type BankAccount = z.infer<typeof BankAccount>

export const PartyBankAccount = z
  .object({
    partyId: z.uuid(),
    partyName: z.string().nullable(),
    current: BankAccount.nullable(),
    past: z.array(BankAccount).openapi({ description: 'The newest first; their IBANs are shortened' }),
  })
  .openapi('PartyBankAccount')
export type PartyBankAccount = z.infer<typeof PartyBankAccount>

export const BankAccountPage = pageOf(
  z
    .object({ partyId: z.uuid(), partyName: z.string().nullable(), holder: z.string(), iban: z.string(), writtenAt: z.iso.datetime(), hasFailed: z.boolean() }) // biome-ignore format: one line reads better
    .openapi('BankAccountItem', { description: 'With a shortened IBAN' }),
).openapi('BankAccountPage')
export type BankAccountPage = z.infer<typeof BankAccountPage>

export const SettingsChange = z
  .strictObject({
    period: z.enum(PERIODS).openapi({ description: 'Until when a settlement is proposed' }),
    minimum: z.string().regex(CENTS_FORM, 'money_form').openapi({ description: 'Cents that are worth a transfer; less waits for the next time' }), // biome-ignore format: one line reads better
  })
  .openapi('SettlementSettingsChange')
export type SettingsChange = z.infer<typeof SettingsChange>

export const Settings = z
  .object({ period: z.enum(PERIODS), minimum: minor, ownAccount: BankAccount.nullable().openapi({ description: 'From which payouts are made' }) }) // biome-ignore format: one line reads better
  .openapi('SettlementSettings')
export type Settings = z.infer<typeof Settings>

const Total = z
  .object({
    asset: z.string(),
    scale: z.int(),
    lines: z.int(),
    opening: minor,
    incoming: minor,
    outgoing: minor,
    closing: minor,
    underWay: minor,
    pays: minor,
    payouts: z.int().openapi({ description: 'How many are paid' }),
    carried: minor.openapi({ description: 'What is owed and waits for the next time' }),
    owing: minor.openapi({ description: 'What organisations owe, which is made up for by what they get later' }),
    lateEntries: z.int(),
  })
  .openapi('SettlementTotal')
export type Total = z.infer<typeof Total>

export const Line = z
  .object({
    id: z.uuid().nullable().openapi({ description: 'Null in a preview' }),
    partyId: z.uuid(),
    partyName: z.string().nullable(),
    accountIds: z.array(z.uuid()).openapi({ description: 'Several where organisations were merged' }),
    asset: z.string(),
    scale: z.int(),
    opening: minor,
    incoming: minor,
    outgoing: minor,
    closing: minor.openapi({ description: 'What is owed to the organisation; below zero it owes' }),
    lateEntries: z.int().openapi({ description: 'How many entries were meant for days that were closed before' }),
    lateAmount: minor,
    underWay: minor.openapi({ description: 'Paid since, or held back for a payout' }),
    pays: minor,
    carried: minor,
    reason: z.enum(REASONS).nullable().openapi({ description: 'Why nothing is paid' }),
    account: z
      .object({
        holder: z.string().nullable().openapi({ description: 'Null for who may not see bank accounts' }),
        iban: z.string().openapi({ description: 'Shortened' }),
        news: z.enum(['same', 'changed', 'first']).openapi({ description: 'Beside the last payout: the same, changed since, or there was none' }),
        writtenAt: z.iso.datetime(),
        writtenBy: z.string().nullable(),
      })
      .nullable(), // biome-ignore format: one line reads better
    payout: z
      .object({
        id: z.uuid(),
        outcome: z.enum(['paid', 'failed', 'returned']).nullable(),
        cause: z.enum(CAUSES).nullable(),
        note: z.string().nullable(),
        endedAt: z.iso.datetime().nullable(),
      })
      .nullable(),
  })
  .openapi('SettlementLine')
export type Line = z.infer<typeof Line>

export const Preview = z
  .object({
    since: z.iso.date().nullable(),
    through: z.iso.date(),
    totals: z.array(Total),
    items: z.array(Line).openapi({ description: 'The first lines by name' }),
    more: z.int().openapi({ description: 'How many lines there are beyond them' }),
  })
  .openapi('SettlementPreview')
export type Preview = z.infer<typeof Preview>

export const Proposal = z
  .object({
    through: z.iso.date().nullable().openapi({ description: 'The last day of the newest period that is over, unless it is closed already' }), // biome-ignore format: one line reads better
    closedThrough: z.iso.date().nullable(),
    latest: z.iso.date().openapi({ description: 'The last day that can be closed today' }),
  })
  .openapi('SettlementProposal')
export type Proposal = z.infer<typeof Proposal>

export const Through = z.object({ through: z.iso.date() })
export const NewSettlement = z.strictObject({ through: z.iso.date() }).openapi('NewSettlement')

const Signed = z.object({ by: z.string().nullable(), at: z.iso.datetime() })

const FileMade = z
  .object({ format: z.enum(['sepa', 'csv']), name: z.string(), hash: z.string(), payouts: z.int(), executionOn: z.iso.date().nullable(), madeBy: z.string().nullable(), madeAt: z.iso.datetime() }) // biome-ignore format: one line reads better
  .openapi('SettlementFile')
export type FileMade = z.infer<typeof FileMade>

export const Settlement = z
  .object({
    id: z.uuid(),
    number: z.int(),
    since: z.iso.date().nullable(),
    through: z.iso.date(),
    state: z.enum(STATES),
    minimum: minor,
    closed: Signed,
    approved: Signed.extend({ isWaiver: z.boolean() }).nullable(),
    approver: z
      .enum(['second', 'alone', 'again', 'none'])
      .openapi({ description: 'Whether you can approve it: as a second person, alone as there is nobody else, alone after signing in again, or not' }),
    totals: z.array(Total),
    payouts: z.object({ waiting: z.int(), paid: z.int(), failed: z.int() }),
    changedAccounts: z.int().openapi({ description: 'How many would be paid to an account that is not the one of the last payout' }),
    files: z.array(FileMade),
  })
  .openapi('Settlement') // biome-ignore format: descriptions
export type Settlement = z.infer<typeof Settlement>

export const SettlementPage = pageOf(
  z
    .object({
      id: z.uuid(),
      number: z.int(),
      since: z.iso.date().nullable(),
      through: z.iso.date(),
      state: z.enum(STATES),
      closedAt: z.iso.datetime(),
      totals: z.array(z.object({ asset: z.string(), scale: z.int(), closing: minor, pays: minor.nullable(), lines: z.int() })),
    })
    .openapi('SettlementItem'),
).openapi('SettlementPage')
export type SettlementPage = z.infer<typeof SettlementPage>

export const LinePage = pageOf(Line).openapi('SettlementLinePage')
export type LinePage = z.infer<typeof LinePage>

export const NewFile = z
  .strictObject({
    format: z.enum(['sepa', 'csv']),
    executionOn: z.iso.date().optional().openapi({ description: 'When the bank is asked to pay; today or the next working day where it is left out' }), // biome-ignore format: one line reads better
  })
  .openapi('NewSettlementFile')
export type NewFile = z.infer<typeof NewFile>

const chosen = z.array(z.uuid()).min(1).max(PAYOUTS_MAX).optional().openapi({ description: 'All that wait where it is left out' })
export const NewPayments = z.strictObject({ payoutIds: chosen }).openapi('NewSettlementPayments')
export type NewPayments = z.infer<typeof NewPayments>
export const NewFailures = z
  .strictObject({
    payoutIds: chosen,
    cause: z
      .enum(CAUSES)
      .openapi({ description: 'account: there is no such account any more, it has to be changed before the next payout' }),
    note: text(NOTE_MAX).nullable().default(null),
  })
  .openapi('NewSettlementFailures')
export type NewFailures = z.infer<typeof NewFailures>

export const FormatParam = z.object({ id: z.uuid().openapi({ param: { name: 'id', in: 'path' } }), format: z.enum(['sepa', 'csv']).openapi({ param: { name: 'format', in: 'path' } }) }) // biome-ignore format: one line reads better
export const List = Paging
export type List = z.infer<typeof Paging>
