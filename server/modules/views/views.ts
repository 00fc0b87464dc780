import { sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { decodeCursor, type Page, toPage } from '../../kernel/paging.ts'
import type { Filter } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import type { NewView, View, ViewChange, ViewList } from './schema.ts'

const OWN_VIEWS_MAX = 200

/** Keeps a way of looking at the map, for oneself or, with the right to share, for everybody. */
export async function saveView(tx: Tx, input: NewView): Promise<View> {
  allow(tx, 'views.write')
  if (input.shared) allow(tx, 'views.share')
  const ownerId = personOf(tx)
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from saved_views
    where ecosystem_id = ${tx.ecosystemId} and owner_id = ${ownerId} and ended_at is null`.execute(tx.db)
  if (rows[0]!.n >= OWN_VIEWS_MAX)
    throw new DomainError('conflict', 'too_many_views', `There can be at most ${OWN_VIEWS_MAX} views of yours.`)
  const id = newId()
  await tx.db
    .insertInto('saved_views')
    .values({
      ecosystem_id: tx.ecosystemId,
      id,
      name: input.name,
      mode: input.mode,
      filter: JSON.stringify(input.filter),
      settings: JSON.stringify(input.settings),
      shared: input.shared,
      owner_id: ownerId,
      created_at: tx.now(),
      updated_at: tx.now(),
    })
    .execute()
  await emit(tx, 'view.saved', id, { shared: input.shared })
  return await getView(tx, id)
}

/** Changes a view of one's own, or, with the right to share, a shared one. Throws conflict when somebody else was faster. */
export async function updateView(tx: Tx, id: string, { version, ...input }: ViewChange): Promise<View> {
  const row = await lockView(tx, id)
  if (input.shared) allow(tx, 'views.share')
  if (row.ended_at !== null) found(undefined, 'view')
  if (row.version !== version) throw new DomainError('conflict', 'view_changed', 'Somebody else changed this view meanwhile. Load the new state and try again.') // biome-ignore format: one line reads better
  const { filter, settings, ...plain } = input
  await tx.db
    .updateTable('saved_views')
    .set({
      ...plain,
      ...(filter ? { filter: JSON.stringify(filter) } : {}),
      ...(settings ? { settings: JSON.stringify(settings) } : {}),
      updated_at: tx.now(),
      version: row.version + 1,
    })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', id)
    .execute()
  await emit(tx, 'view.changed', id, { fields: Object.keys(input) })
  return await getView(tx, id)
}

/** Takes a view out of the lists; restoreView brings it back. */
export async function endView(tx: Tx, id: string): Promise<{ id: string }> {
  const row = await lockView(tx, id)
  if (row.ended_at !== null) found(undefined, 'view')
  await setEnd(tx, row, tx.now())
  await emit(tx, 'view.ended', id, {})
  return { id }
}

/** Takes back endView. */
export async function restoreView(tx: Tx, id: string): Promise<View> {
  const row = await lockView(tx, id)
  if (row.ended_at === null) throw new DomainError('conflict', 'view_not_ended', 'This view has not been removed.')
  await setEnd(tx, row, null)
  await emit(tx, 'view.restored', id, {})
  return await getView(tx, id)
}

/** One view: one's own or a shared one. Throws not_found. */
export async function getView(ctx: Ctx, id: string): Promise<View> {
  allow(ctx, 'views.read')
  const { rows } = await sql<ViewRow>`
    select v.* from saved_views v
    where v.ecosystem_id = ${ctx.ecosystemId} and v.id = ${id} and v.ended_at is null and ${visible(ctx)}`.execute(ctx.db)
  return toView(ctx, found(rows[0], 'view'))
}

/** A page of one's own and the shared views, by name. */
export async function listViews(ctx: Ctx, query: ViewList): Promise<Page<View>> {
  allow(ctx, 'views.read')
  const parts = [visible(ctx)]
  if (query.mode) parts.push(sql`v.mode = ${query.mode}`)
  if (query.cursor !== undefined) {
    const [name, id] = decodeCursor(query.cursor, 2)
    parts.push(sql`(lower(v.name), v.id) > (${name}, ${id}::uuid)`)
  }
  const { rows } = await sql<ViewRow & { key: string }>`
    select v.*, lower(v.name) as key from saved_views v
    where v.ecosystem_id = ${ctx.ecosystemId} and v.ended_at is null and ${sql.join(parts, sql` and `)}
    order by lower(v.name), v.id limit ${query.limit + 1}`.execute(ctx.db)
  const page = toPage(rows, query.limit, ({ key, id }) => [key, id])
  return { items: page.items.map((row) => toView(ctx, row)), nextCursor: page.nextCursor }
}

type ViewRow = {
  id: string
  name: string
  mode: 'network' | 'geography' | 'table'
  filter: Filter
  settings: Record<string, unknown>
  shared: boolean
  owner_id: string
  version: number
  created_at: Date
  updated_at: Date
  ended_at: Date | null
}

/** What of the views `v` this actor may see. */
export function visible({ actor }: Ctx) {
  return actor.kind === 'system' ? sql<boolean>`true` : sql<boolean>`(v.shared or v.owner_id = ${actor.personId})`
}

/** The row of a view that the actor may change, held until commit. Who may not see it, is not told that it exists. */
async function lockView(tx: Tx, id: string): Promise<ViewRow> {
  allow(tx, 'views.write')
  const { rows } = await sql<ViewRow>`
    select v.* from saved_views v
    where v.ecosystem_id = ${tx.ecosystemId} and v.id = ${id} and ${visible(tx)} for update`.execute(tx.db)
  const row = found(rows[0], 'view')
  // also for who shared it once and may share no more: it is everybody's
  if (row.shared || !isOwn(tx, row)) allow(tx, 'views.share')
  return row
}

async function setEnd(tx: Tx, row: ViewRow, endedAt: Date | null): Promise<void> {
  await tx.db
    .updateTable('saved_views')
    .set({ ended_at: endedAt, updated_at: tx.now(), version: row.version + 1 })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', row.id)
    .execute()
}

function isOwn({ actor }: Ctx | Tx, row: Pick<ViewRow, 'owner_id'>): boolean {
  return actor.kind !== 'system' && actor.personId === row.owner_id
}

/** A view belongs to a person, also when a key of theirs saves it. */
function personOf({ actor }: Tx): string {
  return actor.kind === 'system' ? 'system' : actor.personId
}

function toView(ctx: Ctx | Tx, row: ViewRow): View {
  return {
    id: row.id,
    name: row.name,
    mode: row.mode,
    filter: row.filter,
    settings: row.settings,
    shared: row.shared,
    ownerId: row.owner_id,
    isOwn: isOwn(ctx, row),
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
}
