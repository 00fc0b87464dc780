import { sql } from 'kysely'
import type { Ctx } from './ctx.ts'

/**
 * Runs a read that takes in a whole set of rows without nested loops. Right after a large import the database has not counted the new rows
 * yet, takes every table for nearly empty, and would compare each row with each: minutes instead of milliseconds.
 */
export async function readWholeSet<T>(ctx: Ctx, work: () => Promise<T>): Promise<T> {
  await sql`set local enable_nestloop = off`.execute(ctx.db)
  const result = await work()
  await sql`set local enable_nestloop = on`.execute(ctx.db)
  return result
}
