import { sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { decodeCursor, type Page, toPage } from '../../kernel/paging.ts'
import { type Aliases, readAliases, resolveParties } from '../parties/index.ts'
import { allow, allowList } from '../people/index.ts'
import { changeTie, FACTS, type Fact } from './facts.ts'
import { type TieRow, tiesAt } from './reading.ts'
import { mustBePeriod, mustBeSound, orderEnds } from './rules.ts'
import type { NewTie, Tie, TieChange, TieList } from './schema.ts'
import { showTies } from './shown.ts'
import { mustKnowTypes } from './types.ts'

/** States a tie. Throws not_found for ends that are not on the map, conflict when there is such a tie between the two already. */
export async function createTie(tx: Tx, input: NewTie): Promise<Tie> {
  const aliases = await readAliases(tx)
  const ends = [input.fromId, input.toId]
  allow(tx, 'ties.write', ends)
  if (input.trust != null || input.evidence) allow(tx, 'ties.private', ends)
  const targets = await resolveParties(tx, [input.fromId, input.toId])
  const resolved = { ...input, fromId: targets.get(input.fromId)!, toId: targets.get(input.toId)! }
  mustBeSound(resolved)
  const types = await mustKnowTypes(tx, [input.type])
  const directed = input.directed ?? types.get(input.type)!.directed
  const { fromId, toId } = orderEnds(resolved.fromId, resolved.toId, directed)
  if (!input.until) await mustBeNew(tx, aliases, { from_id: fromId, to_id: toId, type: input.type, directed })
  const now = tx.now()
  const id = newId()
  const { numInsertedOrUpdatedRows: inserted } = await tx.db
    .insertInto('ties')
    .values({
      ecosystem_id: tx.ecosystemId,
      id,
      from_id: fromId,
      to_id: toId,
      type: input.type,
      directed,
      strength: input.strength ?? null,
      strength_at: now,
      trust: input.trust ?? null,
      since: input.since ?? null,
      until: input.until ?? null,
      evidence: input.evidence ?? null,
      source: sourceOf(tx.actor),
      sources: '{}',
      created_at: now,
      updated_at: now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  if (inserted === 0n) throw tieExists()
  await emit(tx, 'tie.created', id, { fromId, toId, type: input.type })
  return await getTie(tx, id)
}

/** Changes what is said of a tie; what held before stays in the history. A strength stated again, even the same, is fresh from now on. */
export async function updateTie(tx: Tx, id: string, { version, ...input }: TieChange): Promise<Tie> {
  const row = await lockTie(tx, id)
  const aliases = await readAliases(tx)
  const ends = [row.from_id, row.to_id]
  allow(tx, 'ties.write', ends)
  if ('trust' in input || 'evidence' in input) allow(tx, 'ties.private', ends)
  if (row.ended_at !== null) found(undefined, 'tie')
  if (row.version !== version)
    throw new DomainError('conflict', 'tie_changed', 'Somebody else changed this tie meanwhile. Load the new state and try again.')
  const changed = (Object.keys(FACTS) as Fact[]).filter((fact) => fact in input && (fact === 'strength' || input[fact] !== row[fact]))
  const { since = row.since, until = row.until } = input
  mustBePeriod(since, until)
  if (row.until !== null && until === null) await mustBeNew(tx, aliases, row)
  if (changed.length > 0) {
    await changeTie(tx, row, Object.fromEntries(changed.map((fact) => [fact, input[fact] ?? null])))
    await emit(tx, 'tie.changed', id, { fromId: row.from_id, toId: row.to_id, fields: changed })
  }
  return await getTie(tx, id)
}

/** Takes a tie off the map from now on. It stays in the past, and restoreTie brings it back. */
export async function endTie(tx: Tx, id: string): Promise<{ id: string }> {
  const row = await lockTie(tx, id)
  const aliases = await readAliases(tx)
  allow(tx, 'ties.write', [row.from_id, row.to_id])
  if (row.ended_at !== null) found(undefined, 'tie')
  // ties that a merge made one with this one would come to light in its place
  const twins = await findSame(tx, aliases, row)
  await sql`
    update ties set ended_at = ${tx.now()}, updated_at = ${tx.now()}, version = version + 1
    where ecosystem_id = ${tx.ecosystemId} and id = any (${[id, ...(row.until === null ? twins : [])]})`.execute(tx.db)
  await emit(tx, 'tie.ended', id, { fromId: row.from_id, toId: row.to_id, type: row.type })
  return { id }
}

/** Takes back endTie. Throws conflict when the tie was stated anew since. */
export async function restoreTie(tx: Tx, id: string): Promise<Tie> {
  const row = await lockTie(tx, id)
  const aliases = await readAliases(tx)
  allow(tx, 'ties.write', [row.from_id, row.to_id])
  if (row.ended_at === null) throw new DomainError('conflict', 'tie_not_ended', 'This tie has not been removed.')
  if (row.until === null) await mustBeNew(tx, aliases, row)
  await changeTie(tx, row, {}, row.ended_at)
  await emit(tx, 'tie.restored', id, { fromId: row.from_id, toId: row.to_id, type: row.type })
  return await getTie(tx, id)
}

/** One tie, now or as it was known at `asOf`. Throws not_found. */
export async function getTie(ctx: Ctx, id: string, asOf?: Date): Promise<Tie> {
  allow(ctx, 'ties.read')
  const aliases = await readAliases(ctx, asOf)
  const scope = { asOf, where: sql`t.id = ${id}`, isPage: true, isUnmerged: aliases.isEmpty }
  const { rows } = await sql<TieRow>`select t.* from ${tiesAt(ctx, scope)} t`.execute(ctx.db)
  const [tie] = await showTies(ctx, [found(rows[0], 'tie')], aliases, asOf)
  return tie!
}

/** A page of ties, the newest first: of one party, between two, of some types, from one source. Only those who see the source may ask for it. */
export async function listTies(ctx: Ctx, query: TieList): Promise<Page<Tie>> {
  allow(ctx, 'ties.read')
  const asOf = query.asOf === undefined ? undefined : new Date(query.asOf)
  const aliases = await readAliases(ctx, asOf)
  const parts = [sql<boolean>`true`]
  if (query.partyId !== undefined) parts.push(touches(aliases.membersOf(query.partyId)))
  if (query.otherId !== undefined) parts.push(touches(aliases.membersOf(query.otherId)))
  if (query.type) parts.push(sql`t.type = any (${query.type})`)
  if (query.source !== undefined) {
    const reach = allowList(ctx, 'ties.private')
    parts.push(sql`t.source = ${query.source}`)
    if (!reach.all) parts.push(touches(reach.partyIds))
  }
  const after = query.cursor === undefined ? sql`true` : sql`t.id < ${decodeCursor(query.cursor, 1)[0]}::uuid`
  const scope = { asOf, where: sql.join(parts, sql` and `), isPage: true, isUnmerged: aliases.isEmpty }
  const { rows } = await sql<TieRow>`
    select t.* from ${tiesAt(ctx, scope)} t where ${after} order by t.id desc limit ${query.limit + 1}`.execute(ctx.db)
  const page = toPage(rows, query.limit, ({ id }) => [id])
  return { items: await showTies(ctx, page.items, aliases, asOf), nextCursor: page.nextCursor }
}

/** The stored row of a tie, held until commit. */
async function lockTie(tx: Tx, id: string): Promise<StoredTie> {
  allow(tx, 'ties.read')
  const { rows } = await sql<StoredTie>`
    select t.*, t.since::text as since, t.until::text as until from ties t
    where t.ecosystem_id = ${tx.ecosystemId} and t.id = ${id} for update`.execute(tx.db)
  return found(rows[0], 'tie')
}

export type StoredTie = Omit<TieRow, 'tie_ids'>
type Ends = Pick<StoredTie, 'from_id' | 'to_id' | 'type' | 'directed'>

async function mustBeNew(ctx: Ctx, aliases: Aliases, ends: Ends & { id?: string }): Promise<void> {
  if ((await findSame(ctx, aliases, ends)).length > 0) throw tieExists()
}

/** The other open ties of this type between the two parties, under whatever name they were stated. */
async function findSame(ctx: Ctx, aliases: Aliases, tie: Ends & { id?: string }): Promise<string[]> {
  const from = aliases.membersOf(tie.from_id)
  const to = aliases.membersOf(tie.to_id)
  const reversed = sql`(not t.directed and t.from_id = any (${to}) and t.to_id = any (${from}))`
  const { rows } = await sql<{ id: string }>`
    select t.id from ties t where t.ecosystem_id = ${ctx.ecosystemId} and t.ended_at is null and t.until is null and t.type = ${tie.type}
      and ((t.from_id = any (${from}) and t.to_id = any (${to})) or ${tie.directed ? sql`false` : reversed})
      and t.id is distinct from ${tie.id ?? null}::uuid`.execute(ctx.db)
  return rows.map(({ id }) => id)
}

function tieExists(): DomainError {
  return new DomainError('conflict', 'tie_exists', 'There is a tie of this type between the two already.')
}

export function touches(partyIds: readonly string[]) {
  return sql<boolean>`(t.from_id = any (${partyIds}) or t.to_id = any (${partyIds}))`
}
