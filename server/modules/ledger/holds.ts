import { hash } from 'node:crypto'
import { sql } from 'kysely'
import { type Ctx, type Tx, transaction } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { isId, newId } from '../../kernel/ids.ts'
import { lockAccounts, lockOnOpenDays, type Posted } from './booking.ts'
import { postAll } from './posting.ts'
import { accountUnknown, explanationText, type JsonValue, mustBeAmount, mustBeWellFormed, mustHold, type Standing } from './rules.ts'

export type NewHold = {
  scope: string
  key: string
  kind: string
  debitAccountId: string
  creditAccountId: string
  amount: bigint
  expiresAt?: Date
  explanation?: JsonValue
}
type How = 'posted' | 'voided' | 'expired'
type Hold = {
  id: string
  kind: string
  debit: string
  credit: string
  amount: bigint
  expires_at: Date | null
  explanation: JsonValue
  ended: How | null
}

const EXPIRED_AT_ONCE = 500
const ROWS_AT_ONCE = 500

/**
 * Holds an amount back, so that both accounts keep their bounds whatever becomes of it: booked, let go, or run out, and once. The same key and
 * body give the same hold again.
 */
export async function hold(tx: Tx, input: NewHold): Promise<string> {
  return (await holdAll(tx, [input]))[0]!
}

/** The same for several at once, all or none, with few questions to the database however many they are. Answers their ids in the order of the input. */
export async function holdAll(tx: Tx, inputs: readonly NewHold[]): Promise<string[]> {
  const wanted = inputs.map(toWanted)
  const accounts = await lockPairs(
    tx,
    wanted.map(({ debit, credit }) => [debit, credit]),
  )
  const known = await readKnown(tx, wanted)
  const fresh: (Wanted & { id: string })[] = []
  const ids = wanted.map((one) => {
    const name = nameOf(one)
    const before = known.get(name)
    if (before?.bodyHash.equals(one.bodyHash)) return before.id
    if (before) throw holdKeyReused()
    changeHeld(accounts, one, one.amount)
    const id = newId()
    known.set(name, { id, bodyHash: one.bodyHash })
    fresh.push({ ...one, id })
    return id
  })
  await keepHeld(tx, accounts)
  await insertHolds(tx, fresh)
  for (const { id, amount, debit } of fresh) {
    await emit(tx, 'ledger.held', id, { holdId: id, amount: String(amount), asset: accounts.get(debit)!.asset })
  }
  return ids
}

/** Books what was held back, or less of it; the rest is let go. Throws conflict for a hold that ended or ran out. */
export async function postHold(tx: Tx, id: string, amount?: bigint): Promise<Posted> {
  return (await bookHolds(tx, [id], amount))[0]!
}

/** Books all of what was held back by several at once, all or none. */
export async function postHolds(tx: Tx, ids: readonly string[]): Promise<Posted[]> {
  return await bookHolds(tx, ids)
}

async function bookHolds(tx: Tx, ids: readonly string[], amount?: bigint): Promise<Posted[]> {
  if (ids.length === 0) return []
  const { holds, accounts } = await lockHolds(tx, ids)
  const postings = holds.map((hold) => {
    if (hold.expires_at !== null && hold.expires_at <= tx.now()) throw ended('expired')
    const booked = amount ?? hold.amount
    mustBeAmount(booked, 'amount')
    if (booked < 0n || booked > hold.amount) throw new DomainError('conflict', 'above_hold', 'This is more than was held back.')
    changeHeld(accounts, hold, -hold.amount)
    return {
      scope: 'hold',
      key: hold.id,
      kind: hold.kind,
      ...(hold.explanation === null ? {} : { explanation: hold.explanation }),
      entries: [
        { accountId: hold.debit, amount: booked },
        { accountId: hold.credit, amount: -booked },
      ],
    }
  })
  await keepHeld(tx, accounts)
  const posted = await postAll(tx, postings)
  await endAll(
    tx,
    holds.map(({ id }, place) => ({ id, transactionId: posted[place]!.id })),
    'posted',
  )
  return posted
}

/** Lets go of what was held back. Throws conflict for a hold that ended. */
export async function voidHold(tx: Tx, id: string): Promise<void> {
  await voidHolds(tx, [id])
}

/** The same for several at once, all or none. */
export async function voidHolds(tx: Tx, ids: readonly string[], how: 'voided' | 'expired' = 'voided'): Promise<void> {
  const { holds, accounts } = await lockHolds(tx, ids)
  for (const hold of holds) changeHeld(accounts, hold, -hold.amount)
  await keepHeld(tx, accounts)
  await endAll(
    tx,
    holds.map(({ id }) => ({ id, transactionId: null })),
    how,
  )
}

