import { sql } from 'kysely'
import { complaint } from '../../kernel/complaints.ts'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { decodeCursor, type Page, type Paging, toPage } from '../../kernel/paging.ts'
import {
  type Account,
  type Asset,
  findOrOpenAccount,
  listAccounts,
  makeAsset,
  type Posting,
  postAll,
  readAssets,
  readFlowsByDay,
  readOwnerNames,
} from '../ledger/index.ts'
import { resolveParties } from '../parties/index.ts'
import { allow, allowList, may, todayIn } from '../people/index.ts'
import { findOwnAccount, getAssetOf, issuedAccount, KINDS_MAX, listMoves, meantParty, type Said } from './accounts.ts'
import { lastDay, lotsOf, runOut } from './rules.ts'
import type {
  Move,
  NewIssue,
  NewPoints,
  NewReason,
  NewSpending,
  PointsHeld,
  PointsHolder,
  PointsKind,
  PointsMoved,
  Reason,
} from './schema.ts'

export const PURPOSE = 'points'
const REASONS_MAX = 50

/** Every kind of points, with what they are given for. */
export async function listPoints(ctx: Ctx): Promise<{ items: PointsKind[] }> {
  allowList(ctx, 'points.read')
  const sees = may(ctx, 'points.issue')
  const items: PointsKind[] = []
  for (const { code, name, expiresAfterDays } of await readAssets(ctx, { kinds: ['points'], limit: KINDS_MAX })) {
    const [issued] = await listAccounts(ctx, { asset: code, purpose: 'issued', owners: null }, 1)
    const outstanding = sees ? String(issued?.balance ?? 0n) : null
    items.push({ asset: code, name, expiresAfterDays, outstanding, reasons: await listReasons(ctx, code) })
  }
  return { items }
}

export async function makePoints(tx: Tx, { code, name, expiresAfterDays }: NewPoints): Promise<PointsKind> {
  allow(tx, 'points.issue')
  await makeAsset(tx, { code, name, scale: 0, kind: 'points', expiresAfterDays })
  return { asset: code, name, expiresAfterDays, outstanding: '0', reasons: [] }
}

/** Says for what points are given and how many each time. */
export async function addReason(tx: Tx, asset: string, { label, points }: NewReason): Promise<Reason> {
  allow(tx, 'points.issue')
  await getAssetOf(tx, 'points', asset)
  if ((await listReasons(tx, asset)).length >= REASONS_MAX)
    throw new DomainError('conflict', 'too_many_reasons', `There can be at most ${REASONS_MAX}. Remove one first.`)
  const row = {
    ecosystem_id: tx.ecosystemId,
    id: newId(),
    asset,
    label,
    points: BigInt(points),
    made_by: sourceOf(tx.actor),
    made_at: tx.now(),
  }
  await tx.db.insertInto('points_reasons').values(row).execute()
  await emit(tx, 'points_reason.added', null, { reasonId: row.id })
  return { id: row.id, label, points }
}

export async function removeReason(tx: Tx, asset: string, id: string): Promise<{ id: string }> {
  allow(tx, 'points.issue')
  const ended = await tx.db
    .updateTable('points_reasons')
    .set({ ended_at: tx.now() })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('asset', '=', asset)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  found(ended.numUpdatedRows === 0n ? undefined : ended, 'points_reason')
  await emit(tx, 'points_reason.removed', null, { reasonId: id })
  return { id }
}

/** Gives points: by hand, or by a rule, as many as it says each time. */
export async function issuePoints(tx: Tx, code: string, input: NewIssue): Promise<PointsMoved> {
  allow(tx, 'points.issue')
  await getAssetOf(tx, 'points', code)
  const party = (await resolveParties(tx, [input.partyId])).get(input.partyId)!
  const { points, why } = await pointsOf(tx, code, input)
  const known = await findOwnAccount(tx, code, PURPOSE, party)
  const account = known?.id ?? (await openPoints(tx, code, party))
  const explanation = { to: party, ...why }
  const entries = [
    { accountId: await issuedAccount(tx, code), amount: points },
    { accountId: account, amount: -points },
  ]
  const [posted] = await postAll(tx, [{ scope: 'points', key: newId(), kind: 'points', explanation, entries }])
  return { transactionId: posted!.id, points: String(points), balance: String(-posted!.entries[1]!.balanceAfter) }
}

/** Spends points, the oldest first. What has run out is booked before, so that nobody spends what is no longer good. */
export async function spendPoints(tx: Tx, code: string, { partyId, points, text }: NewSpending): Promise<PointsMoved> {
  allow(tx, 'points.spend', partyId)
  const asset = await getAssetOf(tx, 'points', code)
  const party = (await resolveParties(tx, [partyId])).get(partyId)!
  const account = await findOwnAccount(tx, code, PURPOSE, party)
  if (!account) throw notEnough('0')
  await lockPoints(tx, account.id)
  const expired = await expiredPostings(tx, asset, account)
  const spent: Posting = {
    scope: 'points',
    key: newId(),
    kind: 'points',
    explanation: { from: party, ...(text === null ? {} : { text }) },
    entries: [
      { accountId: account.id, amount: BigInt(points) },
      { accountId: await issuedAccount(tx, code), amount: -BigInt(points) },
    ],
  }
  const posted = await postAll(tx, [...expired, spent]).catch(async (error: unknown) => {
    if (!(error instanceof DomainError) || error.code !== 'insufficient_balance') throw error
    throw notEnough((await heldPoints(tx, asset, account)).balance)
  })
  const last = posted.at(-1)!
  return { transactionId: last.id, points, balance: String(-last.entries[0]!.balanceAfter) }
}

