import { sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { mustBeSound } from './rules.ts'
import type { NewOffer } from './schema.ts'

const BATCH = 5000

/**
 * Writes new offers and needs set by set, without events and without asking for rights: the caller says what happened. The parties must be
 * in the ecosystem. Answers the ids, in the order of the drafts.
 */
export async function createOffers(tx: Tx, drafts: readonly NewOffer[], source: string): Promise<string[]> {
  const rows = drafts.map((draft) => {
    mustBeSound(draft)
    return {
      id: newId(),
      party_id: draft.partyId,
      side: draft.side,
      category: draft.category ?? null,
      title: draft.title,
      description: draft.description ?? null,
      quantity: draft.quantity ?? null,
      unit: draft.unit ?? null,
      rhythm: draft.rhythm ?? null,
      price_minor: draft.priceMinor ?? null,
      price_asset: draft.priceAsset ?? null,
      period_from: draft.periodFrom ?? null,
      period_to: draft.periodTo ?? null,
      visibility: draft.visibility ?? 'ecosystem',
    }
  })
  for (let from = 0; from < rows.length; from += BATCH) {
    await sql`
      insert into offers (ecosystem_id, id, party_id, side, category, title, description, quantity, unit, rhythm,
        price_minor, price_asset, period_from, period_to, visibility, source, created_at, updated_at)
      select ${tx.ecosystemId}, x.id, x.party_id, x.side, x.category, x.title, x.description, x.quantity, x.unit,
        x.rhythm, x.price_minor, x.price_asset, x.period_from, x.period_to, x.visibility, ${source}, ${tx.now()}, ${tx.now()}
      from jsonb_populate_recordset(null::offers, ${JSON.stringify(rows.slice(from, from + BATCH))}::jsonb) x`.execute(tx.db)
  }
  return rows.map(({ id }) => id)
}

/** Removes the offers and needs from one source for good: for samples. Those that somebody has changed and not ended stay. */
export async function eraseOffersOf(tx: Tx, source: string): Promise<{ erased: number; left: number }> {
  const { rows } = await sql<{ erased: number; left: number }>`
    with gone as (
      delete from offers where ecosystem_id = ${tx.ecosystemId} and source = ${source} and (version = 1 or ended_at is not null) returning 1)
    select (select count(*) from gone)::int as erased,
      ((select count(*) from offers where ecosystem_id = ${tx.ecosystemId} and source = ${source}) - (select count(*) from gone))::int as left`.execute(
    tx.db,
  )
  return rows[0]!
}

/** Which of these parties have an offer or a need, present or past. */
export async function findOffering(ctx: Ctx, partyIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct party_id as id from offers where ecosystem_id = ${ctx.ecosystemId} and party_id = any (${partyIds})`.execute(ctx.db)
  return rows.map(({ id }) => id)
}
