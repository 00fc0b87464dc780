import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { decodeCursor, type Page, toPage } from '../../kernel/paging.ts'
import { readAliases, resolveParties } from '../parties/index.ts'
import { allow, may, partiesWithin, visibleFields } from '../people/index.ts'
import { matchesText, type OfferRow, offersNow } from './reading.ts'
import { mustBeSound } from './rules.ts'
import type { NewOffer, Offer, OfferChange, OfferList } from './schema.ts'

/** States what a party offers or needs. Throws not_found for a party that is not on the map. */
export async function createOffer(tx: Tx, input: NewOffer): Promise<Offer> {
  allow(tx, 'offers.write', input.partyId)
  const targets = await resolveParties(tx, [input.partyId])
  mustBeSound(input)
  const id = newId()
  const partyId = targets.get(input.partyId)!
  await tx.db
    .insertInto('offers')
    .values({
      ecosystem_id: tx.ecosystemId,
      id,
      party_id: partyId,
      side: input.side,
      category: input.category ?? null,
      title: input.title,
      description: input.description ?? null,
      quantity: input.quantity ?? null,
      unit: input.unit ?? null,
      rhythm: input.rhythm ?? null,
      price_minor: minorOf(input.priceMinor),
      price_asset: input.priceAsset ?? null,
      period_from: input.periodFrom ?? null,
      period_to: input.periodTo ?? null,
      visibility: input.visibility ?? 'ecosystem',
      source: sourceOf(tx.actor),
      created_at: tx.now(),
      updated_at: tx.now(),
    })
    .execute()
  await emit(tx, 'offer.created', id, { partyId, side: input.side })
  return await getOffer(tx, id)
}

const COLUMNS = {
  category: 'category',
  title: 'title',
  description: 'description',
  quantity: 'quantity',
  unit: 'unit',
  rhythm: 'rhythm',
  priceMinor: 'price_minor',
  priceAsset: 'price_asset',
  periodFrom: 'period_from',
  periodTo: 'period_to',
  visibility: 'visibility',
} as const
type Fact = keyof typeof COLUMNS

/** Changes an offer or need. Throws conflict when somebody else was faster. */
export async function updateOffer(tx: Tx, id: string, { version, ...input }: OfferChange): Promise<Offer> {
  const row = await lockOffer(tx, id)
  allow(tx, 'offers.write', row.party_id)
  if (row.ended_at !== null) found(undefined, 'offer')
  if (row.version !== version) throw new DomainError('conflict', 'offer_changed', 'Somebody else changed this meanwhile. Load the new state and try again.') // biome-ignore format: one line reads better
  const before = toOffer(tx, row)
  mustBeSound({ ...before, ...input })
  const fields = (Object.keys(COLUMNS) as Fact[]).filter((fact) => fact in input && input[fact] !== before[fact])
  if (fields.length > 0) {
    await tx.db
      .updateTable('offers')
      .set({ ...Object.fromEntries(fields.map((fact) => [COLUMNS[fact], input[fact]])), updated_at: tx.now(), version: row.version + 1 })
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('id', '=', id)
      .execute()
    await emit(tx, 'offer.changed', id, { partyId: row.party_id, side: row.side, fields })
  }
  return await getOffer(tx, id)
}

/** Takes an offer or need out of the lists; restoreOffer brings it back. */
export async function endOffer(tx: Tx, id: string): Promise<{ id: string }> {
  const row = await lockOffer(tx, id)
  allow(tx, 'offers.write', row.party_id)
  if (row.ended_at !== null) found(undefined, 'offer')
  await setEnd(tx, row, tx.now())
  await emit(tx, 'offer.ended', id, { partyId: row.party_id, side: row.side })
  return { id }
}

/** Takes back endOffer. */
export async function restoreOffer(tx: Tx, id: string): Promise<Offer> {
  const row = await lockOffer(tx, id)
  allow(tx, 'offers.write', row.party_id)
  if (row.ended_at === null) throw new DomainError('conflict', 'offer_not_ended', 'This has not been removed.')
  await setEnd(tx, row, null)
  await emit(tx, 'offer.restored', id, { partyId: row.party_id, side: row.side })
  return await getOffer(tx, id)
}

