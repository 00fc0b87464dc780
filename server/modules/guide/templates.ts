import { readFileSync } from 'node:fs'
import { z } from '@hono/zod-openapi'
import { OWN_IDEA, TASK_STEPS } from './rules.ts'

const DAYS_MAX = 90
const text = (max: number) => z.strictObject({ en: z.string().min(1).max(max), de: z.string().min(1).max(max) })
const Key = z
  .string()
  .regex(/^[a-z][a-z0-9_]{1,39}$/)
  .refine((key) => key !== OWN_IDEA)

const ProposalTemplate = z.strictObject({
  key: Key,
  step: z.enum(TASK_STEPS),
  title: text(100),
  why: text(240),
  tasks: z
    .array(z.strictObject({ title: text(200), inDays: z.int().min(1).max(DAYS_MAX) }))
    .min(1)
    .max(4),
})
export type ProposalTemplate = z.infer<typeof ProposalTemplate>

/** What a file of this folder may hold: steps to propose, with their tasks, in both languages. */
export const GuideTemplate = z.strictObject({ proposals: z.array(ProposalTemplate).min(6).max(10) })
export type GuideTemplate = z.infer<typeof GuideTemplate>

/** The proposals that fit every ecosystem. */
export const GENERAL: GuideTemplate = readTemplate('general')

function readTemplate(name: string): GuideTemplate {
  return GuideTemplate.parse(JSON.parse(readFileSync(new URL(`./templates/${name}.json`, import.meta.url), 'utf8')))
}
