import { z } from '@hono/zod-openapi'
import { says } from '../../kernel/complaints.ts'
import { Paging, pageOf } from '../../kernel/paging.ts'

export type Tables = {
  points_reasons: {
    ecosystem_id: string
    id: string
    asset: string
    label: string
    points: bigint
    made_by: string
    made_at: Date
    ended_at: Date | null
  }
  hour_reports: {
    ecosystem_id: string
    id: string
    giver: string
    receiver: string | null
    project: string | null
    project_name: string | null
    minutes: number
    day: string
    what: string
    reported_by: string
    reported_at: Date
  }
  hour_answers: {
    ecosystem_id: string
    report_id: string
    how: 'confirmed' | 'refused'
    transaction_id: string | null
    answered_by: string
    answered_at: Date
  }
}
export type Events = {
  'hours.reported': { reportId: string }
  'hours.confirmed': { reportId: string }
  'hours.refused': { reportId: string }
  'credit.member_set': { asset: string; partyId: string }
  'credit.taken_back': { asset: string; transactionId: string }
  'points.taken_back': { asset: string; transactionId: string }
  'points_reason.added': { reasonId: string }
  'points_reason.removed': { reasonId: string }
}

const TEXT_MAX = 200
const NAME_MAX = 60
const DAYS_MAX = 36_500
const COUNT_MAX = 10_000

export const Amount = z
  .string()
  .regex(/^[1-9]\d{0,17}$/, says('amount_form'))
  .openapi({ description: 'The smallest unit as digits', example: '1250' })
const Limit = z
  .string()
  .regex(/^\d{1,18}$/, says('amount_form'))
  .openapi({ description: 'The smallest unit as digits', example: '50000' })
const Digits = z.string().openapi({ description: 'The smallest unit as digits, below nothing with a minus sign' })
const text = z.string().trim().min(1).max(TEXT_MAX)
const name = z.string().trim().min(1).max(NAME_MAX)
const code = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{1,15}$/, says('asset_form'))
  .openapi({ example: 'MOSEL' })

export const AssetParam = z.object({ asset: code.openapi({ param: { name: 'asset', in: 'path' } }) })
export const MemberParams = z.object({
  ...AssetParam.shape,
  partyId: z.uuid().openapi({ param: { name: 'partyId', in: 'path' } }),
})
/** One thing of an asset: a reason points are given for, or something that moved. */
export const OfAssetParams = z.object({ ...AssetParam.shape, id: z.uuid().openapi({ param: { name: 'id', in: 'path' } }) })
/** Of whom: left out, the organisation one speaks for. */
export const Whose = z.object({ partyId: z.uuid().optional() })
export const WhosePaged = Paging.extend(Whose.shape)

const Party = z.object({ id: z.uuid(), name: z.string().nullable() })

export const Move = z
  .object({
    transactionId: z.uuid(),
    on: z.iso.datetime(),
    kind: z.string(),
    amount: Digits,
    balanceAfter: Digits,
    party: Party.nullable().openapi({ description: 'Who it came from or went to' }),
    text: z.string().nullable(),
    undoes: z
      .object({ transactionId: z.uuid(), reason: z.string().nullable() })
      .nullable()
      .openapi({ description: 'What this takes back, and why' }),
    takenBack: z.string().nullable().openapi({ description: 'Why it was taken back, when it was' }),
    mayTakeBack: z.boolean().openapi({ description: 'Whether this person may take it back' }),
  })
  .openapi('ValueMove')
export type Move = z.infer<typeof Move>
export const MovePage = pageOf(Move)

// mutual credit

export const NewCircle = z
  .strictObject({ code, name, scale: z.int().min(0).max(4).default(2) })
  .openapi('NewCreditCircle', { description: 'Those who give each other credit in a unit of their own' })
export type NewCircle = z.infer<typeof NewCircle>

export const Circle = z
  .object({
    asset: z.string(),
    name: z.string(),
    scale: z.int(),
    own: z
      .object({ balance: Digits, minimum: Digits.nullable(), maximum: Digits.nullable() })
      .nullable()
      .openapi({ description: 'Of the organisation one speaks for' }),
  })
  .openapi('CreditCircle')
export type Circle = z.infer<typeof Circle>
export const Circles = z.object({ items: z.array(Circle) }).openapi('CreditCircles')

export const CircleMember = z
  .object({
    party: Party,
    balance: Digits.nullable().openapi({ description: 'Of others, coordinators alone see it' }),
    minimum: Digits.nullable(),
    maximum: Digits.nullable(),
  })
  .openapi('CreditMember')
export type CircleMember = z.infer<typeof CircleMember>
export const CircleMemberPage = pageOf(CircleMember)

export const Limits = z
  .strictObject({
    limit: Limit.openapi({ description: 'How far below nothing the balance may go' }),
    maximum: Limit.nullable().default(null).openapi({ description: 'How far above nothing; null for any' }),
  })
  .openapi('CreditLimits')
