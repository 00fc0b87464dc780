/**
 * What an organisation has of a kind of value. That is one account; where it was merged it can be several, which count together and stay as they
 * are, so that each has its own again when the merge is undone.
 */
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { decodeCursor, type Page, type Paging, toPage } from '../../kernel/paging.ts'
import { type Account, listAccounts, listEntries, lockForHolds, type Posted, readAccounts, readOwnerNames, type ToldEntry } from '../ledger/index.ts' // biome-ignore format: one line reads better
import { type Aliases, readAliases } from '../parties/index.ts'
import { type Said, said } from './accounts.ts'
import type { Move } from './schema.ts'

export type Holding = {
  partyId: string
  /** Its own first. */
  accounts: readonly Account[]
  balance: bigint
  minimum: bigint | null
  maximum: bigint | null
}

/** What an organisation has, whichever of its ids is named; undefined when it has no account. */
export async function findHolding(ctx: Ctx | Tx, asset: string, purpose: string, partyId: string): Promise<Holding | undefined> {
  const aliases = await readAliases(ctx)
  const owners = aliases.membersOf(partyId)
  const accounts = await listAccounts(ctx, { asset, purpose, owners }, owners.length)
  return accounts.length === 0 ? undefined : together(accounts, aliases)
}

/** Everybody who has an account, each once, in the order in which the first of their accounts was opened. */
export async function listHoldings(ctx: Ctx, asset: string, purpose: string, { limit, cursor }: Paging): Promise<Page<Holding>> {
  const after = cursor === undefined ? undefined : String(decodeCursor(cursor, 1)[0])
  const page = toPage(await listAccounts(ctx, { asset, purpose }, limit + 1, after), limit, ({ id }) => [id])
  const aliases = await readAliases(ctx)
  const owners = page.items.flatMap(({ ownerPartyId }) => aliases.membersOf(ownerPartyId!))
  const all = await listAccounts(ctx, { asset, purpose, owners }, owners.length)
  const byParty = Map.groupBy(all, ({ ownerPartyId }) => aliases.targetOf(ownerPartyId!))
  const items = page.items.flatMap(({ id, ownerPartyId }) => {
    const accounts = byParty.get(aliases.targetOf(ownerPartyId!))!
    return accounts[0]!.id === id ? [together(accounts, aliases)] : []
  })
  return { items, nextCursor: page.nextCursor }
}

/** The same as it is now that nobody else can book on it. One account needs no lock before it is booked on: the ledger takes it. */
export async function lockHoldings(tx: Tx, holdings: readonly Holding[]): Promise<Holding[]> {
  if (holdings.every(({ accounts }) => accounts.length === 1)) return [...holdings]
  const ids = holdings.flatMap(({ accounts }) => accounts.map(({ id }) => id))
  await lockForHolds(tx, ids)
  const now = new Map((await readAccounts(tx, ids)).map((account) => [account.id, account]))
  return holdings.map((holding) => summed(holding.partyId, holding.accounts.map(({ id }) => now.get(id)!))) // biome-ignore format: one line reads better
}

/** What it has after something was booked. */
export function balanceAfter({ accounts }: Pick<Holding, 'accounts'>, { entries }: Posted): bigint {
  const booked = new Map(entries.map(({ accountId, balanceAfter: after }) => [accountId, -after]))
  return accounts.reduce((sum, { id, balance }) => sum + (booked.get(id) ?? balance), 0n)
}

/** What was booked on its accounts, the last first, with the other side as it was said then. */
export async function listMoves(
  ctx: Ctx | Tx,
  holding: Holding | undefined,
  mayTakeBack: (said: Said, entry: ToldEntry) => boolean,
  { limit, cursor }: Paging,
): Promise<Page<Move>> {
  if (!holding) return { items: [], nextCursor: null }
  const ids = holding.accounts.map(({ id }) => id).sort()
  const before =
    cursor === undefined ? ids.map(() => null) : decodeCursor(cursor, ids.length).map((part) => (part === null ? null : String(part)))
  const lists: ToldEntry[][] = []
  for (const [place, id] of ids.entries()) lists.push(await listEntries(ctx, id, limit + 1, placeIn(before[place])))
  const page = toPage(inOneLine(lists, before, limit + 1), limit, ({ next }) => next)
  const nameOf = await readOwnerNames(ctx, page.items.map(({ entry }) => otherSide(entry))) // biome-ignore format: one line reads better
  const items = page.items.map(({ entry, amount, balanceAfter: balance }): Move => {
    const other = otherSide(entry)
    const { undoes, takenBack } = entry
    return {
      transactionId: entry.transactionId,
      on: entry.bookedAt.toISOString(),
      kind: undoes?.kind ?? entry.kind,
      amount: String(amount),
      balanceAfter: String(balance),
      party: other === null ? null : { id: other, name: nameOf(other) },
      text: said(undoes ?? entry).text ?? null,
      undoes: undoes && { transactionId: undoes.transactionId, reason: (said(entry) as { note?: string }).note ?? null },
      takenBack,
      mayTakeBack: undoes === null && takenBack === null && mayTakeBack(said(entry), entry),
    }
  })
  return { items, nextCursor: page.nextCursor }
}

function together(accounts: readonly Account[], { targetOf }: Aliases): Holding {
  const partyId = targetOf(accounts[0]!.ownerPartyId!)
  const isOwn = ({ ownerPartyId }: Account) => ownerPartyId === partyId
  return summed(partyId, [...accounts.filter(isOwn), ...accounts.filter((account) => !isOwn(account))])
}

function summed(partyId: string, accounts: readonly Account[]): Holding {
  const bound = (of: (account: Account) => bigint | null) =>
    accounts.some((account) => of(account) === null) ? null : accounts.reduce((sum, account) => sum + of(account)!, 0n)
  const balance = accounts.reduce((sum, account) => sum + account.balance, 0n)
  return { partyId, accounts, balance, minimum: bound(({ minimum }) => minimum), maximum: bound(({ maximum }) => maximum) }
}

type Line = { entry: ToldEntry; amount: bigint; balanceAfter: bigint; next: (string | null)[] }

/** The entries of several accounts in one line, the last first: what one transaction did on several is one, and what was there is what was on all. */
function inOneLine(lists: readonly (readonly ToldEntry[])[], before: readonly (string | null)[], limit: number): Line[] {
  const places = lists.map(() => 0)
  let next = before
  const lines: Line[] = []
  while (lines.length < limit) {
    const heads = lists.map((list, account) => list[places[account]!])
    const last = heads.flatMap((head) => head?.transactionId ?? []).sort().at(-1) // biome-ignore format: one line reads better
    if (last === undefined) break
    const own = heads.map((head) => (head?.transactionId === last ? head : undefined))
    next = next.map((sequence, account) => (own[account] ? String(own[account].sequence) : sequence))
    lines.push({
      entry: own.find((head) => head !== undefined)!,
      amount: own.reduce((sum, head) => sum + (head?.amount ?? 0n), 0n),
      balanceAfter: heads.reduce((sum, head) => sum + (head?.balanceAfter ?? 0n), 0n),
      next: [...next],
    })
    for (const [account, head] of own.entries()) if (head) places[account]! += 1
  }
  return lines
}

function placeIn(sequence: string | number | null | undefined): bigint | undefined {
  return sequence == null ? undefined : BigInt(String(sequence).replace(/\D/g, '') || '0')
}

function otherSide(entry: ToldEntry): string | null {
  const { from, to } = said(entry.undoes ?? entry)
  return (entry.amount > 0n === (entry.undoes === null) ? from : to) ?? null
}
