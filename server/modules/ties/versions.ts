import { sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { allow } from '../people/index.ts'

/**
 * Which state of the graph this transaction sees: the number of changes to parties, kinds, ties, merges, interactions and offers it knows of. It grows
 * with each, and in a frozen() transaction it belongs to exactly what that one reads. The database counts by itself (`count_graph_change()`), so nobody who
 * writes can forget to. What a tie lost by the mere passing of time is no change.
 */
export async function readGraphVersion(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ version: string }>`
    select coalesce(sum(changes), 0)::text as version from graph_versions where ecosystem_id = ${ctx.ecosystemId}`.execute(ctx.db)
  return Number(rows[0]!.version)
}

/** How many ties there are, finished ones too, counted up to a limit: whether there are many is known without counting all of them. */
export async function countTiesUpTo(ctx: Ctx, limit: number): Promise<number> {
  allow(ctx, 'ties.read')
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from ties where ecosystem_id = ${ctx.ecosystemId} and ended_at is null limit ${limit}) as counted`.execute(ctx.db)
  return rows[0]!.count
}
