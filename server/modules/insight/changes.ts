import type { Tx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { readAliases } from '../parties/index.ts'
import { changeCertainty, compareMaps, type EcosystemMap, onlyWayCertainty, underLaterIds } from './answers/index.ts'
import { type Read, readMap } from './insight.ts'
import type { Changes, NamedParty, Stretch } from './schema.ts'

type Before = { before: EcosystemMap; since: string; until: string }

/** Reads the map as it was at the earlier end of a stretch of time. Throws invalid where it ends before it begins or has not been yet. */
export async function readBefore(tx: Tx, _: Read, { since, until }: Stretch): Promise<Before> {
  const now = tx.now().toISOString()
  const end = until ?? now
  if (new Date(since) >= new Date(end) || new Date(end) > tx.now())
    throw new DomainError('invalid', 'stretch_impossible', 'Changes are told from one day to a later one, and not beyond today.')
  const then = await readMap(tx, { asOf: since })
  const aliases = await readAliases(tx, until === undefined ? undefined : new Date(until))
  return { before: underLaterIds(then.map, aliases.targetOf), since, until: end }
}

/** What changed between the two, with the names of every party it speaks of. */
export function changesOf(after: Read, { before, since, until }: Before): Omit<Changes, 'freshness'> {
  const difference = compareMaps(before, after.map)
  const { ties, parties, onlyWay } = difference
  const named = new Set([
    ...Object.values(ties).flatMap(({ items }) => items.flatMap(({ fromId, toId }) => [fromId, toId])),
    ...[...Object.values(parties), ...Object.values(onlyWay)].flatMap(({ items }) => items),
  ])
  const cities = new Map(after.map.parties.map(({ id }, k) => [id, after.columns.city[k]!]))
  const present = new Map([...before.parties, ...after.map.parties].map((party) => [party.id, party]))
  const names = [...named].map(
    (id): NamedParty => ({ ...present.get(id)!, kinds: [...present.get(id)!.kinds], city: cities.get(id) ?? null }),
  )
  const certainty = changeCertainty(difference.before, difference.after)
  return { ...difference, certainty, onlyWayCertainty: onlyWayCertainty(after.map, difference), names, since, until }
}
