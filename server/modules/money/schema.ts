import { z } from '@hono/zod-openapi'
import { says } from '../../kernel/complaints.ts'
import { Paging, pageOf } from '../../kernel/paging.ts'

export type Tables = {
  money_plans: {
    ecosystem_id: string
    id: string
    subject: string
    asset: string
    way: 'in' | 'out'
    month: string
    amount: bigint | null
    planned_by: string
    planned_at: Date
  }
}
export type Events = { 'money_plan.written': { asset: string; months: number } }

export const Language = z.object({ language: z.enum(['en', 'de']).default('en') })

export const Origin = z
  .object({
    rule: z
      .object({
        ruleId: z.uuid(),
        ruleName: z.string(),
        versionId: z.uuid(),
        number: z.int(),
        steps: z
          .array(z.object({ id: z.string(), sentence: z.string() }))
          .openapi({ description: 'The rule in words, a sentence a step; none for who may not read rules' }),
      })
      .nullable()
      .openapi({ description: 'What it was shared by; null when it was not' }),
  })
  .openapi('MoneyOrigin')
export type Origin = z.infer<typeof Origin>

export const Names = z
  .object({ items: z.array(z.object({ purpose: z.string().openapi({ example: 'fund:levy:2026' }), name: z.string() })) })
  .openapi('MoneyNames', { description: 'What purposes of accounts are called' })
export type Names = z.infer<typeof Names>

const TOP_MAX = 20
const Code = z.string().regex(/^[A-Z][A-Z0-9_]{1,15}$/, says('asset_form'))
const minor = z.string().openapi({ description: 'In the smallest unit of the asset', example: '11433' })
const place = z.string().max(200).openapi({ example: 'own:bank' })

const Period = {
  asset: Code.default('EUR'),
  from: z.iso.date(),
  to: z.iso.date(),
  top: z.coerce
    .number()
    .int()
    .min(1)
    .max(TOP_MAX)
    .default(8)
    .openapi({ description: 'How many stand for themselves in each column; the rest are `others`' }),
}
export const FlowList = z.object({ ...Period, ...Language.shape })
export type FlowList = z.infer<typeof FlowList>
export const Flows = z
  .object({
    asset: z.string(),
    scale: z.int(),
    flows: z.array(
      z.object({
        source: place.openapi({ description: '`party:<id>`, `own:<purpose>` for an account of the ecosystem, or `others`' }),
        middle: place.openapi({ description: 'What it was shared as: `step:<rule>:<step>`, `vat`, `kind:<kind>`, or `others`' }),
        target: place,
        amount: minor.openapi({ description: 'Below zero when more was given back than went' }),
        postings: z.int(),
      }),
    ),
    parties: z.array(z.object({ key: z.string(), name: z.string().nullable() })),
    steps: z.array(z.object({ key: z.string(), ruleId: z.uuid(), ruleName: z.string(), number: z.int(), sentence: z.string() })),
  })
  .openapi('MoneyFlows')
export type Flows = z.infer<typeof Flows>

export const FlowPostingList = Paging.extend({ ...Period, source: place, middle: place, target: place })
export type FlowPostingList = z.infer<typeof FlowPostingList>
export const FlowPostings = pageOf(
  z.object({
    transactionId: z.uuid(),
    n: z.int(),
    kind: z.string(),
    effectiveOn: z.iso.date(),
    amount: minor,
    reference: z.string().nullable(),
  }),
).openapi('MoneyFlowPostings')
export type FlowPostings = z.infer<typeof FlowPostings>

const CELLS_MAX = 500
const YEAR = { min: 2000, max: 2200 }
const Subject = z
  .string()
  .regex(/^(purpose:[a-z][a-z0-9_.:-]{0,79}|account:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/, says('plan_subject_form'))
  .openapi({ example: 'purpose:fund:levy:2026', description: 'All accounts of a purpose, or one account: `account:<id>`' })
const Way = z.enum(['in', 'out']).openapi({ description: 'What comes in, or what goes out' })
const Month = z
  .string()
  .regex(/^2[0-9]{3}-(0[1-9]|1[0-2])$/, says('month_form'))
  .openapi({ example: '2026-05' })
const Planned = z
  .string(says('amount_form'))
  .regex(/^[0-9]{1,18}$/, says('amount_form'))
  .transform((digits) => BigInt(digits))
  .nullable()
  .openapi({ type: ['string', 'null'], example: '120000', description: 'Null: nothing is planned any more' })

export const PlanList = z.object({ year: z.coerce.number().int().min(YEAR.min).max(YEAR.max), asset: Code.default('EUR') })
export type PlanList = z.infer<typeof PlanList>
export const Plan = z
  .object({
    year: z.int(),
    asset: z.string(),
    scale: z.int(),
    lines: z.array(
      z.object({
        subject: z.string(),
        way: Way,
        account: z
          .object({ purpose: z.string(), ownerPartyId: z.uuid().nullable(), ownerName: z.string().nullable() })
          .nullable()
          .openapi({ description: 'The account, where it is for one' }),
        months: z.array(z.object({ month: z.string(), planned: minor.nullable(), actual: minor })).openapi({ description: 'All twelve' }),
      }),
    ),
  })
  .openapi('MoneyPlan')
export type Plan = z.infer<typeof Plan>

export const NewPlan = z
  .strictObject({
    asset: Code,
    cells: z
      .array(z.strictObject({ subject: Subject, way: Way, month: Month, amount: Planned }))
      .min(1)
      .max(CELLS_MAX),
  })
  .openapi('NewMoneyPlan')
export type NewPlan = z.infer<typeof NewPlan>
export const PlanWritten = z.object({ written: z.int() }).openapi('MoneyPlanWritten')

export const PlanPlace = z.object({ subject: Subject, way: Way, month: Month, asset: Code.default('EUR') })
export type PlanPlace = z.infer<typeof PlanPlace>
export const PlanHistory = z
  .object({
    items: z.array(z.object({ amount: minor.nullable(), plannedBy: z.string().nullable(), plannedAt: z.iso.datetime() })),
  })
  .openapi('MoneyPlanHistory')
export type PlanHistory = z.infer<typeof PlanHistory>
