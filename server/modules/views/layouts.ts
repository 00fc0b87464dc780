import { sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { isOnMap } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import { PARTIES_MAX } from './rules.ts'
import type { Layout } from './schema.ts'

const LAYOUTS_MAX = 200

/** The kept positions of the parties on the map, the latest first; nothing for a layout that nobody kept yet. */
export async function readLayout(ctx: Ctx, key: string): Promise<Layout> {
  allow(ctx, 'views.read')
  // as one JSON text: twenty thousand rows are parsed at once instead of one by one
  const { rows } = await sql<{ rows: [string, number, number][] }>`
    select coalesce(json_agg(json_build_array(l.party_id, l.x, l.y)), '[]') as rows from (
      select l.party_id, l.x, l.y from layout_positions l
      where l.ecosystem_id = ${ctx.ecosystemId} and l.key = ${key} and ${isOnMap(ctx, sql`l.party_id`)}
      order by l.updated_at desc, l.party_id limit ${PARTIES_MAX}
    ) l`.execute(ctx.db)
  const positions = rows[0]!.rows
  return { partyIds: positions.map(([id]) => id), x: positions.map(([, x]) => x), y: positions.map(([, , y]) => y) }
}

/**
 * Keeps the given positions beside those that were kept before, all in one statement, so that a map looks the same tomorrow. Parties that
 * are no longer on the map are passed over. Beyond 20,000 the oldest are forgotten. Answers how many were kept.
 */
export async function keepLayout(tx: Tx, key: string, { partyIds, x, y }: Layout): Promise<{ kept: number }> {
  allow(tx, 'layouts.write')
  await mustHaveRoom(tx, key)
  const { numAffectedRows } = await sql`
    insert into layout_positions (ecosystem_id, key, party_id, x, y, updated_at)
    select distinct on (n.party_id) ${tx.ecosystemId}::uuid, ${key}, n.party_id, n.x, n.y, ${tx.now()}::timestamptz
    from unnest(${partyIds}::uuid[], ${x}::real[], ${y}::real[]) as n (party_id, x, y)
    where ${isOnMap(tx, sql`n.party_id`)}
    order by n.party_id
    on conflict (ecosystem_id, key, party_id) do update set x = excluded.x, y = excluded.y, updated_at = excluded.updated_at`.execute(tx.db)
  await sql`
    delete from layout_positions where ecosystem_id = ${tx.ecosystemId} and key = ${key} and party_id in (
      select party_id from layout_positions where ecosystem_id = ${tx.ecosystemId} and key = ${key}
      order by updated_at desc, party_id offset ${PARTIES_MAX})`.execute(tx.db)
  return { kept: Number(numAffectedRows ?? 0) }
}

async function mustHaveRoom(tx: Tx, key: string): Promise<void> {
  const { rows } = await sql<{ key: string }>`
    select distinct key from layout_positions where ecosystem_id = ${tx.ecosystemId} limit ${LAYOUTS_MAX}`.execute(tx.db)
  if (rows.length < LAYOUTS_MAX || rows.some((row) => row.key === key)) return
  throw new DomainError('conflict', 'too_many_layouts', `There can be at most ${LAYOUTS_MAX} layouts.`)
}
