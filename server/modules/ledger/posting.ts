import { sql } from 'kysely'
import { type Ctx, type Tx, transaction } from '../../kernel/ctx.ts'
import type { Db } from '../../kernel/db.ts'
import { bookAhead, type Order } from './ahead.ts'
import { book, keyReused, lockOnOpenDays, type Outcome, type Posted, requestOf } from './booking.ts'
import { forget } from './memory.ts'
import type { Posting } from './rules.ts'
import type { Request } from './writing.ts'

/** How many postings, and how many entries, one statement writes. */
const BATCH_MAX = 500
const BATCH_ENTRIES_MAX = 5_000
const BATCH_MAX_MS = 30_000
const TRIES_MAX = 4
/** From so many on, those who wait are booked in two batches, so that one is decided while the other is written. */
const SPLIT_MIN = 32
/** How many batches at most are decided under locks, after one was decided ahead and somebody else came in between. */
const CAREFUL_MAX = 15

/** Somebody else was first with a key, or two writers waited for each other: done again, it is decided anew. */
const AGAIN = new Set(['23505', '40001', '40P01'])

const KEY_CONSTRAINT = 'ledger_transactions_ecosystem_id_scope_key_key'

type Waiting = { request: Request; resolve: (posted: Posted) => void; reject: (error: unknown) => void }
type Line = {
  waiting: Waiting[]
  isWorking: boolean
  /** To be decided under locks. */
  doubtful: Waiting[]
  /** How many of the next batches are decided under locks, and how many of them when somebody else comes in between again. */
  careful: number
  caution: number
}
/** A batch on its way to the disk. */
type Batch = { size: number; decided: Promise<void>; written: Promise<void>; ended: Promise<void> }

/** For each database and each ecosystem in which somebody waits to be booked. */
const lines = new WeakMap<Db, Map<string, Line>>()

/**
 * Books one transaction and answers when it is safe on disk. Whoever calls while others are being booked is booked with all who called
 * meanwhile, by one statement; each gets an answer or a refusal of their own. Opens its own transaction: what must hold together with other
 * writes goes through postAll(). Asks for no right, as it serves operations that have asked for theirs. Called again with the same key it does
 * nothing and gives the same answer, so whoever lost an answer asks again.
 */
export function post(ctx: Ctx, posting: Posting): Promise<Posted> {
  return new Promise((resolve, reject) => {
    if (ctx.db.isTransaction) throw new Error('post() commits by itself: inside a transaction use postAll()')
    const request = requestOf(posting, ctx.actor, ctx.now())
    const line = lineOf(ctx)
    line.waiting.push({ request, resolve, reject })
    if (line.isWorking) return
    line.isWorking = true
    // not at once: whoever calls in the same turn comes along
    setImmediate(() => work(ctx, line))
  })
}

/** Books in the caller's transaction, all or nothing: throws the first refusal. To be called once in a transaction, after other locks. */
export async function postAll(tx: Tx, postings: readonly Posting[]): Promise<Posted[]> {
  await sql.raw(lockOnOpenDays(tx, 'shared')).execute(tx.db)
  const requests = postings.map((posting) => requestOf(posting, tx.actor, tx.now()))
  const outcomes = await book(tx, requests).catch((error: unknown) => {
    // met only when it was written: the same would have waited for the same accounts, so this is another with the key, booked just now
    throw (error as { constraint?: string }).constraint === KEY_CONSTRAINT ? keyReused() : error
  })
  return outcomes.map((outcome) => {
    if ('refused' in outcome) throw outcome.refused
    return outcome.posted
  })
}

/**
 * Books in the caller's transaction whatever holds, each with its own outcome, as quietly as what programs book: whoever calls it tells in the
 * log what was done. To be called once in a transaction, after other locks.
 */
