import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { decodeCursor, type Page, type Paging, toPage } from '../../kernel/paging.ts'
import {
  type Account,
  type AccountEntry,
  type Asset,
  findAsset,
  findOrOpenAccount,
  type JsonValue,
  listAccounts,
  listEntries,
  readOwnerNames,
} from '../ledger/index.ts'
import { readAliases } from '../parties/index.ts'
import type { Move } from './schema.ts'

/** How many circles, and how many kinds of points, an ecosystem has. */
export const KINDS_MAX = 200

/** The asset with this code, which has to be of this kind. Throws not_found. */
export async function getAssetOf(ctx: Ctx | Tx, kind: Asset['kind'], code: string): Promise<Asset> {
  const asset = await findAsset(ctx, code)
  return found(asset?.kind === kind ? asset : undefined, 'asset')
}

/** Where value that is not money comes from and goes to: whatever was issued stands there, below nothing, so that all accounts sum to zero. */
export function issuedAccount(tx: Tx, asset: string): Promise<string> {
  return findOrOpenAccount(tx, { ownerPartyId: null, asset, purpose: 'issued', normalSide: 'debit' })
}

/** The account of an organisation, whichever of its ids it was opened under: after a merge there may be two, and its own comes first. */
export async function findOwnAccount(ctx: Ctx | Tx, asset: string, purpose: string, partyId: string): Promise<Account | undefined> {
  const { membersOf, targetOf } = await readAliases(ctx)
  const ids = membersOf(partyId)
  const accounts = await listAccounts(ctx, { asset, purpose, owners: ids }, ids.length)
  return accounts.find(({ ownerPartyId }) => ownerPartyId === targetOf(partyId)) ?? accounts[0]
}

/** The organisation somebody means who names none: the one they speak for. */
export function meantParty({ actor }: Pick<Ctx, 'actor'>, partyId: string | undefined): string {
  const own = actor.kind === 'system' ? undefined : actor.partyIds[0]
  const meant = partyId ?? own
  if (meant !== undefined) return meant
  throw new DomainError('invalid', 'party_needed', 'Please say which organisation is meant.')
}

/** What was booked on an account, the last first, with the other side as it was said then. */
export async function listMoves(
  ctx: Ctx | Tx,
  account: Account | undefined,
  mayTakeBack: (said: Said, entry: AccountEntry) => boolean,
  { limit, cursor }: Paging,
): Promise<Page<Move>> {
  if (!account) return { items: [], nextCursor: null }
  const before = cursor === undefined ? undefined : BigInt(String(decodeCursor(cursor, 1)[0]).replace(/\D/g, '') || '0')
  const entries = await listEntries(ctx, account.id, limit + 1, before)
  const page = toPage(entries, limit, ({ sequence }) => [String(sequence)])
  const nameOf = await readOwnerNames(ctx, page.items.map(otherSide))
  const items = page.items.map((entry): Move => {
    const other = otherSide(entry)
    const { undoes, takenBack } = entry
    return {
      transactionId: entry.transactionId,
      on: entry.bookedAt.toISOString(),
      kind: undoes?.kind ?? entry.kind,
      amount: String(entry.amount),
      balanceAfter: String(entry.balanceAfter),
      party: other === null ? null : { id: other, name: nameOf(other) },
      text: said(undoes ?? entry).text ?? null,
      undoes: undoes && { transactionId: undoes.transactionId, reason: (said(entry) as { note?: string }).note ?? null },
      takenBack,
      mayTakeBack: undoes === null && takenBack === null && mayTakeBack(said(entry), entry),
    }
  })
  return { items, nextCursor: page.nextCursor }
}

function otherSide(entry: AccountEntry): string | null {
  const { from, to } = said(entry.undoes ?? entry)
  return (entry.amount > 0n === (entry.undoes === null) ? from : to) ?? null
}

/** Who gave, who got, and what for; what people book by hand says none of it. */
export type Said = { from?: string; to?: string; text?: string }

export function said({ explanation }: { explanation: JsonValue }): Said {
  return (explanation ?? {}) as Said
}
