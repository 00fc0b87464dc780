import { sql } from 'kysely'
import { complaint } from '../../kernel/complaints.ts'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { decodeCursor, type Page, toPage } from '../../kernel/paging.ts'
import { readAliases, resolveParties } from '../parties/index.ts'
import { allowList, mustBeMember, readMembers } from '../people/index.ts'
import { getTie } from '../ties/index.ts'
import { readerOf, showTasks, type TaskRow, tasksNow, visible } from './reading.ts'
import { type Concern, isTheirs, isVisible } from './rules.ts'
import type { NewTask, Task, TaskChange, TaskList } from './schema.ts'

/** Writes down a next step. Throws not_found for a party or tie that is not on the map, invalid for an owner without access. */
export async function createTask(tx: Tx, input: NewTask): Promise<Task> {
  allowList(tx, 'tasks.write')
  const { partyId, tieId } = await resolved(tx, input)
  const ownerId = input.ownerId ?? null
  await mustBeTheirs(tx, { ownerId, partyId })
  await mustHaveAccess(tx, ownerId)
  const id = newId()
  const proposedBy = input.proposedBy ?? null
  await tx.db
    .insertInto('tasks')
    .values({
      ecosystem_id: tx.ecosystemId,
      id,
      title: input.title,
      body: input.body ?? null,
      owner_id: ownerId,
      due: input.due ?? null,
      party_id: partyId,
      tie_id: tieId,
      proposed_by: proposedBy,
      source: sourceOf(tx.actor),
      created_at: tx.now(),
      updated_at: tx.now(),
    })
    .execute()
  await emit(tx, 'task.created', id, { partyId, ownerId, proposedBy })
  return await readTask(tx, id)
}

const COLUMNS = { title: 'title', body: 'body', ownerId: 'owner_id', due: 'due', partyId: 'party_id', tieId: 'tie_id' } as const
type Fact = keyof typeof COLUMNS

/** Changes a task. Throws conflict when somebody else was faster. */
export async function updateTask(tx: Tx, id: string, { version, ...input }: TaskChange): Promise<Task> {
  const row = await lockTask(tx, id)
  if (row.version !== version) throw new DomainError('conflict', 'task_changed', 'Somebody else changed this task meanwhile. Load the new state and try again.') // biome-ignore format: one line reads better
  // what it is about may have left the map since; only something new has to be there
  const { partyId, tieId } = await resolved(tx, {
    partyId: input.partyId === row.party_id ? null : input.partyId,
    tieId: input.tieId === row.tie_id ? null : input.tieId,
  })
  const next = {
    ...input,
    ...(input.partyId !== row.party_id && { partyId }),
    ...(input.tieId !== row.tie_id && { tieId }),
  }
  const fields = (Object.keys(COLUMNS) as Fact[]).filter((fact) => fact in input && next[fact] !== row[COLUMNS[fact]])
  if (fields.length === 0) return await readTask(tx, id)
  if (fields.includes('partyId') && partyId !== null) await mustBeTheirs(tx, { ownerId: row.owner_id, partyId })
  if (fields.includes('ownerId')) await mustHaveAccess(tx, next.ownerId ?? null)
  await tx.db
    .updateTable('tasks')
    .set({ ...Object.fromEntries(fields.map((fact) => [COLUMNS[fact], next[fact]])), updated_at: tx.now(), version: row.version + 1 })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', id)
    .execute()
  await emit(tx, 'task.changed', id, { partyId: row.party_id, fields })
  return await readTask(tx, id)
}

/** Says that a task is done: since now, by the actor. */
export async function completeTask(tx: Tx, id: string): Promise<Task> {
  const row = await lockTask(tx, id)
  if (row.completion_id !== null) throw new DomainError('conflict', 'task_completed', 'This task has been completed already.')
  const completionId = newId()
  await tx.db
    .insertInto('task_completions')
    .values({ ecosystem_id: tx.ecosystemId, id: completionId, task_id: id, at: tx.now(), by: sourceOf(tx.actor) })
    .execute()
  await emit(tx, 'task.completed', id, { partyId: row.party_id, completionId })
  return await readTask(tx, id)
}

