import { z } from '@hono/zod-openapi'
import { says } from '../../kernel/complaints.ts'
import { pageOf } from '../../kernel/paging.ts'

type Row<T> = { ecosystem_id: string } & T
export type Tables = {
  budgets: Row<{ id: string; account_id: string; name: string; asset: string; approvals: number; made_by: string; made_at: Date }>
  budget_members: Row<{ budget_id: string; party_id: string; added_by: string; added_at: Date }>
  budget_requests: Row<{
    id: string
    budget_id: string
    party_id: string
    to_party_id: string
    amount: bigint
    what: string
    asked_by: string
    asked_at: Date
  }>
  budget_approvals: Row<{ request_id: string; party_id: string; approved_by: string; approved_at: Date }>
  budget_request_ends: Row<{
    request_id: string
    how: 'spent' | 'withdrawn'
    transaction_id: string | null
    ended_by: string
    ended_at: Date
  }>
}
export type Events = {
  'budget.made': { budgetId: string }
  'budget.member_added': { budgetId: string; partyId: string }
  'budget.asked': { budgetId: string; requestId: string }
  'budget.approved': { budgetId: string; requestId: string }
  'budget.spent': { budgetId: string; requestId: string }
  'budget.withdrawn': { budgetId: string; requestId: string }
  'budget.gift_taken_back': { budgetId: string; transactionId: string }
  'budget.spending_taken_back': { budgetId: string; requestId: string }
  'levy.paid': { transactionId: string }
}

const MEMBERS_MAX = 50
const APPROVALS_MAX = 50

const Amount = z
  .string()
  .regex(/^[1-9]\d{0,17}$/, says('amount_form'))
  .openapi({ description: 'Minor units as digits', example: '25000' })
const Digits = z.string().openapi({ description: 'Minor units as digits' })
const text = z.string().trim().min(1).max(200)
const Party = z.object({ id: z.uuid(), name: z.string().nullable() })

export const BudgetMemberParams = z.object({
  id: z.uuid().openapi({ param: { name: 'id', in: 'path' } }),
  partyId: z.uuid().openapi({ param: { name: 'partyId', in: 'path' } }),
})
export const RequestParams = z.object({
  id: z.uuid().openapi({ param: { name: 'id', in: 'path' } }),
  requestId: z.uuid().openapi({ param: { name: 'requestId', in: 'path' } }),
})

export const NewBudget = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    money: z
      .string()
      .regex(/^[A-Z]{3}$/, says('currency_form'))
      .default('EUR'),
    approvals: z.int().min(1).max(APPROVALS_MAX).openapi({ description: 'How many of those who gave have to approve what is spent' }),
    partyIds: z.array(z.uuid()).min(1).max(MEMBERS_MAX).openapi({ description: 'Who is in it: may give, ask and approve' }),
  })
  .openapi('NewBudget')
export type NewBudget = z.infer<typeof NewBudget>

export const BudgetSummary = z
  .object({ id: z.uuid(), name: z.string(), asset: z.string(), scale: z.int(), approvals: z.int(), left: Digits, open: z.int() })
  .openapi('BudgetSummary')
export type BudgetSummary = z.infer<typeof BudgetSummary>
export const BudgetPage = pageOf(BudgetSummary)

export const BudgetMember = z.object({ party: Party, given: Digits, isOwn: z.boolean() }).openapi('BudgetMember')
export type BudgetMember = z.infer<typeof BudgetMember>
export const Budget = BudgetSummary.extend({ given: Digits, spent: Digits, members: z.array(BudgetMember) }).openapi('Budget')
export type Budget = z.infer<typeof Budget>

export const NewContribution = z
  .strictObject({
    partyId: z.uuid(),
    amount: Amount,
    source: z
      .enum(['payable', 'bank'])
      .openapi({ description: 'Out of what the organisation is owed, or out of money of theirs that is in the bank' }),
  })
  .openapi('NewBudgetContribution')
export type NewContribution = z.infer<typeof NewContribution>

export const Contribution = z
  .object({
    transactionId: z.uuid(),
    on: z.iso.datetime(),
    party: Party,
    amount: Digits,
    takenBack: z.string().nullable().openapi({ description: 'Why it was taken back, when it was' }),
    mayTakeBack: z.boolean(),
  })
  .openapi('BudgetContribution')
