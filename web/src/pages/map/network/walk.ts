import { type MapModel, neighboursOf } from '../model.ts'
import type { Positions } from './seats.ts'

export type Direction = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight'

const TOWARDS: Record<Direction, [number, number]> = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }

/**
 * The neighbour of `party` that an arrow key leads to: of those lying that way, the one most straight ahead and nearest. Undefined when none
 * lies that way.
 */
export function neighbourTowards(model: MapModel, { x, y }: Positions, party: number, direction: Direction): number | undefined {
  const [aheadX, aheadY] = TOWARDS[direction]
  let best: number | undefined
  let least = Number.POSITIVE_INFINITY
  for (const other of neighboursOf(model, party)) {
    const dx = x[other]! - x[party]!
    const dy = y[other]! - y[party]!
    const ahead = dx * aheadX + dy * aheadY
    const aside = Math.abs(dx * aheadY) + Math.abs(dy * aheadX)
    if (ahead <= 0 || aside > ahead * 1.75) continue
    const cost = ahead + aside * 2
    if (cost >= least) continue
    least = cost
    best = other
  }
  return best
}

/** Where a walk with the keyboard starts: at the party with most neighbours, the first of several. */
export function startOfWalk(model: MapModel): number | undefined {
  let best: number | undefined
  for (let party = 0; party < model.size; party++) {
    const ties = model.tieStart[party + 1]! - model.tieStart[party]!
    if (best === undefined || ties > model.tieStart[best + 1]! - model.tieStart[best]!) best = party
  }
  return best
}