/** Takes back completeTask; that it was completed and by whom stays on record. */
export async function reopenTask(tx: Tx, id: string): Promise<Task> {
  const row = await lockTask(tx, id)
  if (row.completion_id === null) throw new DomainError('conflict', 'task_open', 'This task has not been completed.')
  await tx.db
    .updateTable('task_completions')
    .set({ undone_at: tx.now(), undone_by: sourceOf(tx.actor) })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', row.completion_id)
    .execute()
  await emit(tx, 'task.reopened', id, { partyId: row.party_id, completionId: row.completion_id })
  return await readTask(tx, id)
}

/** Takes a task out of the lists; restoreTask brings it back. */
export async function endTask(tx: Tx, id: string): Promise<{ id: string }> {
  const row = await lockTask(tx, id)
  await setEnd(tx, id, tx.now())
  await emit(tx, 'task.ended', id, { partyId: row.party_id })
  return { id }
}

/** Takes back endTask. */
export async function restoreTask(tx: Tx, id: string): Promise<Task> {
  const reader = readerOf(tx, 'tasks.write')
  allowList(tx, 'tasks.write')
  const stored = await tx.db
    .selectFrom('tasks')
    .select(['owner_id', 'party_id', 'ended_at'])
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  const row = found(stored, 'task')
  if (!isVisible({ ownerId: row.owner_id, partyId: row.party_id }, reader)) found(undefined, 'task')
  if (row.ended_at === null) throw new DomainError('conflict', 'task_not_ended', 'This task has not been removed.')
  await setEnd(tx, id, null)
  await emit(tx, 'task.restored', id, { partyId: row.party_id })
  return await readTask(tx, id)
}

/** One task the actor may see. Throws not_found. */
export async function getTask(ctx: Ctx, id: string): Promise<Task> {
  allowList(ctx, 'tasks.read')
  return await readTask(ctx, id)
}

/** A page of tasks, the most urgent first, those without a day last. Members get their own and those of their organisation. */
export async function listTasks(ctx: Ctx, query: TaskList): Promise<Page<Task>> {
  allowList(ctx, 'tasks.read')
  const reader = readerOf(ctx, 'tasks.read')
  const parts = [visible(reader), STATES[query.state]]
  if (query.owner === 'nobody') parts.push(sql`t.owner_id is null`)
  else if (query.owner !== undefined) parts.push(sql`t.owner_id = ${query.owner === 'me' ? reader.personId : query.owner}`)
  if (query.partyId !== undefined) parts.push(sql`t.party_id = ${(await readAliases(ctx)).targetOf(query.partyId)}`)
  if (query.tieId !== undefined) parts.push(sql`t.tie_id = ${query.tieId}`)
  if (query.proposedBy !== undefined) parts.push(sql`t.proposed_by = ${query.proposedBy}`)
  if (query.cursor !== undefined) {
    const [due, id] = decodeCursor(query.cursor, 2)
    parts.push(sql`(coalesce(t.due, ${NO_DAY}), t.id) > (${due}, ${id}::uuid)`)
  }
  const { rows } = await sql<TaskRow>`
    select t.* from ${tasksNow(ctx)} t where ${sql.join(parts, sql` and `)}
    order by coalesce(t.due, ${NO_DAY}), t.id limit ${query.limit + 1}`.execute(ctx.db)
  const page = toPage(rows, query.limit, ({ due, id }) => [due ?? NO_DAY, id])
  return { items: await showTasks(ctx, page.items), nextCursor: page.nextCursor }
}

const PROPOSED_MAX = 500

/** The tasks one module proposed, the oldest first, done or not: those whose `proposedBy` begins with its name. Of very many, the newest. */
export async function listTasksProposedBy(ctx: Ctx, proposer: string): Promise<Task[]> {
  allowList(ctx, 'tasks.read')
  const reader = readerOf(ctx, 'tasks.read')
  const { rows } = await sql<TaskRow>`
    select t.* from ${tasksNow(ctx)} t where split_part(t.proposed_by, ':', 1) = ${proposer} and ${visible(reader)}
    order by t.id desc limit ${PROPOSED_MAX}`.execute(ctx.db)
  return await showTasks(ctx, rows.reverse())
}

