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
  const meets = (one: number, other: number) => firstShared(categories.offer.get(one), categories.need.get(other))
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
function hostsOf({ offsets, targets }: Graph, leaving: ReadonlySet<number>): Map<number, number[]> {
  const hosts = new Map<number, number[]>()
  for (const host of leaving) {
    for (const contact of targets.subarray(offsets[host], offsets[host + 1])) {
      if (!leaving.has(contact)) hosts.set(contact, [...(hosts.get(contact) ?? []), host])
    }
  }
  return hosts
}

function categoriesOf(trades: readonly Trade[], side: Trade['side']): Map<number, string[]> {
  const categories = new Map<number, string[]>()
  for (const trade of trades) {
    if (trade.side === side) categories.set(trade.party, [...(categories.get(trade.party) ?? []), trade.category.toLowerCase()])
  }
  return categories
}

function firstShared<T>(some: readonly T[] | undefined, others: readonly T[] | undefined): T | null {
  return some?.find((each) => others?.includes(each)) ?? null
}
