import { z } from '@hono/zod-openapi'

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
