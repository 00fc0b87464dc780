import { type Actor, type Ctx, transaction } from '../../kernel/ctx.ts'
import type { Db } from '../../kernel/db.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { allow } from '../people/index.ts'
import { bookSales, type Recorded } from './recording.ts'
import { BATCH_MAX, type NewSale } from './schema.ts'

const BATCH_MAX_MS = 30_000

type Waiting = { sale: NewSale; actor: Actor; resolve: (saleId: string) => void; reject: (error: unknown) => void }
type Line = { waiting: Waiting[]; isWorking: boolean }

/** For each database and each ecosystem in which somebody waits to be recorded. */
const lines = new WeakMap<Db, Map<string, Line>>()

/**
 * Records a sale and answers when it is safe on disk. Sales of an ecosystem are recorded one after the other; whoever calls meanwhile waits here
 * and not in the database, where each would keep a connection from everybody else, and is recorded with all who wait. Each gets an answer or a
 * refusal of their own. Opens its own transaction.
 */
export async function recordSaleInLine(ctx: Ctx, sale: NewSale): Promise<string> {
  allow(ctx, 'sales.write')
  const line = lineOf(ctx)
  return await new Promise((resolve, reject) => {
    line.waiting.push({ sale, actor: ctx.actor, resolve, reject })
    if (line.isWorking) return
    line.isWorking = true
    // not at once: whoever calls in the same turn comes along
    setImmediate(() => work(ctx, line))
  })
}

async function work(ctx: Ctx, line: Line): Promise<void> {
  while (line.waiting.length > 0) await settle(ctx, takeBatch(line.waiting))
  lines.get(ctx.db)?.delete(ctx.ecosystemId)
}

/** Those who wait at the head for the same actor: what is recorded says by whom. */
function takeBatch(waiting: Waiting[]): Waiting[] {
  const by = sourceOf(waiting[0]!.actor)
  const other = waiting.findIndex(({ actor }) => sourceOf(actor) !== by)
  return waiting.splice(0, Math.min(BATCH_MAX, other < 0 ? waiting.length : other))
}

/** What nobody has foreseen takes nobody else down: then each is recorded alone. Trying again is safe, for a reference stands once. */
async function settle(ctx: Ctx, batch: readonly Waiting[]): Promise<void> {
  try {
    const recorded = await record({ ...ctx, actor: batch[0]!.actor }, batch)
    for (const [place, outcome] of recorded.entries()) {
      const { resolve, reject } = batch[place]!
      if ('refused' in outcome) reject(outcome.refused)
      else resolve(outcome.saleId)
    }
  } catch (error) {
    if (batch.length === 1) return batch[0]!.reject(error)
    for (const one of batch) await settle(ctx, [one])
  }
}

async function record(ctx: Ctx, batch: readonly Waiting[]): Promise<Recorded[]> {
  const sales = batch.map(({ sale }) => sale)
  return await transaction(
    ctx,
    async (tx) => {
      const recorded = await bookSales(tx, sales)
      for (const [place, outcome] of recorded.entries())
        if ('saleId' in outcome && !outcome.isRepeat)
          await emit(tx, 'sale.recorded', null, { saleId: outcome.saleId, ruleId: sales[place]!.ruleId })
      return recorded
    },
    BATCH_MAX_MS,
  )
}

function lineOf({ db, ecosystemId }: Ctx): Line {
  const ofDb = lines.get(db) ?? new Map<string, Line>()
  lines.set(db, ofDb)
  const line = ofDb.get(ecosystemId) ?? { waiting: [], isWorking: false }
  ofDb.set(ecosystemId, line)
  return line
}
