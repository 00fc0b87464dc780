import iterate from 'graphology-layout-forceatlas2/iterate.js'
import { communitiesOf, type Net } from './groups.ts'
import { type Positions, SEAT, seatByGroup } from './seats.ts'

const NODE = 10
const EDGE = 3

/**
 * Positions by force: tied parties draw together, all push each other away (ForceAtlas2, Jacomy et al. 2014, with logarithmic attraction so
 * that groups show). Starts from the groups of `communitiesOf`, so the same network always gives the same picture. Parties without ties stand
 * in rows below. `progress` hears the share done, 0…1.
 */
export function forceLayout(net: Net, progress: (share: number) => void = () => {}): Positions {
  const tied = tiedParties(net)
  const inner = narrow(net, tied)
  const start = seatByGroup(
    communitiesOf(inner),
    Float64Array.from(degrees(inner), (degree) => -degree),
  )
  const placed = spread(simulate(inner, start, roundsFor(inner.size), progress))
  return withLoners(net.size, tied, placed)
}

function roundsFor(size: number): number {
  return Math.round(Math.min(400, Math.max(60, 300_000 / Math.max(size, 1))))
}

function simulate(net: Net, start: Positions, rounds: number, progress: (share: number) => void): Positions {
  if (net.size < 2) return start
  const nodes = new Float32Array(net.size * NODE)
  const edges = new Float32Array(net.from.length * EDGE)
  for (let party = 0; party < net.size; party++) nodes.set([start.x[party]!, start.y[party]!, 0, 0, 0, 0, 1, 1, 1, 0], party * NODE)
  for (let tie = 0; tie < net.from.length; tie++) {
    const from = net.from[tie]! * NODE
    const to = net.to[tie]! * NODE
    nodes[from + 6]! += net.weight[tie]!
    nodes[to + 6]! += net.weight[tie]!
    edges.set([from, to, net.weight[tie]!], tie * EDGE)
  }
  const options = {
    linLogMode: true,
    outboundAttractionDistribution: false,
    adjustSizes: false,
    edgeWeightInfluence: 1,
    scalingRatio: 2,
    strongGravityMode: true,
    gravity: 0.02,
    slowDown: 1 + Math.log(net.size),
    barnesHutOptimize: net.size > 300,
    barnesHutTheta: 0.9,
  }
  for (let round = 0; round < rounds; round++) {
    iterate(options, nodes, edges)
    if (round % 10 === 9) progress((round + 1) / rounds)
  }
  return {
    x: Float64Array.from({ length: net.size }, (_, party) => nodes[party * NODE]!),
    y: Float64Array.from({ length: net.size }, (_, party) => nodes[party * NODE + 1]!),
  }
}

/** Scales so that there is a seat's room for everybody, centres, and pushes apart those who stand on each other. */
export function spread(positions: Positions): Positions {
  const { x, y } = positions
  const size = x.length
  const middleX = x.reduce((sum, each) => sum + each, 0) / Math.max(size, 1)
  const middleY = y.reduce((sum, each) => sum + each, 0) / Math.max(size, 1)
  const reach =
    Math.sqrt(x.reduce((sum, each, party) => sum + (each - middleX) ** 2 + (y[party]! - middleY) ** 2, 0) / Math.max(size, 1)) || 1
  const scale = (SEAT * 1.05 * Math.sqrt(size)) / reach
  for (let party = 0; party < size; party++) {
    x[party] = (x[party]! - middleX) * scale
    y[party] = (y[party]! - middleY) * scale
  }
  for (let pass = 0; pass < 24 && pushApart(x, y, SEAT * 0.9) > 0; pass++);
  return positions
}

function pushApart(x: Float64Array, y: Float64Array, room: number): number {
  const cells = new Map<number, number[]>()
  const cellOf = (party: number, dx: number, dy: number) => (Math.floor(x[party]! / room) + dx) * 65_536 + Math.floor(y[party]! / room) + dy
  for (let party = 0; party < x.length; party++) {
    const cell = cellOf(party, 0, 0)
    const there = cells.get(cell)
    if (there) there.push(party)
    else cells.set(cell, [party])
  }
  let pushed = 0
  for (let party = 0; party < x.length; party++)
    for (let dx = -1; dx <= 1; dx++)
      for (let dy = -1; dy <= 1; dy++)
        for (const other of cells.get(cellOf(party, dx, dy)) ?? []) if (other > party) pushed += pushPair(x, y, party, other, room)
  return pushed
}

function pushPair(x: Float64Array, y: Float64Array, one: number, two: number, room: number): number {
  let dx = x[two]! - x[one]!
  let dy = y[two]! - y[one]!
  let far = Math.hypot(dx, dy)
  if (far >= room * 0.98) return 0
  if (far < 1e-6) {
    dx = Math.cos(two)
    dy = Math.sin(two)
    far = 1
  }
  const step = (room - Math.min(far, room)) / 2 / far
  x[one]! -= dx * step
  y[one]! -= dy * step
  x[two]! += dx * step
  y[two]! += dy * step
  return 1
}

function withLoners(size: number, tied: readonly number[], placed: Positions): Positions {
  const x = new Float64Array(size)
  const y = new Float64Array(size)
  tied.forEach((party, index) => {
    x[party] = placed.x[index]!
    y[party] = placed.y[index]!
  })
  const isTied = new Uint8Array(size)
  for (const party of tied) isTied[party] = 1
  const loners = Array.from({ length: size }, (_, party) => party).filter((party) => isTied[party] === 0)
  const left = tied.length === 0 ? 0 : placed.x.reduce((least, each) => Math.min(least, each))
  const right = tied.length === 0 ? 0 : placed.x.reduce((most, each) => Math.max(most, each))
  const bottom = tied.length === 0 ? 0 : placed.y.reduce((least, each) => Math.min(least, each))
  const perRow = Math.max(1, Math.floor(Math.max((right - left) / (SEAT * 1.8), Math.sqrt(loners.length * 3))))
  loners.forEach((party, index) => {
    const inRow = Math.min(perRow, loners.length - Math.floor(index / perRow) * perRow)
    x[party] = (left + right) / 2 + ((index % perRow) - (inRow - 1) / 2) * SEAT * 1.8
    y[party] = bottom - SEAT * 3 - Math.floor(index / perRow) * SEAT * 1.8
  })
  return { x, y }
}

function tiedParties(net: Net): number[] {
  const degree = degrees(net)
  return Array.from({ length: net.size }, (_, party) => party).filter((party) => degree[party]! > 0)
}

function degrees(net: Net): Float64Array {
  const degree = new Float64Array(net.size)
  for (let tie = 0; tie < net.from.length; tie++) {
    degree[net.from[tie]!]!++
    degree[net.to[tie]!]!++
  }
  return degree
}

function narrow(net: Net, parties: readonly number[]): Net {
  const place = new Int32Array(net.size).fill(-1)
  parties.forEach((party, index) => {
    place[party] = index
  })
  const from = Uint32Array.from({ length: net.from.length }, (_, tie) => place[net.from[tie]!]!)
  const to = Uint32Array.from({ length: net.to.length }, (_, tie) => place[net.to[tie]!]!)
  return { size: parties.length, from, to, weight: net.weight }
}
