/** A network as plain arrays: tie i goes between parties `from[i]` and `to[i]`, numbers 0…size-1, and pulls as `weight[i]` (above 0). */
export type Net = { size: number; from: ArrayLike<number>; to: ArrayLike<number>; weight: ArrayLike<number> }

/**
 * Groups that hold together more than chance would have it: the local moving and folding of Louvain (Blondel et al. 2008) over undirected
 * weights, parties visited in their order, so that the same network always gives the same groups. Answers a group number for each party,
 * groups numbered by size, largest 0; a party without ties is a group of its own.
 */
export function communitiesOf(net: Net): Int32Array {
  let level = net
  let own = Int32Array.from({ length: net.size }, (_, party) => party)
  for (let round = 0; round < 12; round++) {
    const moved = moveOnce(level)
    if (moved.count === level.size) break
    own = own.map((group) => moved.of[group]!)
    level = fold(level, moved)
  }
  return bySize(own)
}

function moveOnce(net: Net): { of: Int32Array; count: number } {
  const links = adjacency(net)
  const of = Int32Array.from({ length: net.size }, (_, party) => party)
  const groupWeight = Float64Array.from(links.degree)
  const twice = links.degree.reduce((sum, degree) => sum + degree, 0)
  const pull = new Float64Array(net.size)
  for (let pass = 0; pass < 20 && twice > 0; pass++) {
    let moves = 0
    for (let party = 0; party < net.size; party++) if (move(party, links, of, groupWeight, pull, twice)) moves++
    if (moves === 0) break
  }
  return renumber(of)
}

type Links = { start: Uint32Array; other: Uint32Array; weight: Float64Array; degree: Float64Array }

function move(party: number, links: Links, of: Int32Array, groupWeight: Float64Array, pull: Float64Array, twice: number): boolean {
  const near: number[] = []
  for (let at = links.start[party]!; at < links.start[party + 1]!; at++) {
    if (links.other[at] === party) continue
    const group = of[links.other[at]!]!
    if (pull[group] === 0) near.push(group)
    pull[group]! += links.weight[at]!
  }
  const home = of[party]!
  const degree = links.degree[party]!
  groupWeight[home]! -= degree
  let best = home
  let gain = pull[home]! - (groupWeight[home]! * degree) / twice
  for (const group of near) {
    const other = pull[group]! - (groupWeight[group]! * degree) / twice
    if (other > gain + 1e-12) {
      best = group
      gain = other
    }
  }
  groupWeight[best]! += degree
  of[party] = best
  for (const group of near) pull[group] = 0
  pull[home] = 0
  return best !== home
}

function adjacency(net: Net): Links {
  const start = new Uint32Array(net.size + 1)
  const degree = new Float64Array(net.size)
  for (let tie = 0; tie < net.from.length; tie++) {
    start[net.from[tie]! + 1]!++
    start[net.to[tie]! + 1]!++
    degree[net.from[tie]!]! += net.weight[tie]!
    degree[net.to[tie]!]! += net.weight[tie]!
  }
  for (let party = 0; party < net.size; party++) start[party + 1]! += start[party]!
  const next = start.slice()
  const other = new Uint32Array(net.from.length * 2)
  const weight = new Float64Array(net.from.length * 2)
  for (let tie = 0; tie < net.from.length; tie++) {
    for (const [one, two] of [
      [net.from[tie]!, net.to[tie]!],
      [net.to[tie]!, net.from[tie]!],
    ] as const) {
      weight[next[one]!] = net.weight[tie]!
      other[next[one]!++] = two
    }
  }
  return { start, other, weight, degree }
}

function fold(net: Net, moved: { of: Int32Array; count: number }): Net {
  const sums = new Map<number, number>()
  for (let tie = 0; tie < net.from.length; tie++) {
    const one = moved.of[net.from[tie]!]!
    const two = moved.of[net.to[tie]!]!
    const pair = Math.min(one, two) * moved.count + Math.max(one, two)
    sums.set(pair, (sums.get(pair) ?? 0) + net.weight[tie]!)
  }
  const pairs = [...sums]
  return {
    size: moved.count,
    from: pairs.map(([pair]) => Math.floor(pair / moved.count)),
    to: pairs.map(([pair]) => pair % moved.count),
    weight: pairs.map(([, weight]) => weight),
  }
}

function renumber(of: Int32Array): { of: Int32Array; count: number } {
  const numbers = new Map<number, number>()
  const next = of.map((group) => {
    if (!numbers.has(group)) numbers.set(group, numbers.size)
    return numbers.get(group)!
  })
  return { of: next, count: numbers.size }
}

function bySize(of: Int32Array): Int32Array {
  const sizes = new Map<number, number>()
  for (const group of of) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  const order = [...sizes].sort((a, b) => b[1] - a[1] || a[0] - b[0])
  const rank = new Map(order.map(([group], index) => [group, index]))
  return of.map((group) => rank.get(group)!)
}