/** Those of these tasks that are there and that the actor may see. */
export async function listTasksOf(ctx: Ctx, ids: readonly string[]): Promise<Task[]> {
  allowList(ctx, 'tasks.read')
  const reader = readerOf(ctx, 'tasks.read')
  const { rows } = await sql<TaskRow>`
    select t.* from ${tasksNow(ctx)} t where t.id = any (${ids}::uuid[]) and ${visible(reader)} order by t.id`.execute(ctx.db)
  return await showTasks(ctx, rows)
}

const NO_DAY = '9999-12-31'
const STATES = {
  open: sql<boolean>`t.completion_id is null`,
  overdue: sql<boolean>`t.is_overdue`,
  done: sql<boolean>`t.completion_id is not null`,
  all: sql<boolean>`true`,
}

async function readTask(ctx: Ctx, id: string): Promise<Task> {
  const reader = readerOf(ctx, 'tasks.read')
  const { rows } = await sql<TaskRow>`
    select t.* from ${tasksNow(ctx)} t where t.id = ${id} and ${visible(reader)}`.execute(ctx.db)
  const [task] = await showTasks(ctx, [found(rows[0], 'task')])
  return task!
}

/** The row of a task that the actor may change, held until commit. Who may not see it, is not told that it exists. */
async function lockTask(tx: Tx, id: string): Promise<TaskRow> {
  allowList(tx, 'tasks.write')
  await sql`select from tasks where ecosystem_id = ${tx.ecosystemId} and id = ${id} for update`.execute(tx.db)
  const reader = readerOf(tx, 'tasks.write')
  const { rows } = await sql<TaskRow>`
    select t.* from ${tasksNow(tx)} t where t.id = ${id} and ${visible(reader)}`.execute(tx.db)
  return found(rows[0], 'task')
}

async function setEnd(tx: Tx, id: string, endedAt: Date | null): Promise<void> {
  await tx.db
    .updateTable('tasks')
    .set((eb) => ({ ended_at: endedAt, updated_at: tx.now(), version: eb('version', '+', 1) }))
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', id)
    .execute()
}

/** The party and tie of the input, by the party's present id. */
async function resolved(tx: Tx, input: Pick<NewTask, 'partyId' | 'tieId'>): Promise<{ partyId: string | null; tieId: string | null }> {
  const partyId = input.partyId ? (await resolveParties(tx, [input.partyId])).get(input.partyId)! : null
  const tieId = input.tieId ? (await getTie(tx, input.tieId)).id : null
  return { partyId, tieId }
}

async function mustBeTheirs(tx: Tx, concern: Concern): Promise<void> {
  const reader = readerOf(tx, 'tasks.write')
  if (isTheirs(concern, reader)) return
  throw new DomainError('forbidden', 'forbidden', 'You can make tasks about your own organisation, or for yourself.')
}

/** Coordinators give tasks to anybody here, members to themselves and to those of their own organisation. */
async function mustHaveAccess(tx: Tx, ownerId: string | null): Promise<void> {
  const { reach, personId, ownPartyIds } = readerOf(tx, 'tasks.write')
  if (ownerId === null || ownerId === personId) return
  if (reach === 'all') return await mustBeMember(tx, ownerId, 'ownerId')
  const colleague = (await readMembers(tx, [ownerId])).get(ownerId)
  if (colleague?.partyId && ownPartyIds.includes(colleague.partyId)) return
  throw new DomainError('invalid', 'no_member', 'Something in the input is not right.', [complaint('ownerId', 'person_without_access')])
}

/** The parties and ties that tasks are about, removed tasks left out. */
export async function findTaskSubjects(ctx: Ctx): Promise<{ partyIds: string[]; tieIds: string[] }> {
  const rows = await ctx.db
    .selectFrom('tasks')
    .select(['party_id', 'tie_id'])
    .distinct()
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('ended_at', 'is', null)
    .execute()
  return {
    partyIds: rows.flatMap(({ party_id }) => party_id ?? []),
    tieIds: rows.flatMap(({ tie_id }) => tie_id ?? []),
  }
}
