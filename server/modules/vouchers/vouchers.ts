import { randomBytes } from 'node:crypto'
import { type Selectable, sql } from 'kysely'
import { complaint } from '../../kernel/complaints.ts'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { createEntrance, revokeEntrances } from '../../kernel/entrances.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { decodeCursor, type Paging, toPage } from '../../kernel/paging.ts'
import { listAccounts, listEntries, postAll, readAccounts, readOwnerNames } from '../ledger/index.ts'
import { resolveParties } from '../parties/index.ts'
import { allow, may, todayIn } from '../people/index.ts'
import { moneyInto, openVoucherAccounts, USED, VOUCHERS_SUFFIX } from './accounts.ts'
import { CODE_LENGTH, codeOf, grouped, stateOf } from './rules.ts'
import type { NewVoucher, Voucher, VoucherCode, VoucherHistory, VoucherPage, VoucherRow } from './schema.ts'

export const VOUCHER_ENTRANCE = 'voucher'
const YEARS_MAX = 30
const DAY_MS = 86_400_000
/** How long after its last day a voucher still says that it has run out. */
const TOLD_AFTER_DAYS = 400
const USES_SHOWN = 200

/** Sells a voucher: the money is in the bank, or with the organisation that took it, and is owed to whoever holds the code. */
export async function sellVoucher(tx: Tx, { value, money, collectedBy, expiresOn, restTo, note }: NewVoucher): Promise<VoucherCode> {
  allow(tx, 'vouchers.sell')
  mustLieAhead(expiresOn, await todayIn(tx))
  const collector = collectedBy === null ? null : (await resolveParties(tx, [collectedBy])).get(collectedBy)!
  const id = newId()
  const accounts = await openVoucherAccounts(tx, id, money)
  const taken = await moneyInto(tx, money, collector)
  const row = {
    ecosystem_id: tx.ecosystemId,
    id,
    account_id: accounts.voucher,
    money,
    value: BigInt(value),
    collected_by: collector,
    expires_on: expiresOn,
    rest_to: restTo,
    note,
    sold_by: sourceOf(tx.actor),
    sold_at: tx.now(),
  }
  await tx.db.insertInto('vouchers').values(row).execute()
  await emit(tx, 'voucher.sold', id, { voucherId: id })
  const code = await makeCode(tx, row)
  await postAll(tx, [
    accounts.exchange({ scope: 'voucher.sold', key: id, kind: 'voucher.sold', explanation: { voucher: id } }, taken, 'in', row.value),
  ])
  return { voucher: await readVoucher(tx, id), ...code }
}

/** Vouchers, those sold last first. */
export async function listVouchers(ctx: Ctx, { limit, cursor }: Paging): Promise<VoucherPage> {
  allow(ctx, 'vouchers.read')
  const before = cursor === undefined ? sql`true` : sql`v.id < ${decodeCursor(cursor, 1)[0]}`
  const { rows } = await sql<Selectable<VoucherRow>>`
    select v.*, v.expires_on::text as expires_on from vouchers v
    where v.ecosystem_id = ${ctx.ecosystemId} and ${before} order by v.id desc limit ${limit + 1}`.execute(ctx.db)
  const page = toPage(rows, limit, ({ id }) => [id])
  return { items: await show(ctx, page.items), nextCursor: page.nextCursor, sold: await readOutstanding(ctx) }
}

/** A voucher with what became of it, the last first. Throws not_found. */
export async function getVoucher(ctx: Ctx, id: string): Promise<VoucherHistory> {
  allow(ctx, 'vouchers.read')
  const row = found(await findVoucher(ctx, id), 'voucher')
  const entries = await listEntries(ctx, row.account_id, USES_SHOWN)
  const saidOf = ({ explanation, undoes }: (typeof entries)[number]): { partyId?: string; reference?: string } =>
    ((undoes ?? { explanation }).explanation ?? {}) as object
  const nameOf = await readOwnerNames(ctx, entries.map((entry) => saidOf(entry).partyId ?? null)) // biome-ignore format: one line reads better
  const voucher = (await show(ctx, [row]))[0]!
  const uses = entries.map((entry) => {
    const { transactionId, amount, kind, bookedAt, takenBack } = entry
    const { partyId = null, reference = null } = saidOf(entry)
    return {
      transactionId,
      on: bookedAt.toISOString(),
      what: WHAT[kind] ?? ('undone' as const),
      amount: String(amount < 0n ? -amount : amount),
      party: nameOf(partyId),
      reference,
      takenBack,
      mayTakeBack: kind === USED && takenBack === null && voucher.state !== 'expired' && may(ctx, 'vouchers.redeem', partyId),
    }
  })
  return { voucher, uses }
}

