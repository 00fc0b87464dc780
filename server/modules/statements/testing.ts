import { transaction } from '../../kernel/ctx.ts'
import type { Db } from '../../kernel/db.ts'
import { newId } from '../../kernel/ids.ts'
import { testEcosystem } from '../../kernel/testing.ts'
import { closePeriod, findOrOpenAccount, makeAsset, type NewEntry, postAll } from '../ledger/index.ts'

/** A share of a sale: to whom, how much, by which step, and how that came about. */
export type Share = { party: string; amount: number; step: string; exact?: string; carry?: string }
export type Sold = {
  day: string
  reference: string
  gross: number
  net: number
  shares: readonly Share[]
  /** Who took the money; the ecosystem's bank where nobody is named. */
  by?: string
  kind?: 'sale' | 'refund'
  late?: boolean
  ruleVersionId?: string
  rate?: string
}

/** An ecosystem that sells in euros, booked as sales are. */
export async function testSales(db: Db, now: () => Date) {
  const roles = await testEcosystem(db, { now })
  const { system } = roles
  await transaction(system, (tx) => makeAsset(tx, { code: 'EUR', name: 'Euro', scale: 2, kind: 'money' }))
  const account = (owner: string | null, purpose: string) =>
    transaction(system, (tx) =>
      findOrOpenAccount(tx, { ownerPartyId: owner, asset: 'EUR', purpose, normalSide: purpose === 'bank' ? 'debit' : 'credit' }),
    )

  async function sell({ day, reference, gross, net, shares, by, kind = 'sale', late = false, ruleVersionId, rate = '19/100' }: Sold) {
    const sale = newId()
    const sign = kind === 'sale' ? 1 : -1
    const own = { sale, ...(kind === 'refund' && { refund: newId() }) }
    const money = by === undefined ? await account(null, 'bank') : await account(by, 'payable')
    const entries: NewEntry[] = [{ accountId: money, amount: BigInt(sign * gross), explanation: own }]
    if (gross !== net) entries.push({ accountId: await account(by ?? null, 'vat'), amount: BigInt(sign * (net - gross)), explanation: own })
    for (const { party, amount, step, exact = `${amount}`, carry = '0' } of shares) {
      const accountId = await account(party, 'payable')
      entries.push({ accountId, amount: BigInt(-sign * amount), explanation: { ...own, step, exact, carry } })
    }
    const vat = [{ rate, country: 'DE', net: `${net}`, vat: `${gross - net}` }]
    const explanation = { ...own, reference, gross: `${gross}`, net: `${net}`, vat }
    const posting = {
      scope: 'sales',
      key: newId(),
      kind,
      effectiveOn: day,
      late: late ? ('next' as const) : ('refuse' as const),
      explanation,
      entries,
    }
    await transaction(system, (tx) => postAll(tx, [{ ...posting, ...(ruleVersionId && { ruleVersionId }) }]))
  }

  async function pay(party: string, amount: number, day: string) {
    const [bank, payable] = [await account(null, 'bank'), await account(party, 'payable')]
    const entries = [
      { accountId: payable, amount: BigInt(amount) },
      { accountId: bank, amount: BigInt(-amount) },
    ]
    await transaction(system, (tx) => postAll(tx, [{ scope: 'payouts', key: newId(), kind: 'payout', effectiveOn: day, entries }]))
  }
  const close = (through: string) => transaction(system, (tx) => closePeriod(tx, through))
  return { ...roles, account, sell, pay, close }
}