export type Limits = z.infer<typeof Limits>

export const NewPayment = z
  .strictObject({ fromId: z.uuid(), toId: z.uuid(), amount: Amount, text: text.nullable().default(null) })
  .openapi('NewCreditPayment')
export type NewPayment = z.infer<typeof NewPayment>
export const Payment = z.object({ transactionId: z.uuid(), balance: Digits }).openapi('CreditPayment')
export type Payment = z.infer<typeof Payment>

// points

export const NewPoints = z
  .strictObject({
    code,
    name,
    expiresAfterDays: z.int().min(1).max(DAYS_MAX).nullable().default(null).openapi({ description: 'Null: they stay good' }),
  })
  .openapi('NewPoints')
export type NewPoints = z.infer<typeof NewPoints>

export const NewReason = z.strictObject({ label: z.string().trim().min(1).max(100), points: Amount }).openapi('NewPointsReason')
export type NewReason = z.infer<typeof NewReason>
export const Reason = z.object({ id: z.uuid(), label: z.string(), points: Digits }).openapi('PointsReason')
export type Reason = z.infer<typeof Reason>

export const PointsKind = z
  .object({
    asset: z.string(),
    name: z.string(),
    expiresAfterDays: z.int().nullable(),
    outstanding: Digits.nullable().openapi({ description: 'What all together hold; for coordinators' }),
    reasons: z.array(Reason),
  })
  .openapi('PointsKind')
export type PointsKind = z.infer<typeof PointsKind>
export const PointsKinds = z.object({ items: z.array(PointsKind) }).openapi('PointsKinds')

export const NewIssue = z
  .strictObject({
    partyId: z.uuid(),
    points: Amount.optional().openapi({ description: 'By hand: how many' }),
    reasonId: z.uuid().optional().openapi({ description: 'By rule: for what; then it says how many each time' }),
    times: z.int().min(1).max(COUNT_MAX).default(1),
    text: text.nullable().default(null),
  })
  .openapi('NewPointsIssue')
export type NewIssue = z.infer<typeof NewIssue>

export const NewSpending = z
  .strictObject({ partyId: z.uuid(), points: Amount, text: text.nullable().default(null) })
  .openapi('NewPointsSpending')
export type NewSpending = z.infer<typeof NewSpending>
export const PointsMoved = z.object({ transactionId: z.uuid(), points: Digits, balance: Digits }).openapi('PointsMoved')
export type PointsMoved = z.infer<typeof PointsMoved>

export const PointsHeld = z
  .object({
    balance: Digits,
    expiring: z
      .array(z.object({ on: z.iso.date(), points: Digits }))
      .openapi({ description: 'What is lost when, unless it is spent before: after the end of that day' }),
  })
  .openapi('PointsHeld')
export type PointsHeld = z.infer<typeof PointsHeld>

export const PointsHolder = z.object({ party: Party, balance: Digits }).openapi('PointsHolder')
export type PointsHolder = z.infer<typeof PointsHolder>
export const PointsHolderPage = pageOf(PointsHolder)

// volunteer hours

const MINUTES_MAX = 100_000

export const NewHours = z
  .strictObject({
    giverId: z.uuid().openapi({ description: 'The organisation whose people gave them' }),
    receiverId: z.uuid().optional().openapi({ description: 'The organisation they were given to, or' }),
    project: z.string().trim().min(1).max(80).optional().openapi({ description: 'the project, by its name' }),
    minutes: z.int().min(1).max(MINUTES_MAX),
    day: z.iso.date(),
    what: text.openapi({ description: 'What was done' }),
  })
  .openapi('NewVolunteerHours')
export type NewHours = z.infer<typeof NewHours>

export const HoursState = z.enum(['open', 'confirmed', 'refused'])
export const HoursList = Paging.extend({ state: HoursState.optional() })
export type HoursList = z.infer<typeof HoursList>

export const Hours = z
  .object({
    id: z.uuid(),
    giver: Party,
    receiver: Party.nullable(),
    project: z.string().nullable(),
    minutes: z.int(),
    day: z.iso.date(),
    what: z.string(),
    state: HoursState,
    reportedOn: z.iso.datetime(),
    mayAnswer: z.boolean().openapi({ description: 'Whether it is for this person to confirm or refuse them' }),
  })
  .openapi('VolunteerHours')
export type Hours = z.infer<typeof Hours>
export const HoursPage = pageOf(Hours)

export const HourSum = z.object({ party: Party.nullable(), project: z.string().nullable(), minutes: Digits }).openapi('VolunteerHourSum')
export type HourSum = z.infer<typeof HourSum>
export const HourSums = z
  .object({
    given: z.array(HourSum).openapi({ description: 'By whom, the most first' }),
    received: z.array(HourSum).openapi({ description: 'By project and organisation, the most first' }),
    minutes: Digits.openapi({ description: 'All together' }),
  })
  .openapi('VolunteerHourSums')
export type HourSums = z.infer<typeof HourSums>
