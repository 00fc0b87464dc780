import { useEffect, useState } from 'react'
import type { MapModel } from './model.ts'
import type { Positions } from './network/seats.ts'

/** A view that can be asked who is in it, and tells when it moves; answers how to stop listening. */
export type Watched = { read: () => number[]; listen: (moved: () => void) => () => void }
/** What is seen, in the units of positions. */
export type Box = { x: [number, number]; y: [number, number] }

const REST_MS = 250
const NOBODY: readonly number[] = []

/** Who is in view: read at once, and again when the view has come to rest, so that moving it costs nothing. */
export function useInView(watched: Watched): readonly number[] {
  const [parties, setParties] = useState(NOBODY)
  useEffect(() => {
    let rest: ReturnType<typeof setTimeout> | undefined
    const look = () => setParties(watched.read())
    const stop = watched.listen(() => {
      clearTimeout(rest)
      rest = setTimeout(look, REST_MS)
    })
    look()
    return () => {
      clearTimeout(rest)
      stop()
    }
  }, [watched])
  return parties
}

export function partiesInBox({ x, y }: Positions, box: Box): number[] {
  const inside: number[] = []
  for (let party = 0; party < x.length; party++) {
    const isInside = x[party]! >= box.x[0] && x[party]! <= box.x[1] && y[party]! >= box.y[0] && y[party]! <= box.y[1]
    if (isInside) inside.push(party)
  }
  return inside
}

/** The box around points, such as the corners of the screen. */
export function boxAround(points: readonly { x: number; y: number }[]): Box {
  const xs = points.map(({ x }) => x)
  const ys = points.map(({ y }) => y)
  return { x: [Math.min(...xs), Math.max(...xs)], y: [Math.min(...ys), Math.max(...ys)] }
}

/** Each party's place in the order of names. */
export function nameRanks({ parties, size }: Pick<MapModel, 'parties' | 'size'>, compare: (a: string, b: string) => number): Uint32Array {
  const order = Array.from({ length: size }, (_, party) => party).sort((a, b) => compare(parties.name[a]!, parties.name[b]!) || a - b)
  const ranks = new Uint32Array(size)
  order.forEach((party, rank) => {
    ranks[party] = rank
  })
  return ranks
}

/** The parties by name, or with `numbers` those with most first, who has no number last. */
export function inOrder(parties: readonly number[], ranks: ArrayLike<number>, numbers: readonly (number | null)[] | null): number[] {
  const of = (party: number) => numbers?.[party] ?? Number.NEGATIVE_INFINITY
  // two that have no number are equal: infinity less infinity is no order
  return [...parties].sort((a, b) => (of(a) === of(b) ? 0 : of(b) - of(a)) || ranks[a]! - ranks[b]!)
}
