/** What became of a map between two moments: which ties and parties are new, lost, stronger or weaker, and what that did to the whole. Pure. */
import { type Components, type Cuts, components, degrees, findCuts, fragmentation, type Graph } from '../network/index.ts'
import { connectingGraph } from './reading.ts'
import { CHANGES_LISTED, compareTies, type Listed, type TieLists } from './tie-changes.ts'
import type { EcosystemMap, MapParty } from './types.ts'

export { CHANGES_LISTED, type Listed, STRENGTH_CHANGE_MIN, type TieChange } from './tie-changes.ts'

/** The first of many, as they are told, and how many there are. */
export function listed<T, U>(all: readonly T[], show: (item: T) => U): Listed<U> {
  return { items: all.slice(0, CHANGES_LISTED).map(show), total: all.length }
}

/** `largest` is the share of the parties in the largest piece, `fragmentation` that of pairs which cannot reach each other. */
export type Whole = { parties: number; ties: number; tied: number; largest: number; fragmentation: number }

export type MapDifference = {
  before: Whole
  after: Whole
  ties: TieLists
  parties: Record<'fresh' | 'gone', Listed<string>>
  /** Who became the only way to others, and around whom there is a second way now; of those who are on the map at both moments. */
  onlyWay: Record<'became' | 'evaded', Listed<string>>
}

/** The same map under the ids that hold later: parties that became one since are one here too. */
export function underLaterIds({ parties, ties }: EcosystemMap, targetOf: (id: string) => string): EcosystemMap {
  const place = new Map<string, number>()
  const kept: MapParty[] = []
  const places = parties.map((party) => {
    const id = targetOf(party.id)
    if (!place.has(id)) place.set(id, kept.push({ ...party, id }) - 1)
    return place.get(id)!
  })
  return { parties: kept, ties: { ...ties, from: ties.from.map((party) => places[party]!), to: ties.to.map((party) => places[party]!) } }
}

/**
 * Compares a map with what it was. Parties are known by their ids, ties by their two ends and type, as ids of ties may change where parties
 * were merged. Time: n + m, and n log n for those named.
 */
export function compareMaps(before: EcosystemMap, after: EcosystemMap): MapDifference {
  return { ...compareShapes(before, after, [shapeOf(before), shapeOf(after)]), ties: compareTies(before, after) }
}

/** What became of the whole and of the parties, without telling tie by tie. Time: n + m. */
export function compareShapes(
  before: EcosystemMap,
  after: EcosystemMap,
  [shapeBefore, shapeNow]: readonly [Shape, Shape],
): Omit<MapDifference, 'ties'> {
  const names = new Map([...before.parties, ...after.parties].map(({ id, name }) => [id, name]))
  const [wayBefore, wayNow] = [onlyWays(before, shapeBefore), onlyWays(after, shapeNow)]
  const isAround = waysAround(before, shapeBefore, after, shapeNow)
  const [there, here] = [new Set(before.parties.map(({ id }) => id)), new Set(after.parties.map(({ id }) => id))]
  return {
    before: wholeOf(before, shapeBefore),
    after: wholeOf(after, shapeNow),
    parties: {
      fresh: listParties(
        [...here].filter((id) => !there.has(id)),
        names,
      ),
      gone: listParties(
        [...there].filter((id) => !here.has(id)),
        names,
      ),
    },
    onlyWay: {
      became: listParties(
        [...wayNow].filter((id) => there.has(id) && !wayBefore.has(id)),
        names,
      ),
      evaded: listParties(
        [...wayBefore].filter((id) => !wayNow.has(id) && isAround(id)),
        names,
      ),
    },
  }
}

function listParties(ids: string[], names: ReadonlyMap<string, string>): Listed<string> {
  const sorted = ids.sort((a, b) => (names.get(a)! < names.get(b)! ? -1 : 1))
  return { items: sorted.slice(0, CHANGES_LISTED), total: ids.length }
}

export type Shape = { graph: Graph; pieces: Components; cuts: Cuts }

export function shapeOf(map: EcosystemMap): Shape {
  const graph = connectingGraph(map)
  const pieces = components(graph)
  return { graph, pieces, cuts: findCuts(graph, pieces) }
}

function onlyWays({ parties }: EcosystemMap, { cuts }: Shape): Set<string> {
  return new Set(Array.from(cuts.articulationPoints, (k) => parties[k]!.id))
}

/**
 * Whether all who were tied to a party still hang together with it. If so, and it is no longer the only way, there is a second one; else it is
 * not because those who hung on it are cut off or gone.
 */
function waysAround(before: EcosystemMap, { graph }: Shape, after: EcosystemMap, { pieces }: Shape): (id: string) => boolean {
  const then = new Map(before.parties.map(({ id }, k) => [id, k]))
  const now = new Map(after.parties.map(({ id }, k) => [id, pieces.of[k]!]))
  return (id) => {
    const k = then.get(id)!
    const contacts = [...graph.targets.subarray(graph.offsets[k], graph.offsets[k + 1])]
    return now.has(id) && contacts.every((contact) => now.get(before.parties[contact]!.id) === now.get(id))
  }
}

/** Tied is who has a tie that connects, as everywhere. */
function wholeOf({ parties, ties }: EcosystemMap, { graph, pieces: { sizes } }: Shape): Whole {
  const n = parties.length
  const tied = degrees(graph).reduce((count, k) => (k > 0 ? count + 1 : count), 0)
  return { parties: n, ties: ties.count, tied, largest: n === 0 ? 0 : sizes[0]! / n, fragmentation: fragmentation(sizes) }
}