const WHAT: Record<string, 'sold' | 'used' | 'expired'> = {
  'voucher.sold': 'sold',
  [USED]: 'used',
  'voucher.expired': 'expired',
}

/** Makes a new code; those before open nothing any more. For a voucher that was lost, or seen by somebody who should not have. */
export async function renewCode(tx: Tx, id: string): Promise<VoucherCode> {
  allow(tx, 'vouchers.sell')
  const row = found(await findVoucher(tx, id), 'voucher')
  mustLieAhead(row.expires_on, await todayIn(tx), 'voucher_expired')
  await revokeEntrances(tx, VOUCHER_ENTRANCE, id)
  const code = await makeCode(tx, row)
  await emit(tx, 'voucher.code_renewed', id, { voucherId: id })
  return { voucher: await readVoucher(tx, id), ...code }
}

/** Withdraws the code. What is left stays on the voucher until it gets a new one, or runs out. */
export async function withdrawCode(tx: Tx, id: string): Promise<Voucher> {
  allow(tx, 'vouchers.sell')
  found(await findVoucher(tx, id), 'voucher')
  await revokeEntrances(tx, VOUCHER_ENTRANCE, id)
  await emit(tx, 'voucher.code_withdrawn', id, { voucherId: id })
  return await readVoucher(tx, id)
}

export async function findVoucher({ db, ecosystemId }: Ctx | Tx, id: string): Promise<Selectable<VoucherRow> | undefined> {
  const { rows } = await sql<Selectable<VoucherRow>>`
    select v.*, v.expires_on::text as expires_on from vouchers v where v.ecosystem_id = ${ecosystemId} and v.id = ${id}`.execute(db)
  return rows[0]
}

async function makeCode(tx: Tx, { id, expires_on }: { id: string; expires_on: string }): Promise<Pick<VoucherCode, 'code' | 'path'>> {
  const code = codeOf(randomBytes(CODE_LENGTH))
  const expiresAt = new Date(Date.parse(expires_on) + TOLD_AFTER_DAYS * DAY_MS)
  await createEntrance(tx, { kind: VOUCHER_ENTRANCE, ecosystemId: tx.ecosystemId, target: id, scope: {}, expiresAt }, code)
  return { code: grouped(code), path: `/vouchers/${grouped(code)}` }
}

async function readVoucher(ctx: Ctx | Tx, id: string): Promise<Voucher> {
  return (await show(ctx, [found(await findVoucher(ctx, id), 'voucher')]))[0]!
}

async function show(ctx: Ctx | Tx, rows: readonly Selectable<VoucherRow>[]): Promise<Voucher[]> {
  const today = await todayIn(ctx)
  const accounts = new Map((await readAccounts(ctx, rows.map(({ account_id }) => account_id))).map((account) => [account.id, account.balance])) // biome-ignore format: one line reads better
  const nameOf = await readOwnerNames(
    ctx,
    rows.map(({ collected_by }) => collected_by),
  )
  return rows.map(({ id, account_id, money, value, collected_by, expires_on, rest_to, note, sold_at }) => {
    const left = accounts.get(account_id)!
    return {
      id,
      money,
      value: String(value),
      left: String(left),
      collectedBy: collected_by === null ? null : { id: collected_by, name: nameOf(collected_by) },
      soldOn: sold_at.toISOString(),
      expiresOn: expires_on,
      restTo: rest_to,
      note,
      state: stateOf(left, expires_on, today),
    }
  })
}

/** What was changed into vouchers and not back yet: one account for each money, however many vouchers there are. */
async function readOutstanding(ctx: Ctx): Promise<VoucherPage['sold']> {
  const accounts = await listAccounts(ctx, { purpose: 'conversion', owners: null }, USES_SHOWN)
  return accounts
    .filter(({ asset }) => asset.endsWith(VOUCHERS_SUFFIX))
    .map(({ asset, balance }) => ({ money: asset.slice(0, -VOUCHERS_SUFFIX.length), left: String(balance) }))
}

function mustLieAhead(day: string, today: string, code = 'voucher_day'): void {
  if (day < today) {
    throw new DomainError('invalid', code, 'The last day of a voucher lies in the past. Nothing was changed.', [
      complaint('expiresOn', 'goal_over'),
    ])
  }
  if (Number(day.slice(0, 4)) > Number(today.slice(0, 4)) + YEARS_MAX) {
    throw new DomainError('invalid', code, `A voucher is good for at most ${YEARS_MAX} years.`, [
      complaint('expiresOn', 'too_far_ahead', { years: YEARS_MAX }),
    ])
  }
}
