import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Tx } from './ctx.ts'

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

const ROWS_AT_ONCE = 4_000

/**
 * The rows of a query, some at a time, from a cursor: so that a set of any size is read in little memory. One at a time in a transaction;
 * between two pieces the transaction may be asked for other things.
 */
export async function* streamRows<T>(tx: Tx, query: RawBuilder<T>): AsyncGenerator<T[]> {
  // all rows will be read, so the plan that is quickest to its end is the best one
  await sql`set local cursor_tuple_fraction = 1`.execute(tx.db)
  await readWholeSet(tx, () => sql`declare streamed no scroll cursor for ${query}`.execute(tx.db))
  for (;;) {
    const { rows } = await sql<T>`fetch ${sql.lit(ROWS_AT_ONCE)} from streamed`.execute(tx.db)
    if (rows.length > 0) yield rows
    if (rows.length < ROWS_AT_ONCE) break
  }
  await sql`close streamed`.execute(tx.db)
}

/**
 * What `pages` yields, read along a key and never sorted: pages of a large set that each begin where the last one ended are quick along the
 * index only, which a database that has not counted new rows yet may pass over.
 */
export async function* inKeyOrder<T>(tx: Tx, pages: AsyncGenerator<T>): AsyncGenerator<T> {
  await sql`set local enable_sort = off`.execute(tx.db)
  yield* pages
  await sql`set local enable_sort = on`.execute(tx.db)
}

/** The same pieces, the next one on its way while the reader is at this one: the database works beside the program. */
export async function* ahead<T>(pieces: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = pieces.next()
  try {
    for (let piece = await next; !piece.done; piece = await next) {
      next = pieces.next()
      yield piece.value
    }
  } finally {
    // whoever leaves early leaves a piece on its way, and a failure was told by then or is no longer asked for
    await next.catch(() => undefined)
    await pieces.return(undefined)
  }
}
