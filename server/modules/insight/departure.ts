import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { readTrades } from '../exchange/index.ts'
import { readAliases } from '../parties/index.ts'
import { departureCertainty, type EcosystemMap, letLeave, speakingCertainty, type Trade } from './answers/index.ts'
import { namesOf, type Read, readChosen } from './insight.ts'
import type { DepartureAnswer, Leaving } from './schema.ts'

type Departing = { leaving: ReadonlySet<number>; trades: Trade[] }

/** Who is to leave, and what is offered and needed today. Throws invalid when nobody is named, not_found for one who is not on the map. */
export async function readDeparture(tx: Tx, { map }: Read, { party = [], sector }: Leaving): Promise<Departing> {
  if (party.length === 0 && sector === undefined)
    throw new DomainError('invalid', 'nobody_leaves', 'Say who is to leave: one, several, or a whole sector.')
  const place = new Map(map.parties.map(({ id }, k) => [id, k]))
  const { targetOf } = await readAliases(tx)
  const leaving = new Set(party.map((id) => place.get(targetOf(id))))
  if (leaving.has(undefined)) throw new DomainError('not_found', 'party_not_found', 'There is no such party on the map.')
  const ofSector = sector === undefined ? [] : ((await readChosen(tx, { sector })) ?? [])
  for (const id of ofSector) leaving.add(place.get(id))
  return { leaving: leaving as Set<number>, trades: await readTradesOn(tx, map) }
}

/** What is offered and needed today by who is on this map. */
export async function readTradesOn(ctx: Ctx, { parties }: EcosystemMap): Promise<Trade[]> {
  const place = new Map(parties.map(({ id }, k) => [id, k]))
  return (await readTrades(ctx)).flatMap(({ id, partyId, side, category }) => {
    const party = place.get(partyId)
    return party === undefined ? [] : [{ id, party, side, category }]
  })
}

/** What it would do to the map, with the names of every party it speaks of. */
export function departureOf(read: Read, { leaving, trades }: Departing): Omit<DepartureAnswer, 'freshness'> {
  const departure = letLeave(read.map, leaving, trades)
  const named = [
    ...departure.leaving.items,
    ...departure.cutOff.items,
    ...[...departure.pieces.items, ...departure.unjoined.items].flatMap(({ partyIds }) => partyIds),
    ...departure.needs.items.map(({ partyId }) => partyId),
    ...(departure.next === null ? [] : [departure.next.partyId]),
    ...departure.introductions.items.flatMap(({ oneId, otherId, throughId }) => [
      oneId,
      otherId,
      ...(throughId === null ? [] : [throughId]),
    ]),
  ]
  return {
    ...departure,
    certainty: departureCertainty(read.map, leaving),
    needsCertainty: speakingCertainty({ map: read.map, trades }),
    names: namesOf(read, named),
  }
}
