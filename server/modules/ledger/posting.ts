import { sql } from 'kysely'
import { type Ctx, type Tx, transaction } from '../../kernel/ctx.ts'
import type { Db } from '../../kernel/db.ts'
import { book, lockOnOpenDays, type Outcome, type Posted, type Request, requestOf } from './booking.ts'
import type { Posting } from './rules.ts'

/** How many postings, and how many entries, one statement writes. */
const BATCH_MAX = 500
const BATCH_ENTRIES_MAX = 5_000
const BATCH_MAX_MS = 30_000
const TRIES_MAX = 4

/** Somebody else was first with a key, or two writers waited for each other: done again, it is decided anew. */
const AGAIN = new Set(['23505', '40001', '40P01'])

type Waiting = { request: Request; resolve: (posted: Posted) => void; reject: (error: unknown) => void }
type Line = { waiting: Waiting[]; isWorking: boolean }

/** For each database and each ecosystem in which somebody waits to be booked. */
const lines = new WeakMap<Db, Map<string, Line>>()

/**
 * Books one transaction and answers when it is safe on disk. Whoever calls while others are being booked is booked with all who called
 * meanwhile, by one statement; each gets an answer or a refusal of their own. Opens its own transaction: what must hold together with other
 * writes goes through postAll(). Asks for no right, as it serves operations that have asked for theirs. Called again with the same key it does
 * nothing and gives the same answer, so whoever lost an answer asks again.
 */
export async function post(ctx: Ctx, posting: Posting): Promise<Posted> {
  if (ctx.db.isTransaction) throw new Error('post() commits by itself: inside a transaction use postAll()')
  const request = requestOf(posting, ctx.actor, ctx.now())
  const line = lineOf(ctx)
  return await new Promise((resolve, reject) => {
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
  const outcomes = await book(
    tx,
    postings.map((posting) => requestOf(posting, tx.actor, tx.now())),
  )
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

/** One batch at a time: two at once, each half as large, were measured to be a third slower. */
async function work(ctx: Ctx, line: Line): Promise<void> {
  while (line.waiting.length > 0) await settle(ctx, takeBatch(line.waiting))
  lines.get(ctx.db)?.delete(ctx.ecosystemId)
}

function takeBatch(waiting: Waiting[]): Waiting[] {
  let entries = 0
  let count = 0
  while (count < waiting.length && count < BATCH_MAX) {
    const { posting } = waiting[count]!.request
    entries += (posting.reverses?.original ?? posting.entries).length
    if (count > 0 && entries > BATCH_ENTRIES_MAX) break
    count += 1
  }
  return waiting.splice(0, count)
}

/**
 * Books a batch and answers everybody in it. What the database itself refuses, which no check has foreseen, takes nobody else down: the batch
 * is halved until the culprit stands alone. Trying again is safe, whatever became of the first try: the keys say what was booked.
 */
async function settle(ctx: Ctx, batch: readonly Waiting[], tries = 1): Promise<void> {
  try {
    const requests = batch.map(({ request }) => request)
    const outcomes = await transaction(
      { ...ctx, actor: { kind: 'system' } },
      (tx) => book(tx, requests),
      BATCH_MAX_MS,
      lockOnOpenDays(ctx, 'shared'),
    )
    for (const [place, outcome] of outcomes.entries()) {
      const { resolve, reject } = batch[place]!
      if ('refused' in outcome) reject(outcome.refused)
      else resolve(outcome.posted)
    }
  } catch (error) {
    const code = String((error as { code?: unknown }).code)
    if (AGAIN.has(code) && tries < TRIES_MAX) return await settle(ctx, batch, tries + 1)
    if (batch.length === 1 || !isOfData(code)) {
      for (const { reject } of batch) reject(error)
      return
    }
    const half = Math.ceil(batch.length / 2)
    await settle(ctx, batch.slice(0, half))
    await settle(ctx, batch.slice(half))
  }
}

/** Data exceptions, broken constraints, and rows that others wrote meanwhile again and again: something in the batch, not the database. */
function isOfData(code: string): boolean {
  return /^(22|23|40)/.test(code)
}

function lineOf({ db, ecosystemId }: Ctx): Line {
  const ofDb = lines.get(db) ?? new Map<string, Line>()
  lines.set(db, ofDb)
  const line = ofDb.get(ecosystemId) ?? { waiting: [], isWorking: false }
  ofDb.set(ecosystemId, line)
  return line
}
