import { sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { allow } from '../people/index.ts'
import { partiesAt } from './filter.ts'
import { getParty } from './parties.ts'
import type { Identifier, SameIdentifier } from './schema.ts'
import { type PartyRecord, showParties } from './shown.ts'

const SAME_MAX = 20

/** Other parties on the map that are known by a number of this one, however it is written there: perhaps they are one. */
export async function listSameIdentifiers(ctx: Ctx, partyId: string): Promise<SameIdentifier[]> {
  allow(ctx, 'parties.read')
  const party = await getParty(ctx, partyId)
  const ids = [party.id, ...party.mergedIds]
  const { rows } = await sql<PartyRecord & Identifier>`
    select distinct on (p.id) p.*, i.scheme, i.value from party_identifiers mine
    join party_identifiers i on i.ecosystem_id = mine.ecosystem_id and i.scheme = mine.scheme and identifier_key(i.value) = identifier_key(mine.value)
    left join aliases a on a.ecosystem_id = i.ecosystem_id and a.party_id = i.party_id and a.until is null
    join ${partiesAt(ctx)} p on p.id = coalesce(a.target_id, i.party_id)
    where mine.ecosystem_id = ${ctx.ecosystemId} and mine.party_id = any (${ids}) and p.id <> ${party.id}
    order by p.id, i.scheme, i.value limit ${SAME_MAX}`.execute(ctx.db)
  const parties = await showParties(ctx, rows)
  return rows.map(({ scheme, value }, index) => ({ scheme, value, party: parties[index]! }))
}
