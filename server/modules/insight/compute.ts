import { Worker } from 'node:worker_threads'
import { DomainError } from '../../kernel/errors.ts'
import {
  type Answer,
  answerMap,
  type Comparison,
  compareMaps,
  compareStates,
  type Departure,
  type EcosystemMap,
  letLeave,
  type MapDifference,
  type MapState,
  type Measures,
  measureMap,
  type PairCheck,
  type PairInput,
  type ProposedPairs,
  proposePairs,
  TIED_FOR_SIMILARITY,
  type Trade,
} from './answers/index.ts'

/** What the worker thread is asked. */
export type Question =
  | { ask: 'answers' | 'measures'; map: EcosystemMap }
  | { ask: 'difference'; before: EcosystemMap; map: EcosystemMap }
  | { ask: 'departure'; map: EcosystemMap; leaving: ReadonlySet<number>; trades: readonly Trade[] }
  | { ask: 'pairs'; map: EcosystemMap; input: PairInput }
  | { ask: 'pairCheck'; map: EcosystemMap }
  | { ask: 'comparison'; before: MapState; after: MapState }

/** Parties plus ties up to which answers are computed on the spot, which takes less than starting a thread. */
const ANSWERS_HERE_MAX = 1_000
/** The same for measures, as parties × ties, which is what shortest paths cost. */
const MEASURES_HERE_MAX = 500_000
/** The same for a comparison, which walks all shortest paths some twenty times. */
const COMPARISON_HERE_MAX = 50_000
const RUNNING_MAX = 1
const WAITING_MAX = 8
const LIMIT_MS = 120_000
const MEMORY_MAX_MB = 2_048

/** The cards of a map. A large map is read in another thread, so that requests go on being answered. */
export async function computeAnswers(map: EcosystemMap): Promise<Answer[]> {
  if (map.parties.length + map.ties.count <= ANSWERS_HERE_MAX) return answerMap(map)
  return await inThread({ ask: 'answers', map })
}

/** The measures of a map, in the order of its parties; in another thread when that takes longer than a moment. */
export async function computeMeasures(map: EcosystemMap): Promise<Measures> {
  if (map.parties.length * map.ties.count <= MEASURES_HERE_MAX) return measureMap(map)
  return await inThread({ ask: 'measures', map })
}

/** What changed from one map to a later one; in another thread when either is large. */
export async function computeDifference(before: EcosystemMap, map: EcosystemMap): Promise<MapDifference> {
  const size = Math.max(...[before, map].map(({ parties, ties }) => parties.length + ties.count))
  if (size <= ANSWERS_HERE_MAX) return compareMaps(before, map)
  return await inThread({ ask: 'difference', before, map })
}

/** What the map would be without some; in another thread when it is large. */
export async function computeDeparture(map: EcosystemMap, leaving: ReadonlySet<number>, trades: readonly Trade[]): Promise<Departure> {
  if (map.parties.length + map.ties.count <= ANSWERS_HERE_MAX) return letLeave(map, leaving, trades)
  return await inThread({ ask: 'departure', map, leaving, trades })
}

/** Whom to introduce to whom; in another thread from where the mix is learned on. */
export async function computePairs(map: EcosystemMap, input: PairInput): Promise<ProposedPairs> {
  if (map.parties.length < TIED_FOR_SIMILARITY && map.ties.count <= ANSWERS_HERE_MAX) return proposePairs(map, input)
  return await inThread({ ask: 'pairs', map, input })
}

/** How well hidden ties of a map are found again; it learns the mix again and again, so always in another thread. */
export async function computePairCheck(map: EcosystemMap): Promise<PairCheck> {
  return await inThread({ ask: 'pairCheck', map })
}

/** What a map with changes is beside the one it was made from; in another thread when that takes longer than a moment. */
export async function computeComparison(before: MapState, after: MapState): Promise<Comparison> {
  const work = [before, after].map(({ map: { parties, ties } }) => parties.length * ties.count)
  if (Math.max(...work) <= COMPARISON_HERE_MAX) return compareStates(before, after)
  return await inThread({ ask: 'comparison', before, after })
}

let running = 0
const waiting: (() => void)[] = []

/** Runs one question in a thread of its own, a few at a time. Throws too_many when more wait than will be patient, too_large when the time is up. */
export async function inThread<T>(question: Question, limitMs = LIMIT_MS): Promise<T> {
  if (running >= RUNNING_MAX) {
    if (waiting.length >= WAITING_MAX)
      throw new DomainError('too_many', 'insight_busy', 'Other maps are being read right now. Please try again in a minute.')
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else {
    running++
  }
  try {
    return await runThread<T>(question, limitMs)
  } finally {
    // the slot passes on to whoever waits longest
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

async function runThread<T>(question: Question, limitMs: number): Promise<T> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: question,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MAX_MB },
  })
  try {
    return await new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => reject(tooLarge()), limitMs)
      const settle = (act: () => void) => {
        clearTimeout(timer)
        act()
      }
      worker.once('message', (result: T) => settle(() => resolve(result)))
      worker.once('error', (error: Error & { code?: string }) =>
        settle(() => reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooLarge() : error)),
      )
      worker.once('exit', (code) => settle(() => reject(new Error(`The thread that reads the map ended with ${code}.`))))
    })
  } finally {
    await worker.terminate()
  }
}

function tooLarge(): DomainError {
  return new DomainError('too_large', 'map_too_large', 'This map is too large to be read as a whole. Please narrow it down with a filter.')
}
