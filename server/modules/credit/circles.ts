import { complaint } from '../../kernel/complaints.ts'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { emit } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import type { Page, Paging } from '../../kernel/paging.ts'
import {
  type Account,
  type Asset,
  findOrOpenAccount,
  makeAsset,
  postAll,
  readAccounts,
  readAssets,
  readOwnerNames,
  setLimits,
} from '../ledger/index.ts'
import { resolveParties } from '../parties/index.ts'
import { allow, allowList, may } from '../people/index.ts'
import { getAssetOf, KINDS_MAX, meantParty, type Said } from './accounts.ts'
import { balanceAfter, findHolding, type Holding, listHoldings, listMoves, lockHoldings } from './holdings.ts'
import { decimal, spread, spreadLeast } from './rules.ts'
import type { Circle, CircleMember, Limits, Move, NewCircle, NewPayment, Payment } from './schema.ts'
import { mayUndo } from './taking-back.ts'

const PURPOSE = 'credit'

/** Those who give each other credit, each circle in its own unit; with what the organisation one speaks for has there. */
export async function listCircles(ctx: Ctx): Promise<{ items: Circle[] }> {
  allowList(ctx, 'credit.read')
  const own = ctx.actor.kind === 'system' ? undefined : ctx.actor.partyIds[0]
  const items: Circle[] = []
  for (const { code, name, scale } of await readAssets(ctx, { kinds: ['credit'], limit: KINDS_MAX })) {
    const holding = own === undefined ? undefined : await findHolding(ctx, code, PURPOSE, own)
    items.push({ asset: code, name, scale, own: holding ? bounds(holding) : null })
  }
  return { items }
}

/** Begins a circle: a unit of its own, of which nobody has anything yet. */
export async function makeCircle(tx: Tx, { code, name, scale }: NewCircle): Promise<Circle> {
  allow(tx, 'credit.write')
  await makeAsset(tx, { code, name, scale, kind: 'credit' })
  return { asset: code, name, scale, own: null }
}

/** Who is in it. What they have and may is for coordinators, and for each its own. */
export async function listCircleMembers(ctx: Ctx, code: string, paging: Paging): Promise<Page<CircleMember>> {
  allowList(ctx, 'credit.read')
  await getAssetOf(ctx, 'credit', code)
  const page = await listHoldings(ctx, code, PURPOSE, paging)
  const nameOf = await readOwnerNames(ctx, page.items.map(({ partyId }) => partyId)) // biome-ignore format: one line reads better
  const items = page.items.map((holding) => {
    const sees = may(ctx, 'credit.read', holding.partyId)
    const party = { id: holding.partyId, name: nameOf(holding.partyId) }
    return { party, ...(sees ? bounds(holding) : { balance: null, minimum: null, maximum: null }) }
  })
  return { items, nextCursor: page.nextCursor }
}

/**
 * Lets an organisation in, or changes how far its balance may go below and above nothing. Throws conflict when it is further already. Where it has
 * several accounts, how far each may go is what makes the whole.
 */
export async function setCircleMember(tx: Tx, code: string, partyId: string, { limit, maximum }: Limits): Promise<CircleMember> {
  allow(tx, 'credit.write')
  await getAssetOf(tx, 'credit', code)
  const party = (await resolveParties(tx, [partyId])).get(partyId)!
  const limits = { minimum: -BigInt(limit), maximum: maximum === null ? null : BigInt(maximum) }
  const known = await findHolding(tx, code, PURPOSE, party)
  if (known) await limitHolding(tx, known, limits)
  else await findOrOpenAccount(tx, { ownerPartyId: party, asset: code, purpose: PURPOSE, normalSide: 'credit', ...limits })
  await emit(tx, 'credit.member_set', party, { asset: code, partyId: party })
  const holding = await findHolding(tx, code, PURPOSE, party)
  return { party: { id: party, name: (await readOwnerNames(tx, [party]))(party) }, ...bounds(holding!) }
}

/**
 * One member pays another: what the one has less the other has more, so all together have nothing. Throws conflict, in words, when one of them
 * would go further than was agreed.
 */
