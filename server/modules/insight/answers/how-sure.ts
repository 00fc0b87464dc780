/** How sure it is what a map would be without some, and what changed. Pure. */
import { components, degrees, findCuts } from '../network/index.ts'
import { certaintyOf, repeatsFor, thinnings } from './certainty.ts'
import type { MapDifference, Whole } from './changes.ts'
import { cutOffWithout } from './cut-off.ts'
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
