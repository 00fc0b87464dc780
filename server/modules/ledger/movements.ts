import { sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { readWholeSet } from '../../kernel/sets.ts'

export type Movement = {
  accountId: string
  ownerPartyId: string
  asset: string
  scale: number
  /** All amounts as the owner sees them: a credit adds. */
  opening: bigint
  incoming: bigint
  outgoing: bigint
  closing: bigint
  /** What came in or went out in these days and was meant for days that were closed by then. */
  late: { entries: number; amount: bigint }
  /** What left it after these days by transactions of some kinds, less what came back of that; what comes back of earlier ones is what comes in later. */
  leftAfter: bigint
  /** What is held back to leave it, now. */
  held: bigint
}

type Question = {
  purpose: string
  /** The closed day after which to look; null for the beginning of the books. */
  since: string | null
  through: string
  /** The kinds of transactions that `leftAfter` counts. */
  kinds: readonly string[]
}

/**
 * What happened on all accounts of organisations with this purpose in some days, whether these are closed by now or not. Accounts with nothing
 * to tell are left out. Asks for no right: it serves operations that have asked for theirs.
 */
export async function readMovements(ctx: Ctx, { purpose, since, through, kinds }: Question): Promise<Movement[]> {
  const { rows } = await readWholeSet(ctx, () =>
    sql<MovementRow>`
      with accounts as (
        select a.id, a.owner_party_id, a.asset, s.scale, b.held_debit from ledger_accounts a
        join ledger_assets s on s.ecosystem_id = a.ecosystem_id and s.code = a.asset
        join ledger_balances b on b.ecosystem_id = a.ecosystem_id and b.account_id = a.id
        where a.ecosystem_id = ${ctx.ecosystemId} and a.purpose = ${purpose} and a.normal_side = 'credit' and a.owner_party_id is not null
      ), opened as (
        select c.account_id, -c.closing as opening from ledger_closing_balances c
        join ledger_closings p on p.ecosystem_id = c.ecosystem_id and p.number = c.closing_number
        where c.ecosystem_id = ${ctx.ecosystemId} and p.through = ${since}::date
      ), booked as (
        select e.account_id, -e.amount as amount, t.effective_on, t.meant_for is not null as is_late, coalesce(o.kind, t.kind) as kind,
          coalesce(o.effective_on, t.effective_on) as begun_on
        from ledger_transactions t
        join ledger_entries e on e.ecosystem_id = t.ecosystem_id and e.transaction_id = t.id
        join accounts on accounts.id = e.account_id
        left join ledger_transactions o on o.ecosystem_id = t.ecosystem_id and o.id = t.reverses
        where t.ecosystem_id = ${ctx.ecosystemId} and t.effective_on > ${since ?? '-infinity'}::date
      ), moved as (
        select account_id,
          coalesce(sum(amount) filter (where effective_on <= ${through}::date and amount > 0), 0) as incoming,
          coalesce(-sum(amount) filter (where effective_on <= ${through}::date and amount < 0), 0) as outgoing,
          count(*) filter (where effective_on <= ${through}::date and is_late) as late_entries,
          coalesce(sum(amount) filter (where effective_on <= ${through}::date and is_late), 0) as late_amount,
          coalesce(-sum(amount) filter (where least(effective_on, begun_on) > ${through}::date and kind = any(${kinds}::text[])), 0) as left_after
        from booked group by 1
      )
      select a.id as "accountId", a.owner_party_id as "ownerPartyId", a.asset, a.scale, coalesce(o.opening, 0)::text as opening,
        coalesce(m.incoming, 0)::text as incoming, coalesce(m.outgoing, 0)::text as outgoing, coalesce(m.late_entries, 0)::int as "lateEntries",
        coalesce(m.late_amount, 0)::text as "lateAmount", coalesce(m.left_after, 0)::text as "leftAfter", a.held_debit as held
      from accounts a left join opened o on o.account_id = a.id left join moved m on m.account_id = a.id
      where coalesce(o.opening, 0) <> 0 or coalesce(m.incoming, 0) <> 0 or coalesce(m.outgoing, 0) <> 0
      order by a.id`.execute(ctx.db),
  )
  return rows.map(({ lateEntries, lateAmount, ...row }) => {
    const [opening, incoming, outgoing] = [BigInt(row.opening), BigInt(row.incoming), BigInt(row.outgoing)]
    const late = { entries: lateEntries, amount: BigInt(lateAmount) }
    return { ...row, opening, incoming, outgoing, closing: opening + incoming - outgoing, late, leftAfter: BigInt(row.leftAfter) }
  })
}

/** Sums as texts: they may be larger than what one account may hold. */
type MovementRow = {
  accountId: string
  ownerPartyId: string
  asset: string
  scale: number
  opening: string
  incoming: string
  outgoing: string
  lateEntries: number
  lateAmount: string
  leftAfter: string
  held: bigint
}
