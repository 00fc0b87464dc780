import type { Net } from './groups.ts'
import { randomOf } from './random.ts'
import { type Positions, SEAT } from './seats.ts'

/** Positions by party id, as GET and PUT /layouts/{key} carry them. */
export type Kept = { partyIds: string[]; x: number[]; y: number[] }

/**
 * Gives everybody without a position one beside the parties they are tied to; nobody else moves. `x` and `y` hold NaN where there is none yet
 * and are filled in. Who is tied to nobody placed gets a free place below the map. `seeds` (one a party) choose the side, so that the same
 * newcomer always comes to stand at the same place.
 */
export function placeNewcomers(net: Net, positions: Positions, seeds: ArrayLike<number>): number[] {
  const near = neighbours(net)
  const free = freePlaces(positions)
  const waiting = new Set(Array.from(positions.x.keys()).filter((party) => Number.isNaN(positions.x[party]!)))
  const newcomers = [...waiting]
  while (waiting.size > 0) {
    const ready = [...waiting].filter((party) => near[party]!.some((other) => !Number.isNaN(positions.x[other]!)))
    if (ready.length === 0) break
    for (const party of ready) {
      free.seatNear(party, middleOf(near[party]!, positions), seeds[party]!)
      waiting.delete(party)
    }
  }
  for (const party of waiting) free.seatBelow(party)
  return newcomers
}

/** The kept positions with those of `ids` written over them or added. */
export function mergeKept(kept: Kept, ids: readonly string[], positions: { x: ArrayLike<number>; y: ArrayLike<number> }): Kept {
  const place = new Map(kept.partyIds.map((id, index) => [id, index]))
  const next: Kept = { partyIds: [...kept.partyIds], x: [...kept.x], y: [...kept.y] }
  ids.forEach((id, index) => {
    const at = place.get(id) ?? next.partyIds.length
    next.partyIds[at] = id
    next.x[at] = Math.round(positions.x[index]! * 1000) / 1000
    next.y[at] = Math.round(positions.y[index]! * 1000) / 1000
  })
  return next
}

/** Kept positions for `ids`, in their order; NaN for who has none. */
export function keptFor(kept: Kept, ids: readonly string[]): Positions {
  const place = new Map(kept.partyIds.map((id, index) => [id, index]))
  const at = (column: number[], id: string) => column[place.get(id) ?? -1] ?? Number.NaN
  return { x: Float64Array.from(ids, (id) => at(kept.x, id)), y: Float64Array.from(ids, (id) => at(kept.y, id)) }
}

function neighbours(net: Net): number[][] {
  const near: number[][] = Array.from({ length: net.size }, () => [])
  for (let tie = 0; tie < net.from.length; tie++) {
    near[net.from[tie]!]!.push(net.to[tie]!)
    near[net.to[tie]!]!.push(net.from[tie]!)
  }
  return near
}

function middleOf(parties: readonly number[], { x, y }: Positions): [number, number] {
  const placed = parties.filter((party) => !Number.isNaN(x[party]!))
  return [
    placed.reduce((sum, party) => sum + x[party]!, 0) / placed.length,
    placed.reduce((sum, party) => sum + y[party]!, 0) / placed.length,
  ]
}

/** Two ways to a free place, remembering on a grid one seat wide which are taken. */
function freePlaces(positions: Positions) {
  const cells = new Set<string>()
  const span = { left: -6, right: 6, bottom: 0 }
  const take = (party: number, x: number, y: number) => {
    cells.add(cell(x, y))
    positions.x[party] = x
    positions.y[party] = y
  }
  for (let party = 0; party < positions.x.length; party++) {
    const x = positions.x[party]!
    if (Number.isNaN(x)) continue
    take(party, x, positions.y[party]!)
    span.left = Math.min(span.left, x)
    span.right = Math.max(span.right, x)
    span.bottom = Math.min(span.bottom, positions.y[party]!)
  }
  const next = { x: span.left, y: span.bottom - SEAT * 3 }

  const seatNear = (party: number, [middleX, middleY]: [number, number], seed: number) => {
    const turn = randomOf(seed)() * 2 * Math.PI
    for (let ring = 1; ; ring++) {
      const places = Math.max(6, Math.round(ring * 2 * Math.PI))
      for (let step = 0; step < places; step++) {
        const angle = turn + (step * 2 * Math.PI) / places
        const x = middleX + Math.cos(angle) * ring * SEAT * 1.2
        const y = middleY + Math.sin(angle) * ring * SEAT * 1.2
        if (!cells.has(cell(x, y))) return take(party, x, y)
      }
    }
  }
  const seatBelow = (party: number) => {
    take(party, next.x, next.y)
    next.x += SEAT * 1.8
    if (next.x <= span.right) return
    next.x = span.left
    next.y -= SEAT * 1.8
  }
  return { seatNear, seatBelow }
}

function cell(x: number, y: number): string {
  return `${Math.round(x / SEAT)},${Math.round(y / SEAT)}`
}
