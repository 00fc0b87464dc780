import type { Kysely, Transaction } from 'kysely'
import type { Tables } from '../modules.ts'
import { beginWith, transactionWith } from './db.ts'
import { isId } from './ids.ts'
import { log } from './log.ts'

/** What a person may do in one ecosystem, strongest first. A member speaks for one organisation. */
export type Role = 'owner' | 'coordinator' | 'member' | 'viewer'

/**
 * Who is acting. `partyIds` is the organisation a member speaks for, by every id it has today: its own first, then those merged into it.
 * It is empty for whoever speaks for none. `signedInAt` is when the session began. `scopes` is set for an API key: it narrows what its owner's role
 * allows. Jobs act as `system`.
 */
export type Actor =
  | { kind: 'person'; personId: string; role: Role; partyIds: readonly string[]; signedInAt?: Date }
  | { kind: 'key'; keyId: string; personId: string; role: Role; partyIds: readonly string[]; scopes: readonly string[] }
  | { kind: 'system' }

/** Everything an operation may touch. Passed first, always, and never stored. */
export type Ctx = {
  db: Kysely<Tables>
  actor: Actor
  ecosystemId: string
  now: () => Date
}

/** A Ctx inside a transaction. An operation that writes asks for this one, so that the compiler refuses a caller who forgot the transaction. */
export type Tx = Omit<Ctx, 'db'> & { db: Transaction<Tables> }

/**
 * Runs `work` in one transaction that sees the rows of `ctx.ecosystemId` only. Reads need it too: without a tenant, row level security
 * shows nothing. The tenant is an escaped literal because SET LOCAL takes no parameter and Citus does not propagate set_config().
 * With `statementMaxMs` the database gives up a statement that takes longer; `first` is SQL without parameters that goes along with the
 * beginning, in one message.
 */
export function transaction<T>(ctx: Ctx, work: (tx: Tx) => Promise<T>, statementMaxMs?: number, first?: string): Promise<T> {
  const more = first === undefined ? '' : `; ${first}`
  return transactionAfter(ctx, tenantOf(ctx) + limitOf(statementMaxMs) + more, work)
}

/** Reads in one transaction that sees the ecosystem as it was at its first statement, whatever others write meanwhile. It cannot write. */
export function frozen<T>(ctx: Ctx, work: (tx: Tx) => Promise<T>, statementMaxMs?: number): Promise<T> {
  const first = `set transaction isolation level repeatable read, read only; ${tenantOf(ctx)}`
  return transactionAfter(ctx, first + limitOf(statementMaxMs), work)
}

/** What open transactions leave for the time after their commit, by their handle. */
const leftForLater = new WeakMap<object, Map<string, () => Promise<void>>>()

/**
 * Leaves something to be done once the transaction is committed; under the same key it is left once. Nothing is done after a rollback, nor when
 * the process ends in between: whoever relies on it looks at the start what was missed.
 */
export function afterCommit(tx: Tx, key: string, act: () => Promise<void>): void {
  const left = leftForLater.get(tx.db)
  if (!left) throw new Error('afterCommit() needs a transaction()')
  left.set(key, act)
}

async function transactionAfter<T>(ctx: Ctx, first: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const left = new Map<string, () => Promise<void>>()
  const result = await transactionWith(ctx.db, first, (db) => {
    leftForLater.set(db, left)
    return work({ ...ctx, db })
  })
  for (const act of left.values()) {
    // what was committed holds, whatever becomes of this
    await act().catch((error: Error) => log.error({ error: error.name, reason: error.message }, 'work after a commit'))
  }
  return result
}

/**
 * Yields what `work` yields, out of one transaction that sees the ecosystem as it was at its beginning, whatever others write meanwhile,
 * and whose clock stands still. It commits when `work` ends and when the reader wants no more; the next piece is made when it is asked for.
 */
export async function* snapshot<T>(ctx: Ctx, work: (tx: Tx) => AsyncGenerator<T>): AsyncGenerator<T> {
  const now = ctx.now()
  const db = await beginWith(ctx.db, `set transaction isolation level repeatable read; ${tenantOf(ctx)}`)
  try {
    yield* work({ ...ctx, db, now: () => now })
  } catch (error) {
    // where this fails too, the first error says more
    await db
      .rollback()
      .execute()
      .catch(() => undefined)
    throw error
  } finally {
    if (!db.isRolledBack) await db.commit().execute()
  }
}

function limitOf(statementMaxMs: number | undefined): string {
  return statementMaxMs === undefined ? '' : `; set local statement_timeout = ${statementMaxMs}`
}

function tenantOf({ ecosystemId }: Ctx): string {
  if (!isId(ecosystemId)) throw new Error('ecosystemId is not a uuid')
  return `set local tutti.ecosystem_id = '${ecosystemId}'` // a uuid, as just made sure
}
