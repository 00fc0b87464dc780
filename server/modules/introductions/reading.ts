import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { found } from '../../kernel/errors.ts'
import { decodeCursor, type Page, toPage } from '../../kernel/paging.ts'
import { readAliases, readNames } from '../parties/index.ts'
import { allow, readMembers } from '../people/index.ts'
import { listTasksOf, type Task } from '../tasks/index.ts'
import { type DeclineReason, type Origin, type State, type Step, stateAfter } from './rules.ts'
import type { Introduction, IntroductionList } from './schema.ts'

export type StepRow = {
  id: string
  step: Step
  reason: DeclineReason | null
  note: string | null
  task_id: string | null
  tie_id: string | null
  tie_is_new: boolean
  by: string
  at: string
}

/** An introduction with the steps that hold, the first first. */
export type IntroductionRow = {
  id: string
  one_id: string
  other_id: string
  list: 'peers' | 'trade'
  origin: Origin
  entered_by: string
  entered_at: Date
  steps: StepRow[]
}

/** The introductions that were not withdrawn, as a table, by the parties' present ids. */
export function introductionsNow({ ecosystemId }: Pick<Ctx, 'ecosystemId'>): RawBuilder<unknown> {
  return sql`(
    select i.id, i.one_id, i.other_id, i.list, i.origin, i.entered_by, i.entered_at, coalesce((
      select json_agg(json_build_object('id', s.id, 'step', s.step, 'reason', s.reason, 'note', s.note, 'task_id', s.task_id,
        'tie_id', s.tie_id, 'tie_is_new', s.tie_is_new, 'by', s.by, 'at', s.at) order by s.at, s.id)
      from introduction_steps s where s.ecosystem_id = i.ecosystem_id and s.introduction_id = i.id and s.undone_at is null), '[]') as steps
    from introductions i where i.ecosystem_id = ${ecosystemId} and i.withdrawn_at is null)`
}

export function stateOf({ steps }: Pick<IntroductionRow, 'steps'>): State {
  return stateAfter(steps.map(({ step }) => step))!
}

const LAST_STEP: Record<State, Step | null> = { proposed: null, accepted: 'acceptance', declined: 'decline', done: 'completion' }

/** A page of introductions, the newest first, of one state if asked for. */
export async function listIntroductions(ctx: Ctx, { state, cursor, limit }: IntroductionList): Promise<Page<Introduction>> {
  allow(ctx, 'introductions.read')
  const last = sql`i.steps -> -1 ->> 'step'`
  const parts = [sql<boolean>`true`]
  if (state !== undefined) parts.push(sql`${last} is not distinct from ${LAST_STEP[state]}`)
  if (cursor !== undefined) parts.push(sql`i.id < ${decodeCursor(cursor, 1)[0]}::uuid`)
  const { rows } = await sql<IntroductionRow>`
    select i.* from ${introductionsNow(ctx)} i where ${sql.join(parts, sql` and `)} order by i.id desc limit ${limit + 1}`.execute(ctx.db)
  const page = toPage(rows, limit, ({ id }) => [id])
  return { items: await show(ctx, page.items), nextCursor: page.nextCursor }
}

/** One introduction. Throws not_found, also for one that was withdrawn. */
export async function getIntroduction(ctx: Ctx, id: string): Promise<Introduction> {
  allow(ctx, 'introductions.read')
  const [shown] = await show(ctx, [await readRow(ctx, id)])
  return shown!
}

export async function readRow(ctx: Ctx, id: string): Promise<IntroductionRow> {
  const { rows } = await sql<IntroductionRow>`select i.* from ${introductionsNow(ctx)} i where i.id = ${id}`.execute(ctx.db)
  return found(rows[0], 'introduction')
}

/** The person behind `person:…`. */
export function personOf(source: string): string {
  return source.replace(/^person:/, '')
}

async function show(ctx: Ctx, rows: readonly IntroductionRow[]): Promise<Introduction[]> {
  if (rows.length === 0) return []
  const { targetOf } = await readAliases(ctx)
  const parties = await readNames(ctx, rows.flatMap(({ one_id, other_id }) => [targetOf(one_id), targetOf(other_id)])) // biome-ignore format: one line reads better
  const steps = rows.flatMap((row) => row.steps)
  const tasks = await listTasksOf(ctx, steps.flatMap(({ task_id }) => task_id ?? [])) // biome-ignore format: one line reads better
  const taskOf = new Map(tasks.map((task) => [task.id, task]))
  const people = [...steps.map(({ by }) => personOf(by)), ...tasks.flatMap(({ ownerId }) => ownerId ?? [])]
  const members = await readMembers(ctx, [...new Set(people)])
  const nameOf = (personId: string | null) => (personId === null ? null : (members.get(personId)?.name ?? null))
  const party = (id: string) => {
    const { name, endedAt } = parties.get(targetOf(id))!
    return { id: targetOf(id), name, endedAt: endedAt?.toISOString() ?? null }
  }
  return rows.map((row) => {
    const taken = (wanted: Step) => row.steps.find(({ step }) => step === wanted)
    const base = ({ id, at, by, note }: StepRow) => ({ id, at: new Date(at).toISOString(), by: nameOf(personOf(by)), note })
    const [acceptance, decline, completion] = [taken('acceptance'), taken('decline'), taken('completion')]
    const task = taskOf.get(acceptance?.task_id ?? '')
    return {
      id: row.id,
      one: party(row.one_id),
      other: party(row.other_id),
      list: row.list,
      origin: row.origin,
      state: stateOf(row),
      enteredAt: row.entered_at.toISOString(),
      acceptance: acceptance ? { ...base(acceptance), taskId: acceptance.task_id } : null,
      decline: decline ? { ...base(decline), reason: decline.reason! } : null,
      completion: completion ? { ...base(completion), tieId: completion.tie_id, tieIsNew: completion.tie_is_new } : null,
      task: task === undefined ? null : showTask(task, nameOf(task.ownerId)),
    }
  })
}

function showTask({ id, title, ownerId, due, isOverdue, completion }: Task, ownerName: string | null): Introduction['task'] {
  return { id, title, ownerId, ownerName, due, isOverdue, isDone: completion !== null }
}
