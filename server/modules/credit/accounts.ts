import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { type Asset, findAsset, findOrOpenAccount, type JsonValue } from '../ledger/index.ts'

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

/** The organisation somebody means who names none: the one they speak for. */
export function meantParty({ actor }: Pick<Ctx, 'actor'>, partyId: string | undefined): string {
  const own = actor.kind === 'system' ? undefined : actor.partyIds[0]
  const meant = partyId ?? own
  if (meant !== undefined) return meant
  throw new DomainError('invalid', 'party_needed', 'Please say which organisation is meant.')
}

/** Who gave, who got, and what for; what people book by hand says none of it. */
export type Said = { from?: string; to?: string; text?: string }

export function said({ explanation }: { explanation: JsonValue }): Said {
  return (explanation ?? {}) as Said
}
