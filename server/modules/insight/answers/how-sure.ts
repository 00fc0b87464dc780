/** How sure it is what a map would be without some, and what changed. Pure. */
import { components, degrees } from '../network/index.ts'
import { certaintyOf, repeatsFor, thinnings } from './certainty.ts'
import type { Whole } from './changes.ts'
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

/** Of what changed: the lower coverage of the two days, as what nobody had asked then looks new now. */
export function changeCertainty(before: Whole, after: Whole): Certainty {
  const coverage = Math.min(...[before, after].map(({ parties, tied }) => (parties === 0 ? 0 : tied / parties)))
  return certaintyOf(coverage, null, [{ definition: 'coverage', value: coverage }], Math.min(before.tied, after.tied))
}
