import { sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import type { Page, Paging } from '../../kernel/paging.ts'
import { allow, type RemovedEntry, readRemovals } from '../people/index.ts'
import { readNames } from './imported.ts'

/** The parties that were taken off the map of late and can be put back. */
export async function listRemovedParties(ctx: Ctx, paging: Paging): Promise<Page<RemovedEntry>> {
  allow(ctx, 'parties.create')
  const gone = sql`e.subject_id in (select p.id from parties p where p.ecosystem_id = ${ctx.ecosystemId} and p.ended_at is not null)`
  const { items, nextCursor } = await readRemovals(ctx, 'party.ended', gone, paging)
  const names = await readNames(ctx, items.map(({ id }) => id)) // biome-ignore format: one line reads better
  return { items: items.map((item) => ({ ...item, names: [names.get(item.id)?.name ?? ''], type: null })), nextCursor }
}