export type Contribution = z.infer<typeof Contribution>
export const ContributionPage = pageOf(Contribution)
export const ContributionParams = z.object({
  id: z.uuid().openapi({ param: { name: 'id', in: 'path' } }),
  contributionId: z.uuid().openapi({ param: { name: 'contributionId', in: 'path' } }),
})

export const NewRequest = z
  .strictObject({
    partyId: z.uuid().openapi({ description: 'The member that asks' }),
    toPartyId: z.uuid().openapi({ description: 'Who is to get it' }),
    amount: Amount,
    what: text,
  })
  .openapi('NewBudgetRequest')
export type NewRequest = z.infer<typeof NewRequest>

export const NewApproval = z
  .strictObject({ partyId: z.uuid().openapi({ description: 'The member that approves' }) })
  .openapi('NewBudgetApproval')

export const BudgetRequest = z
  .object({
    id: z.uuid(),
    party: Party,
    to: Party,
    amount: Digits,
    what: z.string(),
    askedOn: z.iso.datetime(),
    state: z.enum(['open', 'spent', 'withdrawn', 'returned']).openapi({ description: '`returned`: it was spent, and that was taken back' }),
    takenBack: z.string().nullable().openapi({ description: 'Why the spending was taken back, when it was' }),
    approvals: z.array(z.object({ party: Party, by: z.string().nullable(), on: z.iso.datetime() })),
    mayApprove: z.boolean().openapi({ description: 'Whether this person has not approved yet and may' }),
    mayTakeBack: z.boolean().openapi({ description: 'Whether it was spent and this person may take that back' }),
  })
  .openapi('BudgetRequest')
export type BudgetRequest = z.infer<typeof BudgetRequest>
export const BudgetRequestPage = pageOf(BudgetRequest)

// levies

export const Fund = z
  .object({ accountId: z.uuid(), purpose: z.string(), asset: z.string(), scale: z.int(), left: Digits })
  .openapi('Fund', { description: 'What rules gave to a purpose' })
export type Fund = z.infer<typeof Fund>
export const Funds = pageOf(Fund)

export const NewFundPayment = z
  .strictObject({
    partyId: z.uuid().optional().openapi({ description: 'The organisation that gets it, or' }),
    fund: z
      .string()
      .regex(/^[a-z][a-z0-9_.:-]{0,69}$/, says('layout_key_form'))
      .optional()
      .openapi({ description: 'the key of another fund, such as `project:trail`' }),
    amount: Amount,
    what: text,
  })
  .openapi('NewFundPayment')
export type NewFundPayment = z.infer<typeof NewFundPayment>

export const FundPayment = z
  .object({
    id: z.uuid(),
    day: z.iso.date(),
    purpose: z.string().openapi({ description: 'Of the fund it came from' }),
    accountId: z.uuid(),
    to: Party.nullable(),
    toPurpose: z.string().nullable(),
    asset: z.string(),
    scale: z.int(),
    amount: Digits,
    what: z.string(),
  })
  .openapi('FundPayment')
export type FundPayment = z.infer<typeof FundPayment>
export const FundPaymentPage = pageOf(FundPayment)

export const FundOrigin = z
  .object({
    transactionId: z.uuid(),
    kind: z.string().openapi({ description: '`sale`, or what else filled the fund' }),
    day: z.iso.date(),
    sale: z.string().nullable(),
    reference: z.string().nullable(),
    step: z.string().nullable(),
    through: z.string().nullable().openapi({ description: 'Who passed it on, by the rule' }),
    exact: z.string().nullable().openapi({ description: 'The exact share, as a fraction of minor units' }),
    share: Digits.openapi({ description: 'What came into the fund by it' }),
    used: Digits.openapi({ description: 'How much of that went into this payment' }),
  })
  .openapi('FundOrigin')
export type FundOrigin = z.infer<typeof FundOrigin>
export const FundOrigins = z
  .object({
    payment: FundPayment,
    items: z.array(FundOrigin),
    total: z.int().openapi({ description: 'How many there are in all' }),
    uncovered: Digits.openapi({ description: 'What was paid before it had come in' }),
    nextCursor: z.string().nullable(),
  })
  .openapi('FundOrigins')
export type FundOrigins = z.infer<typeof FundOrigins>