/**
 * Locks the accounts of several holds that are made or ended in one transaction, in the order of their ids, so that no two writers wait for each
 * other. To be called before the first of them.
 */
export async function lockForHolds(tx: Tx, accountIds: readonly string[]): Promise<void> {
  await sql.raw(lockOnOpenDays(tx, 'shared')).execute(tx.db)
  await lockAccounts(tx, [...new Set(accountIds)])
}

/** Lets go of what ran out, each in a transaction of its own. Answers how many. */
export async function expireHolds(ctx: Ctx): Promise<number> {
  const ids = await transaction(ctx, async ({ db, ecosystemId, now }) => {
    const { rows } = await sql<{ id: string }>`
      select h.id from ledger_holds h where h.ecosystem_id = ${ecosystemId} and h.expires_at <= ${now()} and not exists (
        select from ledger_hold_ends e where e.ecosystem_id = h.ecosystem_id and e.hold_id = h.id)
      order by h.id limit ${EXPIRED_AT_ONCE}`.execute(db)
    return rows.map(({ id }) => id)
  })
  let expired = 0
  for (const id of ids) {
    await transaction(ctx, async (tx) => {
      await voidHolds(tx, [id], 'expired')
      expired += 1
    }).catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error // somebody else ended it meanwhile
    })
  }
  return expired
}

type Wanted = { scope: string; key: string; kind: string; debit: string; credit: string; amount: bigint; expiresAt: Date | undefined; explanation: string | null; bodyHash: Buffer } // biome-ignore format: one line reads better

/** Throws invalid for what is wrong in itself. */
function toWanted({
  scope,
  key,
  kind,
  debitAccountId: debit,
  creditAccountId: credit,
  amount,
  expiresAt,
  explanation: told,
}: NewHold): Wanted {
  mustBeWellFormed({ scope, key, kind, entries: [{ accountId: debit, amount }, { accountId: credit, amount: -amount }] }) // biome-ignore format: one line reads better
  if (amount < 0n) throw new DomainError('invalid', 'amount_negative', 'An amount that is held back is more than nothing.')
  if (debit === credit) throw new DomainError('invalid', 'same_account', 'An amount is held back from one account for another.')
  const explanation = explanationText(told)
  const body = JSON.stringify([kind, debit, credit, String(amount), expiresAt?.toISOString(), explanation])
  return { scope, key, kind, debit, credit, amount, expiresAt, explanation, bodyHash: Buffer.from(hash('sha256', body, 'hex'), 'hex') }
}

/** Keys that were used before, by their scope and name. */
async function readKnown({ db, ecosystemId }: Tx, wanted: readonly Wanted[]): Promise<Map<string, { id: string; bodyHash: Buffer }>> {
  const { rows } = await sql<{ id: string; scope: string; key: string; bodyHash: Buffer }>`
    select h.id, h.scope, h.key, h.body_hash as "bodyHash"
    from unnest(${wanted.map(({ scope }) => scope)}::text[], ${wanted.map(({ key }) => key)}::text[]) as k(scope, key)
    join ledger_holds h on h.ecosystem_id = ${ecosystemId} and h.scope = k.scope and h.key = k.key`.execute(db)
  return new Map(rows.map((row) => [nameOf(row), row]))
}

function nameOf({ scope, key }: { scope: string; key: string }): string {
  return `${scope}\0${key}`
}

async function insertHolds(tx: Tx, fresh: readonly (Wanted & { id: string })[]): Promise<void> {
  for (let from = 0; from < fresh.length; from += ROWS_AT_ONCE) {
    const rows = fresh
      .slice(from, from + ROWS_AT_ONCE)
      .map(({ id, scope, key, bodyHash, kind, debit, credit, amount, explanation, expiresAt }) => ({
        ecosystem_id: tx.ecosystemId,
        id,
        scope,
        key,
        body_hash: bodyHash,
        kind,
        debit_account_id: debit,
        credit_account_id: credit,
        amount,
        explanation,
        held_at: tx.now(),
        held_by: sourceOf(tx.actor),
        expires_at: expiresAt ?? null,
      }))
    const made = await tx.db
      .insertInto('ledger_holds')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['ecosystem_id', 'scope', 'key']).doNothing())
      .executeTakeFirst()
    // the same would have waited for the same accounts, so this is another with a key of these, held at this very moment
    if (made.numInsertedOrUpdatedRows !== BigInt(rows.length)) throw holdKeyReused()
  }
}

