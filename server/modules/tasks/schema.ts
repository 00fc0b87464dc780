import { z } from '@hono/zod-openapi'
import type { Generated } from 'kysely'
import { says } from '../../kernel/complaints.ts'
import { Paging, pageOf } from '../../kernel/paging.ts'

export type Tables = {
  tasks: {
    ecosystem_id: string
    id: string
    title: string
    body: string | null
    owner_id: string | null
    due: string | null
    party_id: string | null
    tie_id: string | null
    proposed_by: string | null
    source: string
    version: Generated<number>
    created_at: Date
    updated_at: Date
    ended_at: Generated<Date | null>
    search: Generated<string>
  }
  task_reminders: {
    ecosystem_id: string
    person_id: string
    id: string
    hour: number
    since: Date
    last_day: string | null
  }
  task_completions: {
    ecosystem_id: string
    id: string
    task_id: string
    at: Date
    by: string
    undone_at: Generated<Date | null>
    undone_by: Generated<string | null>
  }
}

type About = { partyId: string | null }
export type Events = {
  'task.created': About & { ownerId: string | null; proposedBy: string | null }
  'task.changed': About & { fields: string[] }
  'task.completed': About & { completionId: string }
  'task.reopened': About & { completionId: string }
  'task.ended': About
  'task.restored': About
  'reminder.set': { hour: number }
  'reminder.ended': { hour: number }
}

const text = (max: number) => z.string().trim().max(max)
const PersonId = z.string().min(1).max(100)

const facts = {
  title: text(200).min(1),
  body: text(10_000)
    .nullable()
    .transform((value) => value || null)
    .openapi({ type: ['string', 'null'] }),
  ownerId: PersonId.nullable().openapi({ description: 'A person with access to the ecosystem' }),
  due: z.iso.date().nullable(),
  partyId: z.uuid().nullable(),
  tieId: z.uuid().nullable(),
}

export const NewTask = z
  .strictObject({
    ...z.object(facts).partial().shape,
    title: facts.title,
    proposedBy: z
      .string()
      .regex(/^[a-z]+:[a-z0-9_.-]{1,80}$/, says('source_key_form'))
      .nullable()
      .optional()
      .openapi({ description: 'What proposed it, such as insight:brokers' }),
  })
  .openapi('NewTask')
export type NewTask = z.infer<typeof NewTask>

export const TaskChange = z.strictObject({ ...z.object(facts).partial().shape, version: z.int().min(1) }).openapi('TaskChange')
export type TaskChange = z.infer<typeof TaskChange>

export const Task = z
  .object({
    id: z.uuid(),
    title: z.string(),
    body: z.string().nullable(),
    ownerId: z.string().nullable(),
    due: z.string().nullable(),
    isOverdue: z.boolean(),
    partyId: z.uuid().nullable(),
    partyName: z.string().nullable(),
    partyEndedAt: z.iso.datetime().nullable().openapi({ description: 'Since when the party is no longer on the map' }),
    tieId: z.uuid().nullable(),
    proposedBy: z.string().nullable(),
    source: z.string(),
    completion: z.object({ at: z.iso.datetime(), by: z.string() }).nullable(),
    version: z.int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .openapi('Task')
export type Task = z.infer<typeof Task>
export const TaskPage = pageOf(Task).openapi('TaskPage')

export const TaskList = Paging.extend({
  owner: PersonId.optional().openapi({ description: '`me`, `nobody` or the id of a person' }),
  state: z.enum(['open', 'overdue', 'done', 'all']).default('open'),
  partyId: z.uuid().optional(),
  tieId: z.uuid().optional(),
  proposedBy: text(100).optional().openapi({ description: 'What proposed it, such as meeting:ID' }),
})
export type TaskList = z.infer<typeof TaskList>

export const Reminder = z
  .object({
    hour: z.int().nullable().openapi({ description: 'The hour of the ecosystem’s day; null: no mail' }),
    since: z.iso.datetime().nullable(),
  })
  .openapi('TaskReminder')
export type Reminder = z.infer<typeof Reminder>
export const ReminderChange = z.strictObject({ hour: z.int().min(0).max(23) }).openapi('TaskReminderChange')

export const Ended = z.object({ id: z.uuid() }).openapi('EndedTask')
