import { complaint } from '../../kernel/complaints.ts'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { decodeCursor, type Page, type Paging, toPage } from '../../kernel/paging.ts'
import {
  type Account,
  type AccountEntry,
  findEntry,
  findLastEmpty,
  findOfKind,
  findOrOpenAccount,
  listAccounts,
  listEntriesFrom,
  listOfKind,
  postAll,
  readAccounts,
  readOwnerNames,
} from '../ledger/index.ts'
import { resolveParties } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import { followFund, type Part } from './rules.ts'
import type { Fund, FundOrigin, FundOrigins, FundPayment, NewFundPayment } from './schema.ts'

const FUND = 'fund:'
const KIND = 'levy'
const READ_AT_ONCE = 5_000

/** What rules gave to purposes and is still there. */
export async function listFunds(ctx: Ctx, { limit, cursor }: Paging): Promise<Page<Fund>> {
  allow(ctx, 'levies.read')
  const after = cursor === undefined ? undefined : String(decodeCursor(cursor, 1)[0])
  const accounts = await listAccounts(ctx, { begins: FUND, owners: null }, limit + 1, after)
  const page = toPage(accounts, limit, ({ id }) => [id])
  return { items: page.items.map(toFund), nextCursor: page.nextCursor }
}

/** Pays out of a fund: to an organisation, which is owed it then, or on to another fund. Never more than there is. */
export async function payFromFund(tx: Tx, accountId: string, { partyId, fund, amount, what }: NewFundPayment): Promise<FundPayment> {
  allow(tx, 'levies.pay')
  const from = await getFund(tx, accountId)
  if ((partyId === undefined) === (fund === undefined)) throw unclear('partyId', 'one_of_both')
  if (fund !== undefined && `${FUND}${fund}` === from.purpose) throw unclear('fund', 'same_fund')
  const { asset } = from
  const party = partyId === undefined ? null : (await resolveParties(tx, [partyId])).get(partyId)!
  const into =
    party === null
      ? await findOrOpenAccount(tx, { ownerPartyId: null, asset, purpose: `${FUND}${fund}`, normalSide: 'credit' })
      : await findOrOpenAccount(tx, { ownerPartyId: party, asset, purpose: 'payable', normalSide: 'credit' })
  const to = party === null ? { toFund: `${FUND}${fund}` } : { toParty: party }
  const [posted] = await postAll(tx, [
    {
      scope: KIND,
      key: newId(),
      kind: KIND,
      explanation: { account: accountId, ...to, amount, text: what },
      entries: [
        { accountId, amount: BigInt(amount) },
        { accountId: into, amount: -BigInt(amount) },
      ],
    },
  ])
  if (posted!.entries[0]!.balanceAfter > 0n) {
    throw new DomainError('conflict', 'fund_short', 'There is not that much in this fund. Nothing was booked.', [
      complaint('amount', 'balance_too_low'),
    ])
  }
  await emit(tx, 'levy.paid', party, { transactionId: posted!.id })
  return await readPayment(tx, posted!.id)
}

/** Everything that was paid out of funds, the last first. */
export async function listFundPayments(ctx: Ctx, paging: Paging): Promise<Page<FundPayment>> {
  allow(ctx, 'levies.read')
  const page = await listOfKind(ctx, KIND, paging)
  return { items: await show(ctx, page.items), nextCursor: page.nextCursor }
}

/**
 * Which money a payment was: the sales that filled the fund, with which share of them it was, first in first out by the order in which they were
 * booked. Read from the last moment at which the fund was empty, since nothing that came earlier was still there.
 */
export async function readOrigins(ctx: Ctx, id: string, { limit, cursor }: Paging): Promise<FundOrigins> {
  allow(ctx, 'levies.read')
  const payment = await readPayment(ctx, id)
  const { parts, uncovered } = await trace(ctx, payment.accountId, id)
  const from = cursor === undefined ? 0 : Number(decodeCursor(cursor, 1)[0])
  const page = toPage(parts.map((part, place) => ({ part, place })).slice(from, from + limit + 1), limit, ({ place }) => [place + 1]) // biome-ignore format: one line reads better
  const items = page.items.map(({ part }) => toOrigin(part))
  return { payment, items, total: parts.length, uncovered: String(uncovered), nextCursor: page.nextCursor }
}

