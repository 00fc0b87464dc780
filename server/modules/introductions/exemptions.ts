import { sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { LIMIT_MAX } from '../../kernel/paging.ts'
import { lockParty, readAliases, readNames } from '../parties/index.ts'
import { allow, readMembers } from '../people/index.ts'
import { personOf } from './reading.ts'
import type { Exemption, NewExemption } from './schema.ts'

/** Leaves a party out of all introductions from now on, with the reason. Throws conflict when it is left out already. */
export async function leaveOut(tx: Tx, { partyId, reason }: NewExemption): Promise<Exemption> {
  allow(tx, 'introductions.write')
  const party = await lockParty(tx, partyId)
  if ((await findLeftOut(tx)).has(party.id)) throw new DomainError('conflict', 'left_out_already', 'This organisation is left out already.')
  const id = newId()
  await tx.db
    .insertInto('introduction_exemptions')
    .values({ ecosystem_id: tx.ecosystemId, id, party_id: party.id, reason, by: sourceOf(tx.actor), at: tx.now() })
    .execute()
  await emit(tx, 'introduction.left_out', id, { partyId: party.id })
  return (await listExemptions(tx)).find((one) => one.id === id)!
}

/** Takes back leaveOut. */
export async function letIn(tx: Tx, id: string): Promise<{ id: string }> {
  allow(tx, 'introductions.write')
  const ended = await tx.db
    .updateTable('introduction_exemptions')
    .set({ ended_at: tx.now(), ended_by: sourceOf(tx.actor) })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returning('party_id')
    .executeTakeFirst()
  await emit(tx, 'introduction.let_in', id, { partyId: found(ended, 'exemption').party_id })
  return { id }
}

/** Who is left out, the newest first. */
export async function listExemptions(ctx: Ctx): Promise<Exemption[]> {
  allow(ctx, 'introductions.read')
  const rows = await ctx.db
    .selectFrom('introduction_exemptions')
    .selectAll()
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('ended_at', 'is', null)
    .orderBy('id', 'desc')
    .limit(LIMIT_MAX)
    .execute()
  const { targetOf } = await readAliases(ctx)
  const names = await readNames(ctx, rows.map(({ party_id }) => targetOf(party_id))) // biome-ignore format: one line reads better
  const members = await readMembers(ctx, [...new Set(rows.map(({ by }) => personOf(by)))])
  return rows.map(({ id, party_id, reason, at, by }) => {
    const { name, endedAt } = names.get(targetOf(party_id))!
    const party = { id: targetOf(party_id), name, endedAt: endedAt?.toISOString() ?? null }
    return { id, party, reason, at: at.toISOString(), by: members.get(personOf(by))?.name ?? null }
  })
}

/** The present ids of all who are left out. */
export async function findLeftOut(ctx: Ctx): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ party_id: string }>`
    select party_id from introduction_exemptions where ecosystem_id = ${ctx.ecosystemId} and ended_at is null`.execute(ctx.db)
  const { targetOf } = await readAliases(ctx)
  return new Set(rows.map(({ party_id }) => targetOf(party_id)))
}
