import { parentPort, workerData } from 'node:worker_threads'
import { openDb, openPool } from '../../kernel/db.ts'
import { draw } from './draw.ts'
import type { Order } from './drawing.ts'

/** The thread that reads a large map and draws it: one picture, and it ends. */
const { database, ecosystemId, at } = workerData as Order
const db = openDb(openPool({ ...database, max: 1 }))
try {
  parentPort?.postMessage(await draw({ db, ecosystemId, actor: { kind: 'system' }, now: () => new Date(at) }))
} finally {
  await db.destroy()
}
