/** How sure it is what a map would be without some, and what changed. Pure. */
import { areTied, buildGraph, components, degrees, findCuts, type Graph } from '../network/index.ts'
import { certaintyOf, repeatsFor, thinnings } from './certainty.ts'
import type { MapDifference, Whole } from './changes.ts'
import { cutOffWithout } from './cut-off.ts'
import { partsLost } from './parts-lost.ts'
import { connectingGraph } from './reading.ts'
import type { Certainty, EcosystemMap, Figure } from './types.ts'

/**
 * Of who would be cut off, when some leave: coverage, and how far it would be the same ones with a tenth of the tied pairs missing, the mean share that both have in
 * common of all in either (Jaccard; 1 where nobody is cut off both times).
 */
export function departureCertainty(map: EcosystemMap, leaving: ReadonlySet<number>): Certainty {
  const graph = connectingGraph(map)
  const degree = degrees(graph)
  const tied = degree.reduce((count, k) => (k > 0 ? count + 1 : count), 0)
  const coverage = map.parties.length === 0 ? 0 : tied / map.parties.length
  const here = new Set(cutOffWithout(graph, components(graph).of, leaving))
  const repeats = graph.m === 0 ? 0 : repeatsFor(graph, 2)
  let alike = 0
  for (const thinned of thinnings(graph, repeats)) {
    const there = cutOffWithout(thinned, components(thinned).of, leaving)
    const both = there.filter((party) => here.has(party)).length
    const either = here.size + there.length - both
    alike += either === 0 ? 1 : both / either
  }
  const sameAgain = repeats === 0 ? 1 : alike / repeats
  const figures: Figure[] = [
    { definition: 'coverage', value: coverage },
    { definition: 'ties', value: graph.m },
    { definition: 'sameAgain', value: sameAgain },
  ]
  return certaintyOf(Math.min(coverage, sameAgain), null, figures, tied)
}

/** A map before and after changes, over one numbering of parties. */
type Changed = { graphBefore: Graph; graphAfter: Graph; staying: readonly number[] }

/**
 * Of who would be cut off, and who would come closer, by changes to a map of `parties`: coverage, and how far it would be the same ones with a tenth of its tied pairs
 * missing (as for departures); what the changes tie stays tied.
 */
export function comparisonCertainty({ graphBefore, graphAfter, staying }: Changed, parties: number): Certainty {
  const tied = degrees(graphBefore).reduce((count, k) => (k > 0 ? count + 1 : count), 0)
  const coverage = parties === 0 ? 0 : tied / parties
  const here = movedBy(graphBefore, graphAfter, staying)
  const repeats = graphBefore.m === 0 ? 0 : repeatsFor(graphBefore, 4)
  let alike = 0
  for (const thinned of thinnings(graphBefore, repeats)) {
    const there = movedBy(thinned, lessen(graphAfter, graphBefore, thinned), staying)
    const both = [...there].filter((one) => here.has(one)).length
    const either = here.size + there.size - both
    alike += either === 0 ? 1 : both / either
  }
  const sameAgain = repeats === 0 ? 1 : alike / repeats
  const figures: Figure[] = [
    { definition: 'coverage', value: coverage },
    { definition: 'ties', value: graphBefore.m },
    { definition: 'sameAgain', value: sameAgain },
  ]
  return certaintyOf(Math.min(coverage, sameAgain), null, figures, tied)
}

/** Who is cut off, by their positions, and who comes closer, counted on behind all of them. */
function movedBy(before: Graph, after: Graph, staying: readonly number[]): Set<number> {
  const [then, now] = [components(before).of, components(after).of]
  const closer = partsLost(now, then, staying).flat()
  return new Set([...partsLost(then, now, staying).flat(), ...closer.map((party) => before.n + party)])
}

/** The map after the changes without the pairs that are missing before them. */
function lessen(after: Graph, before: Graph, thinned: Graph): Graph {
  const [from, to]: [number[], number[]] = [[], []]
  for (let i = 0; i < after.n; i++) {
    for (const j of after.targets.subarray(after.offsets[i], after.offsets[i + 1])) {
      if (j <= i || (areTied(before, i, j) && !areTied(thinned, i, j))) continue
      from.push(i)
      to.push(j)
    }
  }
  return buildGraph(after.n, { from: Uint32Array.from(from), to: Uint32Array.from(to) }).graph
}

/** Of what rests on ties alone, by how many have one. */
export function coverageCertainty(tied: number, parties: number): Certainty {
  const coverage = parties === 0 ? 0 : tied / parties
  return certaintyOf(coverage, null, [{ definition: 'coverage', value: coverage }], tied)
}

/** Of what changed: the lower coverage of the two days, as what nobody had asked then looks new now. */
export function changeCertainty(before: Whole, after: Whole): Certainty {
  const coverage = Math.min(...[before, after].map(({ parties, tied }) => (parties === 0 ? 0 : tied / parties)))
  return certaintyOf(coverage, null, [{ definition: 'coverage', value: coverage }], Math.min(before.tied, after.tied))
}

/**
 * Of who became the only way to others or ceased to be: coverage as above, and for how many of those named the same is found when a tenth of the tied pairs of
 * the later map is missing.
 */
export function onlyWayCertainty(after: EcosystemMap, { before, after: whole, onlyWay }: Omit<MapDifference, 'ties'>): Certainty {
  const certainty = changeCertainty(before, whole)
  const place = new Map(after.parties.map(({ id }, k) => [id, k]))
  const named = (['became', 'evaded'] as const).flatMap((key) =>
    onlyWay[key].items.map((id) => ({ party: place.get(id)!, isPoint: key === 'became' })),
  )
  if (named.length === 0) return certainty
  const graph = connectingGraph(after)
  const repeats = repeatsFor(graph, 2)
  let alike = 0
  for (const thinned of thinnings(graph, repeats)) {
    const { cutOff } = findCuts(thinned, components(thinned))
    alike += named.filter(({ party, isPoint }) => cutOff[party]! > 0 === isPoint).length / named.length
  }
  const sameAgain = alike / repeats
  const coverage = certainty.figures[0]!.value
  const figures: Figure[] = [...certainty.figures, { definition: 'sameAgain', value: sameAgain }, { definition: 'repeats', value: repeats }]
  return certaintyOf(Math.min(coverage, sameAgain), null, figures, Math.min(before.tied, whole.tied))
}
