/** Where parties sit when they are arranged by group: each group a disc of seats, the discs packed close, largest in the middle. */
export type Disc = { x: number; y: number; radius: number }
export type Positions = { x: Float64Array; y: Float64Array }

/** The distance between two seats; every length of a layout is in these. */
export const SEAT = 1
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5))

/** Seat number `index` of a disc around 0,0, counted outwards: the sunflower spiral, evenly dense at every number of seats. */
export function seat(index: number): [number, number] {
  const far = SEAT * 0.62 * Math.sqrt(index + 0.5) * 1.6
  return [far * Math.cos(index * GOLDEN_ANGLE), far * Math.sin(index * GOLDEN_ANGLE)]
}

/** The radius a disc of `count` seats needs, with a margin. Counts are rounded up to steps of a quarter so that a newcomer rarely widens it. */
export function discRadius(count: number): number {
  const capacity = 4 * 1.25 ** Math.ceil(Math.log(Math.max(count, 4) / 4) / Math.log(1.25))
  return SEAT * 0.62 * 1.6 * Math.sqrt(capacity) + SEAT * 1.4
}

/**
 * Packs discs of the given radii without overlap, in their order, each as near to the middle as it fits. Deterministic; the first is at 0,0.
 * `fixed` discs are there already and are not moved.
 */
export function packDiscs(radii: readonly number[], fixed: readonly Disc[] = []): Disc[] {
  const placed: Disc[] = [...fixed]
  return radii.map((radius) => {
    const disc = { ...nearestFree(radius, placed), radius }
    placed.push(disc)
    return disc
  })
}

function nearestFree(radius: number, placed: readonly Disc[]): { x: number; y: number } {
  if (placed.length === 0) return { x: 0, y: 0 }
  let best: { x: number; y: number } | undefined
  let bestFar = Number.POSITIVE_INFINITY
  for (const spot of spotsBeside(radius, placed)) {
    const far = spot.x * spot.x + spot.y * spot.y
    if (far >= bestFar - 1e-9 || placed.some((disc) => overlaps(spot, radius, disc))) continue
    best = spot
    bestFar = far
  }
  return best ?? { x: Math.max(...placed.map((disc) => disc.x + disc.radius)) + radius, y: 0 }
}

function* spotsBeside(radius: number, placed: readonly Disc[]): Generator<{ x: number; y: number }> {
  for (const disc of placed) {
    const reach = disc.radius + radius
    const inward = Math.atan2(-disc.y, -disc.x)
    for (let step = 0; step < 48; step++) {
      const angle = inward + ((step % 2 === 0 ? step : -step - 1) * Math.PI) / 48
      yield { x: disc.x + reach * Math.cos(angle), y: disc.y + reach * Math.sin(angle) }
    }
  }
}

function overlaps(spot: { x: number; y: number }, radius: number, disc: Disc): boolean {
  return Math.hypot(spot.x - disc.x, spot.y - disc.y) < radius + disc.radius - 1e-6
}

/**
 * Seats for everybody by group number: the groups in their order (make the largest 0), inside a group by `rank`, lowest number in the middle.
 */
export function seatByGroup(group: ArrayLike<number>, rank: ArrayLike<number>): Positions & { discs: Disc[] } {
  const members: number[][] = []
  for (let party = 0; party < group.length; party++) {
    while (members.length <= group[party]!) members.push([])
    members[group[party]!]!.push(party)
  }
  const discs = packDiscs(members.map((parties) => discRadius(parties.length)))
  const x = new Float64Array(group.length)
  const y = new Float64Array(group.length)
  members.forEach((parties, number) => {
    parties.sort((a, b) => rank[a]! - rank[b]! || a - b)
    parties.forEach((party, index) => {
      const [dx, dy] = seat(index)
      x[party] = discs[number]!.x + dx
      y[party] = discs[number]!.y + dy
    })
  })
  return { x, y, discs }
}
