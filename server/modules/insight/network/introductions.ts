import { areTied, buildGraph, degrees, type Graph } from './graph.ts'
import { chosen, randomFrom } from './random.ts'
import { checkpoint, type Run } from './run.ts'
import { adamicAdar, allocationOfThree, commonNeighbours, pathsOfThree, type Scorer, scratchFor } from './similarity.ts'

/** The pairs that are not tied, a, b, a, b … with a < b, ascending, and what a measure says of each. */
export type PairScores = { pairs: Uint32Array; of: (measure: PairMeasure) => Float64Array }

/**
 * How likely two parties fit. By degree alone: preferential attachment is k_x k_y, Barabási & Albert 1999; odds of degree is the sum of
 * ln((k + ½) / (n − ½ − k)) over both, the smoothed log odds of a tie in the β-model, Chatterjee, Diaconis & Sly 2011. On sparse maps both rank
 * alike; on dense ones only the latter knows that who is tied to nearly everybody is tied to the rest as well. The others see similarity.ts.
 */
export type PairMeasure = keyof typeof SCORERS | keyof typeof DEGREE_SCORES

/** How much each counts, adding up to 1. */
export type Mix = Partial<Record<PairMeasure, number>>

/** All pairs are listed: above this many parties they no longer fit. */
const PARTIES_MAX = 3_000

/** What the mix is made of: peers, trade (twice), and the well-connected. */
const PARTS: readonly PairMeasure[] = ['adamicAdar', 'pathsOfThree', 'allocationOfThree', 'oddsOfDegree']
/** Weights are tried in these steps. */
const STEPS = 4
const TRIALS = 20
/** Of more untied pairs than these, so many are drawn by chance to try the mixes on, at most half of them hidden ties. */
const PAIRS_TRIED = 10_000
const HIDDEN_SHARE = 0.1

const MIXES = allMixes()

const SCORERS = { adamicAdar, pathsOfThree, allocationOfThree, commonNeighbours } satisfies Record<string, Scorer>

/** By the degrees of both ends and the number of parties. */
const DEGREE_SCORES = {
  preferentialAttachment: (one: number, other: number) => one * other,
  oddsOfDegree: (one: number, other: number, n: number) => logOdds(one, n) + logOdds(other, n),
}

function logOdds(degree: number, n: number): number {
  return Math.log((degree + 0.5) / (n - 0.5 - degree))
}

/** All ways to share out four quarters. */
function allMixes(): number[][] {
  const mixes: number[][] = []
  for (let three = STEPS; three >= 0; three--)
    for (let allocation = STEPS - three; allocation >= 0; allocation--)
      for (let peers = STEPS - three - allocation; peers >= 0; peers--)
        mixes.push([peers, three, allocation, STEPS - three - allocation - peers].map((part) => part / STEPS))
  return mixes
}

/**
 * Scores of all pairs that could be introduced to each other, or of the given ones, those with the same first party side by side. Without given
 * ones throws RangeError above 3,000 parties. O(pairs) memory; the time of the measure, once for each first party.
 */
export function scorePairs(graph: Graph, pairs: Uint32Array = untiedPairs(graph), run?: Run): PairScores {
  const known = new Map<PairMeasure, Float64Array>()
  const of = (measure: PairMeasure): Float64Array => {
    const column = known.get(measure) ?? score(graph, pairs, measure, run)
    known.set(measure, column)
    return column
  }
  return { pairs, of }
}

/** The mix as a column: the weighted mean of the ranks a pair has by each measure (Borda's count), as the scores have no common unit. 0 … 1. */
export function mixedScores(scores: PairScores, mix: Mix): Float64Array {
  const parts = PARTS.filter((part) => (mix[part] ?? 0) !== 0)
  return weigh(scores.pairs.length / 2, rankedParts(scores, parts), parts.map((part) => mix[part]!)) // biome-ignore format: one line reads better
}

/**
 * How much to trust each measure on this map: none is best on every network (Ghasemian et al. 2020, Stacking models for nearly optimal link
 * prediction in complex networks), but which one finds the ties that are known says which one will find others. A tenth of the ties is left out,
 * twenty times, and all mixes in quarters are tried by the area under the curve. The answer is the mean of the best one and of those whose paired
 * difference to it is within one standard error: where few ties cannot tell them apart, none is preferred. Only ties of the graph given are
 * used. The same seed gives the same mix; without ties all parts count alike. O(trials × (measures + mixes × pairs)), at most 10,000 pairs.
 */
