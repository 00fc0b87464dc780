import { parentPort, workerData } from 'node:worker_threads'
import { type Ctx, frozen } from '../../kernel/ctx.ts'
import { openDb, openPool } from '../../kernel/db.ts'
import { DomainError } from '../../kernel/errors.ts'
import { prepare } from './ask.ts'
import type { Answered, Delivery, Order } from './compute.ts'
import { pack } from './packed.ts'
import type { Question } from './questions.ts'

/** The thread that reads a large map: it answers what it was sent with, and ends. */
parentPort?.postMessage(await deliver(workerData as Order))

async function deliver(order: Order): Promise<Delivery> {
  try {
    return { answer: await answer(order) }
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    const { kind, code, message, errors } = error
    return { problem: { kind, code, message, errors } }
  }
}

async function answer(order: Order): Promise<Answered<unknown>> {
  const questions = await Promise.all(order.questions.map(find))
  const { version, thoughts } = await withMap(order, (ctx) => frozen(ctx, (tx) => prepare(tx, questions, order.parameters), order.limitMs))
  return { version, results: thoughts.map((think) => (order.isPacked ? pack(think() as object) : think())) }
}

async function find({ at: file, name }: Order['questions'][number]): Promise<Question<unknown, unknown, unknown>> {
  const found = ((await import(file)) as Record<string, Question<unknown, unknown, unknown>>)[name]
  if (!found) throw new Error(`${file} exports no question ${name}`)
  return found
}

/** The connection is given back before the thinking begins. */
async function withMap<T>({ database, ecosystemId, actor, at }: Order, read: (ctx: Ctx) => Promise<T>): Promise<T> {
  const db = openDb(openPool({ ...database, max: 1 }))
  try {
    return await read({ db, ecosystemId, actor, now: () => new Date(at) })
  } finally {
    await db.destroy()
  }
}
