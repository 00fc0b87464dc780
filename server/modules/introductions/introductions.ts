import { sql } from 'kysely'
import { complaint } from '../../kernel/complaints.ts'
import type { Tx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { lockParty, readAliases } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import { createTask } from '../tasks/index.ts'
import { areInConflict } from '../ties/index.ts'
import { findLeftOut } from './exemptions.ts'
import { mustBeProposed } from './origin.ts'
import { getIntroduction, type IntroductionRow, introductionsNow, readRow, stateOf } from './reading.ts'
import { isLeftAlone, type Step, stateAfter } from './rules.ts'
import type { Acceptance, Decline, Introduction, NewIntroduction } from './schema.ts'

/**
 * Takes an introduction down: one that was proposed, with the decision, or one that somebody thought of, with or without. Two who decide at
 * once wait for each other by the parties; the second is told. Throws conflict for a pair that is under way or decided, in conflict, or left out,
 * invalid for one that was not proposed as it says.
 */
export async function enterIntroduction(tx: Tx, input: NewIntroduction): Promise<Introduction> {
  allow(tx, 'introductions.write')
  const { acceptance, decline, list, origin } = input
  mustBeProposed(tx, input)
  if (origin !== 'person' && (acceptance === undefined) === (decline === undefined)) throw new DomainError('invalid', 'undecided_proposal', 'A proposal is taken down when it is accepted or declined.') // biome-ignore format: one line reads better
  if (acceptance !== undefined && decline !== undefined) throw new DomainError('invalid', 'accepted_and_declined', 'An introduction is either accepted or declined.') // biome-ignore format: one line reads better
  const [oneId, otherId] = await lockPair(tx, input.oneId, input.otherId)
  if (oneId === otherId) throw samePartyError()
  await mustBeFree(tx, oneId, otherId, origin === 'person')
  if (decline === undefined) await mustBeAllowed(tx, oneId, otherId)
  const id = newId()
  await tx.db
    .insertInto('introductions')
    .values({ ecosystem_id: tx.ecosystemId, id, one_id: oneId, other_id: otherId, list, origin, entered_by: sourceOf(tx.actor), entered_at: tx.now() }) // biome-ignore format: one line reads better
    .execute()
  await emit(tx, 'introduction.entered', id, { oneId, otherId, list, origin })
  const row = await readRow(tx, id)
  if (acceptance !== undefined) await accept(tx, row, acceptance)
  if (decline !== undefined) await refuse(tx, row, decline)
  return await getIntroduction(tx, id)
}

/** Accepts an introduction: it becomes a task with an owner and a day. Throws conflict unless it is still to be decided. */
export async function acceptIntroduction(tx: Tx, id: string, input: Acceptance): Promise<Introduction> {
  const row = await lockIntroduction(tx, id)
  mustFollow(row, 'acceptance')
  const [oneId, otherId] = await lockPair(tx, row.one_id, row.other_id)
  if (oneId === otherId) throw samePartyError()
  await mustBeAllowed(tx, oneId, otherId)
  await accept(tx, row, input)
  return await getIntroduction(tx, id)
}

/** Declines an introduction, with the reason. Throws conflict unless it is still to be decided. */
export async function declineIntroduction(tx: Tx, id: string, input: Decline): Promise<Introduction> {
  const row = await lockIntroduction(tx, id)
  mustFollow(row, 'decline')
  await refuse(tx, row, input)
  return await getIntroduction(tx, id)
}

/** Takes back an introduction that somebody entered and nobody decided. */
export async function withdrawIntroduction(tx: Tx, id: string): Promise<{ id: string }> {
  const row = await lockIntroduction(tx, id)
  if (row.steps.length > 0) throw decidedError()
  await withdraw(tx, row)
  return { id }
}

export async function withdraw(tx: Tx, { id, one_id, other_id }: IntroductionRow): Promise<void> {
  await sql`update introductions set withdrawn_at = ${tx.now()} where ecosystem_id = ${tx.ecosystemId} and id = ${id}`.execute(tx.db)
  await emit(tx, 'introduction.withdrawn', id, { oneId: one_id, otherId: other_id })
}

/** The introduction, held until commit. */
export async function lockIntroduction(tx: Tx, id: string): Promise<IntroductionRow> {
  allow(tx, 'introductions.write')
  await sql`select from introductions where ecosystem_id = ${tx.ecosystemId} and id = ${id} for update`.execute(tx.db)
  return await readRow(tx, id)
}

/** Throws conflict when somebody was faster. */
export function mustFollow(row: IntroductionRow, step: Step): void {
  if (stateAfter([...row.steps.map((taken) => taken.step), step]) !== undefined) return
  if (stateOf(row) === 'proposed') throw new DomainError('conflict', 'introduction_undecided', 'This introduction has to be accepted first.') // biome-ignore format: one line reads better
  throw decidedError()
}

type Taken = {
  step: Step
  reason?: Decline['reason']
  note?: string | null
  task_id?: string
  tie_id?: string | null
  tie_is_new?: boolean
}

export async function takeStep(tx: Tx, introductionId: string, taken: Taken): Promise<void> {
  await tx.db
    .insertInto('introduction_steps')
    .values({
      ecosystem_id: tx.ecosystemId,
      id: newId(),
      introduction_id: introductionId,
      reason: null,
      note: null,
      task_id: null,
      tie_id: null,
      ...taken,
      by: sourceOf(tx.actor),
      at: tx.now(),
    })
    .execute()
}

async function accept(tx: Tx, row: IntroductionRow, { title, body, ownerId, due }: Acceptance): Promise<void> {
  const { id: taskId } = await createTask(tx, {
    title,
    body,
    ownerId: ownerId ?? null,
    due: due ?? null,
    partyId: row.one_id,
    proposedBy: `introduction:${row.id}`,
  })
  await takeStep(tx, row.id, { step: 'acceptance', task_id: taskId })
  await emit(tx, 'introduction.accepted', row.id, { oneId: row.one_id, otherId: row.other_id, taskId })
}

async function refuse(tx: Tx, row: IntroductionRow, { reason, note }: Decline): Promise<void> {
  await takeStep(tx, row.id, { step: 'decline', reason, note })
  await emit(tx, 'introduction.declined', row.id, { oneId: row.one_id, otherId: row.other_id, reason })
}

/** Locks both in the order of their ids, so that two who decide wait for each other instead of blocking each other. Answers their present ids. */
async function lockPair(tx: Tx, oneId: string, otherId: string): Promise<[string, string]> {
  const { targetOf } = await readAliases(tx)
  const [one, other] = [targetOf(oneId), targetOf(otherId)]
  for (const id of [one, other].sort()) await lockParty(tx, id)
  return [one, other]
}

async function mustBeFree(tx: Tx, oneId: string, otherId: string, isEntered: boolean): Promise<void> {
  const before = await readOfPair(tx, oneId, otherId)
  if (before.some((row) => ['proposed', 'accepted'].includes(stateOf(row))))
    throw new DomainError('conflict', 'introduction_under_way', 'Somebody else has taken up this introduction already.')
  if (!isEntered && before.some((row) => isShut(row, tx.now()))) throw decidedError()
}

/** Whether a pair is not to be proposed now: under way, or declined or introduced not long ago. */
export function isShut(row: IntroductionRow, now: Date): boolean {
  const last = row.steps.at(-1)
  if (last === undefined || last.step === 'acceptance') return true
  return isLeftAlone({ reason: last.reason, at: new Date(last.at) }, now)
}

async function readOfPair(tx: Tx, oneId: string, otherId: string): Promise<IntroductionRow[]> {
  const { membersOf } = await readAliases(tx)
  const [ones, others] = [membersOf(oneId), membersOf(otherId)]
  const { rows } = await sql<IntroductionRow>`
    select i.* from ${introductionsNow(tx)} i
    where (i.one_id = any (${ones}) and i.other_id = any (${others})) or (i.one_id = any (${others}) and i.other_id = any (${ones}))`.execute(
    tx.db,
  )
  return rows
}

async function mustBeAllowed(tx: Tx, oneId: string, otherId: string): Promise<void> {
  if (await areInConflict(tx, oneId, otherId))
    throw new DomainError('conflict', 'introduction_in_conflict', 'These two are stated to be in conflict. They are not introduced.')
  const leftOut = await findLeftOut(tx)
  if (leftOut.has(oneId) || leftOut.has(otherId))
    throw new DomainError('conflict', 'introduction_left_out', 'One of the two is not to be introduced to anybody.')
}

function decidedError(): DomainError {
  return new DomainError(
    'conflict',
    'introduction_decided',
    'Somebody else has decided on this introduction already. Their decision stands.',
  )
}

export function samePartyError(): DomainError {
  return new DomainError('invalid', 'introduction_of_one', 'Something in the input is not right.', [complaint('otherId', 'same_party')])
}