export function bestMix(graph: Graph, { seed = 1, run }: { seed?: number; run?: Run | undefined } = {}): Mix {
  const alike = new Array<number>(PARTS.length).fill(1 / PARTS.length)
  const weights = graph.m < 2 ? alike : meanOf(nearBest(MIXES, tryMixes(graph, randomFrom(seed), run)))
  return Object.fromEntries(PARTS.map((part, k) => [part, weights[k]!]))
}

/** The area under the curve of every mix, one column of mixes a trial. */
function tryMixes(graph: Graph, random: () => number, run: Run | undefined): Float64Array[] {
  return Array.from({ length: TRIALS }, (_, trial) => {
    checkpoint(run, trial, TRIALS)
    const { scores, isHidden } = hiddenPairs(graph, random)
    const parts = rankedParts(scores, PARTS)
    return Float64Array.from(MIXES, (mix) => areaUnderCurve(weigh(isHidden.length, parts, mix), isHidden))
  })
}

/** What is left when a tenth of the ties is hidden, its untied pairs (a sample of hidden and other ones where they are many), and which were hidden. */
export function hiddenPairs(graph: Graph, random: () => number): { thinned: Graph; scores: PairScores; isHidden: boolean[] } {
  const { n, m } = graph
  const { thinned, hidden } = hideTies(graph, random)
  const isFew = (n * (n - 1)) / 2 - m <= PAIRS_TRIED
  const scores = isFew ? scorePairs(thinned) : scorePairs(thinned, sampledPairs(thinned, hidden, random))
  const isHidden = Array.from({ length: scores.pairs.length / 2 }, (_, k) =>
    hidden.has(scores.pairs[2 * k]! * n + scores.pairs[2 * k + 1]!),
  )
  return { thinned, scores, isHidden }
}

/** Hidden ties and other untied pairs by chance, each once. The graph has many more untied pairs than are drawn. */
function sampledPairs(graph: Graph, hidden: ReadonlySet<number>, random: () => number): Uint32Array {
  const { n } = graph
  const most = PAIRS_TRIED / 2
  const all = [...hidden]
  const drawn = new Set(all.length <= most ? all : Array.from(chosen(all.length, most, random), (k) => all[k]!))
  while (drawn.size < PAIRS_TRIED) {
    const [one, other] = [Math.floor(random() * n), Math.floor(random() * n)]
    if (one < other && !areTied(graph, one, other)) drawn.add(one * n + other)
  }
  const keys = Float64Array.from(drawn).sort()
  return Uint32Array.from({ length: 2 * keys.length }, (_, k) => (k % 2 === 0 ? Math.floor(keys[k / 2]! / n) : keys[(k - 1) / 2]! % n))
}

function nearBest(mixes: readonly number[][], trials: readonly Float64Array[]): number[][] {
  const total = mixes.map((_, k) => trials.reduce((sum, areas) => sum + areas[k]!, 0))
  const best = total.indexOf(Math.max(...total))
  if (best === -1) return [...mixes]
  return mixes.filter((_, k) => {
    const behind = trials.map((areas) => areas[best]! - areas[k]!)
    const mean = behind.reduce((sum, one) => sum + one, 0) / behind.length
    const variance = behind.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (behind.length - 1)
    return mean <= Math.sqrt(variance / behind.length)
  })
}

function meanOf(mixes: readonly number[][]): number[] {
  return PARTS.map((_, p) => mixes.reduce((sum, mix) => sum + mix[p]!, 0) / mixes.length)
}

/** A graph without a tenth of its ties, at least one, and those ties as a × n + b, a < b. */
export function hideTies(graph: Graph, random: () => number, share = HIDDEN_SHARE): { thinned: Graph; hidden: Set<number> } {
  const { n, m, offsets, targets } = graph
  const pairs = new Float64Array(m)
  let write = 0
  for (let i = 0; i < n; i++) for (let s = offsets[i]!; s < offsets[i + 1]!; s++) if (targets[s]! > i) pairs[write++] = i * n + targets[s]!
  const hidden = new Set(Array.from(chosen(m, Math.max(1, Math.round(m * share)), random), (k) => pairs[k]!))
  const kept = pairs.filter((pair) => !hidden.has(pair))
  const thinned = buildGraph(n, { from: kept.map((pair) => Math.floor(pair / n)), to: kept.map((pair) => pair % n) }).graph
  return { thinned, hidden }
}

