import { complaint } from '../../kernel/complaints.ts'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { emit } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { decodeCursor, type Page, type Paging, toPage } from '../../kernel/paging.ts'
import {
  type Account,
  type Asset,
  findOrOpenAccount,
  listAccounts,
  makeAsset,
  postAll,
  readAccounts,
  readAssets,
  readOwnerNames,
  setLimits,
} from '../ledger/index.ts'
import { resolveParties } from '../parties/index.ts'
import { allow, allowList, may } from '../people/index.ts'
import { findOwnAccount, getAssetOf, KINDS_MAX, listMoves, meantParty, type Said } from './accounts.ts'
import { decimal } from './rules.ts'
import type { Circle, CircleMember, Limits, Move, NewCircle, NewPayment, Payment } from './schema.ts'
import { mayUndo } from './taking-back.ts'

const PURPOSE = 'credit'

/** Those who give each other credit, each circle in its own unit; with what the organisation one speaks for has there. */
export async function listCircles(ctx: Ctx): Promise<{ items: Circle[] }> {
  allowList(ctx, 'credit.read')
  const own = ctx.actor.kind === 'system' ? undefined : ctx.actor.partyIds[0]
  const items: Circle[] = []
  for (const { code, name, scale } of await readAssets(ctx, { kinds: ['credit'], limit: KINDS_MAX })) {
    const account = own === undefined ? undefined : await findOwnAccount(ctx, code, PURPOSE, own)
    items.push({ asset: code, name, scale, own: account ? bounds(account) : null })
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
export async function listCircleMembers(ctx: Ctx, code: string, { limit, cursor }: Paging): Promise<Page<CircleMember>> {
  allowList(ctx, 'credit.read')
  await getAssetOf(ctx, 'credit', code)
  const after = cursor === undefined ? undefined : String(decodeCursor(cursor, 1)[0])
  const page = toPage(await listAccounts(ctx, { asset: code, purpose: PURPOSE }, limit + 1, after), limit, ({ id }) => [id])
  const nameOf = await readOwnerNames(ctx, page.items.map(({ ownerPartyId }) => ownerPartyId)) // biome-ignore format: one line reads better
  const items = page.items.map((account) => {
    const party = { id: account.ownerPartyId!, name: nameOf(account.ownerPartyId) }
    const sees = may(ctx, 'credit.read', account.ownerPartyId)
    return { party, ...(sees ? bounds(account) : { balance: null, minimum: null, maximum: null }) }
  })
  return { items, nextCursor: page.nextCursor }
}

/** Lets an organisation in, or changes how far its balance may go below and above nothing. Throws conflict when it is further already. */
export async function setCircleMember(tx: Tx, code: string, partyId: string, { limit, maximum }: Limits): Promise<CircleMember> {
  allow(tx, 'credit.write')
  await getAssetOf(tx, 'credit', code)
  const party = (await resolveParties(tx, [partyId])).get(partyId)!
  const limits = { minimum: -BigInt(limit), maximum: maximum === null ? null : BigInt(maximum) }
  const known = await findOwnAccount(tx, code, PURPOSE, party)
  if (known) await setLimits(tx, known.id, limits)
  const id =
    known?.id ?? (await findOrOpenAccount(tx, { ownerPartyId: party, asset: code, purpose: PURPOSE, normalSide: 'credit', ...limits }))
  await emit(tx, 'credit.member_set', party, { asset: code, partyId: party })
  const [account] = await readAccounts(tx, [id])
  return { party: { id: party, name: (await readOwnerNames(tx, [party]))(party) }, ...bounds(account!) }
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
  const [payer, payee] = [await memberAccount(tx, code, from, 'fromId'), await memberAccount(tx, code, to, 'toId')]
  const minor = BigInt(amount)
  const posting = {
    scope: 'credit',
    key: newId(),
    kind: 'credit',
    explanation: { from, to, ...(text === null ? {} : { text }) },
    entries: [
      { accountId: payer.id, amount: minor },
      { accountId: payee.id, amount: -minor },
    ],
  }
  const [posted] = await postAll(tx, [posting]).catch((error: unknown) => refuseInWords(tx, error, asset, payer, payee))
  return { transactionId: posted!.id, balance: String(-posted!.entries[0]!.balanceAfter) }
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
  return await listMoves(ctx, await findOwnAccount(ctx, code, PURPOSE, party), mayTakeBack, paging)
}

async function memberAccount(tx: Tx, code: string, party: string, path: string): Promise<Account> {
  const account = await findOwnAccount(tx, code, PURPOSE, party)
  if (account) return account
  throw new DomainError('conflict', 'not_in_circle', 'This organisation is not in this circle yet, so nothing was paid.', [
    complaint(path, 'not_a_member'),
  ])
}

/** The ledger speaks of accounts; here it is said how much could still be paid, or taken. To the payer nothing is told of what the other has. */
async function refuseInWords(tx: Tx, error: unknown, { name, scale }: Asset, payer: Account, payee: Account): Promise<never> {
  if (!(error instanceof DomainError)) throw error
  if (error.code === 'above_maximum') {
    throw new DomainError('conflict', 'credit_full', 'They have as much as they agreed to take, so nothing was paid.', [
      complaint('toId', 'takes_no_more'),
    ])
  }
  if (error.code !== 'insufficient_balance') throw error
  const accounts = await readAccounts(tx, [payer.id, payee.id])
  const { balance, minimum, held } = accounts.find(({ id }) => id === payer.id)!
  const left = `${decimal(balance - held - (minimum ?? 0n), scale)} ${name}`
  throw new DomainError('conflict', 'credit_limit', `This goes beyond what was agreed: ${left} can still be paid. Nothing was paid.`, [
    complaint('amount', 'left_to_pay', { left }),
  ])
}

function bounds({ balance, minimum, maximum }: Account) {
  return { balance: String(balance), minimum: minimum?.toString() ?? null, maximum: maximum?.toString() ?? null }
}
