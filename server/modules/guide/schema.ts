import { z } from '@hono/zod-openapi'
import type { Generated } from 'kysely'
import type { Json } from '../../kernel/tables.ts'
import { Task } from '../tasks/index.ts'
import { MADE_KINDS, OTHER_KIND, STEPS, type Step, TASK_STEPS, WORD_TYPES, type WordType } from './rules.ts'

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
  guide_choices: {
    ecosystem_id: string
    id: string
    kind: string
    locale: Locale
    chosen_by: string
    chosen_at: Date
    ended_by: Generated<string | null>
    ended_at: Generated<Date | null>
  }
  guide_words: { ecosystem_id: string; word: WordType; key: string; value: Json<unknown> }
}

export type Events = {
  'guide.step_skipped': { step: Step }
  'guide.step_resumed': { step: Step }
  /** How many words came and went with it. */
  'ecosystem_kind.chosen': { kind: string | null; added: number; removed: number }
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
    isGeneral: z.boolean().openapi({ description: 'It fits every ecosystem, not only the kind that was chosen' }),
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
    ecosystemKind: z
      .string()
      .nullable()
      .openapi({ description: 'The kind of ecosystem that was chosen, or `other`; null while nothing is' }),
    sectors: z
      .object({
        typical: z.int().openapi({ description: 'How many sectors are typical of the kind of ecosystem' }),
        missing: z.array(z.string()).openapi({ description: 'Those of them, as NACE codes, of which no organisation on the map is known' }),
        known: z.int().openapi({ description: 'How many organisations say their sector by NACE' }),
      })
      .nullable(),
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

const ChoosableKind = z
  .string()
  .min(1)
  .max(40)
  .nullable()
  .openapi({
    description: `A kind of the list, \`${OTHER_KIND}\` for something else; null while nothing is chosen`,
    example: 'tourism',
  })

const ShownKindOfEcosystem = z
  .object({
    key: z.string(),
    name: z.string(),
    description: z.string(),
    sectors: z.array(z.string()).openapi({ description: 'NACE codes of the trades it is typically made of' }),
    words: z.object({ kinds: z.array(z.string()), fields: z.array(z.string()), tieTypes: z.array(z.string()) }),
  })
  .openapi('KindOfEcosystem')
export type ShownKindOfEcosystem = z.infer<typeof ShownKindOfEcosystem>
export const KindsQuery = z.object({ locale: LocaleName.openapi({ description: 'The language of names and words' }) })
export const KindsOfEcosystem = z.object({ items: z.array(ShownKindOfEcosystem) }).openapi('KindsOfEcosystem')

export const ChosenKind = z
  .object({ kind: ChoosableKind, chosenAt: z.iso.datetime().nullable(), sectors: ShownKindOfEcosystem.shape.sectors })
  .openapi('ChosenKindOfEcosystem')
export type ChosenKind = z.infer<typeof ChosenKind>

export const KindChoice = z
  .strictObject({ kind: ChoosableKind, locale: LocaleName.openapi({ description: 'The language in which its words are added' }) })
  .openapi('KindOfEcosystemChoice')
export type KindChoice = z.infer<typeof KindChoice>

const NamedWord = z.object({ type: z.enum(WORD_TYPES), key: z.string(), label: z.string() }).openapi('WordOfEcosystem')
export const KindChange = z
  .object({
    kind: ChoosableKind,
    added: z.array(NamedWord),
    removed: z.array(NamedWord).openapi({ description: 'Words of the kind before that nobody used' }),
    kept: z.array(
      z.object({
        ...NamedWord.shape,
        why: z.enum(['there', 'used', 'edited']).openapi({
          description: 'A word that was there already; or one of the kind before that is used, or that somebody has changed',
        }),
      }),
    ),
    undo: z
      .object({ kind: ChoosableKind, locale: z.enum(LOCALES) })
      .nullable()
      .openapi({ description: 'The request that takes it back; null where nothing else was chosen' }),
  })
  .openapi('KindOfEcosystemChange')
export type KindChange = z.infer<typeof KindChange>
