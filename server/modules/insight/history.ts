import { type Selectable, sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { allow } from '../people/index.ts'
import type { Figures } from './answers/index.ts'
import type { History, Tables } from './schema.ts'

/** How long every reading is kept that found the whole different; of the time before, the last of each day. */
const EACH_KEPT_DAYS = 21
/** Months whose first measures of every party are kept. */
const MONTHS_KEPT = 12
const SHOWN_MAX = 400

/** How the map has grown, the oldest first, at most one moment a day. */
export async function readHistory(ctx: Ctx): Promise<History> {
  allow(ctx, 'insight.read')
  const { rows } = await sql<Selectable<Tables['insight_history']>>`
    select * from (
      select distinct on ((at at time zone 'UTC')::date) * from insight_history where ecosystem_id = ${ctx.ecosystemId}
      order by (at at time zone 'UTC')::date desc, at desc, id desc limit ${SHOWN_MAX}
    ) days order by at`.execute(ctx.db)
  return {
    items: rows.map(({ at, parties, ties, tied, pieces, largest, fragmentation }) => {
      return { at: at.toISOString(), parties, ties, tied, pieces, largest, fragmentation }
    }),
  }
}

/** The measures that are kept of past months, the oldest first. */
export async function readPastMeasures(ctx: Ctx): Promise<{ at: Date; measures: Buffer }[]> {
  allow(ctx, 'insight.read')
  return await ctx.db
    .selectFrom('insight_past_measures')
    .select(['at', 'measures'])
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .orderBy('month')
    .execute()
}

/** Keeps the figures of a reading where they differ from those before, and the first measures of each month; what has become too old or too much goes. */
export async function keepHistory(tx: Tx, at: Date, figures: Figures, measures: Buffer | undefined): Promise<void> {
  const { parties, ties, tied, pieces, largest, fragmentation } = figures
  await sql`
    insert into insight_history (ecosystem_id, id, at, parties, ties, tied, pieces, largest, fragmentation)
    select ${tx.ecosystemId}, ${newId()}, ${at}, ${parties}, ${ties}, ${tied}, ${pieces}, ${largest}, ${fragmentation}
    where (${parties}::int, ${ties}::int, ${tied}::int, ${pieces}::int, ${largest}::int) is distinct from (
      select (parties, ties, tied, pieces, largest) from insight_history where ecosystem_id = ${tx.ecosystemId} order by at desc, id desc limit 1)`.execute(
    tx.db,
  )
  const each = new Date(at.getTime() - EACH_KEPT_DAYS * 86_400_000)
  await sql`
    delete from insight_history h where h.ecosystem_id = ${tx.ecosystemId} and h.at < ${each} and exists (
      select from insight_history later where later.ecosystem_id = h.ecosystem_id and (later.at at time zone 'UTC')::date = (h.at at time zone 'UTC')::date
        and (later.at, later.id) > (h.at, h.id))`.execute(tx.db)
  if (!measures) return
  const month = `${at.toISOString().slice(0, 7)}-01`
  await sql`
    insert into insight_past_measures (ecosystem_id, month, at, measures)
    values (${tx.ecosystemId}, ${month}, ${at}, ${measures}) on conflict do nothing`.execute(tx.db)
  await sql`
    delete from insight_past_measures
    where ecosystem_id = ${tx.ecosystemId} and month <= ${month}::date - make_interval(months => ${MONTHS_KEPT})`.execute(tx.db)
}
