import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { type Ctx, type Role, transaction } from '../../kernel/ctx.ts'
import { testApi, testDatabase } from '../../kernel/testing.ts'
import { checkLedger, setBookChecks } from '../ledger/index.ts'
import { testBooks } from '../ledger/testing.ts'
import { createParty } from '../parties/index.ts'
import { bookChecks, routes } from './index.ts'

/** The official schema of payment files. */
export const schema = readFileSync(new URL('./testing-data/pain.001.001.09.xsd', import.meta.url), 'utf8')

setBookChecks(bookChecks)
export const place = await testDatabase()
export const { db } = place
export const clock = { now: new Date('2026-05-04T10:00:00Z') }
export const now = () => clock.now
export const call = testApi(db, [routes], now)
export const IBANS = ['DE89370400440532013000', 'NL91ABNA0417164300', 'FR1420041010050500013M02606', 'AT611904300234573201']

/** An ecosystem of two coordinators, with organisations that are owed money. */
export async function testSettlement() {
  clock.now = new Date('2026-05-04T10:00:00Z')
  const books = await testBooks(db, now)
  const { system, as, ecosystemId } = books
  const person = async (role: Role, partyId?: string) => {
    const ctx = as(role, partyId ?? [])
    const row = { ecosystem_id: ecosystemId, person_id: ctx.actor.personId, role, party_id: partyId ?? null, created_at: now() }
    await db.insertInto('auth.memberships').values(row).execute()
    return ctx
  }
  const [one, two] = [await person('owner'), await person('coordinator')]
  const party = async (name: string) => (await transaction(system, (tx) => createParty(tx, { name }))).id
  const bank = await books.account({ purpose: 'bank' })
  const payable = (partyId: string, asset = 'EUR') =>
    books.account({ ownerPartyId: partyId, asset, purpose: 'payable', normalSide: 'credit' })
  /** What came in for an organisation; below zero what it gave back. */
  const owe = async (partyId: string, cents: number, more: object = {}) =>
    await books.move(await payable(partyId), bank, cents, { kind: 'sale', ...more })
  const account = (partyId: string, place: number, by: Ctx = one) =>
    call(by, 'PUT', `/parties/${partyId}/bank-account`, { holder: `Holder ${place}`, iban: IBANS[place], bic: null, address: null })
  const own = () => call(one, 'PUT', '/settlement-settings/bank-account', { holder: 'Us', iban: IBANS[3], bic: null, address: null })
  const close = (through: string, by: Ctx = one) => call(by, 'POST', '/settlements', { through })
  const linesOf = async (id: string, by: Ctx = one) => (await call(by, 'GET', `/settlements/${id}/lines`)).json.items
  const balance = async (partyId: string) => {
    const { rows } = await inside(
      system,
      sql<{ balance: bigint; held: bigint }>`select -balance as balance, held_debit as held
      from ledger_balances where account_id = ${await payable(partyId)}`,
    )
    return rows[0]!
  }
  const refused = async (by: Ctx, method: string, path: string, body?: object) => {
    const { status, json } = await call(by, method, path, body)
    return [status, json?.code]
  }
  return { ...books, one, two, person, party, bank, payable, owe, account, own, close, linesOf, balance, refused }
}

export function inside<T>(ctx: Ctx, query: ReturnType<typeof sql<T>>) {
  return transaction({ ...ctx, actor: { kind: 'system' } }, (tx) => query.execute(tx.db))
}

/** Settlement's own check, by SQL of its own: what lines say is what the accounts did, and each settlement begins where the one before ended. */
export async function check(ctx: Ctx): Promise<string[]> {
  const { rows } = await inside(
    ctx,
    sql<{ wrong: string }>`
    with lines as (select s.number, s.since, s.through, l.* from settlement_lines l join settlements s on s.id = l.settlement_id),
    entries as (select a.id, t.effective_on, -e.amount as amount from ledger_entries e join ledger_transactions t on t.id = e.transaction_id
      join ledger_accounts a on a.id = e.account_id where a.purpose = 'payable'),
    delta as (select l.id, coalesce(sum(e.amount), 0) as moved from lines l left join entries e on e.id = any(l.account_ids)
      and e.effective_on <= l.through and (l.since is null or e.effective_on > l.since) group by l.id),
    balances as (select l.id, coalesce(sum(e.amount), 0) as at_end from lines l left join entries e on e.id = any(l.account_ids)
      and e.effective_on <= l.through group by l.id)
    select 'moved ' || l.number as wrong from lines l join delta d on d.id = l.id where l.incoming - l.outgoing <> d.moved
    union all select 'closing ' || l.number from lines l join balances b on b.id = l.id where l.closing <> b.at_end
    union all select 'sum ' || s.number from settlements s where (select coalesce(sum(closing), 0) from lines l where l.settlement_id = s.id)
      <> (select coalesce(sum(amount), 0) from entries where effective_on <= s.through)
    union all select 'opening ' || b.number from lines a join lines b on b.number = a.number + 1 and b.account_ids = a.account_ids where a.closing <> b.opening
    union all select 'paid ' || p.id from settlement_payouts p where p.outcome = 'paid' and p.amount <>
      (select sum(e.amount) from settlement_payout_holds h join ledger_entries e on e.transaction_id = h.transaction_id and e.account_id = h.account_id
        where h.payout_id = p.id)
    union all select 'held ' || p.id from settlement_payouts p where p.amount <> (select sum(o.amount) from settlement_payout_holds h
      join ledger_holds o on o.id = h.hold_id where h.payout_id = p.id)`,
  )
  const ledger = await transaction({ ...ctx, actor: { kind: 'system' } }, checkLedger)
  return [...rows.map(({ wrong }) => wrong), ...ledger.checks.flatMap(({ wrong }) => wrong ?? [])]
}
