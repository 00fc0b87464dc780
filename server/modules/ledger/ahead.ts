import { type Ctx, transaction } from '../../kernel/ctx.ts'
import { accountIdsOf, decide, type Judging, type Outcome, readDays, readStandings } from './booking.ts'
import { memoryOf } from './memory.ts'
import { hasMore, type Request, readyToWrite } from './writing.ts'

/** The batch before this one, which is not on disk yet, and to whom this one tells how far it is. */
export type Order = {
  before: { decided: Promise<void>; written: Promise<void> } | undefined
  noteDecided: () => void
  noteWritten: () => void
}

/**
 * Books many postings as book() does, but decides before any account is locked, on what the batches before leave behind: while the database
 * writes one, the next is decided and made ready, and then goes to the disk with one message. When it is written, each account must be as it was
 * believed to be, otherwise this throws and nothing is written. Undefined for single ones stands for a doubt: what would be refused, and what
 * needs more than entries, is left to book(), under locks.
 */
export async function bookAhead(ctx: Ctx, requests: readonly Request[], order: Order): Promise<(Outcome | undefined)[]> {
  await order.before?.decided
  const judging = await recall(ctx, requests)
  const outcomes = requests.map((request) => {
    const outcome = hasMore(request) ? undefined : decide(request, judging)
    return outcome && 'posted' in outcome ? outcome : undefined
  })
  const write = judging.written.length > 0 && readyToWrite(ctx.ecosystemId, judging.written, judging.books.accounts, judging.timeZone)
  order.noteDecided()
  await order.before?.written
  if (write) await write(ctx.db)
  order.noteWritten()
  return outcomes
}

/**
 * What to decide on. Where all accounts are remembered nothing is read, as what is not known meets its rule when it is written: a key that was
 * used before, a day that was closed meanwhile, another time zone.
 */
async function recall(ctx: Ctx, requests: readonly Request[]): Promise<Judging> {
  const memory = memoryOf(ctx.ecosystemId)
  const fresh = accountIdsOf(requests).filter((id) => !memory.accounts.has(id))
  let known: Judging['known'] = new Map()
  if (!memory.days || fresh.length > 0) {
    await transaction(ctx, async (tx) => {
      const days = await readDays(tx, requests)
      for (const [id, standing] of await readStandings(tx, fresh)) memory.accounts.set(id, standing)
      memory.days = days
      known = days.known
    })
  }
  const { timeZone, closedThrough } = memory.days!
  return { timeZone, books: { accounts: memory.accounts, closedThrough, reversed: new Map() }, known, written: [] }
}
