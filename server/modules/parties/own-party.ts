import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { emit } from '../../kernel/events.ts'
import { allow } from '../people/index.ts'
import { getParty, lockParty } from './parties.ts'
import type { Party } from './schema.ts'

/** The orchestrator's own organisation, by the party it was merged into if it was. Null when none was named, or it has left the map. */
export async function findOwnParty(ctx: Ctx): Promise<Party | null> {
  allow(ctx, 'parties.read')
  const row = await ctx.db.selectFrom('ecosystems').select('party_id').where('ecosystem_id', '=', ctx.ecosystemId).executeTakeFirstOrThrow()
  if (row.party_id === null) return null
  try {
    return await getParty(ctx, row.party_id)
  } catch (error) {
    if (error instanceof DomainError && error.kind === 'not_found') return null
    throw error
  }
}

/** Says which organisation on the map is the orchestrator's own; null for none. Throws not_found for one that is not on the map. */
export async function nameOwnParty(tx: Tx, partyId: string | null): Promise<Party | null> {
  allow(tx, 'own_party.write')
  const own = partyId === null ? null : (await lockParty(tx, partyId)).id
  await tx.db.updateTable('ecosystems').set({ party_id: own }).where('ecosystem_id', '=', tx.ecosystemId).execute()
  await emit(tx, 'ecosystem.changed', null, { fields: ['partyId'] })
  return await findOwnParty(tx)
}
