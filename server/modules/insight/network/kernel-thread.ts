import { parentPort, workerData } from 'node:worker_threads'
import { DONE, type KernelTask, STOP, TOTAL } from './kernel-threads.ts'
import { KERNELS } from './kernels.ts'
import type { Run } from './run.ts'

/** A thread that runs one kernel, answers and ends. Its signal is a flag in shared memory, as it hears no events while it computes. */
const { kernel, graph, options, state } = workerData as KernelTask
const run: Run = {
  signal: {
    get aborted() {
      return Atomics.load(state, STOP) !== 0
    },
  },
  onProgress: (done, total) => {
    Atomics.store(state, DONE, done)
    Atomics.store(state, TOTAL, total)
  },
}
parentPort?.postMessage((KERNELS[kernel] as (graph: KernelTask['graph'], options: object, run: Run) => unknown)(graph, options, run))
