import { sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { readAliases } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import { readInteractions } from './interactions.ts'
import { holds, type TieRow, tiesAt } from './reading.ts'
import { showTies } from './shown.ts'
import { touches } from './ties.ts'

/** The parties that have a tie to this one now. */
export async function findTiedTo(ctx: Ctx, partyId: string): Promise<Set<string>> {
  allow(ctx, 'ties.read')
  const aliases = await readAliases(ctx)
  const scope = { where: touches(aliases.membersOf(partyId)), isPage: true, isUnmerged: aliases.isEmpty }
  const own = aliases.targetOf(partyId)
  const { rows } = await sql<{ id: string }>`
    select case when t.from_id = ${own} then t.to_id else t.from_id end as id from ${tiesAt(ctx, scope)} t`.execute(ctx.db)
  return new Set(rows.map(({ id }) => id))
}

const AROUND_MAX = 10_000

/** The ties of a party that hold now, each with the party at its other end and how strong it has become. */
export async function readTiesOf(ctx: Ctx, partyId: string): Promise<{ otherId: string; type: string; strength: number }[]> {
  allow(ctx, 'ties.read')
  const aliases = await readAliases(ctx)
  const scope = { where: touches(aliases.membersOf(partyId)), isPage: true, isUnmerged: aliases.isEmpty }
  const own = aliases.targetOf(partyId)
  const { rows } = await sql<TieRow>`
    select t.* from ${tiesAt(ctx, scope)} t where ${holds(ctx.now())} order by t.id limit ${AROUND_MAX}`.execute(ctx.db)
  const ties = await showTies(ctx, rows, aliases)
  return ties.map(({ fromId, toId, type, currentStrength }) => ({
    otherId: fromId === own ? toId : fromId,
    type,
    strength: currentStrength,
  }))
}

/** Whether two parties are stated to be in conflict now. */
export async function areInConflict(ctx: Ctx, oneId: string, otherId: string): Promise<boolean> {
  allow(ctx, 'ties.read')
  const aliases = await readAliases(ctx)
  const where = sql<boolean>`t.type = 'conflicts' and ${touches(aliases.membersOf(oneId))} and ${touches(aliases.membersOf(otherId))}`
  const scope = { where, isPage: true, isUnmerged: aliases.isEmpty }
  const { rows } = await sql`select from ${tiesAt(ctx, scope)} t where t.from_id <> t.to_id and ${holds(ctx.now())} limit 1`.execute(ctx.db)
  return rows.length > 0
}

/** The oldest tie by which a party buys from another one on the map, by a built-in type of trade, and from whom. Ties from `exceptSources` do not count. */
export async function findPurchase(
  ctx: Ctx,
  partyId: string,
  exceptSources: readonly string[],
): Promise<{ tieId: string; sellerId: string } | undefined> {
  allow(ctx, 'ties.read')
  const aliases = await readAliases(ctx)
  const scope = { where: touches(aliases.membersOf(partyId)), isPage: true, isUnmerged: aliases.isEmpty }
  const own = aliases.targetOf(partyId)
  const { rows } = await sql<{ tieId: string; sellerId: string }>`
    select t.id as "tieId", case when t.from_id = ${own} then t.to_id else t.from_id end as "sellerId" from ${tiesAt(ctx, scope)} t
    where ((t.type = 'buys_from' and t.from_id = ${own}) or (t.type = 'supplies' and t.to_id = ${own}))
      and t.source <> all (${exceptSources}) order by t.id limit 1`.execute(ctx.db)
  return rows[0]
}

/** How many interactions are known of each party. Nothing for parties with none. */
export async function countInteractions(ctx: Ctx): Promise<Map<string, number>> {
  allow(ctx, 'interactions.read')
  const { rows } = await sql<{ id: string; n: number }>`
    select e.id, count(*)::int as n from ${readInteractions(ctx)} i cross join unnest(array[i.party_id, i.other_party_id]) as e (id)
    where e.id is not null group by 1`.execute(ctx.db)
  return new Map(rows.map(({ id, n }) => [id, n]))
}