/** One offer or need that the actor may see. Throws not_found. */
export async function getOffer(ctx: Ctx, id: string): Promise<Offer> {
  allow(ctx, 'offers.read')
  const { rows } = await sql<OfferRow>`
    select o.* from ${offersNow(ctx)} o where o.id = ${id} and ${visible(ctx)}`.execute(ctx.db)
  return toOffer(ctx, found(rows[0], 'offer'))
}

/** A page of offers and needs, the newest first. What is meant for coordinators is listed for them and for the party itself only. */
export async function listOffers(ctx: Ctx, query: OfferList): Promise<Page<Offer>> {
  allow(ctx, 'offers.read')
  const parts = [visible(ctx)]
  if (query.partyId !== undefined) parts.push(sql`o.party_id = ${(await readAliases(ctx)).targetOf(query.partyId)}`)
  if (query.side) parts.push(sql`o.side = ${query.side}`)
  if (query.category) parts.push(sql`lower(o.category) = ${query.category.toLowerCase()}`)
  if (query.visibility) parts.push(sql`o.visibility = ${query.visibility}`)
  if (query.on) parts.push(sql`coalesce(o.period_from, '') <= ${query.on} and coalesce(o.period_to, '9') >= ${query.on}`)
  if (query.q) parts.push(matchesText(query.q))
  if (query.cursor !== undefined) parts.push(sql`o.id < ${decodeCursor(query.cursor, 1)[0]}::uuid`)
  const { rows } = await sql<OfferRow>`
    select o.* from ${offersNow(ctx)} o where ${sql.join(parts, sql` and `)} order by o.id desc limit ${query.limit + 1}`.execute(ctx.db)
  const page = toPage(rows, query.limit, ({ id }) => [id])
  return { items: page.items.map((row) => toOffer(ctx, row)), nextCursor: page.nextCursor }
}

/** What of the offers `o` this actor may see. */
export function visible(ctx: Ctx): RawBuilder<boolean> {
  const own = partiesWithin(ctx, 'offers.private')
  if (own === undefined) return sql`true`
  return sql`(o.visibility = 'ecosystem' or o.party_id = any (${own}::uuid[]))`
}

/** The stored row, held until commit. Who may not see it, is not told that it exists. */
async function lockOffer(tx: Tx, id: string): Promise<OfferRow> {
  allow(tx, 'offers.read')
  const { rows } = await sql<OfferRow>`
    select o.*, o.period_from::text as period_from, o.period_to::text as period_to from offers o
    where o.ecosystem_id = ${tx.ecosystemId} and o.id = ${id} for update`.execute(tx.db)
  const row = found(rows[0], 'offer')
  if (row.visibility === 'coordinators' && !may(tx, 'offers.private', row.party_id)) found(undefined, 'offer')
  return row
}

async function setEnd(tx: Tx, row: OfferRow, endedAt: Date | null): Promise<void> {
  await tx.db
    .updateTable('offers')
    .set({ ended_at: endedAt, updated_at: tx.now(), version: row.version + 1 })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', row.id)
    .execute()
}

/** Money is a bigint where it is kept. */
function minorOf(amount: number | null | undefined): bigint | null {
  return amount == null ? null : BigInt(amount)
}

export function toOffer(ctx: Ctx, row: OfferRow): Offer {
  const offer: Offer = {
    id: row.id,
    partyId: row.party_id,
    side: row.side,
    category: row.category,
    title: row.title,
    description: row.description,
    quantity: row.quantity,
    unit: row.unit,
    rhythm: row.rhythm,
    priceMinor: row.price_minor === null ? null : Number(row.price_minor),
    priceAsset: row.price_asset,
    periodFrom: row.period_from,
    periodTo: row.period_to,
    visibility: row.visibility,
    source: row.source,
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  }
  return visibleFields(ctx, 'offers', offer, row.party_id)
}
