import { sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { allow } from '../people/index.ts'

/** How many parties are on the map, counted up to a limit: whether there are many is known without counting all of them. Merged ones count too. */
export async function countPartiesUpTo(ctx: Ctx, limit: number): Promise<number> {
  allow(ctx, 'parties.read')
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from parties where ecosystem_id = ${ctx.ecosystemId} and ended_at is null limit ${limit}) as counted`.execute(ctx.db)
  return rows[0]!.count
}
