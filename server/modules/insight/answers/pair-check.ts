/** How well the map's own hidden ties are found again: by the mix, and by suggesting the best connected. Pure. */
import { areaUnderCurve, bestMix, type Graph, hiddenPairs, mixedScores, randomFrom } from '../network/index.ts'
import { connectingGraph } from './reading.ts'
import type { EcosystemMap } from './types.ts'

export type PairCheck =
  | { state: 'few' | 'many'; pairs: number }
  | {
      state: 'found'
      pairs: number
      hidden: number
      repeats: number
      /** How often a hidden tie is ranked above a pair that is not tied; 0.5 is guessing. */
      mix: number
      bestConnected: number
      /** Of the first minus the second, over the repeats. */
      difference: number
      standardError: number
    }

/** With fewer tied pairs a tenth of them is too few to be found by anything but chance. */
const PAIRS_MIN = 40
const PARTIES_MAX = 3_000
const REPEATS = 10
const SEED = 20261127

/** Hides a tenth of the ties ten times and ranks what is left. The mix is learned each time from what is left, never from the hidden ones. */
export function checkPairs(map: EcosystemMap): PairCheck {
  const graph = connectingGraph(map)
  if (graph.m < PAIRS_MIN) return { state: 'few', pairs: graph.m }
  if (graph.n > PARTIES_MAX) return { state: 'many', pairs: graph.m }
  return check(graph)
}

function check(graph: Graph): PairCheck {
  const random = randomFrom(SEED)
  const rounds = Array.from({ length: REPEATS }, (_, seed) => {
    const { thinned, scores, isHidden } = hiddenPairs(graph, random)
    const mix = areaUnderCurve(mixedScores(scores, bestMix(thinned, { seed })), isHidden)
    return { mix, bestConnected: areaUnderCurve(scores.of('preferentialAttachment'), isHidden) }
  })
  const mean = (of: (round: (typeof rounds)[number]) => number) => rounds.reduce((sum, round) => sum + of(round), 0) / REPEATS
  const difference = mean((round) => round.mix - round.bestConnected)
  const variance = rounds.reduce((sum, round) => sum + (round.mix - round.bestConnected - difference) ** 2, 0) / (REPEATS - 1)
  return {
    state: 'found',
    pairs: graph.m,
    hidden: Math.max(1, Math.round(graph.m / 10)),
    repeats: REPEATS,
    mix: mean((round) => round.mix),
    bestConnected: mean((round) => round.bestConnected),
    difference,
    standardError: Math.sqrt(variance / REPEATS),
  }
}
