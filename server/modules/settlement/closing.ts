import { sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { closePeriod, lastClosing } from '../ledger/index.ts'
import { allow, todayIn } from '../people/index.ts'
import { decideLines, type Figures, readFigures, showLines, totalsOf } from './lines.ts'
import { lockSettlements } from './lock.ts'
import { daysFrom, nextThrough } from './rules.ts'
import type { Preview, Proposal, Settlement } from './schema.ts'
import { readSettings } from './settings.ts'
import { getSettlement } from './settlements.ts'

const PREVIEW_MAX = 200
const ROWS_AT_ONCE = 500

/** Until when could be closed today. */
export async function proposeThrough(ctx: Ctx): Promise<Proposal> {
  allow(ctx, 'settlement.close')
  const [today, last, { period }] = [await todayIn(ctx), await lastClosing(ctx), await readSettings(ctx)]
  const closedThrough = last?.through ?? null
  return { through: nextThrough(period, today, closedThrough), closedThrough, latest: daysFrom(today, -1) }
}

/** What closing through a day would settle, without doing it. Throws conflict for a day that cannot be closed. */
export async function previewSettlement(ctx: Ctx, through: string): Promise<Preview> {
  allow(ctx, 'settlement.close')
  if (through >= (await todayIn(ctx))) throw new DomainError('conflict', 'day_not_over', 'This day is not over. Nothing was closed.')
  const last = await lastClosing(ctx)
  if (last && through <= last.through)
    throw new DomainError('conflict', 'period_closed', `The days until ${last.through} are closed already.`)
  const since = await lastSettledDay(ctx)
  const { minimum } = await readSettings(ctx)
  const { figures, movements, aliases } = await readFigures(ctx, { since, through })
  const decided = await decideLines(
    ctx,
    figures.map((line, place) => ({ ...line, id: null, n: place + 1 })),
    { minimum, movements, aliases },
  )
  const items = await showLines(ctx, decided.slice(0, PREVIEW_MAX))
  return { since, through, totals: totalsOf(decided), items, more: decided.length - items.length }
}

/**
 * Closes all days up to one, for good, and writes down what is owed to whom at their end. Throws conflict for a day that is not over, and for one
 * that is closed: of two who close the same days one is told so.
 */
export async function closeSettlement(tx: Tx, through: string): Promise<Settlement> {
  allow(tx, 'settlement.close')
  await lockSettlements(tx)
  const since = await lastSettledDay(tx)
  const closing = await closePeriod(tx, through)
  const { minimum } = await readSettings(tx)
  const id = newId()
  const { rows } = await sql<{ number: number }>`
    insert into settlements (ecosystem_id, id, number, closing_number, since, through, minimum, closed_by, closed_by_person, closed_at)
    select ${tx.ecosystemId}, ${id}, coalesce(max(number), 0) + 1, ${closing.number}, ${since}::date, ${through}::date, ${minimum},
      ${sourceOf(tx.actor)}, ${tx.actor.kind === 'system' ? null : tx.actor.personId}, ${tx.now()}
    from settlements where ecosystem_id = ${tx.ecosystemId} returning number`.execute(tx.db)
  const { figures } = await readFigures(tx, { since, through })
  await insertLines(tx, id, figures)
  await emit(tx, 'settlement.closed', id, { settlementId: id, number: rows[0]!.number, through, lines: figures.length })
  return await getSettlement(tx, id)
}

async function lastSettledDay({ db, ecosystemId }: Ctx): Promise<string | null> {
  const { rows } = await sql<{ through: string | null }>`
    select max(through)::text as through from settlements where ecosystem_id = ${ecosystemId}`.execute(db)
  return rows[0]!.through
}

async function insertLines(tx: Tx, settlementId: string, figures: readonly Figures[]): Promise<void> {
  const rows = figures.map((line, place) => ({
    ecosystem_id: tx.ecosystemId,
    id: newId(),
    settlement_id: settlementId,
    n: place + 1,
    party_id: line.partyId,
    asset: line.asset,
    scale: line.scale,
    account_ids: [...line.accountIds],
    opening: String(line.opening),
    incoming: String(line.incoming),
    outgoing: String(line.outgoing),
    closing: String(line.closing),
    late_entries: line.lateEntries,
    late_amount: String(line.lateAmount),
  }))
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    await tx.db
      .insertInto('settlement_lines')
      .values(rows.slice(from, from + ROWS_AT_ONCE))
      .execute()
  }
}
