import { betweenness, type Graph, pathSampledBetweenness, sampledBetweenness } from '../network/index.ts'
import { card, NAMED, nameOf, names, propose, tieCertainty, tooFewTies, unknown, wholeMap, witnesses } from './cards.ts'
import { isVast, repeatsFor, stabilityOf } from './certainty.ts'
import { column, firstRanked, type Reading } from './reading.ts'
import type { Answer, Figure } from './types.ts'

/** How many of the shortest ways run through each party, in pairs; `error` holds for all at once with `confidence`, 0 where nothing is estimated. */
export type Flow = { value: Float64Array; error: number; confidence: number }

/** Up to so many parties, and parties × tied pairs, all shortest ways are walked: about half a minute of one core at most. */
const EXACT_PARTIES_MAX = 10_000
const EXACT_WORK_MAX = 1_000_000_000
/** Above, ways are drawn by chance until every party is within so much of all pairs, nine times out of ten; on a vast map, where each takes longer, within more. */
const ERROR = 0.005
const ERROR_VAST = 0.01
/** The same for the trials with fewer ties, which are many. */
const TRIAL_WORK_MAX = 3_000_000
const TRIAL_ERROR = 0.01
const TRIAL_ERROR_VAST = 0.02
const TRIALS_ON_LARGE = 3
/** With a larger error, as a share of all pairs, it is not even said that nobody carries much. */
const VAGUE_FROM = 0.02

export function flowOf(graph: Graph): Flow {
  if (graph.n <= EXACT_PARTIES_MAX && graph.n * graph.m <= EXACT_WORK_MAX) return { value: betweenness(graph), error: 0, confidence: 1 }
  if (!isWide(graph)) {
    const { value, error, confidence } = pathSampledBetweenness(graph, { error: isVast(graph) ? ERROR_VAST : ERROR })
    return { value, error, confidence }
  }
  const { value, errorMax, confidence } = sampledBetweenness(graph, { sources: sourcesFor(graph, WALK_WORK_MAX) })
  return { value, error: errorMax, confidence }
}

/** From so many ties on from the best connected to whoever is farthest, a way drawn by chance crosses half the map, and walks from a few parties are quicker. */
const WIDE_FROM = 40
const WALK_WORK_MAX = 150_000_000
const TRIAL_WALK_WORK_MAX = 30_000_000

function isWide({ n, offsets, targets }: Graph): boolean {
  const seen = new Uint8Array(n)
  let first = 0
  for (let i = 1; i < n; i++) if (offsets[i + 1]! - offsets[i]! > offsets[first + 1]! - offsets[first]!) first = i
  let front = [first]
  seen[first] = 1
  for (let steps = 0; front.length > 0; steps++) {
    if (steps >= WIDE_FROM) return true
    const next: number[] = []
    for (const i of front) {
      for (let s = offsets[i]!; s < offsets[i + 1]!; s++) {
        if (seen[targets[s]!] === 1) continue
        seen[targets[s]!] = 1
        next.push(targets[s]!)
      }
    }
    front = next
  }
  return false
}

function sourcesFor({ n, m }: Graph, work: number): number {
  return Math.max(10, Math.min(n, Math.floor(work / (n + 2 * m))))
}

/** On whose ways the others depend: between how many pairs of others the shortest way runs through a party. */
export function carriesFlow(reading: Reading, flow: Flow): Answer {
  if (tooFewTies(reading)) return unknown('carriesFlow', reading)
  const { graph, degree } = reading
  const { first: top, total } = firstRanked(reading, mostFirst(flow.value), NAMED)
  const first = top[0]
  if (first === undefined)
    return {
      ...card('carriesFlow', 'nothing', { count: reading.tied }),
      figures: wholeMap(reading),
      certainty: tieCertainty(reading, null),
    }
  const pairs = ((graph.n - 1) * (graph.n - 2)) / 2
  // what an estimate cannot tell from nothing is not told
  const isFlat = flow.error > 0 && flow.value[first]! <= 2 * flow.error
  const variant = isFlat ? (flow.error > VAGUE_FROM * pairs ? 'vague' : 'flat') : flow.error > 0 ? 'about' : 'exact'
  const { stability, repeats } = isFlat && isVast(graph) ? UNTRIED : tried(graph, top)
  const certainty = tieCertainty(reading, stability)
  const sureness: Figure[] = repeats === 0 ? [] : [{ definition: 'repeats', value: repeats }]
  if (flow.error > 0) sureness.push({ definition: 'errorBound', value: flow.error / pairs })
  const most = variant === 'vague' ? flow.error : variant === 'flat' ? flow.value[first]! + flow.error : flow.value[first]!
  const values = { name: nameOf(reading, first), share: most / pairs, next: names(reading, top.slice(1, 3)) }
  return {
    ...card('carriesFlow', 'found', values, variant),
    figures: wholeMap(reading),
    witnesses: witnesses(reading, top, (i) => [
      { definition: 'wayShare', value: flow.value[i]! / pairs },
      { definition: 'degree', value: degree[i]! },
    ]),
    witnessTotal: total,
    certainty: { level: isFlat ? 'low' : certainty.level, figures: [...certainty.figures, ...sureness] },
    task: propose(reading, 'carriesFlow', { name: values.name }, [first]),
  }
}

/** Where nobody can be told from the others, no order of theirs is tried again. */
const UNTRIED = { stability: null, repeats: 0 }

function tried(graph: Graph, top: readonly number[]): { stability: number | null; repeats: number } {
  const { ranking, repeats } = trials(graph)
  return { stability: stabilityOf(graph, top, ranking, repeats), repeats }
}

function trials(graph: Graph) {
  const isSmall = graph.n * graph.m <= TRIAL_WORK_MAX
  const isLong = !isSmall && isWide(graph)
  const walk = (thinned: Graph) => {
    if (isSmall) return betweenness(thinned)
    if (isLong) return sampledBetweenness(thinned, { sources: sourcesFor(thinned, TRIAL_WALK_WORK_MAX) }).value
    return pathSampledBetweenness(thinned, { error: isVast(graph) ? TRIAL_ERROR_VAST : TRIAL_ERROR }).value
  }
  return { ranking: (thinned: Graph) => mostFirst(walk(thinned)), repeats: isSmall ? repeatsFor(graph) : TRIALS_ON_LARGE }
}

function mostFirst(values: Float64Array): Float64Array {
  return column(
    values.length,
    (i) => values[i]! > 0,
    (i) => -values[i]!,
  )
}