export async function postEach(tx: Tx, postings: readonly Posting[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  const requests = postings.flatMap((posting, place) => {
    try {
      return [{ place, request: { ...requestOf(posting, tx.actor, tx.now()), isQuiet: true } }]
    } catch (refused) {
      outcomes[place] = { refused }
      return []
    }
  })
  await sql.raw(lockOnOpenDays(tx, 'shared')).execute(tx.db)
  const booked = await book(
    tx,
    requests.map(({ request }) => request),
  )
  for (const [k, { place }] of requests.entries()) outcomes[place] = booked[k]!
  return outcomes
}

/** Two batches are on their way at most: one is written, the next decided meanwhile. */
async function work(ctx: Ctx, line: Line): Promise<void> {
  let before: Batch | undefined
  for (;;) {
    if (line.doubtful.length > 0) {
      await before?.ended
      before = undefined
      await clearDoubts(ctx, line)
    }
    const batch = takeBatch(line.waiting, howMany(line.waiting.length, before))
    if (batch.length === 0 && !before) break
    const next = batch.length === 0 ? undefined : send(ctx, line, batch, before)
    await before?.ended
    before = next
    await nextTurn() // whoever was answered and calls again comes along
  }
  lines.get(ctx.db)?.delete(ctx.ecosystemId)
}

/** While a batch is on its way a much smaller one waits for more: it would be through at once, and then nothing would be ready. */
function howMany(waiting: number, before: Batch | undefined): number {
  if (before) return waiting * 2 >= before.size ? waiting : 0
  return waiting >= SPLIT_MIN ? Math.ceil(waiting / 2) : waiting
}

function takeBatch(waiting: Waiting[], most: number): Waiting[] {
  let entries = 0
  let count = 0
  while (count < Math.min(most, BATCH_MAX)) {
    const { posting } = waiting[count]!.request
    entries += (posting.reverses?.original ?? posting.entries).length
    if (count > 0 && entries > BATCH_ENTRIES_MAX) break
    count += 1
  }
  return waiting.splice(0, count)
}

/** Starts a batch that is decided ahead, and answers everybody in it for whom that went well. */
function send(ctx: Ctx, line: Line, batch: readonly Waiting[], before: Batch | undefined): Batch {
  const [decided, written] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const order = { before, noteDecided: decided.resolve, noteWritten: written.resolve }
  const ended = settleAhead(ctx, line, batch, order).finally(() => {
    decided.resolve()
    written.resolve()
  })
  return { size: batch.length, decided: decided.promise, written: written.promise, ended }
}

async function settleAhead(ctx: Ctx, line: Line, batch: readonly Waiting[], order: Order): Promise<void> {
  if (line.careful > 0) {
    line.careful -= 1
    return void line.doubtful.push(...batch)
  }
  try {
    const requests = batch.map(({ request }) => request)
    const outcomes = await bookAhead({ ...ctx, actor: { kind: 'system' } }, requests, order)
    line.caution = 0
    for (const [place, outcome] of outcomes.entries()) {
      if (outcome && 'posted' in outcome) batch[place]!.resolve(outcome.posted)
      else line.doubtful.push(batch[place]!)
    }
  } catch (error) {
    forget(ctx.ecosystemId)
    if (isOfData(error)) {
      line.careful = line.caution
      line.caution = Math.min(line.caution * 2 + 1, CAREFUL_MAX)
      line.doubtful.push(...batch)
    } else for (const { reject } of batch) reject(error)
  }
}

/** Decides under locks what could not be decided ahead. */
async function clearDoubts(ctx: Ctx, line: Line): Promise<void> {
  while (line.doubtful.length > 0) await settle(ctx, takeBatch(line.doubtful, line.doubtful.length))
}

/**
 * Books a batch and answers everybody in it. What the database itself refuses, which no check has foreseen, takes nobody else down: the batch
 * is halved until the culprit stands alone. Trying again is safe, whatever became of the first try: the keys say what was booked.
 */
async function settle(ctx: Ctx, batch: readonly Waiting[], tries = 1): Promise<void> {
  try {
    const requests = batch.map(({ request }) => request)
    const outcomes = await inTransaction(ctx, (tx) => book(tx, requests))
    for (const [place, outcome] of outcomes.entries()) {
      const { resolve, reject } = batch[place]!
      if ('refused' in outcome) reject(outcome.refused)
      else resolve(outcome.posted)
    }
  } catch (error) {
    if (AGAIN.has(codeOf(error)) && tries < TRIES_MAX) return await settle(ctx, batch, tries + 1)
    if (batch.length === 1 || !isOfData(error)) {
      for (const { reject } of batch) reject(error)
      return
    }
    const half = Math.ceil(batch.length / 2)
    await settle(ctx, batch.slice(0, half))
    await settle(ctx, batch.slice(half))
  }
}

function inTransaction<T>(ctx: Ctx, work: (tx: Tx) => Promise<T>): Promise<T> {
  return transaction({ ...ctx, actor: { kind: 'system' } }, work, BATCH_MAX_MS, lockOnOpenDays(ctx, 'shared'))
}

/** Data exceptions, broken constraints, and rows that others wrote meanwhile again and again: something in the batch, not the database. */
function isOfData(error: unknown): boolean {
  return /^(22|23|40)/.test(codeOf(error))
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown }).code)
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

function lineOf({ db, ecosystemId }: Ctx): Line {
  const ofDb = lines.get(db) ?? new Map<string, Line>()
  lines.set(db, ofDb)
  const line = ofDb.get(ecosystemId) ?? { waiting: [], isWorking: false, doubtful: [], careful: 0, caution: 0 }
  ofDb.set(ecosystemId, line)
  return line
}
