import { type Ctx, type Tx, transaction } from '../../kernel/ctx.ts'
import { createEntrance, openEntrance, revokeEntrances } from '../../kernel/entrances.ts'
import { DomainError } from '../../kernel/errors.ts'
import { emit } from '../../kernel/events.ts'
import { readAliases, readNames } from '../parties/index.ts'
import { allow, getEcosystem } from '../people/index.ts'
import { partyIdsOf } from './rules.ts'
import type { Comparison, Scenario, ScenarioLink, StoredChange } from './schema.ts'

export const LINK_KIND = 'scenario'
const DAYS = 30
const DAY_MS = 86_400_000

type Ids = { ids: string[]; total: number }
type Figures = Pick<Comparison['after'], 'parties' | 'ties' | 'pieces' | 'largest' | 'fragmentation'>

/**
 * What a link tells: the scenario as it was when the link was made, so that nobody learns by it what is thought of later. Parties by their ids: their
 * names are read when somebody looks, and whoever is gone by then has none.
 */
type Told = {
  name: string
  description: string | null
  at: string
  changes: StoredChange[]
  before: Figures
  after: Figures
  cutOff: Ids
  joined: Ids
  became: Ids
}

/** The same as somebody without access reads it. `nameOf` answers undefined for whoever is not on the map any more. */
export type ToldScenario = Told & { ecosystem: string; locale: 'en' | 'de'; nameOf: (id: string) => string | undefined }

/** A link for people without access, good for thirty days. Earlier ones stay good. */
export async function makeLink(tx: Tx, scenario: Scenario, comparison: Comparison): Promise<ScenarioLink> {
  allow(tx, 'scenarios.share')
  const expiresAt = new Date(tx.now().getTime() + DAYS * DAY_MS)
  const entrance = { kind: LINK_KIND, ecosystemId: tx.ecosystemId, target: scenario.id, expiresAt }
  const { id, key } = await createEntrance(tx, { ...entrance, scope: { told: tell(scenario, comparison) } })
  await emit(tx, 'scenario.link_made', scenario.id, { entranceId: id })
  return { path: `/scenarios/${key}`, expiresAt: expiresAt.toISOString() }
}

/** Withdraws every link to a scenario, for instance when one went astray. */
export async function withdrawLinks(tx: Tx, id: string): Promise<{ id: string }> {
  allow(tx, 'scenarios.share')
  await closeLinks(tx, id)
  await emit(tx, 'scenario.links_withdrawn', id, {})
  return { id }
}

/** Links to what is not there any more lead nowhere. */
export async function closeLinks(tx: Tx, id: string): Promise<void> {
  await revokeEntrances(tx, LINK_KIND, id)
}

/** What is behind a link; looking at it changes nothing. Errors of openEntrance. */
export async function openLink(door: Pick<Ctx, 'db' | 'now'>, key: string): Promise<ToldScenario> {
  const { ecosystemId, scope } = await openEntrance(door, LINK_KIND, key)
  if (ecosystemId === null) throw new DomainError('not_found', 'entrance_not_found', 'This link is not known here.')
  const told = scope.told as Told
  return await transaction({ ...door, actor: { kind: 'system' }, ecosystemId }, async (tx) => {
    const { name: ecosystem, locale } = await getEcosystem(tx)
    const lists = [told.cutOff, told.joined, told.became].flatMap(({ ids }) => ids)
    const { targetOf } = await readAliases(tx)
    const known = await readNames(tx, [...lists, ...told.changes.flatMap(partyIdsOf)].map(targetOf))
    const made = new Map(told.changes.flatMap((change) => (change.what === 'partyJoins' ? [[change.partyId, change.name] as const] : [])))
    const nameOf = (id: string) => {
      const party = known.get(targetOf(id))
      return made.get(id) ?? (party?.endedAt === null ? party.name : undefined)
    }
    return { ...told, ecosystem, locale, nameOf }
  })
}

function tell({ name, description, changes }: Scenario, { at, outcomes, before, after, cutOff, joined, onlyWay }: Comparison): Told {
  const idle = new Set(outcomes.flatMap((outcome) => (outcome.idle === null ? [] : [outcome.id])))
  const ids = ({ items, total }: { items: string[]; total: number }): Ids => ({ ids: items, total })
  return {
    name,
    description,
    at,
    // what does nothing explains nothing
    changes: changes.filter(({ id }) => !idle.has(id)).map(({ change }) => change),
    before: figures(before),
    after: figures(after),
    cutOff: ids(cutOff),
    joined: ids(joined),
    became: ids(onlyWay.became),
  }
}

function figures({ parties, ties, pieces, largest, fragmentation }: Comparison['after']): Figures {
  return { parties, ties, pieces, largest, fragmentation }
}
