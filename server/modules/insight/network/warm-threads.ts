import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Task } from './threads.ts'

/** How long a thread without work waits for more. */
const IDLE_MS = 10_000

/** Threads without work. Whoever takes one finds its code compiled, which costs a new thread as much as several walks of a city. */
const idle = new Map<Worker, NodeJS.Timeout>()

/** Has a thread of thread.ts do the task, an idle one if there is any. Rejects with its error, and when it ends before it is done. */
export async function runInWarmThread(task: Task): Promise<void> {
  const thread = takeIdle() ?? new Worker(new URL('./thread.ts', import.meta.url))
  const ended = Promise.withResolvers<never>()
  const end = (code: number) => ended.reject(new Error(`A thread that walks the network ended with ${code}.`))
  thread.once('exit', end)
  try {
    thread.postMessage(task)
    await Promise.race([once(thread, 'message'), ended.promise])
  } finally {
    thread.off('exit', end)
  }
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
