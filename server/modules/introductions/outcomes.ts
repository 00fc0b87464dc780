import { sql } from 'kysely'
import type { Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { resolveParties } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import { completeTask, endTask, reopenTask } from '../tasks/index.ts'
import { createTies, endTie } from '../ties/index.ts'
import { lockIntroduction, mustFollow, samePartyError, takeStep, withdraw } from './introductions.ts'
import { getIntroduction, type IntroductionRow, type StepRow } from './reading.ts'
import type { Completion, Introduction } from './schema.ts'

/** Says that the two were introduced, with the tie that came of it or without. Its task is done with it. */
export async function completeIntroduction(tx: Tx, id: string, { tie, note }: Completion): Promise<Introduction> {
  const row = await lockIntroduction(tx, id)
  mustFollow(row, 'completion')
  const stated = tie === null ? { tieId: null, isNew: false } : await stateTie(tx, row, tie)
  await takeStep(tx, id, { step: 'completion', note, tie_id: stated.tieId, tie_is_new: stated.isNew })
  const taskId = taskOf(row)
  if (taskId !== null) await unlessGone(() => completeTask(tx, taskId))
  await emit(tx, 'introduction.done', id, { oneId: row.one_id, otherId: row.other_id, tieId: stated.tieId })
  return await getIntroduction(tx, id)
}

/**
 * Takes back the last step: what it made goes with it, the task of an acceptance and the tie of a completion. A proposal without its decision
 * is open again. Throws conflict for a step that is not the last one.
 */
export async function undoStep(tx: Tx, id: string, stepId: string): Promise<{ id: string }> {
  const row = await lockIntroduction(tx, id)
  const last = row.steps.at(-1)
  const step = found(row.steps.find((taken) => taken.id === stepId), 'introduction_step') // biome-ignore format: one line reads better
  if (step !== last) throw new DomainError('conflict', 'introduction_went_on', 'The introduction has gone on since. Take the later step back first.') // biome-ignore format: one line reads better
  await sql`
    update introduction_steps set undone_at = ${tx.now()}, undone_by = ${sourceOf(tx.actor)}
    where ecosystem_id = ${tx.ecosystemId} and id = ${stepId}`.execute(tx.db)
  await takeAway(tx, row, step)
  await emit(tx, 'introduction.undone', id, { oneId: row.one_id, otherId: row.other_id, step: step.step })
  if (row.steps.length === 1 && row.origin !== 'person') await withdraw(tx, row)
  return { id }
}

async function stateTie(tx: Tx, row: IntroductionRow, { type, isTurned }: NonNullable<Completion['tie']>) {
  const present = await resolveParties(tx, [row.one_id, row.other_id])
  const ends = [present.get(row.one_id)!, present.get(row.other_id)!] as const
  allow(tx, 'ties.write', ends)
  const [fromId, toId] = isTurned ? [ends[1], ends[0]] : ends
  const [outcome] = await createTies(tx, [{ fromId, toId, type }], sourceOf(tx.actor))
  if (outcome!.outcome === 'self') throw samePartyError()
  const isNew = outcome!.outcome === 'created'
  if (isNew) await emit(tx, 'tie.created', outcome!.id, { fromId, toId, type })
  return { tieId: outcome!.id, isNew }
}

async function takeAway(tx: Tx, row: IntroductionRow, { step, tie_id, tie_is_new }: StepRow): Promise<void> {
  const taskId = taskOf(row)
  if (step === 'completion') {
    if (tie_id !== null && tie_is_new) await unlessGone(() => endTie(tx, tie_id))
    if (taskId !== null) await unlessGone(() => reopenTask(tx, taskId))
  }
  if (step === 'acceptance' && taskId !== null) await unlessGone(() => endTask(tx, taskId))
}

function taskOf({ steps }: IntroductionRow): string | null {
  return steps.find(({ step }) => step === 'acceptance')?.task_id ?? null
}

/** What somebody removed, completed or opened again meanwhile needs nothing more. */
async function unlessGone(work: () => Promise<unknown>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof DomainError) || !['not_found', 'conflict'].includes(error.kind)) throw error
  }
}
