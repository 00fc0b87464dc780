/** An offer or a need that is open. `party` is a position in the map; categories are compared without regard to case. */
export type Trade = { id: string; party: number; side: 'offer' | 'need'; category: string }

/** Whether somebody else in the same piece offers what a need is about. `of` says for each party in which piece it is. */
export function metInReach(trades: readonly Trade[], of: Uint32Array): (need: Trade) => boolean {
  const key = (party: number, category: string) => `${of[party]} ${category.toLowerCase()}`
  const offering = new Map<string, Set<number>>()
  for (const { side, party, category } of trades) {
    if (side !== 'offer') continue
    const place = key(party, category)
    offering.set(place, (offering.get(place) ?? new Set()).add(party))
  }
  return ({ party, category }) => {
    const found = offering.get(key(party, category))
    return found !== undefined && found.size > (found.has(party) ? 1 : 0)
  }
}
