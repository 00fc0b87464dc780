import { parentPort, workerData } from 'node:worker_threads'
import { draw } from './draw.ts'
import type { FromThread, Order, ToThread } from './drawing.ts'

/** The thread that draws one statement, and ends. */
const port = parentPort!
/** A PDF comes in hundreds of thousands of crumbs, and each message takes the server a moment. */
const PIECE_BYTES = 256 * 1024
let crumbs: Buffer[] = []
let size = 0
const drawing = await draw(workerData as Order, (crumb) => {
  crumbs.push(crumb)
  size += crumb.length
  if (size >= PIECE_BYTES) sendOn()
})

function sendOn(): void {
  port.postMessage(Uint8Array.from(Buffer.concat(crumbs)) satisfies FromThread)
  crumbs = []
  size = 0
}

port.on('message', (lines: ToThread) => {
  if (lines !== undefined) return drawing.add(lines)
  void drawing.end().then(() => {
    sendOn()
    port.postMessage(undefined satisfies FromThread)
    port.close()
  })
})
