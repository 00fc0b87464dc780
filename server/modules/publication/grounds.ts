import { type Selectable, sql } from 'kysely'
import { complaint } from '../../kernel/complaints.ts'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { decodeCursor, type Page, toPage } from '../../kernel/paging.ts'
import { readNames, readParties, resolveParties } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import { lockPublication } from './publication.ts'
import type { NewGrounds, PublicField, PublicParty, Tables } from './schema.ts'

/** All of them are drawn on one page and held in memory. */
export const PUBLIC_PARTIES_MAX = 10_000

export type GroundRow = Selectable<Tables['publication_grounds']>

/**
 * Makes organisations public on one ground, with the fields it covers; what held before is replaced. Throws invalid for sample data, and
 * conflict where an organisation took itself off: then only its own consent counts, not a public source.
 */
export async function showParties(tx: Tx, { partyIds, kind, proof, fields }: NewGrounds): Promise<{ shown: number }> {
  allow(tx, 'publication.write')
  const ids = [...new Set((await resolveParties(tx, partyIds)).values())]
  await lockPublication(tx)
  await mustBeOwnData(tx, ids)
  if (kind === 'source') await mustNotHaveWithdrawn(tx, ids)
  await end(tx, ids, 'replaced', sourceOf(tx.actor))
  await mustHaveRoom(tx, ids.length)
  const row = { kind, proof, fields: [...new Set(fields)], given_by: sourceOf(tx.actor), given_at: tx.now() }
  await tx.db
    .insertInto('publication_grounds')
    .values(ids.map((party_id) => ({ ecosystem_id: tx.ecosystemId, id: newId(), party_id, ...row })))
    .execute()
  await emit(tx, 'publication.parties_shown', null, { kind, count: ids.length })
  return { shown: ids.length }
}

/** Takes an organisation off the public map. Throws not_found when it is not on it. */
export async function hideParty(tx: Tx, partyId: string): Promise<{ done: true }> {
  allow(tx, 'publication.write')
  const [groundId] = await end(tx, [partyId], 'removed', sourceOf(tx.actor))
  await emit(tx, 'publication.party_hidden', partyId, { groundId: found(groundId, 'public_party') })
  return { done: true }
}

/** What the organisation itself does through its link: from now on it is nowhere public. Answers whether it was. */
export async function withdrawParty(tx: Tx, partyId: string, entranceId: string): Promise<boolean> {
  await lockPublication(tx)
  const [groundId] = await end(tx, [partyId], 'withdrawn', `entrance:${entranceId}`)
  if (groundId === undefined) return false
  await emit(tx, 'publication.consent_withdrawn', partyId, { groundId, entranceId })
  return true
}

/** Who is public and on what ground, the latest first. */
export async function listPublicParties(
  ctx: Ctx,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<PublicParty>> {
  allow(ctx, 'publication.read')
  let query = live(ctx)
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (cursor !== undefined) query = query.where('id', '<', String(decodeCursor(cursor, 1)[0]))
  const page = toPage(await query.execute(), limit, ({ id }) => [id])
  const ids = page.items.map(({ party_id }) => party_id)
  const parties = new Map((await readParties(ctx, ids)).map((party) => [party.id, party]))
  const names = await readNames(ctx, ids)
  const items = page.items.map((row) => ({
    partyId: row.party_id,
    name: parties.get(row.party_id)?.name ?? names.get(row.party_id)?.name ?? '',
    city: parties.get(row.party_id)?.city ?? null,
    kind: row.kind,
    proof: row.proof,
    fields: row.fields as PublicField[],
    givenAt: row.given_at.toISOString(),
    isOnMap: parties.has(row.party_id),
  }))
  return { items, nextCursor: page.nextCursor }
}

/** Every ground that holds. */
export async function readGrounds(ctx: Ctx | Tx): Promise<GroundRow[]> {
  return await live(ctx).orderBy('id').limit(PUBLIC_PARTIES_MAX).execute()
}

/** The ground on which this organisation is public, if it is. */
export async function findGround(ctx: Ctx | Tx, partyId: string): Promise<GroundRow | undefined> {
  return await live(ctx).where('party_id', '=', partyId).executeTakeFirst()
}

function live(ctx: Ctx | Tx) {
  return ctx.db.selectFrom('publication_grounds').selectAll().where('ecosystem_id', '=', ctx.ecosystemId).where('ended_at', 'is', null)
}

/** Ends what holds for these parties; answers the ids of the grounds. */
async function end(tx: Tx, partyIds: readonly string[], ending: 'withdrawn' | 'removed' | 'replaced', by: string): Promise<string[]> {
  const rows = await tx.db
    .updateTable('publication_grounds')
    .set({ ending, ended_by: by, ended_at: tx.now() })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('party_id', 'in', partyIds)
    .where('ended_at', 'is', null)
    .returning('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** Sample data is partly invented, and its licences are not the orchestrator's to give. */
async function mustBeOwnData(tx: Tx, ids: readonly string[]): Promise<void> {
  const isSample = (await readParties(tx, ids)).some(({ source }) => source?.startsWith('sample:'))
  if (!isSample) return
  throw new DomainError('invalid', 'sample_not_public', 'Something in the input is not right.', [
    complaint('partyIds', 'sample_not_public'),
  ])
}

async function mustNotHaveWithdrawn(tx: Tx, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<{ party_id: string }>`
    select party_id from (
      select distinct on (party_id) party_id, ending from publication_grounds
      where ecosystem_id = ${tx.ecosystemId} and party_id = any (${ids}) order by party_id, id desc) latest
    where ending = 'withdrawn' limit 1`.execute(tx.db)
  if (rows.length === 0) return
  const name = (await readNames(tx, [rows[0]!.party_id])).get(rows[0]!.party_id)?.name ?? ''
  throw new DomainError(
    'conflict',
    'party_withdrew',
    `${name} took itself off the public map, so a public source is no ground any more. Nothing was changed. Ask for its consent instead.`,
  )
}

async function mustHaveRoom(tx: Tx, more: number): Promise<void> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from publication_grounds where ecosystem_id = ${tx.ecosystemId} and ended_at is null`.execute(tx.db)
  if (rows[0]!.n + more <= PUBLIC_PARTIES_MAX) return
  throw new DomainError(
    'conflict',
    'too_many_public',
    `The public map holds at most ${PUBLIC_PARTIES_MAX} organisations. Nothing was changed.`,
  )
}
