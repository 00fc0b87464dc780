import { Worker } from 'node:worker_threads'
import type { Directed } from './directed.ts'
import type { Graph } from './graph.ts'
import type { KernelGraph, KernelName, KernelOptions, KernelResult } from './kernels.ts'
import { Cancelled, type Run } from './run.ts'
import { sharedDirected, sharedGraph } from './shared.ts'

/** What kernel-thread.ts is given. */
export type KernelTask = { kernel: KernelName; graph: Graph | Directed; options: object; state: Int32Array }

/** Places in the shared state: whether to stop, how much is done, of how much. */
export const STOP = 0
export const DONE = 1
export const TOTAL = 2
const STATE_PLACES = 3

const POLL_MS = 50

/**
 * Runs one of KERNELS in a thread of its own on the graph in shared memory, so that the thread that answers requests stays free. The signal is
 * heard and progress told about every 50 ms. Rejects with Cancelled when it was told to stop, and with the kernel's own error otherwise.
 * Starting the thread takes some 50 ms: small maps are faster on the spot.
 */
export async function runKernel<K extends KernelName>(
  kernel: K,
  graph: KernelGraph<K>,
  options: KernelOptions<K>,
  { signal, onProgress }: Run = {},
): Promise<KernelResult<K>> {
  if (signal?.aborted) throw new Cancelled()
  const state = new Int32Array(new SharedArrayBuffer(STATE_PLACES * Int32Array.BYTES_PER_ELEMENT))
  const task: KernelTask = { kernel, graph: 'out' in graph ? sharedDirected(graph) : sharedGraph(graph), options, state }
  const worker = new Worker(new URL('./kernel-thread.ts', import.meta.url), { workerData: task })
  const timer = setInterval(() => {
    if (signal?.aborted) Atomics.store(state, STOP, 1)
    if (Atomics.load(state, TOTAL) > 0) onProgress?.(Atomics.load(state, DONE), Atomics.load(state, TOTAL))
  }, POLL_MS)
  try {
    return await new Promise<KernelResult<K>>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', (error: Error) => reject(error.name === 'AbortError' ? new Cancelled() : error))
      worker.once('exit', (code) => reject(new Error(`The thread that reads the network ended with ${code}.`)))
    })
  } finally {
    clearInterval(timer)
    await worker.terminate()
  }
}
