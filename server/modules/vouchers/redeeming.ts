import { type Kysely, type Selectable, sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { type Entrance, openEntrance } from '../../kernel/entrances.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import type { Tables } from '../../modules.ts'
import { findOrOpenAccount, type Posted, postAll, readAccounts } from '../ledger/index.ts'
import { resolveParties } from '../parties/index.ts'
import { allow, allowList, todayIn } from '../people/index.ts'
import { moneyInto, openVoucherAccounts, USED } from './accounts.ts'
import { codeIn, stateOf } from './rules.ts'
import { type HeldVoucher, type NewRedemption, type Redemption, SELLER, type VoucherRow } from './schema.ts'
import { findVoucher, VOUCHER_ENTRANCE } from './vouchers.ts'

/** Where the ecosystem keeps what is left of vouchers that it sold itself. */
const OWN_FUND = 'vouchers'

type Door = { db: Kysely<Tables>; now: () => Date }

/** What is left on the voucher with this code, for whoever is about to redeem it. Changes nothing. */
export async function lookAtVoucher(ctx: Tx, typed: string): Promise<HeldVoucher> {
  allowList(ctx, 'vouchers.redeem')
  return await readHeld(ctx, await findByCode(ctx, typed))
}

/**
 * Redeems a voucher or a part of it: what it is worth is owed to the organisation from then on. However many redeem it at once, its account never
 * goes below nothing: the ledger locks it, and the database holds the bound. Throws conflict when there is not enough on it or its time is over.
 */
export async function redeemVoucher(tx: Tx, { code, partyId, amount, key, reference }: NewRedemption): Promise<Redemption> {
  allow(tx, 'vouchers.redeem', partyId)
  const row = await findByCode(tx, code)
  const party = (await resolveParties(tx, [partyId])).get(partyId)!
  if (row.expires_on < (await todayIn(tx))) {
    throw new DomainError('conflict', 'voucher_expired', `This voucher was good until ${row.expires_on}. Nothing was booked.`)
  }
  const accounts = await openVoucherAccounts(tx, row.id, row.money)
  const owed = await findOrOpenAccount(tx, { ownerPartyId: party, asset: row.money, purpose: 'payable', normalSide: 'credit' })
  const kind = {
    scope: USED,
    key: `${party} ${key ?? newId()}`,
    kind: USED,
    explanation: { voucher: row.id, partyId: party, ...(reference === undefined ? {} : { reference }) },
  }
  const [posted] = await postAll(tx, [accounts.exchange(kind, owed, 'out', BigInt(amount))])
  return { transactionId: posted!.id, money: row.money, amount, left: String(leftAfter(posted!, accounts.voucher)) }
}

/** Books what is left on a voucher whose time is over, to where it was said when it was sold. Done again it does nothing. */
export async function endVoucher(tx: Tx, id: string): Promise<void> {
  const row = found(await findVoucher(tx, id), 'voucher')
  await lockEnd(tx, id)
  const [account] = await readAccounts(tx, [row.account_id])
  const left = account!.balance
  let transactionId: string | null = null
  if (left > 0n) {
    const accounts = await openVoucherAccounts(tx, id, row.money)
    const into = await restAccount(tx, row)
    const kind = { scope: 'voucher.expired', key: id, kind: 'voucher.expired', explanation: { voucher: id, to: row.rest_to } }
    // whoever redeemed it meanwhile comes first: then there is not as much any more, and it is done again
    const [posted] = await postAll(tx, [accounts.exchange(kind, into, 'out', left)])
    transactionId = posted!.id
  }
  await tx.db
    .insertInto('voucher_ends')
    .values({ ecosystem_id: tx.ecosystemId, voucher_id: id, transaction_id: transactionId, ended_at: tx.now() })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** At midnight either something is put back before the rest is booked, or it is refused. */
export async function lockEnd({ db, ecosystemId }: Tx, id: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`voucher:${ecosystemId}:${id}`}, 0))`.execute(db)
}

/** An organisation that took the money owes it no more. The ecosystem's stays in its bank, where nothing moves: it is its own by then. */
async function restAccount(tx: Tx, { money, collected_by, rest_to }: Selectable<VoucherRow>): Promise<string> {
  if (rest_to === SELLER && collected_by !== null) return await moneyInto(tx, money, collected_by)
  const purpose = `fund:${rest_to === SELLER ? OWN_FUND : rest_to}`
  return await findOrOpenAccount(tx, { ownerPartyId: null, asset: money, purpose, normalSide: 'credit' })
}

/** The ecosystem and the voucher a code opens, before it is known who asks. Errors of openEntrance. */
export async function openCode(door: Door, typed: string): Promise<Entrance & { ecosystemId: string }> {
  const entrance = await openEntrance(door, VOUCHER_ENTRANCE, codeIn(typed) ?? '')
  if (entrance.ecosystemId === null) throw unknownCode()
  return { ...entrance, ecosystemId: entrance.ecosystemId }
}

export async function readHeld(ctx: Ctx | Tx, row: Selectable<VoucherRow>): Promise<HeldVoucher> {
  const [account] = await readAccounts(ctx, [row.account_id])
  const left = account!.balance
  const state = stateOf(left, row.expires_on, await todayIn(ctx))
  return { money: row.money, value: String(row.value), left: String(left), expiresOn: row.expires_on, state }
}

/** The voucher of this ecosystem with this code. One of another ecosystem is as unknown as one that never was. */
async function findByCode(ctx: Tx, typed: string): Promise<Selectable<VoucherRow>> {
  const { ecosystemId, target } = await openCode(ctx, typed).catch((error: unknown) => {
    if (error instanceof DomainError && ['entrance_not_found', 'entrance_revoked', 'entrance_expired'].includes(error.code))
      throw unknownCode()
    throw error
  })
  if (ecosystemId !== ctx.ecosystemId) throw unknownCode()
  return found(await findVoucher(ctx, target), 'voucher')
}

function unknownCode(): DomainError {
  return new DomainError(
    'not_found',
    'voucher_unknown',
    'There is no voucher with this code. Please check that it is complete; it may also have been replaced by a new one.',
  )
}

function leftAfter({ entries }: Posted, accountId: string): bigint {
  return -entries.find((entry) => entry.accountId === accountId)!.balanceAfter
}