/**
 * Area under the curve: the chance that a pair of those to be found scores higher than one of the others, equals counting half; 0.5 is guessing.
 * NaN when there are none of either. Hanley & McNeil 1982. O(p log h).
 */
export function areaUnderCurve(scores: Float64Array, isHidden: readonly boolean[]): number {
  const wanted = scores.filter((_, k) => isHidden[k]).sort()
  const others = scores.length - wanted.length
  let sum = 0
  for (let k = 0; k < scores.length; k++) {
    if (isHidden[k]) continue
    const below = countBelow(wanted, scores[k]!)
    sum += wanted.length - below - (countUpTo(wanted, scores[k]!) - below) / 2
  }
  return sum / (wanted.length * others)
}

function countBelow(sorted: Float64Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}

function countUpTo(sorted: Float64Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! <= value) low = middle + 1
    else high = middle
  }
  return low
}

function rankedParts(scores: PairScores, parts: readonly PairMeasure[]): Float64Array[] {
  return parts.map((part) => ranks(scores.of(part)))
}

function weigh(length: number, parts: readonly Float64Array[], mix: readonly number[]): Float64Array {
  const result = new Float64Array(length)
  for (const [p, part] of parts.entries()) {
    const weight = mix[p]!
    if (weight !== 0) for (let k = 0; k < result.length; k++) result[k]! += weight * part[k]!
  }
  return result
}

/** The share of others that score lower, equals counting half: 0 … 1. O(p log p). */
export function ranks(scores: Float64Array): Float64Array {
  const order = Uint32Array.from(scores.keys()).sort((x, y) => scores[x]! - scores[y]!)
  const result = new Float64Array(scores.length)
  for (let k = 0; k < order.length; ) {
    const start = k
    while (k < order.length && scores[order[k]!] === scores[order[start]!]) k++
    const rank = (start + k - 1) / 2 / Math.max(1, order.length - 1)
    for (let same = start; same < k; same++) result[order[same]!] = rank
  }
  return result
}

function untiedPairs({ n, offsets, targets }: Graph): Uint32Array {
  if (n > PARTIES_MAX) throw new RangeError(`The pairs of ${n} parties are too many to list; ${PARTIES_MAX} is the most.`)
  const pairs: number[] = []
  const tied = new Uint32Array(n)
  for (let a = 0; a < n; a++) {
    for (let s = offsets[a]!; s < offsets[a + 1]!; s++) tied[targets[s]!] = a + 1
    for (let b = a + 1; b < n; b++) if (tied[b] !== a + 1) pairs.push(a, b)
  }
  return Uint32Array.from(pairs)
}

function score(graph: Graph, pairs: Uint32Array, measure: PairMeasure, run: Run | undefined): Float64Array {
  return measure in SCORERS
    ? scoreByPaths(graph, pairs, SCORERS[measure as keyof typeof SCORERS], run)
    : scoreByDegree(graph, pairs, measure as keyof typeof DEGREE_SCORES)
}

function scoreByDegree(graph: Graph, pairs: Uint32Array, measure: keyof typeof DEGREE_SCORES): Float64Array {
  const degree = degrees(graph)
  const scoreOf = DEGREE_SCORES[measure]
  return Float64Array.from({ length: pairs.length / 2 }, (_, k) => scoreOf(degree[pairs[2 * k]!]!, degree[pairs[2 * k + 1]!]!, graph.n))
}

function scoreByPaths(graph: Graph, pairs: Uint32Array, scorer: Scorer, run: Run | undefined): Float64Array {
  const column = new Float64Array(pairs.length / 2)
  const scratch = scratchFor(graph)
  let walked = 0
  for (let k = 0; k < column.length; ) {
    const a = pairs[2 * k]!
    if ((walked++ & 0xff) === 0) checkpoint(run, k, column.length)
    scorer(graph, a, scratch)
    for (; k < column.length && pairs[2 * k] === a; k++) column[k] = scratch.score[pairs[2 * k + 1]!]!
    for (let t = 0; t < scratch.count; t++) scratch.score[scratch.touched[t]!] = 0
  }
  return column
}
