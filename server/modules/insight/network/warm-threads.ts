import { Worker } from 'node:worker_threads'
import type { Task } from './threads.ts'

/** How long a thread without work waits for more. */
const IDLE_MS = 10_000

/** Threads without work. Whoever takes one finds its code compiled, which costs a new thread as much as several walks of a city. */
const idle = new Map<Worker, NodeJS.Timeout>()

/** Has a thread of thread.ts do the task, an idle one if there is any. Rejects with its error, and when it ends before it is done. */
export async function runInWarmThread(task: Task): Promise<void> {
  const thread = takeIdle() ?? new Worker(new URL('./thread.ts', import.meta.url))
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const listeners = {
    message: () => resolve(),
    error: reject,
    exit: (code: number) => reject(new Error(`A thread that walks the network ended with ${code}.`)),
  }
  for (const [event, listener] of Object.entries(listeners)) thread.once(event, listener)
  thread.postMessage(task)
  await promise
  for (const [event, listener] of Object.entries(listeners)) thread.off(event, listener)
  keepIdle(thread)
}

function takeIdle(): Worker | undefined {
  const next = idle.entries().next().value
  if (!next) return undefined
  const [thread, timer] = next
  clearTimeout(timer)
  idle.delete(thread)
  thread.ref()
  return thread
}

/** It does not keep the process alive, and ends when nobody takes it. */
function keepIdle(thread: Worker): void {
  const end = () => {
    idle.delete(thread)
    void thread.terminate()
  }
  thread.unref()
  idle.set(thread, setTimeout(end, IDLE_MS).unref())
}
