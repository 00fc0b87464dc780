import { z } from '@hono/zod-openapi'
import { says } from '../../kernel/complaints.ts'
import { Paging, pageOf } from '../../kernel/paging.ts'

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