/** What an organisation has that is still good, and when how much of it runs out. */
export async function readPoints(ctx: Ctx, code: string, partyId: string | undefined): Promise<PointsHeld> {
  const party = meantParty(ctx, partyId)
  allow(ctx, 'points.read', party)
  const asset = await getAssetOf(ctx, 'points', code)
  const account = await findOwnAccount(ctx, code, PURPOSE, party)
  return account ? await heldPoints(ctx, asset, account) : { balance: '0', expiring: [] }
}

export async function listPointsMoves(
  ctx: Ctx,
  code: string,
  { partyId, ...paging }: Paging & { partyId?: string | undefined },
): Promise<Page<Move>> {
  const party = meantParty(ctx, partyId)
  allow(ctx, 'points.read', party)
  await getAssetOf(ctx, 'points', code)
  const isBooked = ({ from, to }: Said, { kind }: { kind: string }) => kind === PURPOSE && (from ?? to) !== undefined
  const mayTakeBack = may(ctx, 'points.issue') ? isBooked : () => false
  return await listMoves(ctx, await findOwnAccount(ctx, code, PURPOSE, party), mayTakeBack, paging)
}

/** Who has how many; what has run out and is not booked yet is still counted. */
export async function listHolders(ctx: Ctx, code: string, { limit, cursor }: Paging): Promise<Page<PointsHolder>> {
  allow(ctx, 'points.issue')
  await getAssetOf(ctx, 'points', code)
  const after = cursor === undefined ? undefined : String(decodeCursor(cursor, 1)[0])
  const page = toPage(await listAccounts(ctx, { asset: code, purpose: PURPOSE }, limit + 1, after), limit, ({ id }) => [id])
  const nameOf = await readOwnerNames(ctx, page.items.map(({ ownerPartyId }) => ownerPartyId)) // biome-ignore format: one line reads better
  const items = page.items.map(({ ownerPartyId, balance }) => ({
    party: { id: ownerPartyId!, name: nameOf(ownerPartyId) },
    balance: String(balance),
  }))
  return { items, nextCursor: page.nextCursor }
}

/** Books what has run out on an account. Done again it finds nothing. */
export async function expirePoints(tx: Tx, asset: Asset, account: Account): Promise<void> {
  await lockPoints(tx, account.id)
  const expired = await expiredPostings(tx, asset, account)
  if (expired.length > 0) await postAll(tx, expired)
}

/** Whoever takes points off an account does it alone until commit: what has run out depends on all that was taken before. */
export async function lockPoints({ db, ecosystemId }: Tx, accountId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`points:${ecosystemId}:${accountId}`}, 0))`.execute(db)
}

/** What has run out on an account and is not booked yet: nothing, or one booking. */
export async function expiredPostings(tx: Tx, { code, expiresAfterDays }: Asset, { id, ownerPartyId }: Account): Promise<Posting[]> {
  if (expiresAfterDays === null) return []
  const amount = runOut(lotsOf(await readFlowsByDay(tx, [id])), expiresAfterDays, await todayIn(tx))
  if (amount === 0n) return []
  return [
    {
      scope: 'points.expired',
      key: newId(),
      kind: 'points.expired',
      explanation: { from: ownerPartyId },
      entries: [
        { accountId: id, amount },
        { accountId: await issuedAccount(tx, code), amount: -amount },
      ],
    },
  ]
}

async function heldPoints(ctx: Ctx | Tx, { expiresAfterDays }: Asset, { id }: Account): Promise<PointsHeld> {
  const today = await todayIn(ctx)
  const lots = lotsOf(await readFlowsByDay(ctx, [id]))
  const good = lots.filter(({ day }) => expiresAfterDays === null || lastDay(day, expiresAfterDays) >= today)
  return {
    balance: String(good.reduce((sum, { left }) => sum + left, 0n)),
    expiring: expiresAfterDays === null ? [] : good.map(({ day, left }) => ({ on: lastDay(day, expiresAfterDays), points: String(left) })),
  }
}

function openPoints(tx: Tx, asset: string, party: string): Promise<string> {
  return findOrOpenAccount(tx, { ownerPartyId: party, asset, purpose: PURPOSE, normalSide: 'credit', minimum: 0n })
}

/** How many, and what is written down of why. */
async function pointsOf(tx: Tx, asset: string, { points, reasonId, times, text }: NewIssue) {
  if ((points === undefined) === (reasonId === undefined)) {
    throw new DomainError('invalid', 'points_or_reason', 'Points are given either by hand or by a rule. Nothing was booked.', [
      complaint('points', 'one_of_both'),
    ])
  }
  if (points !== undefined) return { points: BigInt(points), why: text === null ? {} : { text } }
  const reason = found(
    (await listReasons(tx, asset)).find(({ id }) => id === reasonId),
    'points_reason',
  )
  const counted = times === 1 ? reason.label : `${times} × ${reason.label}`
  return {
    points: BigInt(reason.points) * BigInt(times),
    why: { reason: reason.id, times, text: text === null ? counted : `${counted}: ${text}` },
  }
}

async function listReasons({ db, ecosystemId }: Ctx | Tx, asset: string): Promise<Reason[]> {
  const rows = await db
    .selectFrom('points_reasons')
    .select(['id', 'label', 'points'])
    .where('ecosystem_id', '=', ecosystemId)
    .where('asset', '=', asset)
    .where('ended_at', 'is', null)
    .orderBy('id')
    .limit(REASONS_MAX)
    .execute()
  return rows.map(({ points, ...row }) => ({ ...row, points: String(points) }))
}

function notEnough(left: string): DomainError {
  return new DomainError('conflict', 'not_enough_points', `There are not enough points: ${left} can be spent. Nothing was booked.`, [
    complaint('points', 'left_to_pay', { left }),
  ])
}
