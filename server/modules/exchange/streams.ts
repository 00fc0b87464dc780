import { sql } from 'kysely'
import type { Tx } from '../../kernel/ctx.ts'
import { streamRows } from '../../kernel/sets.ts'
import { type Filter, partiesAt, selectPartyIds } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import { toOffer, visible } from './offers.ts'
import { type OfferRow, offersNow } from './reading.ts'
import type { Offer } from './schema.ts'

export type NamedOffer = Offer & { partyName: string }

/** The offers and needs of the filtered parties that this actor may see, some at a time. */
export async function* streamOffers(tx: Tx, filter: Filter): AsyncGenerator<NamedOffer[]> {
  allow(tx, 'offers.read')
  const query = sql<OfferRow & { party_name: string }>`
    select o.*, p.name as party_name from ${offersNow(tx, { isWhole: true })} o join ${partiesAt(tx)} p on p.id = o.party_id
    where ${visible(tx)} and o.party_id in ${selectPartyIds(tx, filter)} order by o.id`
  for await (const rows of streamRows(tx, query)) {
    yield rows.map((row) => ({ ...toOffer(tx, row), partyName: row.party_name }))
  }
}
