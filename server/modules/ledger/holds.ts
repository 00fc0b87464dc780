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

/**
 * Holds an amount back, so that both accounts keep their bounds whatever becomes of it: booked, let go, or run out, and once. The same key and
 * body give the same hold again.
 */
export async function hold(tx: Tx, input: NewHold): Promise<string> {
  const { scope, key, kind, debitAccountId: debit, creditAccountId: credit, amount, expiresAt } = input
  mustBeWellFormed({ scope, key, kind, entries: [{ accountId: debit, amount }, { accountId: credit, amount: -amount }] }) // biome-ignore format: one line reads better
  if (amount < 0n) throw new DomainError('invalid', 'amount_negative', 'An amount that is held back is more than nothing.')
  if (debit === credit) throw new DomainError('invalid', 'same_account', 'An amount is held back from one account for another.')
  const explanation = explanationText(input.explanation)
  const body = JSON.stringify([kind, debit, credit, String(amount), expiresAt?.toISOString(), explanation])
  const bodyHash = Buffer.from(hash('sha256', body, 'hex'), 'hex')
  const accounts = await lockTwo(tx, debit, credit)
  const known = await tx.db
    .selectFrom('ledger_holds')
    .select(['id', 'body_hash'])
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('scope', '=', scope)
    .where('key', '=', key)
    .executeTakeFirst()
  if (known?.body_hash.equals(bodyHash)) return known.id
  if (known) throw new DomainError('conflict', 'idempotency_key_reused', 'This key was used for another hold.')
  await changeHeld(tx, accounts, { debit, credit, amount })
  const id = newId()
  await tx.db
    .insertInto('ledger_holds')
    .values({
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
    })
    .execute()
  await emit(tx, 'ledger.held', id, { holdId: id, amount: String(amount), asset: accounts.get(debit)!.asset })
  return id
}

/**
 * Locks the accounts of several holds that are made or ended in one transaction, in the order of their ids, so that no two writers wait for each
 * other. To be called before the first of them.
 */
export async function lockForHolds(tx: Tx, accountIds: readonly string[]): Promise<void> {
  await sql.raw(lockOnOpenDays(tx, 'shared')).execute(tx.db)
  await lockAccounts(tx, [...new Set(accountIds)])
}

/** Books what was held back, or less of it; the rest is let go. Throws conflict for a hold that ended or ran out. */
export async function postHold(tx: Tx, id: string, amount?: bigint): Promise<Posted> {
  const { hold, accounts } = await lockHold(tx, id)
  if (hold.expires_at !== null && hold.expires_at <= tx.now()) throw ended('expired')
  const booked = amount ?? hold.amount
  mustBeAmount(booked, 'amount')
  if (booked < 0n || booked > hold.amount) throw new DomainError('conflict', 'above_hold', 'This is more than was held back.')
  await changeHeld(tx, accounts, { ...hold, amount: -hold.amount })
  const [posted] = await postAll(tx, [
    {
      scope: 'hold',
      key: id,
      kind: hold.kind,
      ...(hold.explanation === null ? {} : { explanation: hold.explanation }),
      entries: [
        { accountId: hold.debit, amount: booked },
        { accountId: hold.credit, amount: -booked },
      ],
    },
  ])
  await end(tx, id, 'posted', posted!.id)
  return posted!
}

/** Lets go of what was held back. Throws conflict for a hold that ended. */
export async function voidHold(tx: Tx, id: string): Promise<void> {
  const { hold, accounts } = await lockHold(tx, id)
  await changeHeld(tx, accounts, { ...hold, amount: -hold.amount })
  await end(tx, id, 'voided', null)
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
      const { hold, accounts } = await lockHold(tx, id)
      await changeHeld(tx, accounts, { ...hold, amount: -hold.amount })
      await end(tx, id, 'expired', null)
      expired += 1
    }).catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error // somebody else ended it meanwhile
    })
  }
  return expired
}

/** The accounts first, as everywhere, and then how the hold stands: whoever ends it holds them too. */
async function lockHold(tx: Tx, id: string): Promise<{ hold: Hold; accounts: Map<string, Standing> }> {
  const before = found(isId(id) ? await findHold(tx, id) : undefined, 'hold')
  const accounts = await lockTwo(tx, before.debit, before.credit)
  const hold = (await findHold(tx, id))!
  if (hold.ended !== null) throw ended(hold.ended)
  return { hold, accounts }
}

async function findHold({ db, ecosystemId }: Tx, id: string): Promise<Hold | undefined> {
  const { rows } = await sql<Hold>`
    select h.id, h.kind, h.debit_account_id as debit, h.credit_account_id as credit, h.amount, h.expires_at, h.explanation, e.how as ended
    from ledger_holds h left join ledger_hold_ends e on e.ecosystem_id = h.ecosystem_id and e.hold_id = h.id
    where h.ecosystem_id = ${ecosystemId} and h.id = ${id}`.execute(db)
  return rows[0]
}

async function lockTwo(tx: Tx, debit: string, credit: string): Promise<Map<string, Standing>> {
  const ids = [debit, credit]
  const strange = ids.findIndex((id) => !isId(id))
  if (strange >= 0) throw accountUnknown(strange)
  // before the accounts, in the order in which whoever books takes them
  await sql.raw(lockOnOpenDays(tx, 'shared')).execute(tx.db)
  const accounts = await lockAccounts(tx, ids)
  const missing = ids.findIndex((id) => !accounts.has(id))
  if (missing >= 0) throw accountUnknown(missing)
  if (accounts.get(debit)!.asset !== accounts.get(credit)!.asset) {
    throw new DomainError('invalid', 'asset_mixed', 'The accounts are in different assets, and assets never mix.')
  }
  return accounts
}

async function changeHeld(
  tx: Tx,
  accounts: Map<string, Standing>,
  { debit, credit, amount }: { debit: string; credit: string; amount: bigint },
) {
  const [into, from] = [accounts.get(debit)!, accounts.get(credit)!]
  const after = [
    [debit, { ...into, heldDebit: into.heldDebit + amount }],
    [credit, { ...from, heldCredit: from.heldCredit + amount }],
  ] as const
  for (const [place, [id, standing]] of after.entries()) {
    if (amount > 0n) mustHold(standing, () => `entries.${place}`)
    await tx.db
      .updateTable('ledger_balances')
      .set({ held_debit: standing.heldDebit, held_credit: standing.heldCredit })
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('account_id', '=', id)
      .execute()
  }
}

async function end(tx: Tx, holdId: string, how: How, transactionId: string | null): Promise<void> {
  await tx.db
    .insertInto('ledger_hold_ends')
    .values({
      ecosystem_id: tx.ecosystemId,
      hold_id: holdId,
      how,
      transaction_id: transactionId,
      ended_at: tx.now(),
      ended_by: sourceOf(tx.actor),
    })
    .execute()
  await emit(tx, 'ledger.hold_ended', holdId, { holdId, how })
}

function ended(how: How): DomainError {
  return new DomainError('conflict', 'hold_ended', `What was held back here is ${how} already.`)
}
