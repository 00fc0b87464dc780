import { parentPort } from 'node:worker_threads'
import { walker } from './betweenness.ts'
import { DONE, NEXT, STOP, type Task } from './threads.ts'

/** Walks from the sources it takes until none is left. */
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
    // one at a time: a walk takes far longer than the counter, and nobody waits long for the last
    const next = Atomics.add(state, NEXT, 1)
    if (next >= sources.length) break
    walk(sources[next]!, own)
    if (isSquared) moveOver(own, total, squares)
    Atomics.add(state, DONE, 1)
  }
  if (!isSquared) total.set(own)
}

/** Adds what one walk found to the sums, and leaves room for the next. */
function moveOver(own: Float64Array, total: Float64Array, squares: Float64Array): void {
  for (let i = 0; i < own.length; i++) {
    const value = own[i]!
    if (value === 0) continue
    total[i]! += value
    squares[i]! += value * value
    own[i] = 0
  }
}

/** A thread that does one task after the other, each sent as a message and answered by one when it is done. */
parentPort!.on('message', (task: Task) => {
  work(task)
  parentPort!.postMessage(null)
})
