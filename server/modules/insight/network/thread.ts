import { workerData } from 'node:worker_threads'
import { walker } from './betweenness.ts'
import { DONE, NEXT, STOP, type Task } from './threads.ts'

/** Sources taken at a time: enough that the counter costs nothing, few enough that stopping is soon heard. */
const PORTION = 8

/** A thread that walks from the sources it takes until none is left, and ends. */
function work({ work, graph, sources, sums, thread, state }: Task): void {
  const { n } = graph
  const isSquared = work === 'dependenciesAndSquares'
  const size = isSquared ? 2 * n : n
  const total = sums.subarray(thread * size, thread * size + n)
  const squares = sums.subarray(thread * size + n, (thread + 1) * size)
  // a column of the thread's own is faster than the shared one
  const own = new Float64Array(n)
  const walk = walker(graph)
  while (Atomics.load(state, STOP) === 0) {
    const first = Atomics.add(state, NEXT, PORTION)
    if (first >= sources.length) break
    const last = Math.min(sources.length, first + PORTION)
    for (let k = first; k < last; k++) {
      if (Atomics.load(state, STOP) !== 0) return
      walk(sources[k]!, own)
      if (!isSquared) continue
      for (let i = 0; i < n; i++) {
        const value = own[i]!
        if (value === 0) continue
        total[i]! += value
        squares[i]! += value * value
        own[i] = 0
      }
    }
    Atomics.add(state, DONE, last - first)
  }
  if (!isSquared) total.set(own)
}

work(workerData as Task)
