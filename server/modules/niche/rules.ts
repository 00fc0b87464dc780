/** What a goal can be measured by: each is counted from what there is, so that nobody has to report it. */
export const MEASURES = ['organisations', 'tiedToUs', 'offers', 'unmetNeeds'] as const
export type Measure = (typeof MEASURES)[number]

/** What each measure counts today. `tiedToUs` is null while nobody said which organisation is one's own. */
export type Counts = Record<Measure, number | null>

/** An offer or a need that is open and says what it is about. */
export type Trade = { id: string; partyId: string; side: 'offer' | 'need'; category: string }

/** A category with how many need and how many offer it, and some of the parties. */
export type Demand = { category: string; needs: number; offers: number; partyIds: string[] }

const PARTIES_SHOWN = 5

/**
 * The categories of `side`, those with the most parties first, equals by name. Categories are one regardless of case. A party that offers and
 * needs the same counts on both sides.
 */
export function demandBy(trades: readonly Trade[], side: Trade['side']): Demand[] {
  const groups = Map.groupBy(trades, ({ category }) => category.trim().toLowerCase())
  const demands = [...groups.values()].map((group) => {
    const parties = (of: Trade['side']) => [...new Set(group.filter((trade) => trade.side === of).map(({ partyId }) => partyId))]
    const own = parties(side)
    const demand = { needs: parties('need').length, offers: parties('offer').length, partyIds: own.slice(0, PARTIES_SHOWN) }
    return { category: group[0]!.category.trim(), count: own.length, ...demand }
  })
  return demands
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.category < b.category ? -1 : 1))
    .map(({ count: _, ...demand }) => demand)
}

/** How many needs nobody else offers anything for. */
export function countUnmet(trades: readonly Trade[]): number {
  const offering = new Map<string, Set<string>>()
  for (const { side, category, partyId } of trades) {
    const key = category.trim().toLowerCase()
    if (side === 'offer') offering.set(key, (offering.get(key) ?? new Set()).add(partyId))
  }
  return trades.filter(({ side, category, partyId }) => {
    const found = offering.get(category.trim().toLowerCase())
    return side === 'need' && (found === undefined || (found.size === 1 && found.has(partyId)))
  }).length
}

/** How far a goal has come, 0 … 1, from where it started to its target, whichever way that lies; null when it cannot be counted now. */
export function progressOf({ start, target }: { start: number; target: number }, now: number | null): number | null {
  if (now === null) return null
  if (start === target) return now === target ? 1 : 0
  return Math.min(1, Math.max(0, (now - start) / (target - start)))
}

/** Whether a goal asks for something: unmet needs are to become fewer, everything else more. */
export function isGoal(measure: Measure, start: number, target: number): boolean {
  return measure === 'unmetNeeds' ? target < start : target > start
}
