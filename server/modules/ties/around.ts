import { sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { readAliases } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import { readInteractions } from './interactions.ts'
import { tiesAt } from './reading.ts'
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

/** How many interactions are known of each party. Nothing for parties with none. */
export async function countInteractions(ctx: Ctx): Promise<Map<string, number>> {
  allow(ctx, 'interactions.read')
  const { rows } = await sql<{ id: string; n: number }>`
    select e.id, count(*)::int as n from ${readInteractions(ctx)} i cross join unnest(array[i.party_id, i.other_party_id]) as e (id)
    where e.id is not null group by 1`.execute(ctx.db)
  return new Map(rows.map(({ id, n }) => [id, n]))
}
