import { type Disc, discRadius, type Positions, packDiscs, SEAT, seat, seatByGroup } from './seats.ts'

/**
 * Seats by group on top of kept seats: who still sits with the own group stays, who is new or has changed group takes the first free seat
 * there, a group nobody of which is placed gets a disc of its own beside the others. `kept` holds NaN where there is no seat. Answers
 * positions, one disc for each group, and who moved.
 */
export function regroup(group: ArrayLike<number>, groups: number, rank: ArrayLike<number>, kept: Positions) {
  const members: number[][] = Array.from({ length: groups }, () => [])
  for (let party = 0; party < group.length; party++) members[group[party]!]!.push(party)
  if (kept.x.every((x) => Number.isNaN(x))) return { ...seatByGroup(group, rank), moved: Array.from(group, (_, party) => party) }

  const positions: Positions = { x: kept.x.slice(), y: kept.y.slice() }
  const discs: (Disc | undefined)[] = members.map((parties) => discOf(parties, positions))
  const known = discs.filter((disc) => disc !== undefined)
  const fresh = members.flatMap((_, number) => (discs[number] ? [] : [number]))
  const packed = packDiscs(
    fresh.map((number) => discRadius(members[number]!.length)),
    known,
  )
  fresh.forEach((number, index) => {
    discs[number] = packed[index]!
  })
  const moved: number[] = []
  members.forEach((parties, number) => {
    const disc = discs[number]!
    const stays = (party: number) => Math.hypot(positions.x[party]! - disc.x, positions.y[party]! - disc.y) <= disc.radius
    const seated = parties.filter(stays)
    const others = parties.filter((party) => !stays(party)).sort((a, b) => rank[a]! - rank[b]! || a - b)
    seatOthers(others, seated, disc, positions)
    moved.push(...others)
  })
  return { ...positions, discs: discs.map((disc, number) => wideEnough(disc!, members[number]!, positions)), moved }
}

/** The disc a group has kept: its middle is the median seat, so that one who left for another group does not pull it along. */
function discOf(parties: readonly number[], { x, y }: Positions): Disc | undefined {
  const placed = parties.filter((party) => !Number.isNaN(x[party]!))
  if (placed.length === 0) return undefined
  const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor((values.length - 1) / 2)]!
  return {
    x: median(placed.map((party) => x[party]!)),
    y: median(placed.map((party) => y[party]!)),
    radius: discRadius(parties.length) * 1.2,
  }
}

function seatOthers(others: readonly number[], seated: readonly number[], disc: Disc, positions: Positions) {
  const taken = seated.map((party) => [positions.x[party]!, positions.y[party]!] as const)
  let number = 0
  for (const party of others) {
    for (; ; number++) {
      const [dx, dy] = seat(number)
      if (taken.some(([x, y]) => Math.hypot(disc.x + dx - x, disc.y + dy - y) < SEAT * 0.8)) continue
      positions.x[party] = disc.x + dx
      positions.y[party] = disc.y + dy
      number++
      break
    }
  }
}

function wideEnough(disc: Disc, parties: readonly number[], { x, y }: Positions): Disc {
  const reach = Math.max(...parties.map((party) => Math.hypot(x[party]! - disc.x, y[party]! - disc.y)))
  return { x: disc.x, y: disc.y, radius: reach + SEAT * 1.4 }
}
