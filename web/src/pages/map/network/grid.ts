import type { Positions } from './seats.ts'

/** Who is near a place, without looking at everybody: a grid over the positions, `cell` wide. */
export function gridOf({ x, y }: Positions, cell: number) {
  const cells = new Map<string, number[]>()
  for (let party = 0; party < x.length; party++) {
    const key = `${Math.floor(x[party]! / cell)},${Math.floor(y[party]! / cell)}`
    const there = cells.get(key)
    if (there) there.push(party)
    else cells.set(key, [party])
  }

  /** The party that covers the place, the one whose middle is nearest where several do. `sizeOf` answers in the positions' units. */
  return function at(placeX: number, placeY: number, reach: number, sizeOf: (party: number) => number): number | null {
    let found: number | null = null
    let least = Number.POSITIVE_INFINITY
    for (let column = Math.floor((placeX - reach) / cell); column <= Math.floor((placeX + reach) / cell); column++)
      for (let row = Math.floor((placeY - reach) / cell); row <= Math.floor((placeY + reach) / cell); row++)
        for (const party of cells.get(`${column},${row}`) ?? []) {
          const far = Math.hypot(x[party]! - placeX, y[party]! - placeY)
          if (far > sizeOf(party) || far >= least) continue
          least = far
          found = party
        }
    return found
  }
}
