import type { Selectable } from 'kysely'
import { complaint } from '../../kernel/complaints.ts'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { readAliases, readNames } from '../parties/index.ts'
import { allow, readMembers, todayIn } from '../people/index.ts'
import { readCounts, readEvidence } from './evidence.ts'
import { type Counts, isGoal, progressOf } from './rules.ts'
import type { Goal, NewGoal, NewStatement, Statement, StatementRow } from './schema.ts'

const KEPT_SHOWN = 20

/** The statement that holds and those before it, the newest first, with how far their goals have come by now. */
export async function listStatements(ctx: Ctx): Promise<Statement[]> {
  allow(ctx, 'niche.write')
  const rows = await ctx.db
    .selectFrom('niche_statements')
    .selectAll()
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .orderBy('written_at', 'desc')
    .orderBy('id', 'desc')
    .limit(KEPT_SHOWN)
    .execute()
  if (rows.length === 0) return []
  const names = await readMembers(ctx, [...new Set(rows.map(writerOf))])
  const now = { counts: await readCounts(ctx), today: await todayIn(ctx) }
  const namesIn = await readNamesIn(ctx, rows)
  return rows.map((row) => ({ ...show(row, names.get(writerOf(row))?.name ?? null, now), names: namesIn(row) }))
}

/** Whom the evidence of a statement names, by the name of today; whoever is no longer on the map has none. */
async function readNamesIn(
  ctx: Ctx,
  rows: readonly Selectable<StatementRow>[],
): Promise<(row: Selectable<StatementRow>) => Statement['names']> {
  const { targetOf } = await readAliases(ctx)
  const idsOf = ({ evidence }: Selectable<StatementRow>) => [
    ...new Set([...evidence.needs, ...evidence.strengths].flatMap(({ partyIds }) => partyIds)),
  ]
  const known = await readNames(ctx, [...new Set(rows.flatMap(idsOf).map(targetOf))])
  return (row) =>
    idsOf(row).flatMap((id) => {
      const party = known.get(targetOf(id))
      return party === undefined || party.endedAt !== null ? [] : [{ id, name: party.name }]
    })
}

/** Writes a statement with the evidence of this moment. Throws invalid for a goal that is reached already, over already, or cannot be counted. */
export async function writeStatement(tx: Tx, { goals, ...words }: NewStatement): Promise<Statement> {
  allow(tx, 'niche.write')
  const evidence = await readEvidence(tx)
  const started = startGoals(goals, evidence.counts, await todayIn(tx))
  const row = {
    ecosystem_id: tx.ecosystemId,
    id: newId(),
    ...words,
    goals: JSON.stringify(started),
    evidence: JSON.stringify(evidence),
    written_by: sourceOf(tx.actor),
    written_at: tx.now(),
  }
  await tx.db.insertInto('niche_statements').values(row).execute()
  await emit(tx, 'niche.written', null, { statementId: row.id })
  const [written] = await listStatements(tx)
  return written!
}

function startGoals(goals: readonly NewGoal[], counts: Counts, now: string): Goal[] {
  const wrong = goals.flatMap(({ measure, target, by }, place) => {
    const start = counts[measure]
    if (start === null) return [complaint(`goals.${place}.measure`, 'goal_uncounted')]
    if (!isGoal(measure, start, target)) return [complaint(`goals.${place}.target`, 'goal_reached', { now: start })]
    return by <= now ? [complaint(`goals.${place}.by`, 'goal_over')] : []
  })
  if (wrong.length > 0) throw new DomainError('invalid', 'invalid_goal', 'Something in the input is not right.', wrong)
  return goals.map((goal) => ({ ...goal, start: counts[goal.measure]! }))
}

function show(row: Selectable<StatementRow>, writtenBy: string | null, now: { counts: Counts; today: string }): Omit<Statement, 'names'> {
  const { id, customers, lack, bring, benefit, statement, goals, evidence } = row
  const shown = goals.map((goal) => {
    const count = now.counts[goal.measure]
    const progress = progressOf(goal, count)
    return { ...goal, now: count, progress, isOverdue: goal.by < now.today && progress !== 1 }
  })
  return { id, customers, lack, bring, benefit, statement, goals: shown, evidence, writtenBy, writtenAt: row.written_at.toISOString() }
}

function writerOf({ written_by }: { written_by: string }): string {
  return written_by.replace(/^person:/, '')
}
