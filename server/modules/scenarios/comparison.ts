import type { Tx } from '../../kernel/ctx.ts'
import { compareStates, type MapParty, type Moment, question, type Read, readTradesOn } from '../insight/index.ts'
import { readAliases } from '../parties/index.ts'
import { listTieTypes } from '../ties/index.ts'
import { type Applied, applyChanges, type State } from './apply.ts'
import type { Comparison, Drawing, Scenario } from './schema.ts'

type Tried = { scenario: Scenario; base: State; then: Applied; columns: Read['columns']; at: string }

/** It walks all shortest paths some twenty times. */
const HERE_MAX = 300
/** Nobody draws more parties at once. */
const DRAWN_MAX = 20_000

/** What a scenario would make of the map. */
export const COMPARISON = question({
  at: import.meta.url,
  name: 'COMPARISON',
  hereMax: HERE_MAX,
  moment: momentOf,
  more: tryOn,
  answer: (_: Read, __: Scenario, tried: Tried) => comparisonOf(tried),
})

/** What the network view draws beside the map. */
export const DRAWING = question({
  at: import.meta.url,
  name: 'DRAWING',
  moment: momentOf,
  more: tryOn,
  answer: (_: Read, __: Scenario, tried: Tried) => drawingOf(tried),
})

function momentOf({ asOf }: Scenario): Moment {
  return asOf === null ? {} : { asOf: `${asOf}T23:59:59.999Z` }
}

/**
 * Applies the changes to the map as it was read: nothing of it is written. The map of a past day has no offers and needs, which are known as they are today
 * only.
 */
async function tryOn(tx: Tx, { map, columns }: Read, scenario: Scenario): Promise<Tried> {
  const { asOf } = momentOf(scenario)
  const base = { map, trades: asOf === undefined ? await readTradesOn(tx, map) : null }
  const { targetOf } = await readAliases(tx, asOf === undefined ? undefined : new Date(asOf))
  const directed = new Map((await listTieTypes(tx)).map((type) => [type.key, type.directed]))
  const then = applyChanges(base, scenario.changes, { targetOf, isDirected: (type) => directed.get(type) ?? true })
  return { scenario, base, then, columns, at: asOf ?? tx.now().toISOString() }
}

/** With the names of every party it speaks of. */
function comparisonOf({ base, then, at, ...tried }: Tried): Comparison {
  const comparison = compareStates(base, then)
  const { parties, onlyWay, needs, introductions, moves, groups } = comparison
  const named = new Set([
    ...[...Object.values(parties), ...Object.values(onlyWay), comparison.cutOff, comparison.joined].flatMap(({ items }) => items),
    ...[...comparison.pieces.items, ...comparison.unjoined.items].flatMap(({ partyIds }) => partyIds),
    ...(needs === null ? [] : [needs.lost, needs.gained]).flatMap(({ items }) => items.map(({ partyId }) => partyId)),
    ...introductions.items.flatMap(({ oneId, otherId, throughId }) => [oneId, otherId, ...(throughId === null ? [] : [throughId])]),
    ...moves.items.map(({ partyId }) => partyId),
    ...Object.values(groups ?? {}).flatMap(({ items }) => items.flat().flatMap(({ partyIds }) => partyIds)),
  ])
  return { ...comparison, at, outcomes: then.outcomes, names: namesOf({ ...tried, base, then }, (id) => named.has(id)) }
}

/** Who leaves and who joins, which ties go, come or are stronger or weaker. */
function drawingOf(tried: Tried): Drawing {
  const { scenario, base, then, at } = tried
  const [there, here] = [base, then].map(({ map }) => new Set(map.parties.map(({ id }) => id))) as [Set<string>, Set<string>]
  return {
    id: scenario.id,
    name: scenario.name,
    asOf: scenario.asOf,
    at,
    leavingIds: [...there].filter((id) => !here.has(id)).slice(0, DRAWN_MAX),
    joining: namesOf(tried, (id) => !there.has(id) && here.has(id)),
    ...then.beside,
  }
}

function namesOf(
  { scenario, base, then, columns }: Pick<Tried, 'scenario' | 'base' | 'then' | 'columns'>,
  isNamed: (id: string) => boolean,
) {
  const name = (party: MapParty, city: string | null) => ({ ...party, kinds: [...party.kinds], city })
  const real = base.map.parties.flatMap((party, k) => (isNamed(party.id) ? [name(party, columns.city[k]!)] : []))
  const cities = new Map(
    scenario.changes.flatMap(({ change }) => (change.what === 'partyJoins' ? [[change.partyId, change.city] as const] : [])),
  )
  const madeUp = then.map.parties.flatMap((party) =>
    cities.has(party.id) && isNamed(party.id) ? [name(party, cities.get(party.id)!)] : [],
  )
  return [...real, ...madeUp]
}
