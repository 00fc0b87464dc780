import { sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { decodeCursor, type Page, type Paging, toPage } from '../../kernel/paging.ts'
import { readNames } from '../parties/index.ts'
import { allow, type RemovedEntry, readMembers, readRemovals, todayIn } from '../people/index.ts'
import { closeLinks } from './links.ts'
import { partyIdsOf } from './rules.ts'
import { type NewScenario, SCENARIOS_MAX, type Scenario, type ScenarioUpdate } from './schema.ts'
import { copyChanges, insertChanges, readChanges } from './stored-changes.ts'

/** Keeps a scenario, with changes if there are any already. Throws conflict when there are too many, invalid for what is not known here. */
export async function createScenario(tx: Tx, { changes, ...facts }: NewScenario): Promise<Scenario> {
  allow(tx, 'scenarios.write')
  const id = await insertScenario(tx, facts)
  await insertChanges(tx, id, changes)
  await emit(tx, 'scenario.created', id, { changes: changes.length })
  return await getScenario(tx, id)
}

/** The same scenario once more under another name, to go on with from there. */
export async function copyScenario(tx: Tx, id: string, name: string): Promise<Scenario> {
  allow(tx, 'scenarios.write')
  const { description, asOf, changes } = await getScenario(tx, id)
  const copyId = await insertScenario(tx, { name, description, asOf })
  await copyChanges(
    tx,
    copyId,
    changes.map(({ change }) => change),
  )
  await emit(tx, 'scenario.created', copyId, { changes: changes.length })
  return await getScenario(tx, copyId)
}

/** Changes what a scenario is called, says or starts from. Throws conflict when somebody else was faster. */
export async function updateScenario(tx: Tx, id: string, { version, ...facts }: ScenarioUpdate): Promise<Scenario> {
  const row = await lockScenario(tx, id)
  if (row.version !== version)
    throw new DomainError(
      'conflict',
      'scenario_changed',
      'Somebody else changed this scenario meanwhile. Load the new state and try again.',
    )
  if (facts.asOf !== undefined) await mustHaveBeen(tx, facts.asOf)
  const { asOf, ...plain } = facts
  await tx.db
    .updateTable('scenarios')
    .set({ ...plain, ...(asOf !== undefined && { as_of: asOf }), updated_at: tx.now(), version: row.version + 1 })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', id)
    .execute()
  await emit(tx, 'scenario.changed', id, { fields: Object.keys(facts) })
  return await getScenario(tx, id)
}

/** Takes a scenario out of the list; restoreScenario brings it back. */
export async function endScenario(tx: Tx, id: string): Promise<{ id: string }> {
  await lockScenario(tx, id)
  await setEnd(tx, id, tx.now())
  await closeLinks(tx, id)
  await emit(tx, 'scenario.ended', id, {})
  return { id }
}

/** Takes back endScenario. Throws conflict when it was not removed, or when there are too many by now. */
export async function restoreScenario(tx: Tx, id: string): Promise<Scenario> {
  allow(tx, 'scenarios.write')
  const row = found(await selectScenario(tx, id).forUpdate().executeTakeFirst(), 'scenario')
  if (row.ended_at === null) throw new DomainError('conflict', 'scenario_not_ended', 'This scenario has not been removed.')
  await mustHaveRoom(tx)
  await setEnd(tx, id, null)
  await emit(tx, 'scenario.restored', id, {})
  return await getScenario(tx, id)
}

/** One scenario with its changes and the names they need. Throws not_found. */
export async function getScenario(ctx: Ctx, id: string): Promise<Scenario> {
  allow(ctx, 'insight.read')
  const row = found(await selectScenario(ctx, id).where('ended_at', 'is', null).executeTakeFirst(), 'scenario')
  const changes = await readChanges(ctx, id)
  const known = await readNames(
    ctx,
    changes.flatMap(({ change }) => partyIdsOf(change)),
  )
  const joining = changes.flatMap(({ change }) => (change.what === 'partyJoins' ? [{ id: change.partyId, name: change.name }] : []))
  const names = [...[...known].map(([partyId, { name }]) => ({ id: partyId, name })), ...joining]
  return { ...(await show(ctx, [row]))[0]!, changes, names }
}

/** A page of scenarios, those that were worked on last first. */
export async function listScenarios(
  ctx: Ctx,
  { limit, cursor }: Paging,
): Promise<Page<Omit<Scenario, 'changes' | 'names'> & { changeTotal: number }>> {
  allow(ctx, 'insight.read')
  const [at, id] = cursor === undefined ? [null, null] : decodeCursor(cursor, 2)
  const before = at === null ? sql`true` : sql`(s.updated_at, s.id) < (${at}::timestamptz, ${id}::uuid)`
  const { rows } = await sql<Row & { changes: number }>`
    select s.id, s.name, s.description, s.as_of::text, s.version, s.created_by, s.created_at, s.updated_at, s.ended_at, (
      select count(*)::int from scenario_changes c
      where c.ecosystem_id = s.ecosystem_id and c.scenario_id = s.id and c.ended_at is null) as changes
    from scenarios s where s.ecosystem_id = ${ctx.ecosystemId} and s.ended_at is null and ${before}
    order by s.updated_at desc, s.id desc limit ${limit + 1}`.execute(ctx.db)
  const page = toPage(rows, limit, (row) => [row.updated_at.toISOString(), row.id])
  const shown = await show(ctx, page.items)
  return { items: shown.map((item, k) => ({ ...item, changeTotal: page.items[k]!.changes })), nextCursor: page.nextCursor }
}

/** The scenarios that were removed of late and can be put back. */
export async function listRemovedScenarios(ctx: Ctx, paging: Paging): Promise<Page<RemovedEntry>> {
  allow(ctx, 'scenarios.write')
  const gone = sql`e.subject_id in (
    select s.id from scenarios s where s.ecosystem_id = ${ctx.ecosystemId} and s.ended_at is not null)`
  const { items, nextCursor } = await readRemovals(ctx, 'scenario.ended', gone, paging)
  const ids = items.map(({ id }) => id)
  const { rows } = await sql<{ id: string; name: string }>`
    select s.id, s.name from scenarios s where s.ecosystem_id = ${ctx.ecosystemId} and s.id = any (${ids})`.execute(ctx.db)
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return { items: items.map((item) => ({ ...item, names: [names.get(item.id) ?? ''], type: null })), nextCursor }
}

/** The row of a scenario that is there, held until commit, for whoever may write. */
export async function lockScenario(tx: Tx, id: string): Promise<Row> {
  allow(tx, 'scenarios.write')
  return found(await selectScenario(tx, id).where('ended_at', 'is', null).forUpdate().executeTakeFirst(), 'scenario')
}

type Row = {
  id: string
  name: string
  description: string | null
  as_of: string | null
  version: number
  created_by: string
  created_at: Date
  updated_at: Date
  ended_at: Date | null
}

function selectScenario(ctx: Ctx, id: string) {
  return ctx.db
    .selectFrom('scenarios')
    .select(['id', 'name', 'description', 'version', 'created_by', 'created_at', 'updated_at', 'ended_at'])
    .select(sql<string | null>`as_of::text`.as('as_of'))
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('id', '=', id)
}

async function insertScenario(tx: Tx, { name, description, asOf }: Omit<NewScenario, 'changes'>): Promise<string> {
  await mustHaveRoom(tx)
  await mustHaveBeen(tx, asOf)
  const id = newId()
  const now = tx.now()
  const row = { ecosystem_id: tx.ecosystemId, id, name, description, as_of: asOf, created_by: sourceOf(tx.actor) }
  await tx.db
    .insertInto('scenarios')
    .values({ ...row, created_at: now, updated_at: now })
    .execute()
  return id
}

/** Of two who add the last one at once, one is told. */
async function mustHaveRoom(tx: Tx): Promise<void> {
  await sql`select from ecosystems where ecosystem_id = ${tx.ecosystemId} for update`.execute(tx.db)
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from scenarios where ecosystem_id = ${tx.ecosystemId} and ended_at is null`.execute(tx.db)
  if (rows[0]!.n < SCENARIOS_MAX) return
  throw new DomainError('conflict', 'too_many_scenarios', `There can be at most ${SCENARIOS_MAX} scenarios. Remove one that is over.`)
}

/** A map can be asked of a day that was; today's is read anew each time. */
async function mustHaveBeen(tx: Tx, asOf: string | null): Promise<void> {
  if (asOf === null || asOf < (await todayIn(tx))) return
  throw new DomainError('invalid', 'scenario_day', 'A scenario starts from today or from a day that is over.')
}

async function setEnd(tx: Tx, id: string, endedAt: Date | null): Promise<void> {
  await tx.db
    .updateTable('scenarios')
    .set({ ended_at: endedAt, version: sql`version + 1` })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', id)
    .execute()
}

async function show(ctx: Ctx, rows: readonly Row[]): Promise<Omit<Scenario, 'changes' | 'names'>[]> {
  const personOf = ({ created_by }: Row) => created_by.replace(/^person:/, '')
  const people = await readMembers(ctx, [...new Set(rows.map(personOf))])
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    description: row.description,
    asOf: row.as_of,
    version: row.version,
    createdBy: people.get(personOf(row))?.name ?? null,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }))
}
