import { areTied, constraint, degrees, effectiveSize, type Graph, holesAround, triangles } from '../network/index.ts'
import { card, LISTED, NAMED, nameOf, propose, tieCertainty, tooFewTies, unknown, wholeMap, witnesses } from './cards.ts'
import { stabilityOf } from './certainty.ts'
import { column, DIVIDING_TYPES, firstRanked, type Reading } from './reading.ts'
import { isOfTypes } from './tie-columns.ts'
import type { Answer, EcosystemMap } from './types.ts'

/** On larger maps only so many, the first, are ranked again in the trials with fewer ties. */
const TRIED = 1_000

/** Who stands between groups that have no other contact: low constraint, among those who know two who do not know each other. */
export function bridgesGroups(reading: Reading): Answer {
  if (tooFewTies(reading)) return unknown('bridgesGroups', reading)
  const { graph, degree } = reading
  const { first: likely, total } = firstRanked(reading, leastConstrained(graph), TRIED)
  const top = likely.slice(0, NAMED)
  const first = top[0]
  if (first === undefined) {
    return {
      ...card('bridgesGroups', 'nothing', { count: reading.tied }),
      figures: wholeMap(reading),
      certainty: tieCertainty(reading, null),
    }
  }
  // without a tenth of the ties hardly anybody comes from farther behind
  const again = graph.n > TRIED ? (thinned: Graph) => leastConstrainedOf(thinned, likely) : leastConstrained
  const circles = top.map((i) => circlesAround(graph, i))
  const values = { name: nameOf(reading, first), count: degree[first]!, circles: circles[0]!.length }
  return {
    ...card('bridgesGroups', 'found', values, values.circles > 1 ? 'circles' : 'loose'),
    figures: wholeMap(reading),
    witnesses: witnesses(reading, top, (i, place) => [
      { definition: 'constraint', value: reading.constraint[i]! },
      { definition: 'effectiveSize', value: reading.effectiveSize[i]! },
      { definition: 'circles', value: circles[place]!.length },
    ]),
    witnessTotal: total,
    certainty: tieCertainty(reading, stabilityOf(graph, top, again)),
    task: introduce(reading, first, circles[0]!),
  }
}

/** Ranks by constraint; left out are those whose contacts all know each other, for there is nobody to stand between. */
function leastConstrained(graph: Graph): Float64Array {
  const degree = degrees(graph)
  const effective = effectiveSize(graph, triangles(graph))
  const values = constraint(graph)
  return column(
    graph.n,
    (i) => degree[i]! > 1 && effective[i]! > 1,
    (i) => values[i]!,
  )
}

/** The same for these alone. O(Σ degrees of their neighbours). */
function leastConstrainedOf(graph: Graph, parties: readonly number[]): Float64Array {
  const values = new Float64Array(graph.n).fill(Number.NaN)
  for (const { party, constraint, effectiveSize } of holesAround(graph, parties)) if (effectiveSize > 1) values[party] = constraint
  return values
}

/** The neighbours of a party in the circles they form without it, largest first. O(Σ degrees of the neighbours). */
function circlesAround({ offsets, targets }: Graph, party: number): number[][] {
  const waiting = new Set(targets.subarray(offsets[party]!, offsets[party + 1]!))
  const circles: number[][] = []
  for (const seed of waiting) {
    waiting.delete(seed)
    const circle = [seed]
    for (let head = 0; head < circle.length; head++) {
      const i = circle[head]!
      for (let s = offsets[i]!; s < offsets[i + 1]!; s++) if (waiting.delete(targets[s]!)) circle.push(targets[s]!)
    }
    circles.push(circle.sort((a, b) => a - b))
  }
  return circles.sort((a, b) => b.length - a.length || a[0]! - b[0]!)
}

/** Asks a broker to bring two contacts together: the best connected of two circles; never two who compete or are in conflict. */
function introduce(reading: Reading, broker: number, circles: number[][]): Answer['task'] {
  const { degree, graph, map } = reading
  const apart = apartIn(map)
  const { offsets, targets } = graph
  const contacts =
    circles.length > 1 ? circles.map((circle) => best(circle, degree)) : [...targets.subarray(offsets[broker]!, offsets[broker + 1]!)]
  contacts.sort((a, b) => degree[b]! - degree[a]! || a - b)
  const candidates = contacts.slice(0, LISTED)
  for (const [k, a] of candidates.entries()) {
    for (const b of candidates.slice(k + 1)) {
      if (areTied(graph, a, b) || apart.has(pairKey(a, b))) continue
      const [name, nameA, nameB] = [broker, a, b].map((i) => nameOf(reading, i)) as [string, string, string]
      return propose(reading, 'bridgesGroups', { name, a: nameA, b: nameB }, [broker, a, b])
    }
  }
  return null
}

/** The pairs that stated ties keep apart. */
function apartIn({ ties }: EcosystemMap): ReadonlySet<string> {
  const divides = isOfTypes(ties, DIVIDING_TYPES)
  const apart = new Set<string>()
  for (let k = 0; k < ties.count; k++) if (divides(k)) apart.add(pairKey(ties.from[k]!, ties.to[k]!))
  return apart
}

function best(circle: number[], degree: Uint32Array): number {
  return circle.reduce((first, i) => (degree[i]! > degree[first]! ? i : first), circle[0]!)
}

function pairKey(a: number, b: number): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`
}
