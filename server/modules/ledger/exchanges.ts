import { type Ctx, type Tx, transaction } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { type Account, findOrOpenAccount, readAccounts } from './accounts.ts'
import type { Posted } from './booking.ts'
import { post } from './posting.ts'
import { accountUnknown, mustBeAmount, type Posting } from './rules.ts'

export type Exchange = Pick<Posting, 'scope' | 'key' | 'effectiveOn' | 'late' | 'explanation'> & {
  fromAccountId: string
  toAccountId: string
  /** What leaves the first account, in the smallest unit of its asset. */
  given: bigint
  /** How many smallest units of the second asset for one of the first, as a fraction. What arrives is rounded down. */
  rate: { numerator: bigint; denominator: bigint; source?: string | undefined }
}

/**
 * Exchanges one asset for another. Assets never mix: each leg balances in itself, against an account of the ecosystem that takes the one and
 * gives the other; the rate is stored with it.
 */
export async function exchange(ctx: Ctx, input: Exchange): Promise<Posted> {
  return await post(ctx, await transaction(ctx, (tx) => exchangeOf(tx, input)))
}

/** The same as a posting, for postAll(). */
export async function exchangeOf(tx: Tx, { fromAccountId, toAccountId, given, rate, ...rest }: Exchange): Promise<Posting> {
  mustBeAmount(given, 'given')
  const { numerator, denominator, source = null } = rate
  if (given < 0n || numerator <= 0n || denominator <= 0n) {
    throw new DomainError('invalid', 'exchange_rate', 'An amount and a rate are more than nothing.')
  }
  const taken = (given * numerator) / denominator
  mustBeAmount(taken, 'rate')
  const accounts = await readAccounts(tx, [fromAccountId, toAccountId])
  const [from, to] = [fromAccountId, toAccountId].map((id, place) => {
    const account = accounts.find((one) => one.id === id)
    if (!account) throw accountUnknown(place)
    return account
  }) as [Account, Account]
  if (from.asset === to.asset) throw new DomainError('invalid', 'same_asset', 'Both accounts are in the same asset: nothing is exchanged.')
  const [gives, takes] = [await conversionAccount(tx, from.asset), await conversionAccount(tx, to.asset)]
  const [out, into] = [signOf(from) * given, signOf(to) * taken]
  return {
    ...rest,
    kind: 'exchange',
    entries: [
      { accountId: from.id, amount: -out },
      { accountId: gives, amount: out },
      { accountId: takes, amount: -into },
      { accountId: to.id, amount: into },
    ],
    conversion: { fromAsset: from.asset, toAsset: to.asset, given, taken, numerator, denominator, source },
  }
}

function conversionAccount(tx: Tx, asset: string): Promise<string> {
  return findOrOpenAccount(tx, { ownerPartyId: null, asset, purpose: 'conversion', normalSide: 'debit' })
}

function signOf({ normalSide }: Account): bigint {
  return normalSide === 'debit' ? 1n : -1n
}
