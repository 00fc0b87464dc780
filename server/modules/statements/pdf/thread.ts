import { parentPort, workerData } from 'node:worker_threads'
import { draw } from './draw.ts'
import type { FromThread, Order, ToThread } from './drawing.ts'

/** The thread that draws one statement, and ends. */
const port = parentPort!
const drawing = await draw(workerData as Order, (piece: FromThread) => port.postMessage(piece))
port.on('message', (lines: ToThread) => {
  if (lines !== undefined) return drawing.add(lines)
  void drawing.end().then(() => {
    port.postMessage(undefined satisfies FromThread)
    port.close()
  })
})
