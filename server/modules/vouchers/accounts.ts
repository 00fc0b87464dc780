import type { Tx } from '../../kernel/ctx.ts'
import { findOrMakeAsset, findOrMakeMoney, findOrOpenAccount, type Posting } from '../ledger/index.ts'

/** The asset of vouchers in a money: `EUR_VOUCHER`. */
export const VOUCHERS_SUFFIX = '_VOUCHER'
/** The kind of transactions that redeem, and the scope of their keys. */
export const USED = 'voucher.used'

type Kind = Pick<Posting, 'scope' | 'key' | 'kind' | 'explanation'>

/**
 * The accounts of one voucher. A voucher is value of its own kind and never below nothing, which the database itself holds; it is changed into
 * money and back, one for one, through the accounts of the ecosystem for that, so that assets never mix.
 */
export async function openVoucherAccounts(tx: Tx, id: string, money: string) {
  const asset = `${money}${VOUCHERS_SUFFIX}`
  const { scale } = await findOrMakeMoney(tx, money)
  await findOrMakeAsset(tx, { code: asset, name: `Vouchers, ${money}`, scale, kind: 'voucher' })
  const conversion = (of: string) => findOrOpenAccount(tx, { ownerPartyId: null, asset: of, purpose: 'conversion', normalSide: 'debit' })
  const voucher = await findOrOpenAccount(tx, { ownerPartyId: null, asset, purpose: `voucher:${id}`, normalSide: 'credit', minimum: 0n })
  const [ofMoney, ofVouchers] = [await conversion(money), await conversion(asset)]
  /** `in`: money from an account becomes value of the voucher; `out`: value of the voucher becomes money on that account. */
  const exchange = (kind: Kind, account: string, way: 'in' | 'out', amount: bigint): Posting => {
    const signed = way === 'in' ? amount : -amount
    const [fromAsset, toAsset] = way === 'in' ? [money, asset] : [asset, money]
    return {
      ...kind,
      entries: [
        { accountId: account, amount: signed },
        { accountId: ofMoney, amount: -signed },
        { accountId: ofVouchers, amount: signed },
        { accountId: voucher, amount: -signed },
      ],
      conversion: { fromAsset, toAsset, given: amount, taken: amount, numerator: 1n, denominator: 1n, source: null },
    }
  }
  return { voucher, exchange }
}

/** Where the money is that was taken: with an organisation, which owes it then, or in the ecosystem's bank. */
export function moneyInto(tx: Tx, asset: string, partyId: string | null): Promise<string> {
  return partyId === null
    ? findOrOpenAccount(tx, { ownerPartyId: null, asset, purpose: 'bank', normalSide: 'debit' })
    : findOrOpenAccount(tx, { ownerPartyId: partyId, asset, purpose: 'payable', normalSide: 'credit' })
}
