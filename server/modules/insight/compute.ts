import { Worker } from 'node:worker_threads'
import type pg from 'pg'
import type { Ctx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { threadDatabase } from '../../kernel/threads.ts'
import type { AnyQuestion } from './questions.ts'

/** What the thread is sent: whose map, who asks, when, and what. */
export type Order = Pick<Ctx, 'ecosystemId' | 'actor'> & {
  at: string
  /** How long the database may take over a statement. */
  limitMs: number
  database: pg.PoolConfig
  questions: readonly Pick<AnyQuestion, 'at' | 'name'>[]
  /** Of all of them. */
  parameters: unknown
  /** Whether the results are wanted as bytes to be kept. */
  isPacked: boolean
}
/** The results stand in the order of the questions. */
export type Answered<Result> = { version: number; results: Result[] }
/** What it sends back: its answer, or what the person who asks has to be told. */
export type Delivery = { answer: Answered<unknown> } | { problem: Pick<DomainError, 'kind' | 'code' | 'message' | 'errors'> }

const RUNNING_MAX = 1
const WAITING_MAX = 8
/** Of one ecosystem, so that whoever asks much leaves room for others. */
const WAITING_EACH_MAX = 5
/**
 * By the processor time that a thread uses itself, so that whoever asks while the machine has much to do is not refused for that; and by the clock, for what it waits
 * for. A job is given up after a quarter of an hour; what nobody waits for may wait itself.
 */
export type Limits = { cpuMs: number; wallMs: number }
export const FOR_A_PERSON: Limits = { cpuMs: 150_000, wallMs: 600_000 }
export const IN_THE_BACKGROUND: Limits = { cpuMs: 480_000, wallMs: 840_000 }
export const AT_LEISURE: Limits = { cpuMs: 480_000, wallMs: 3_600_000 }
const LOOK_MS = 1_000
const MEMORY_MAX_MB = 2_048

type Lane = { running: number; waiting: { ecosystemId: string; go: () => void }[] }
/** What is read after a change does not wait behind what somebody asks, which may take longer than an answer may be old. */
const asked: Lane = { running: 0, waiting: [] }
const readings: Lane = { running: 0, waiting: [] }

/**
 * Has a large map read and thought about in a thread of its own, a few at a time, so that nothing else waits for it. Throws what the question does, too_many
 * when more wait than will be patient, too_large when the time or the memory is used up. It ends at once when `signal` says that nobody wants it any more.
 */
export async function inThread<Result>(
  ctx: Ctx,
  work: Pick<Order, 'questions' | 'parameters' | 'isPacked'>,
  limits = FOR_A_PERSON,
  signal?: AbortSignal,
): Promise<Answered<Result>> {
  if (signal?.aborted) throw unwanted()
  const { ecosystemId, actor } = ctx
  const order = { ...work, ecosystemId, actor, at: ctx.now().toISOString(), limitMs: limits.wallMs, database: threadDatabase() }
  const lane = limits === IN_THE_BACKGROUND ? readings : asked
  const { waiting } = lane
  if (lane.running >= RUNNING_MAX) {
    const own = waiting.filter((one) => one.ecosystemId === ecosystemId).length
    if (waiting.length >= WAITING_MAX || own >= WAITING_EACH_MAX)
      throw new DomainError('too_many', 'insight_busy', 'Maps are being read right now. Please try again in a minute.')
    await inLine(lane, ecosystemId, signal)
  } else {
    lane.running++
  }
  try {
    return (await runThread(order, limits, signal)) as Answered<Result>
  } finally {
    // the slot passes on to whoever waits longest, of another ecosystem if there is any
    const other = waiting.findIndex((one) => one.ecosystemId !== ecosystemId)
    const [next] = waiting.splice(Math.max(other, 0), 1)
    if (next) next.go()
    else lane.running--
  }
}

/** Waits for a place; whoever does not want it any more makes room. */
function inLine({ waiting }: Lane, ecosystemId: string, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((go, giveUp) => {
    const place = { ecosystemId, go }
    waiting.push(place)
    signal?.addEventListener('abort', () => {
      const at = waiting.indexOf(place)
      if (at < 0) return
      waiting.splice(at, 1)
      giveUp(unwanted())
    })
  })
}

async function runThread(order: Order, { cpuMs, wallMs }: Limits, signal: AbortSignal | undefined): Promise<Answered<unknown>> {
  // it may have come to be so on the way here
  if (signal?.aborted) throw unwanted()
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MAX_MB },
  })
  try {
    return await new Promise<Answered<unknown>>((resolve, reject) => {
      const timer = setTimeout(() => settle(() => reject(tooLarge())), wallMs)
      const look = setInterval(
        () =>
          void usedMs(worker).then(
            (used) => used > cpuMs && settle(() => reject(tooLarge())),
            () => undefined, // it has ended meanwhile, which is told by itself
          ),
        Math.min(LOOK_MS, cpuMs),
      )
      const settle = (act: () => void) => {
        clearTimeout(timer)
        clearInterval(look)
        act()
      }
      signal?.addEventListener('abort', () => settle(() => reject(unwanted())))
      worker.once('message', (delivery: Delivery) =>
        settle(() => ('answer' in delivery ? resolve(delivery.answer) : reject(told(delivery)))),
      )
      worker.once('error', (error: Error & { code?: string }) =>
        settle(() => reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooLarge() : error)),
      )
      worker.once('exit', (code) => settle(() => reject(new Error(`The thread that reads the map ended with ${code}.`))))
    })
  } finally {
    await worker.terminate()
  }
}

async function usedMs(worker: Worker): Promise<number> {
  const { user, system } = await worker.cpuUsage()
  return (user + system) / 1000
}

/** An error does not keep its class on the way from one thread to another. */
function told({ problem }: Extract<Delivery, { problem: unknown }>): DomainError {
  return new DomainError(problem.kind, problem.code, problem.message, problem.errors)
}

/** Nobody reads it: whoever asked has gone. */
function unwanted(): DomainError {
  return new DomainError('too_many', 'insight_thinking', 'Nobody waits for this any more, so it was stopped.')
}

export function tooLarge(): DomainError {
  return new DomainError('too_large', 'map_too_large', 'This map is too large to be read as a whole. Please narrow it down with a filter.')
}
