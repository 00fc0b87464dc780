import { type RawBuilder, sql } from 'kysely'
import { type Ctx, transaction } from '../../kernel/ctx.ts'
import { partiesAt } from './filter.ts'

/** The aliases that hold now or held at `asOf`, as a table `(party_id, target_id)` for other modules to join. One step from any id to its party. */
export function selectAliases({ ecosystemId }: Pick<Ctx, 'ecosystemId'>, asOf?: Date): RawBuilder<unknown> {
  const live = asOf ? sql`a.since <= ${asOf} and (a.until is null or a.until > ${asOf})` : sql`a.until is null`
  return sql`(select a.party_id, a.target_id from aliases a where a.ecosystem_id = ${ecosystemId} and ${live})`
}

/**
 * Whether the party with this id, resolved through aliases, is on the map. For few rows: it looks each of them up by its key, whatever the
 * database believes of the sizes; for whole sets, join `selectPartyIds`.
 */
export function isOnMap(ctx: Pick<Ctx, 'ecosystemId'>, id: RawBuilder<unknown>, asOf?: Date): RawBuilder<boolean> {
  if (asOf) return sql`(${id} in (select p.id from ${partiesAt(ctx, asOf)} p)) is true`
  // "select" makes a value of the id: the database looks nothing up by an expression beneath row level security, and would walk all parties for each row
  return sql`(select p.ended_at is null from parties p where p.ecosystem_id = ${ctx.ecosystemId} and p.id = (select ${id})) is true`
}

/**
 * Every id that a party has today: its own first, then those merged into it. Asked before it is known who acts, in a transaction of its own,
 * and of this party only.
 */
export function readIdsOf(ctx: Pick<Ctx, 'db' | 'ecosystemId' | 'now'>, partyId: string): Promise<string[]> {
  return transaction({ ...ctx, actor: { kind: 'system' } }, async ({ db, ecosystemId }) => {
    const { rows } = await sql<{ id: string }>`
      with own as (select coalesce(
        (select target_id from aliases where ecosystem_id = ${ecosystemId} and party_id = ${partyId} and until is null), ${partyId}::uuid) as id)
      select id from own union all
      select a.party_id from aliases a join own on a.target_id = own.id where a.ecosystem_id = ${ecosystemId} and a.until is null`.execute(
      db,
    )
    return rows.map(({ id }) => id)
  })
}

/** Which ids are one party. Both directions answer for every id, also for one that was never merged. */
export type Aliases = {
  /** No party was ever merged into another, as far as this reading goes. */
  isEmpty: boolean
  /** The party an id stands for. */
  targetOf: (id: string) => string
  /** The party's own id and all ids merged into it. */
  membersOf: (id: string) => readonly string[]
}

/** The aliases of the ecosystem: as many as there were merges, few beside the parties. */
export async function readAliases(ctx: Ctx, asOf?: Date): Promise<Aliases> {
  const { rows } = await sql<{ party_id: string; target_id: string }>`select * from ${selectAliases(ctx, asOf)} aliases`.execute(ctx.db)
  const targets = new Map(rows.map(({ party_id, target_id }) => [party_id, target_id]))
  const members = Map.groupBy(rows, ({ target_id }) => target_id)
  const targetOf = (id: string) => targets.get(id) ?? id
  return {
    isEmpty: rows.length === 0,
    targetOf,
    membersOf: (id) => [targetOf(id), ...(members.get(targetOf(id)) ?? []).map(({ party_id }) => party_id)],
  }
}
