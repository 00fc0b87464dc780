import { z } from '@hono/zod-openapi'
import type { Json } from '../../kernel/tables.ts'
import { MEASURES } from './rules.ts'

export type StatementRow = {
  ecosystem_id: string
  id: string
  customers: string
  lack: string
  bring: string
  benefit: string
  statement: string
  goals: Json<Goal[]>
  evidence: Json<Evidence>
  written_by: string
  written_at: Date
}
export type Tables = { niche_statements: StatementRow }
export type Events = { 'niche.written': { statementId: string } }

const PART_MAX = 300
const STATEMENT_MAX = 1500
const GOALS_MAX = 5
const COUNT_MAX = 1_000_000

const part = z.string().trim().min(1).max(PART_MAX)
const counted = z.int().min(0)

const Count = z.object({ key: z.string(), count: counted }).openapi('NicheCount')
const Demand = z
  .object({ category: z.string(), needs: counted, offers: counted, partyIds: z.array(z.uuid()) })
  .openapi('NicheDemand', { description: 'How many parties need and offer something; `partyIds` are the first of them' })

const Counts = z
  .object({ organisations: counted, tiedToUs: counted.nullable(), offers: counted, unmetNeeds: counted })
  .openapi('NicheCounts', { description: 'What goals are measured by, counted today' })

export const Evidence = z
  .object({
    customers: z.object({ total: counted, sectors: z.array(Count), cities: z.array(Count) }),
    sectors: z.array(Count).openapi({ description: 'The sectors with the most organisations' }),
    needs: z.array(Demand),
    strengths: z.array(Demand).openapi({ description: 'What is offered most' }),
    counts: Counts,
    speaking: counted.openapi({ description: 'How many organisations say what they offer or need' }),
  })
  .openapi('NicheEvidence')
export type Evidence = z.infer<typeof Evidence>

const Named = z.object({ id: z.uuid(), name: z.string() })

export const ShownEvidence = Evidence.extend({ own: Named.nullable(), names: z.array(Named) }).openapi('NicheShownEvidence')
export type ShownEvidence = z.infer<typeof ShownEvidence>

const NewGoal = z
  .strictObject({ measure: z.enum(MEASURES), target: z.int().min(0).max(COUNT_MAX), by: z.iso.date() })
  .openapi('NewNicheGoal')
export type NewGoal = z.infer<typeof NewGoal>
const Goal = z.object({ ...NewGoal.shape, start: counted })
export type Goal = z.infer<typeof Goal>

export const NewStatement = z
  .strictObject({
    customers: part.openapi({ description: 'Whom it is for' }),
    lack: part.openapi({ description: 'What they lack' }),
    bring: part.openapi({ description: 'Who and what is brought together' }),
    benefit: part.openapi({ description: 'What becomes better by it' }),
    statement: z.string().trim().min(1).max(STATEMENT_MAX).openapi({ description: 'All of it in one sentence or two' }),
    goals: z.array(NewGoal).max(GOALS_MAX),
  })
  .openapi('NewNicheStatement')
export type NewStatement = z.infer<typeof NewStatement>

export const Statement = z
  .object({
    id: z.uuid(),
    customers: z.string(),
    lack: z.string(),
    bring: z.string(),
    benefit: z.string(),
    statement: z.string(),
    goals: z.array(
      Goal.extend({
        now: counted.nullable(),
        progress: z
          .number()
          .min(0)
          .max(1)
          .nullable()
          .openapi({ description: 'From where it started to its target; null when it cannot be counted now' }),
        isOverdue: z.boolean(),
      }),
    ),
    evidence: Evidence.openapi({ description: 'As it was when this was written' }),
    names: z.array(Named).openapi({ description: 'Of those the evidence names, who is on the map today, by the name of today' }),
    writtenBy: z.string().nullable().openapi({ description: 'A name, for who still has access' }),
    writtenAt: z.iso.datetime(),
  })
  .openapi('NicheStatement')
export type Statement = z.infer<typeof Statement>

export const Statements = z
  .object({ items: z.array(Statement).openapi({ description: 'The newest first; that one holds' }) })
  .openapi('NicheStatements')
