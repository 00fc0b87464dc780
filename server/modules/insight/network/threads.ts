import type { Graph } from './graph.ts'
import { Cancelled, type Run } from './run.ts'
import { sharedFloats, sharedGraph } from './shared.ts'
import { runInWarmThread } from './warm-threads.ts'

/** What a thread of thread.ts is given. Whatever is shared lies in shared memory. */
export type Task = {
  work: Work
  graph: Graph
  /** Sources to walk from; taken one by one by whoever is free. */
  sources: Uint32Array
  /** One sum a party for each thread, n after n. */
  sums: Float64Array
  thread: number
  /** See the places below. */
  state: Int32Array
}

/** What is summed over sources: dependencies (see betweenness), their squares beside them, or closeness. */
export type Work = 'dependencies' | 'dependenciesAndSquares'

/** Places in the shared state: the next source to take, how many are done, whether to stop. */
export const NEXT = 0
export const DONE = 1
export const STOP = 2
export const STATE_PLACES = 3

export type ThreadOptions = Run & {
  /** How many threads work; 1 … 16. */
  workers?: number
}

const WORKERS_MAX = 16
const POLL_MS = 50

/**
 * Sums a work over sources in threads of their own, so that the thread that answers requests stays free. The sources are handed out over
 * a shared counter, so that no thread waits for another. Answers the columns of sums. Floating-point sums may differ in the last digits
 * with the number of threads. Rejects with Cancelled when the signal says so, within the time of one walk.
 */
export async function sumOverSources(
  graph: Graph,
  sources: Uint32Array,
  work: Work,
  { workers = 1, signal, onProgress }: ThreadOptions,
): Promise<Float64Array[]> {
  const count = Math.max(1, Math.min(WORKERS_MAX, workers, sources.length))
  const columns = work === 'dependencies' ? 1 : 2
  const size = graph.n * columns
  const sums = sharedFloats(size * count)
  const state = new Int32Array(new SharedArrayBuffer(STATE_PLACES * Int32Array.BYTES_PER_ELEMENT))
  const shared = { work, graph: sharedGraph(graph), sources: sharedSources(sources), sums, state }
  if (signal?.aborted) throw new Cancelled()
  const timer = setInterval(() => {
    if (signal?.aborted) Atomics.store(state, STOP, 1)
    onProgress?.(Atomics.load(state, DONE), sources.length)
  }, POLL_MS)
  try {
    await Promise.all(Array.from({ length: count }, (_, thread) => runInWarmThread({ ...shared, thread })))
  } catch (error) {
    Atomics.store(state, STOP, 1)
    throw error
  } finally {
    clearInterval(timer)
  }
  if (signal?.aborted) throw new Cancelled()
  onProgress?.(sources.length, sources.length)
  return Array.from({ length: columns }, (_, column) => addUp(sums, { size, count, from: column * graph.n, n: graph.n }))
}

function sharedSources(sources: Uint32Array): Uint32Array {
  const shared = new Uint32Array(new SharedArrayBuffer(sources.byteLength))
  shared.set(sources)
  return shared
}

function addUp(sums: Float64Array, { size, count, from, n }: { size: number; count: number; from: number; n: number }): Float64Array {
  const result = new Float64Array(n)
  for (let thread = 0; thread < count; thread++) {
    const first = thread * size + from
    for (let i = 0; i < n; i++) result[i]! += sums[first + i]!
  }
  return result
}
