import { sql } from 'kysely'
import { complaint } from '../../kernel/complaints.ts'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import type { Page, Paging } from '../../kernel/paging.ts'
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
import { getAssetOf, issuedAccount, KINDS_MAX, meantParty, type Said } from './accounts.ts'
import { balanceAfter, findHolding, type Holding, listHoldings, listMoves } from './holdings.ts'
import { type Lot, lastDay, lotsOf, runOut, takeOldest } from './rules.ts'
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
  const known = await findHolding(tx, code, PURPOSE, party)
  const account = known?.accounts[0]?.id ?? (await openPoints(tx, code, party))
  const explanation = { to: party, ...why }
  const entries = [
    { accountId: await issuedAccount(tx, code), amount: points },
    { accountId: account, amount: -points },
  ]
  const [posted] = await postAll(tx, [{ scope: 'points', key: newId(), kind: 'points', explanation, entries }])
  const balance = known ? balanceAfter(known, posted!) : points
  return { transactionId: posted!.id, points: String(points), balance: String(balance) }
}

/** Spends points, the oldest first. What has run out is booked before, so that nobody spends what is no longer good. */
export async function spendPoints(tx: Tx, code: string, { partyId, points, text }: NewSpending): Promise<PointsMoved> {
  allow(tx, 'points.spend', partyId)
  const asset = await getAssetOf(tx, 'points', code)
  const party = (await resolveParties(tx, [partyId])).get(partyId)!
  const holding = await findHolding(tx, code, PURPOSE, party)
  if (!holding) throw notEnough('0')
  const ids = holding.accounts.map(({ id }) => id)
  await lockPoints(tx, ids)
  const expired: Posting[] = []
  for (const account of holding.accounts) expired.push(...(await expiredPostings(tx, asset, account)))
  const good = await readGood(tx, asset, ids)
  const parts = takeOldest(good, BigInt(points))
  const taken = ids.map((accountId, place) => ({ accountId, amount: parts[place]! })).filter(({ amount }) => amount > 0n)
  const spent: Posting = {
    scope: 'points',
    key: newId(),
    kind: 'points',
    explanation: { from: party, ...(text === null ? {} : { text }) },
    entries: [...taken, { accountId: await issuedAccount(tx, code), amount: -BigInt(points) }],
  }
  const posted = await postAll(tx, [...expired, spent]).catch(async (error: unknown) => {
    if (!(error instanceof DomainError) || error.code !== 'insufficient_balance') throw error
    throw notEnough((await heldPoints(tx, asset, holding)).balance)
  })
  return { transactionId: posted.at(-1)!.id, points, balance: String(sumOf(good.flat()) - BigInt(points)) }
}

/** What an organisation has that is still good, and when how much of it runs out. */
export async function readPoints(ctx: Ctx, code: string, partyId: string | undefined): Promise<PointsHeld> {
  const party = meantParty(ctx, partyId)
  allow(ctx, 'points.read', party)
  const asset = await getAssetOf(ctx, 'points', code)
  const holding = await findHolding(ctx, code, PURPOSE, party)
  return holding ? await heldPoints(ctx, asset, holding) : { balance: '0', expiring: [] }
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
  return await listMoves(ctx, await findHolding(ctx, code, PURPOSE, party), mayTakeBack, paging)
}

/** Who has how many; what has run out and is not booked yet is still counted. */
export async function listHolders(ctx: Ctx, code: string, paging: Paging): Promise<Page<PointsHolder>> {
  allow(ctx, 'points.issue')
  await getAssetOf(ctx, 'points', code)
  const page = await listHoldings(ctx, code, PURPOSE, paging)
  const nameOf = await readOwnerNames(ctx, page.items.map(({ partyId }) => partyId)) // biome-ignore format: one line reads better
  const items = page.items.map(({ partyId, balance }) => ({ party: { id: partyId, name: nameOf(partyId) }, balance: String(balance) }))
  return { items, nextCursor: page.nextCursor }
}

/** Books what has run out on an account. Done again it finds nothing. */
export async function expirePoints(tx: Tx, asset: Asset, account: Account): Promise<void> {
  await lockPoints(tx, [account.id])
  const expired = await expiredPostings(tx, asset, account)
  if (expired.length > 0) await postAll(tx, expired)
}

/** Whoever takes points off accounts does it alone until commit: what has run out depends on all that was taken before. */
export async function lockPoints({ db, ecosystemId }: Tx, accountIds: readonly string[]): Promise<void> {
  for (const id of accountIds.toSorted())
    await sql`select pg_advisory_xact_lock(hashtextextended(${`points:${ecosystemId}:${id}`}, 0))`.execute(db)
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

async function heldPoints(ctx: Ctx | Tx, asset: Asset, { accounts }: Holding): Promise<PointsHeld> {
  const good = (await readGood(ctx, asset, accounts.map(({ id }) => id))).flat() // biome-ignore format: one line reads better
  const { expiresAfterDays } = asset
  if (expiresAfterDays === null) return { balance: String(sumOf(good)), expiring: [] }
  const byDay = [...Map.groupBy(good, ({ day }) => day)].sort(([a], [b]) => (a < b ? -1 : 1))
  const expiring = byDay.map(([day, lots]) => ({ on: lastDay(day, expiresAfterDays), points: String(sumOf(lots)) }))
  return { balance: String(sumOf(good)), expiring }
}

function sumOf(lots: readonly Lot[]): bigint {
  return lots.reduce((total, { left }) => total + left, 0n)
}

/** What is still good, account by account, by the day on which it came. */
async function readGood(ctx: Ctx | Tx, { expiresAfterDays }: Asset, accountIds: readonly string[]): Promise<Lot[][]> {
  const today = await todayIn(ctx)
  const flows = Map.groupBy(await readFlowsByDay(ctx, accountIds), ({ accountId }) => accountId)
  const isGood = ({ day }: Lot) => expiresAfterDays === null || lastDay(day, expiresAfterDays) >= today
  return accountIds.map((id) => lotsOf(flows.get(id) ?? []).filter(isGood))
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
