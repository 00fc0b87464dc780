/** What a map says of any two parties that might be brought together. Pure. */
import type { Graph } from '../network/index.ts'
import type { Acquaintance } from './introductions.ts'
import { isOfTypes } from './tie-columns.ts'
import type { Trade } from './trades.ts'
import type { EcosystemMap } from './types.ts'

/** Conflicts and competition are those of the map; who knows whom is read from the graph, where those that leave are still there to introduce. */
export function acquaintanceOf(map: EcosystemMap, graph: Graph, leaving: ReadonlySet<number>, trades: readonly Trade[]): Acquaintance {
  const n = map.parties.length
  const pair = (one: number, other: number) => (one < other ? one * n + other : other * n + one)
  const { ties } = map
  const pairsOf = (type: string) => {
    const isOfType = isOfTypes(ties, new Set([type]))
    const pairs = new Set<number>()
    for (let k = 0; k < ties.count; k++) if (isOfType(k)) pairs.add(pair(ties.from[k]!, ties.to[k]!))
    return pairs
  }
  const [barred, rivals] = [pairsOf('conflicts'), pairsOf('competes')]
  const hosts = hostsOf(graph, leaving)
  const categories = { offer: categoriesOf(trades, 'offer'), need: categoriesOf(trades, 'need') }
  const meets = (one: number, other: number) => firstMet(categories.offer.get(one), categories.need.get(other))
  return {
    isBarred: (one, other) => barred.has(pair(one, other)),
    isRival: (one, other) => rivals.has(pair(one, other)),
    fit: (one, other) => meets(one, other) ?? meets(other, one),
    through: (one, other) => firstShared(hosts.get(one), hosts.get(other)),
    // who knows somebody that leaves can still be introduced by them; then whoever knows most
    weight: (party) => (hosts.has(party) ? n : 0) + graph.offsets[party + 1]! - graph.offsets[party]!,
  }
}

/** For each party, those among the leaving whom it knows. */
function hostsOf({ offsets, targets }: Graph, leaving: ReadonlySet<number>): Map<number, Set<number>> {
  const hosts = new Map<number, Set<number>>()
  for (const host of leaving) {
    for (const contact of targets.subarray(offsets[host], offsets[host + 1])) {
      if (!leaving.has(contact)) hosts.set(contact, (hosts.get(contact) ?? new Set<number>()).add(host))
    }
  }
  return hosts
}

/** For each party, its categories as written, by how they are compared. */
function categoriesOf(trades: readonly Trade[], side: Trade['side']): Map<number, Map<string, string>> {
  const categories = new Map<number, Map<string, string>>()
  for (const trade of trades) {
    if (trade.side !== side) continue
    const own = categories.get(trade.party) ?? new Map<string, string>()
    categories.set(trade.party, own.set(trade.category.trim().toLowerCase(), trade.category.trim()))
  }
  return categories
}

/** The first category that is offered and needed, as the offer writes it. */
function firstMet(offered: ReadonlyMap<string, string> | undefined, needed: ReadonlyMap<string, string> | undefined): string | null {
  if (offered && needed) for (const [key, written] of offered) if (needed.has(key)) return written
  return null
}

function firstShared<T>(some: ReadonlySet<T> | undefined, others: ReadonlySet<T> | undefined): T | null {
  if (some && others) for (const each of some) if (others.has(each)) return each
  return null
}
