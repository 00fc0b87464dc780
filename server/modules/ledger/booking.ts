import { hash } from 'node:crypto'
import { sql } from 'kysely'
import type { Actor, Tx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { isId, newId } from '../../kernel/ids.ts'
import { type Days, forget } from './memory.ts'
import {
  accountUnknown,
  type Books,
  bodyOf,
  type JudgedEntry,
  judge,
  mustBeWellFormed,
  type Posting,
  type Standing,
  textsOf,
} from './rules.ts'
import { listed, quoted, type Request, readyToWrite, type Written, writeMore } from './writing.ts'

export type Posted = {
  id: string
  bookedAt: Date
  effectiveOn: string
  /** The day it was meant for, when that was closed already. */
  meantFor: string | null
  /** The same key and body were booked before; this is what became of them. */
  isRepeat: boolean
  entries: JudgedEntry[]
}
export type Outcome = { posted: Posted } | { refused: unknown }

/** Checks what can be checked without the database, so that what is wrong in itself never meets the others. */
export function requestOf(posting: Posting, actor: Actor, at: Date): Request {
  mustBeWellFormed(posting)
  const strange = posting.entries.findIndex(({ accountId }) => !isId(accountId))
  if (strange >= 0) throw accountUnknown(strange)
  const texts = textsOf(posting)
  return { posting, texts, bodyHash: hash('sha256', bodyOf(posting, texts), 'hex'), actor, at }
}

/**
 * Books many postings in the caller's transaction, which holds the lock on open days, each with its own outcome: locks all their accounts in
 * the order of their ids, judges one after the other, writes what holds with one statement. To be called once in a transaction: locks taken bit
 * by bit can wait for each other.
 */
export async function book(tx: Tx, requests: readonly Request[]): Promise<Outcome[]> {
  const accounts = await lockAccounts(tx, accountIdsOf(requests))
  // asked for after the locks, so that whoever booked the same before this one had them is seen
  const { timeZone, closedThrough, known } = await readDays(tx, requests)
  const books = { accounts, closedThrough, reversed: await readReversed(tx, requests) }
  const judging: Judging = { timeZone, books, known, written: [] }
  const outcomes = requests.map((request) => decide(request, judging))
  if (judging.written.length > 0) await readyToWrite(tx.ecosystemId, judging.written, accounts)(tx.db)
  await writeMore(tx, judging.written)
  return outcomes
}

type Known = { hash: string; posted: Posted }
export type Judging = { timeZone: string; books: Books; known: Map<string, Known>; written: Written[] }

export function decide(request: Request, { timeZone, books, known, written }: Judging): Outcome {
  const answered = answerOf(request, known)
  if (answered) return answered
  try {
    const one = { id: newId(), request, judged: judge(request.posting, dayOf(request.at, timeZone), books) }
    written.push(one)
    const posted = postedOf(one)
    known.set(nameOf(request.posting), { hash: request.bodyHash, posted })
    return { posted }
  } catch (refused) {
    return { refused }
  }
}

/** What is said to a key that was used before. */
function answerOf({ posting, bodyHash }: Request, known: ReadonlyMap<string, Known>): Outcome | undefined {
  const before = known.get(nameOf(posting))
  if (!before) return undefined
  if (before.hash === bodyHash) return { posted: { ...before.posted, isRepeat: true } }
  return { refused: keyReused() }
}

export function keyReused(): DomainError {
  return new DomainError('conflict', 'idempotency_key_reused', 'This key was used for another transaction.')
}

/**
 * Those who book hold this lock together; whoever closes days holds it alone. To be taken by a statement before the one that reads the closed
 * days. Without parameters, so that it can go along with the beginning of a transaction; an ecosystem's id was checked for being one.
 */
export function lockOnOpenDays({ ecosystemId }: Pick<Tx, 'ecosystemId'>, how: 'shared' | 'alone'): string {
  return `select pg_advisory_xact_lock${how === 'shared' ? '_shared' : ''}(hashtextextended('ledger:${ecosystemId}', 0))`
}

type StandingRow = Record<'balance' | 'held_debit' | 'held_credit' | 'last_sequence', bigint> & {
  id: string
  lowest: bigint | null
  highest: bigint | null
  asset: string
  normal_side: 'debit' | 'credit'
}

/** Locks accounts in the order of their ids, so that no two writers ever wait for each other. Accounts that do not exist are left out. */
export async function lockAccounts(tx: Tx, ids: readonly string[]): Promise<Map<string, Standing>> {
  forget(tx.ecosystemId, ids)
  return await readStandings(tx, ids, sql`for update`)
}

/** Each account is found by its key, whatever the database believes of the sizes of the tables. */
export async function readStandings({ db, ecosystemId }: Tx, ids: readonly string[], lock = sql``): Promise<Map<string, Standing>> {
  const { rows } = await sql<StandingRow>`
    select wanted.id, b.balance, b.held_debit, b.held_credit, b.lowest, b.highest, b.last_sequence, a.asset, a.normal_side
    from (select id from unnest(${listed(ids)}::uuid[]) as id order by id) wanted,
      lateral (select * from ledger_balances where ecosystem_id = ${ecosystemId} and account_id = wanted.id ${lock}) b,
      lateral (select asset, normal_side from ledger_accounts where ecosystem_id = ${ecosystemId} and id = wanted.id limit 1) a`.execute(db)
  return standingsOf(rows)
}

function standingsOf(rows: readonly StandingRow[]): Map<string, Standing> {
  return new Map(
    rows.map(({ id, held_debit: heldDebit, held_credit: heldCredit, last_sequence: sequence, normal_side: normalSide, ...rest }) => [
      id,
      { ...rest, heldDebit, heldCredit, sequence, normalSide },
    ]),
  )
}

/** The closed days, which the lock on open days keeps as they are, and what became of the keys that were used before. */
export async function readDays(tx: Tx, requests: readonly Request[]): Promise<Days & { known: Map<string, Known> }> {
  const { db, ecosystemId } = tx
  const [scopes, keys] = [requests.map(({ posting }) => posting.scope), requests.map(({ posting }) => posting.key)]
  const { rows } = await sql<{ closed: string | null; time_zone: string; known: string[] | null }>`
    select (select max(through)::text from ledger_closings where ecosystem_id = ${ecosystemId}) as closed, e.time_zone,
      (select array_agg(t.id::text) from unnest(${quoted(scopes)}::text[], ${quoted(keys)}::text[]) as k(scope, key), lateral (
        select id from ledger_transactions where ecosystem_id = ${ecosystemId} and scope = k.scope and key = k.key limit 1) t) as known
    from ecosystems e where e.ecosystem_id = ${ecosystemId}`.execute(db)
  const { closed, time_zone: timeZone, known } = rows[0]!
  return { closedThrough: closed, timeZone, known: await readKnown(tx, known ?? []) }
}

/** Asked for after the accounts of the original were locked, so that nobody reverses more of it meanwhile. */
async function readReversed({ db, ecosystemId }: Tx, requests: readonly Request[]): Promise<Books['reversed']> {
  const reversed: Books['reversed'] = new Map()
  const originals = requests.flatMap(({ posting }) => (posting.reverses ? [posting.reverses.transactionId] : []))
  if (originals.length === 0) return reversed
  const { rows } = await sql<{ id: string; n: number; amount: string }>`
    select t.reverses as id, e.reverses_n as n, sum(abs(e.amount::numeric))::text as amount
    from ledger_transactions t join ledger_entries e on e.ecosystem_id = t.ecosystem_id and e.transaction_id = t.id
    where t.ecosystem_id = ${ecosystemId} and t.reverses = any(${originals}::uuid[]) group by 1, 2`.execute(db)
  for (const { id, n, amount } of rows) reversed.set(id, new Map(reversed.get(id)).set(n, BigInt(amount)))
  return reversed
}

/** What became of keys that were used before. */
async function readKnown({ db, ecosystemId }: Tx, ids: readonly string[]): Promise<Map<string, Known>> {
  const known = new Map<string, Known>()
  if (ids.length === 0) return known
  const { rows } = await sql<{
    id: string
    scope: string
    key: string
    body_hash: Buffer
    booked_at: Date
    effective_on: string
    meant_for: string | null
    entries: { n: number; account: string; amount: string; after: string; sequence: string; reverses: number | null }[]
  }>`
    select t.id, t.scope, t.key, t.body_hash, t.booked_at, t.effective_on::text, t.meant_for::text,
      (select json_agg(json_build_object('n', e.n, 'account', e.account_id, 'amount', e.amount::text, 'after', e.balance_after::text,
        'sequence', e.sequence::text, 'reverses', e.reverses_n) order by e.n)
       from ledger_entries e where e.ecosystem_id = t.ecosystem_id and e.transaction_id = t.id) as entries
    from ledger_transactions t where t.ecosystem_id = ${ecosystemId} and t.id = any(${ids}::uuid[])`.execute(db)
  for (const row of rows) {
    const entries = row.entries.map(({ n, account, amount, after, sequence, reverses: reversesN }) => {
      return { n, accountId: account, amount: BigInt(amount), balanceAfter: BigInt(after), sequence: BigInt(sequence), reversesN }
    })
    const posted = { id: row.id, bookedAt: row.booked_at, effectiveOn: row.effective_on, meantFor: row.meant_for, isRepeat: true, entries }
    known.set(nameOf(row), { hash: row.body_hash.toString('hex'), posted })
  }
  return known
}

function postedOf({ id, request: { at }, judged: { effectiveOn, meantFor, entries } }: Written): Posted {
  return { id, bookedAt: at, effectiveOn, meantFor, isRepeat: false, entries }
}

function nameOf({ scope, key }: { scope: string; key: string }): string {
  return `${scope}\0${key}`
}

export function accountIdsOf(requests: readonly Request[]): string[] {
  const ids = requests.flatMap(({ posting }) => (posting.reverses?.original ?? posting.entries).map(({ accountId }) => accountId))
  return [...new Set(ids)]
}

const calendars = new Map<string, { format: Intl.DateTimeFormat; minute: number; day: string }>()
const MINUTE_MS = 60_000

/** The day it is where the ecosystem is. Asked for each posting and formatted once a minute. */
export function dayOf(at: Date, timeZone: string): string {
  const minute = Math.floor(at.getTime() / MINUTE_MS)
  const known = calendars.get(timeZone)
  if (known?.minute === minute) return known.day
  const format = known?.format ?? new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const day = format.format(at)
  calendars.set(timeZone, { format, minute, day })
  return day
}
