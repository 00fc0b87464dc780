import { parentPort, workerData } from 'node:worker_threads'
import { type Ctx, frozen } from '../../kernel/ctx.ts'
import { openDb, openPool } from '../../kernel/db.ts'
import { DomainError } from '../../kernel/errors.ts'
import { type Asked, prepare } from './ask.ts'
import type { Delivery, Order } from './compute.ts'
import type { Question } from './questions.ts'

/** The thread that reads a large map: one question, one answer, and it ends. */
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

async function answer({ question: { at: file, name }, parameters, ...order }: Order): Promise<Asked<unknown>> {
  const question = ((await import(file)) as Record<string, Question<unknown, unknown, unknown>>)[name]
  if (!question) throw new Error(`${file} exports no question ${name}`)
  const ready = await withMap(order, (ctx) => frozen(ctx, (tx) => prepare(tx, question, parameters), order.limitMs))
  return { result: ready.think(), version: ready.version, at: order.at }
}

/** The connection is given back before the thinking begins. */
async function withMap<T>(
  { database, ecosystemId, actor, at }: Omit<Order, 'question' | 'parameters'>,
  read: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  const db = openDb(openPool({ ...database, max: 1 }))
  try {
    return await read({ db, ecosystemId, actor, now: () => new Date(at) })
  } finally {
    await db.destroy()
  }
}