export async function payCredit(tx: Tx, code: string, { fromId, toId, amount, text }: NewPayment): Promise<Payment> {
  allow(tx, 'credit.pay', fromId)
  const asset = await getAssetOf(tx, 'credit', code)
  const parties = await resolveParties(tx, [fromId, toId])
  const [from, to] = [parties.get(fromId)!, parties.get(toId)!]
  if (from === to) throw new DomainError('invalid', 'pays_itself', 'Nobody pays themselves.', [complaint('toId', 'same_party')])
  const members = [await memberHolding(tx, code, from, 'fromId'), await memberHolding(tx, code, to, 'toId')]
  const [payer, payee] = (await lockHoldings(tx, members)) as [Holding, Holding]
  const minor = BigInt(amount)
  const paid = spread(minor, payer.accounts.map(roomBelow))
  const got = spread(minor, payee.accounts.map(roomAbove))
  const posting = {
    scope: 'credit',
    key: newId(),
    kind: 'credit',
    explanation: { from, to, ...(text === null ? {} : { text }) },
    entries: [
      ...payer.accounts.map(({ id }, place) => ({ accountId: id, amount: paid[place]! })),
      ...payee.accounts.map(({ id }, place) => ({ accountId: id, amount: -got[place]! })),
    ].filter((entry) => entry.amount !== 0n),
  }
  const [posted] = await postAll(tx, [posting]).catch((error: unknown) => refuseInWords(tx, error, asset, payer))
  return { transactionId: posted!.id, balance: String(balanceAfter(payer, posted!)) }
}

/** What an organisation paid and was paid, the last first. */
export async function listCreditMoves(
  ctx: Ctx,
  code: string,
  { partyId, ...paging }: Paging & { partyId?: string | undefined },
): Promise<Page<Move>> {
  const party = meantParty(ctx, partyId)
  allow(ctx, 'credit.read', party)
  await getAssetOf(ctx, 'credit', code)
  const mayTakeBack = (said: Said, { bookedAt }: { bookedAt: Date }) =>
    said.from !== undefined && said.to !== undefined && mayUndo(ctx, said, bookedAt)
  return await listMoves(ctx, await findHolding(ctx, code, PURPOSE, party), mayTakeBack, paging)
}

async function memberHolding(tx: Tx, code: string, party: string, path: string): Promise<Holding> {
  const holding = await findHolding(tx, code, PURPOSE, party)
  if (holding) return holding
  throw new DomainError('conflict', 'not_in_circle', 'This organisation is not in this circle yet, so nothing was paid.', [
    complaint(path, 'not_a_member'),
  ])
}

async function limitHolding(tx: Tx, holding: Holding, { minimum, maximum }: { minimum: bigint; maximum: bigint | null }): Promise<void> {
  const [{ accounts }] = (await lockHoldings(tx, [holding])) as [Holding]
  const least = spreadLeast(minimum, accounts.map(({ balance }) => balance)) // biome-ignore format: one line reads better
  // the most is the least, seen from the other side
  const most = maximum === null ? [] : spreadLeast(-maximum, accounts.map(({ balance }) => -balance)) // biome-ignore format: one line reads better
  for (const [place, { id }] of accounts.entries())
    await setLimits(tx, id, { minimum: least[place]!, maximum: maximum === null ? null : -most[place]! })
}

/** The ledger speaks of accounts; here it is said how much could still be paid, or taken. To the payer nothing is told of what the other has. */
async function refuseInWords(tx: Tx, error: unknown, { name, scale }: Asset, { accounts }: Holding): Promise<never> {
  if (!(error instanceof DomainError)) throw error
  if (error.code === 'above_maximum') {
    throw new DomainError('conflict', 'credit_full', 'They have as much as they agreed to take, so nothing was paid.', [
      complaint('toId', 'takes_no_more'),
    ])
  }
  if (error.code !== 'insufficient_balance') throw error
  const now = await readAccounts(tx, accounts.map(({ id }) => id)) // biome-ignore format: one line reads better
  const left = `${decimal(
    now.reduce((sum, account) => sum + (roomBelow(account) ?? 0n), 0n),
    scale,
  )} ${name}`
  throw new DomainError('conflict', 'credit_limit', `This goes beyond what was agreed: ${left} can still be paid. Nothing was paid.`, [
    complaint('amount', 'left_to_pay', { left }),
  ])
}

/** How much can still leave an account, and come onto it; null for any. */
function roomBelow({ balance, held, minimum }: Account): bigint | null {
  return minimum === null ? null : balance - held - minimum
}

function roomAbove({ balance, maximum }: Account): bigint | null {
  return maximum === null ? null : maximum - balance
}

function bounds({ balance, minimum, maximum }: Holding) {
  return { balance: String(balance), minimum: minimum?.toString() ?? null, maximum: maximum?.toString() ?? null }
}