/** The accounts first, as everywhere, and then how the holds stand: whoever ends one holds its accounts too. */
async function lockHolds(tx: Tx, ids: readonly string[]): Promise<{ holds: Hold[]; accounts: Map<string, Standing> }> {
  const before = await readHolds(tx, ids)
  const accounts = await lockPairs(
    tx,
    before.map(({ debit, credit }) => [debit, credit]),
  )
  const holds = await readHolds(tx, ids)
  for (const { ended: how } of holds) if (how !== null) throw ended(how)
  return { holds, accounts }
}

/** In the order of the ids. Throws not_found. */
async function readHolds({ db, ecosystemId }: Tx, ids: readonly string[]): Promise<Hold[]> {
  const { rows } = await sql<Hold>`
    select h.id, h.kind, h.debit_account_id as debit, h.credit_account_id as credit, h.amount, h.expires_at, h.explanation, e.how as ended
    from ledger_holds h left join ledger_hold_ends e on e.ecosystem_id = h.ecosystem_id and e.hold_id = h.id
    where h.ecosystem_id = ${ecosystemId} and h.id = any(${ids.filter(isId)}::uuid[])`.execute(db)
  const byId = new Map(rows.map((row) => [row.id, row]))
  return [...new Set(ids)].map((id) => found(byId.get(id), 'hold'))
}

async function lockPairs(tx: Tx, pairs: readonly (readonly [string, string])[]): Promise<Map<string, Standing>> {
  for (const pair of pairs) {
    const strange = pair.findIndex((id) => !isId(id))
    if (strange >= 0) throw accountUnknown(strange)
  }
  // before the accounts, in the order in which whoever books takes them
  await sql.raw(lockOnOpenDays(tx, 'shared')).execute(tx.db)
  const accounts = await lockAccounts(tx, [...new Set(pairs.flat())])
  for (const pair of pairs) {
    const missing = pair.findIndex((id) => !accounts.has(id))
    if (missing >= 0) throw accountUnknown(missing)
    if (accounts.get(pair[0])!.asset !== accounts.get(pair[1])!.asset) {
      throw new DomainError('invalid', 'asset_mixed', 'The accounts are in different assets, and assets never mix.')
    }
  }
  return accounts
}

/** Changes what is held of the two accounts as they were locked; keepHeld writes it down. */
function changeHeld(accounts: ReadonlyMap<string, Standing>, { debit, credit }: { debit: string; credit: string }, amount: bigint): void {
  const [into, from] = [accounts.get(debit)!, accounts.get(credit)!]
  into.heldDebit += amount
  from.heldCredit += amount
  if (amount <= 0n) return
  mustHold(into, () => 'entries.0')
  mustHold(from, () => 'entries.1')
}

/** The balances are all there already; as a conflict each of them is found by its key. */
async function keepHeld({ db, ecosystemId }: Tx, accounts: ReadonlyMap<string, Standing>): Promise<void> {
  const all = [...accounts]
  await sql`
    insert into ledger_balances (ecosystem_id, account_id, held_debit, held_credit)
    select ${ecosystemId}::uuid, x.* from unnest(${all.map(([id]) => id)}::uuid[], ${all.map(([, { heldDebit }]) => String(heldDebit))}::bigint[],
      ${all.map(([, { heldCredit }]) => String(heldCredit))}::bigint[]) as x
    on conflict (ecosystem_id, account_id) do update set held_debit = excluded.held_debit, held_credit = excluded.held_credit`.execute(db)
}

async function endAll(tx: Tx, holds: readonly { id: string; transactionId: string | null }[], how: How): Promise<void> {
  for (let from = 0; from < holds.length; from += ROWS_AT_ONCE) {
    const rows = holds.slice(from, from + ROWS_AT_ONCE).map(({ id, transactionId }) => ({
      ecosystem_id: tx.ecosystemId,
      hold_id: id,
      how,
      transaction_id: transactionId,
      ended_at: tx.now(),
      ended_by: sourceOf(tx.actor),
    }))
    await tx.db.insertInto('ledger_hold_ends').values(rows).execute()
  }
  for (const { id } of holds) await emit(tx, 'ledger.hold_ended', id, { holdId: id, how })
}

function holdKeyReused(): DomainError {
  return new DomainError('conflict', 'idempotency_key_reused', 'This key was used for another hold.')
}

function ended(how: How): DomainError {
  return new DomainError('conflict', 'hold_ended', `What was held back here is ${how} already.`)
}
