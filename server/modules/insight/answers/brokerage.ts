/** What kind of brokers stand between whom. Pure. */
import { type Brokered, brokeredBy, buildDirected, type Directed } from '../network/index.ts'
import type { FoundGroups } from './found-groups.ts'
import { DIVIDING_TYPES, type Reading } from './reading.ts'
import { isOfTypes } from './tie-columns.ts'
import { GROUPINGS, groupsBy, type Traits } from './traits.ts'
import type { EcosystemMap } from './types.ts'

/** Gould & Fernandez 1989, and `doorway`: both ways between its own group and others alike, as it is where ties have no direction. */
export const BROKER_ROLES = ['coordinator', 'consultant', 'gatekeeper', 'representative', 'doorway', 'liaison'] as const
export type BrokerRole = (typeof BROKER_ROLES)[number]

export type Broker = {
  partyId: string
  /** The open paths that run through it, between parties whose group is known, as its own is. */
  paths: number
  /** What most of them are, the share of them that are it, and whether that is at least half; null without such paths. */
  role: BrokerRole | null
  share: number
  isMostly: boolean
  /** Its own group, and the two groups that most paths of this role join. Places in `groups`. */
  group: number | null
  from: number | null
  to: number | null
}

/** The brokers by one way to put parties into groups. `groups` names them: a kind, `nace:55`, a town, or the number of a found group. */
export type Brokerage = { by: (typeof GROUPINGS)[number] | 'found'; known: number; groups: string[]; brokers: Broker[] }

/** Types whose stated direction is against what flows: who buys from somebody gets from them. */
const AGAINST_THE_FLOW: ReadonlySet<string> = new Set(['buys_from'])

/** What each of these parties is to others, by kind, sector, town and found group. `directed` are the types of tie that have a direction. */
export function brokerageOf(
  reading: Reading,
  parties: readonly number[],
  { traits, found, directed }: { traits: Traits; found: FoundGroups; directed: ReadonlySet<string> },
): Brokerage[] {
  const arrows = arrowsOf(reading.map, directed)
  const read = (by: Brokerage['by'], of: Int32Array, values: readonly string[]): Brokerage => {
    const known = of.reduce((sum, group, i) => sum + (group >= 0 && reading.degree[i]! > 0 ? 1 : 0), 0)
    const brokers = parties.map((party) => ({ partyId: reading.map.parties[party]!.id, ...brokerOf(arrows, party, of) }))
    const used = [...new Set(brokers.flatMap(({ group, from, to }) => [group, from, to]).filter((group) => group !== null))]
    const placed = (group: number | null) => (group === null ? null : used.indexOf(group))
    return {
      by,
      known: reading.tied === 0 ? 0 : known / reading.tied,
      groups: used.map((group) => values[group]!),
      brokers: brokers.map((one) => ({ ...one, group: placed(one.group), from: placed(one.from), to: placed(one.to) })),
    }
  }
  return [
    ...GROUPINGS.map((by) => {
      const { of, values } = groupsBy(reading.map, traits, by)
      return read(by, of, values)
    }),
    read(
      'found',
      found.of,
      found.groups.map((_, k) => `${k}`),
    ),
  ]
}

/** From this share on of what runs between its own group and others it lets in rather than out, or out rather than in. */
const ONE_WAY = 0.6

function brokerOf(arrows: Directed, party: number, of: Int32Array): Omit<Broker, 'partyId'> {
  const own = of[party]!
  const none = { paths: 0, role: null, share: 0, isMostly: false, group: own < 0 ? null : own, from: null, to: null }
  if (own < 0) return none
  const brokered = brokeredBy(arrows, party, of)
  const paths = pathsIn(brokered)
  if (paths === 0) return none
  const sorts = Map.groupBy(brokered, ({ from, to }) => sortOf(own, from, to))
  const [sort, most] = [...sorts].reduce((best, each) => (pathsIn(each[1]) > pathsIn(best[1]) ? each : best))
  const [first] = most
  const share = pathsIn(most) / paths
  return {
    paths,
    role: sort === 'doorway' ? doorway(most, own) : sort,
    share,
    isMostly: share >= 0.5,
    group: own,
    from: first!.from,
    to: first!.to,
  }
}

function sortOf(own: number, from: number, to: number): 'coordinator' | 'consultant' | 'doorway' | 'liaison' {
  if (from === own && to === own) return 'coordinator'
  if (from === own || to === own) return 'doorway'
  return from === to ? 'consultant' : 'liaison'
}

function doorway(brokered: Brokered, own: number): BrokerRole {
  const letIn = pathsIn(brokered.filter(({ to }) => to === own)) / pathsIn(brokered)
  if (letIn >= ONE_WAY) return 'gatekeeper'
  return letIn <= 1 - ONE_WAY ? 'representative' : 'doorway'
}

function pathsIn(brokered: Brokered): number {
  return brokered.reduce((sum, { paths }) => sum + paths, 0)
}

/** The ties that connect, along what flows; those without a direction lead both ways. */
function arrowsOf({ parties, ties }: EcosystemMap, directed: ReadonlySet<string>): Directed {
  const [divides, isDirected, isTurned] = [DIVIDING_TYPES, directed, AGAINST_THE_FLOW].map((types) => isOfTypes(ties, types)) as [
    (k: number) => boolean,
    (k: number) => boolean,
    (k: number) => boolean,
  ]
  const from = new Uint32Array(2 * ties.count)
  const to = new Uint32Array(2 * ties.count)
  let size = 0
  const add = (a: number, b: number) => {
    from[size] = a
    to[size++] = b
  }
  for (let k = 0; k < ties.count; k++) {
    if (divides(k)) continue
    const [one, other] = [ties.from[k]!, ties.to[k]!]
    if (!isDirected(k) || !isTurned(k)) add(one, other)
    if (!isDirected(k) || isTurned(k)) add(other, one)
  }
  return buildDirected(parties.length, { from: from.subarray(0, size), to: to.subarray(0, size) })
}
