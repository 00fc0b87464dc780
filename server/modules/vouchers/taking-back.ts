import { sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit } from '../../kernel/events.ts'
import type { Page, Paging } from '../../kernel/paging.ts'
import { findBooked, type JsonValue, listEntriesOfKind, readOwnerNames, type TakeBack, type TakenBack, takeBack } from '../ledger/index.ts'
import { allowList, may, partiesWithin, todayIn } from '../people/index.ts'
import { USED } from './accounts.ts'
import { lockEnd } from './redeeming.ts'
import type { RedemptionMade } from './schema.ts'
import { findVoucher } from './vouchers.ts'

type Said = { voucher?: string; partyId?: string; reference?: string }

/** What was redeemed, the last first: everywhere, or at the own organisation. */
export async function listRedemptions(ctx: Ctx, paging: Paging): Promise<Page<RedemptionMade>> {
  allowList(ctx, 'vouchers.redeem')
  const wanted = { kind: USED, purpose: 'payable', owners: partiesWithin(ctx, 'vouchers.redeem') }
  const page = await listEntriesOfKind(ctx, wanted, paging)
  const nameOf = await readOwnerNames(ctx, page.items.map(({ ownerPartyId }) => ownerPartyId)) // biome-ignore format: one line reads better
  const good = await readGood(ctx, page.items.map(({ explanation }) => said(explanation).voucher ?? '')) // biome-ignore format: one line reads better
  const items = page.items.map(({ transactionId, bookedAt, ownerPartyId, asset, amount, explanation, takenBack }) => {
    const { voucher, reference = null } = said(explanation)
    return {
      transactionId,
      on: bookedAt.toISOString(),
      party: { id: ownerPartyId!, name: nameOf(ownerPartyId) },
      money: asset,
      amount: String(amount),
      reference,
      takenBack,
      mayTakeBack: takenBack === null && good.has(voucher ?? ''),
    }
  })
  return { items, nextCursor: page.nextCursor }
}

/**
 * Puts back on a voucher what was redeemed of it; the organisation is no longer owed it, and owes it where it was paid already. Throws conflict when
 * the time of the voucher is over, since what was left on it has gone where it was said.
 */
export async function takeBackRedemption(tx: Tx, id: string, { reason }: TakeBack): Promise<TakenBack> {
  allowList(tx, 'vouchers.redeem')
  const booked = await findBooked(tx, USED, id)
  const { voucher, partyId } = said(booked?.explanation ?? null)
  // whoever may not know of it hears that there is none
  if (!voucher || !may(tx, 'vouchers.redeem', partyId ?? null)) return found<never>(undefined, 'redemption')
  await lockEnd(tx, voucher)
  const { expires_on } = found(await findVoucher(tx, voucher), 'voucher')
  if (expires_on < (await todayIn(tx))) {
    throw new DomainError('conflict', 'voucher_ran_out', `This voucher was good until ${expires_on}: nothing is put back on it. Nothing was booked.`)
  } // biome-ignore format: one line reads better
  const posted = await takeBack(tx, id, reason)
  if (!posted.isRepeat) await emit(tx, 'voucher.use_taken_back', voucher, { voucherId: voucher, transactionId: id })
  return { transactionId: posted.id }
}

/** Those whose time is not over. */
async function readGood(ctx: Ctx, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select id from vouchers where ecosystem_id = ${ctx.ecosystemId} and id::text = any(${ids}) and expires_on >= ${await todayIn(ctx)}`.execute(
    ctx.db,
  )
  return new Set(rows.map(({ id }) => id))
}

function said(explanation: JsonValue): Said {
  return (explanation ?? {}) as Said
}
