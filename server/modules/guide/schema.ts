import { z } from '@hono/zod-openapi'
import type { Generated } from 'kysely'
import { Task } from '../tasks/index.ts'
import { MADE_KINDS, STEPS, type Step, TASK_STEPS } from './rules.ts'

export type Tables = {
  guide_skips: {
    ecosystem_id: string
    id: string
    step: Step
    skipped_by: string
    skipped_at: Date
    resumed_by: Generated<string | null>
    resumed_at: Generated<Date | null>
  }
}

export type Events = {
  'guide.step_skipped': { step: Step }
  'guide.step_resumed': { step: Step }
}

const LOCALES = ['en', 'de'] as const
export type Locale = (typeof LOCALES)[number]
const LocaleName = z.enum(LOCALES).default('en')

export const GuideQuery = z.object({ locale: LocaleName.openapi({ description: 'The language of the proposals' }) })

const MadeThing = z
  .object({ kind: z.enum(MADE_KINDS), id: z.string(), title: z.string(), partyId: z.uuid().nullable() })
  .openapi('GuideMade', { description: 'What finished a step' })

export const Proposal = z
  .object({
    key: z.string(),
    step: z.enum(TASK_STEPS),
    title: z.string(),
    why: z.string(),
    tasks: z.array(z.object({ title: z.string(), due: z.iso.date() })),
    isTaken: z.boolean().openapi({ description: 'Its tasks, or some of them, are on the list' }),
  })
  .openapi('GuideProposal')
export type Proposal = z.infer<typeof Proposal>

export const Guide = z
  .object({
    next: z.enum(STEPS).nullable().openapi({ description: 'The step to go on with; null when none is left' }),
    steps: z.array(
      z.object({
        key: z.enum(STEPS),
        finishedBy: MadeThing.nullable(),
        skip: z
          .object({ at: z.iso.datetime(), by: z.string().nullable().openapi({ description: 'A name, for who still has access' }) })
          .nullable(),
      }),
    ),
    map: z.object({ organisations: z.int(), needed: z.int(), hasOwn: z.boolean() }).openapi({ description: 'What a map still lacks' }),
    proposals: z.array(Proposal),
  })
  .openapi('Guide')
export type Guide = z.infer<typeof Guide>

export const StepParam = z.object({ step: z.enum(STEPS).openapi({ param: { name: 'step', in: 'path' } }) })
export const Skip = z.object({ step: z.enum(STEPS), isSkipped: z.boolean() }).openapi('GuideSkip')
export type Skip = z.infer<typeof Skip>

export const ProposalParam = z.object({
  key: z
    .string()
    .min(1)
    .max(60)
    .openapi({ param: { name: 'key', in: 'path' } }),
})
export const Taking = z.strictObject({ locale: LocaleName.openapi({ description: 'The language of the tasks' }) }).openapi('GuideTaking')
export const NewIdea = z.strictObject({ step: z.enum(TASK_STEPS), title: z.string().trim().min(1).max(200) }).openapi('NewGuideIdea')
export type NewIdea = z.infer<typeof NewIdea>
export const MadeTasks = z.object({ items: z.array(Task) }).openapi('GuideTasks')
