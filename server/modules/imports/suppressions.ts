import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { decodeCursor, type Paging, toPage } from '../../kernel/paging.ts'
import { allow } from '../people/index.ts'

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

/** Which of these addresses asked not to be written to. Whoever sends mail asks this first. */
export async function findSuppressed(tx: Ctx | Tx, addresses: readonly string[]): Promise<Set<string>> {
  if (addresses.length === 0) return new Set()
  const rows = await tx.db
    .selectFrom('suppressions')
    .select('address')
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('channel', '=', 'email')
    .where(
      'address',
      'in',
      addresses.map((address) => address.toLowerCase()),
    )
    .execute()
  return new Set(rows.map(({ address }) => address))
}
