import { sql } from 'kysely'
import type { Actor, Ctx, Tx } from '../../kernel/ctx.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import type { Judged, JudgedEntry, Posting, Standing, Texts } from './rules.ts'

/** A posting on its way, with who wants it and since when. A quiet one is told in the log by whoever books it. */
export type Request = { posting: Posting; texts: Texts; bodyHash: string; actor: Actor; at: Date; isQuiet?: boolean }

/** What was decided and is to be written. */
export type Written = { id: string; request: Request; judged: Judged }

/**
 * Makes ready to write transactions, entries and balances with one statement, whatever their number; `accounts` are as they will stand then.
 * Answers what writes it: by itself, or in a transaction. It throws, with the code of a conflict between transactions, when an account was not as
 * it was when this was decided, or the time zone where it is given.
 */
export function readyToWrite(
  ecosystemId: string,
  written: readonly Written[],
  accounts: ReadonlyMap<string, Standing>,
  timeZone: string | null = null,
): (db: Ctx['db']) => Promise<void> {
  const columns = [...transactionColumns(written), ...entryColumns(written), ...balanceColumns(written, accounts)]
  const statement = sql`select ledger_write(${sql.join([ecosystemId, timeZone, ...columns])})`
  return async (db) => void (await statement.execute(db))
}

/** Whether there is something to be written beside it, in the same transaction. */
export function hasMore({ posting, actor }: Request): boolean {
  return posting.conversion !== undefined || posting.reverses !== undefined || actor.kind === 'person'
}

/** The rates of exchanges, and what is told. */
export async function writeMore(tx: Tx, written: readonly Written[]): Promise<void> {
  const more = written.filter(({ request }) => hasMore(request))
  await writeRates(tx, more)
  for (const one of more) await tell(tx, one)
}

type Move = { amount: bigint; entries: number }

/** What moves on each account, in the order of their ids, in which they are locked. */
function movesOf(written: readonly Written[]): [id: string, move: Move][] {
  const moves = new Map<string, Move>()
  for (const { judged } of written) {
    for (const { accountId, amount } of judged.entries) {
      const move = moves.get(accountId)
      if (move) {
        move.amount += amount
        move.entries += 1
      } else moves.set(accountId, { amount, entries: 1 })
    }
  }
  return [...moves].sort(([one], [other]) => (one < other ? -1 : 1))
}

function transactionColumns(written: readonly Written[]): string[] {
  return [
    listed(written.map(({ id }) => id)),
    quoted(once(written.map(({ request }) => request.posting.scope))),
    quoted(written.map(({ request }) => request.posting.key)),
    listed(written.map(({ request }) => `\\\\x${request.bodyHash}`)),
    listed(once(written.map(({ request }) => request.posting.kind))),
    listed(once(written.map(({ request }) => request.at.toISOString()))),
    quoted(once(written.map(({ request }) => sourceOf(request.actor)))),
    listed(once(written.map(({ judged }) => judged.effectiveOn))),
    listed(some(written.map(({ judged }) => judged.meantFor))),
    quoted(some(written.map(({ request }) => request.posting.ruleVersionId ?? null))),
    quoted(some(written.map(({ request }) => request.texts.whole))),
    listed(some(written.map(({ request }) => request.posting.reverses?.transactionId ?? null))),
  ]
}

function entryColumns(written: readonly Written[]): string[] {
  const all: JudgedEntry[] = []
  const places: number[] = []
  const explanations: (string | null)[] = []
  for (const [index, { request, judged }] of written.entries()) {
    for (const entry of judged.entries) {
      all.push(entry)
      places.push(index + 1)
      explanations.push(request.texts.lines[entry.n - 1] ?? null)
    }
  }
  return [
    listed(places),
    listed(all.map(({ n }) => n)),
    listed(all.map(({ accountId }) => accountId)),
    listed(all.map(({ amount }) => amount)),
    listed(all.map(({ balanceAfter }) => balanceAfter)),
    listed(all.map(({ sequence }) => sequence)),
    listed(some(all.map(({ reversesN }) => reversesN))),
    quoted(some(explanations)),
  ]
}

/**
 * What moves on accounts, and how they will stand then. A sequence alone does not say what the balance is: where what this rests on was never
 * written, somebody else may have written as many entries instead.
 */
function balanceColumns(written: readonly Written[], accounts: ReadonlyMap<string, Standing>): string[] {
  const moves = movesOf(written)
  const standings = moves.map(([id]) => accounts.get(id)!)
  return [
    listed(moves.map(([id]) => id)),
    listed(moves.map(([, { amount }]) => amount)),
    listed(moves.map(([, { entries }]) => entries)),
    listed(standings.map(({ sequence }) => sequence)),
    listed(standings.map(({ balance }) => balance)),
    listed(standings.map(({ lowest }) => lowest)),
    listed(standings.map(({ highest }) => highest)),
    listed(standings.map(({ heldDebit }) => heldDebit)),
    listed(standings.map(({ heldCredit }) => heldCredit)),
  ]
}

async function writeRates({ db, ecosystemId }: Tx, written: readonly Written[]): Promise<void> {
  const rates = written.flatMap(({ id, request: { posting } }) => (posting.conversion ? [{ id, ...posting.conversion }] : []))
  if (rates.length === 0) return
  const rows = rates.map(({ id, fromAsset, toAsset, given, taken, numerator, denominator, source }) => ({
    ecosystem_id: ecosystemId,
    transaction_id: id,
    from_asset: fromAsset,
    to_asset: toAsset,
    given,
    taken,
    rate_numerator: numerator,
    rate_denominator: denominator,
    rate_source: source,
  }))
  await db.insertInto('ledger_conversions').values(rows).execute()
}

/** What people book by hand is told in the log; of what programs book, the transactions themselves are the log. A reversal is always told. */
async function tell(tx: Tx, { id, request: { posting, actor, isQuiet }, judged }: Written): Promise<void> {
  if (isQuiet) return
  const { reverses, kind } = posting
  const as = { ...tx, actor }
  if (reverses)
    await emit(as, 'ledger.reversed', id, { transactionId: id, originalId: reverses.transactionId, part: reverses.parts !== undefined })
  else if (actor.kind === 'person') await emit(as, 'ledger.booked', id, { transactionId: id, kind, entries: judged.entries.length })
}

type Value = string | number | bigint | null

/** What is the same in all rows needs to be said only once. */
function once<T>(values: readonly T[]): readonly T[] {
  return values.every((value) => value === values[0]) ? values.slice(0, 1) : values
}

/** What is empty in all rows needs not to be said. */
function some<T>(values: readonly (T | null)[]): readonly (T | null)[] {
  return values.every((value) => value === null) ? [] : values
}

/** An array for the database, of values in which nothing has to be escaped: ids, numbers, days. Many times as fast as the general way. */
export function listed(values: readonly Value[]): string {
  return `{${(values.includes(null) ? values.map((value) => value ?? 'null') : values).join()}}`
}

/** An array for the database of any texts. */
export function quoted(values: readonly (string | null)[]): string {
  const texts = values.map((value) => (value === null ? 'null' : `"${MARKS.test(value) ? value.replace(ALL_MARKS, '\\$&') : value}"`))
  return `{${texts.join()}}`
}

const MARKS = /["\\]/
const ALL_MARKS = /["\\]/g
