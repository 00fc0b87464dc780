import { sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { newId } from '../../kernel/ids.ts'
import { decodeCursor, type Paging, toPage } from '../../kernel/paging.ts'
import { allow } from '../people/index.ts'

const BOUNCED = 'bounced'

/** Addresses that asked not to be written to, by address. */
export async function listSuppressions(ctx: Ctx, { limit, cursor }: Paging) {
  allow(ctx, 'imports.read')
  let query = ctx.db
    .selectFrom('suppressions')
    .selectAll()
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .orderBy('address')
    .orderBy('id')
    .limit(limit + 1)
  if (cursor !== undefined) query = query.where('address', '>', String(decodeCursor(cursor, 1)[0]))
  const page = toPage(await query.execute(), limit, ({ address }) => [address])
  const items = page.items.map(({ id, channel, address, reason, source, at }) => ({
    id,
    channel,
    address,
    reason,
    source,
    at: at.toISOString(),
  }))
  return { items, nextCursor: page.nextCursor }
}

/**
 * Writes down that an address is not to be written to, or why once more: what a person or their mail server said outlives the undo of an import.
 * That mails come back says less than a wish to be left alone, so it does not take its place: it may be taken back.
 */
export async function suppress(tx: Tx, address: string, reason: string, source: string): Promise<void> {
  const said = { reason, source, at: tx.now() }
  await tx.db
    .insertInto('suppressions')
    .values({ ecosystem_id: tx.ecosystemId, id: newId(), channel: 'email', address: address.toLowerCase(), ...said })
    .onConflict((conflict) =>
      conflict
        .columns(['ecosystem_id', 'channel', 'address'])
        .doUpdateSet(said)
        .where(sql<boolean>`(suppressions.reason = ${BOUNCED} or excluded.reason <> ${BOUNCED})`),
    )
    .execute()
}

/** An address works after all. False where it was not given up; a wish to be left alone stays. */
export async function release(tx: Tx, address: string): Promise<boolean> {
  const { numDeletedRows } = await tx.db
    .deleteFrom('suppressions')
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('channel', '=', 'email')
    .where('address', '=', address.toLowerCase())
    .where('reason', '=', BOUNCED)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** Which of these addresses are not to be written to, with the reason. Whoever sends mail asks this first. */
export async function findSuppressed(tx: Ctx | Tx, addresses: readonly string[]): Promise<Map<string, string>> {
  if (addresses.length === 0) return new Map()
  const rows = await tx.db
    .selectFrom('suppressions')
    .select(['address', 'reason'])
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('channel', '=', 'email')
    .where(sql<boolean>`address = any (${addresses.map((address) => address.toLowerCase())})`) // one parameter, however many there are
    .execute()
  return new Map(rows.map(({ address, reason }) => [address, reason]))
}
