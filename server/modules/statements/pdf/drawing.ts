import { Worker } from 'node:worker_threads'
import type { Line, Locale, Statement } from '../schema.ts'

/** What the thread is given at its start; the lines follow. */
export type Order = { statement: Statement; ecosystem: string; locale: Locale; at: string }
/** To the thread: lines, and undefined after the last. From it: pieces of the file, and undefined after the last. */
export type ToThread = Line[] | undefined
export type FromThread = Uint8Array | undefined

const MEMORY_MAX_MB = 2_048

/** Draws a statement in a thread of its own, so that everybody else is answered meanwhile. */
export async function* drawPdf(order: Order, lines: AsyncGenerator<Line[]>): AsyncGenerator<Uint8Array> {
  const worker = new Worker(new URL('./thread.ts', import.meta.url), {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MAX_MB },
  })
  const pieces: FromThread[] = []
  let failure: Error | undefined
  let wake = () => {}
  const take = (piece: FromThread) => {
    pieces.push(piece)
    wake()
  }
  worker.on('message', take)
  worker.on('error', (error) => {
    failure = error instanceof Error ? error : new Error(String(error))
  })
  worker.on('exit', () => take(undefined))
  try {
    for await (const some of lines) worker.postMessage(some satisfies ToThread)
    worker.postMessage(undefined satisfies ToThread)
    for (;;) {
      if (pieces.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      const piece = pieces.shift()
      if (failure) throw failure
      if (piece === undefined) return
      yield piece
    }
  } finally {
    await worker.terminate()
  }
}