type Followed = { amount: bigint; kind: string; sale: string | null; entry: AccountEntry }

async function trace(ctx: Ctx, accountId: string, transactionId: string): Promise<{ parts: Part<Followed>[]; uncovered: bigint }> {
  const paid = found(await findEntry(ctx, accountId, transactionId), 'fund_payment')
  const fund = followFund<Followed>()
  let next = (await findLastEmpty(ctx, accountId, paid.sequence)) + 1n
  for (;;) {
    const entries = await listEntriesFrom(ctx, accountId, next, READ_AT_ONCE)
    for (const entry of entries) {
      const outcome = fund.next({ amount: entry.amount, kind: entry.kind, sale: saidOf(entry).sale, entry })
      if (entry.sequence === paid.sequence) return outcome
    }
    next += BigInt(entries.length)
  }
}

function toOrigin({ entry: { entry }, used }: Part<Followed>): FundOrigin {
  const { sale, reference, step, through, exact } = saidOf(entry)
  return {
    transactionId: entry.transactionId,
    kind: entry.kind,
    day: entry.day,
    sale,
    reference,
    step,
    through,
    exact,
    share: String(entry.amount),
    used: String(used),
  }
}

/** What a booking says of itself, on the whole and on this line; anything else than a text is not told. */
function saidOf({ explanation, line }: AccountEntry) {
  const said = { ...asRecord(explanation), ...asRecord(line) }
  const text = (word: string) => (typeof said[word] === 'string' ? (said[word] as string) : null)
  return { sale: text('sale'), reference: text('reference'), step: text('step'), through: text('through'), exact: text('exact') }
}

async function getFund(ctx: Ctx | Tx, accountId: string): Promise<Account> {
  const [account] = await readAccounts(ctx, [accountId])
  return found(account?.ownerPartyId === null && account.purpose.startsWith(FUND) ? account : undefined, 'fund')
}

async function readPayment(ctx: Ctx | Tx, id: string): Promise<FundPayment> {
  const row = found(await findOfKind(ctx, KIND, id), 'fund_payment')
  return found((await show(ctx, [row]))[0], 'fund_payment')
}

type Said = { account?: string; toParty?: string; toFund?: string; amount?: string; text?: string }
type PaymentRow = Awaited<ReturnType<typeof listOfKind>>['items'][number]

/** Only what was paid here: a booking of the same kind that somebody made otherwise does not say which fund it came from. */
async function show(ctx: Ctx | Tx, rows: readonly PaymentRow[]): Promise<FundPayment[]> {
  const said = rows.map(({ id, day, explanation }) => ({ ...(asRecord(explanation) as Said), id, day }))
  const known = said.filter((one) => one.account !== undefined && one.amount !== undefined)
  const accounts = new Map((await readAccounts(ctx, known.map(({ account }) => account!))).map((account) => [account.id, account])) // biome-ignore format: one line reads better
  const nameOf = await readOwnerNames(ctx, known.map(({ toParty }) => toParty ?? null)) // biome-ignore format: one line reads better
  return known.flatMap(({ id, day, account, toParty, toFund, amount, text }) => {
    const fund = accounts.get(account!)
    if (!fund) return []
    const { purpose, asset, scale } = fund
    const to = toParty === undefined ? null : { id: toParty, name: nameOf(toParty) }
    return [{ id, day, purpose, accountId: account!, to, toPurpose: toFund ?? null, asset, scale, amount: amount!, what: text ?? '' }]
  })
}

function toFund({ id, purpose, asset, scale, balance }: Account): Fund {
  return { accountId: id, purpose, asset, scale, left: String(balance) }
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}

function unclear(path: string, code: 'one_of_both' | 'same_fund'): DomainError {
  return new DomainError('invalid', 'fund_payment_unclear', 'It is not clear where this should go. Nothing was booked.', [
    complaint(path, code),
  ])
}
