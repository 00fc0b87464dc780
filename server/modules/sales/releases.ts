import { sql } from 'kysely'
import { type Ctx, type Tx, transaction } from '../../kernel/ctx.ts'
import { type Posting, postAll, type ReversedEntry, readReversedEntries } from '../ledger/index.ts'
import { readAliases } from '../parties/index.ts'
import { todayIn } from '../people/index.ts'
import { lockSales, openAccounts } from './books.ts'
import { accountKey, entriesOn, explanationOf, held, payable, type WantedEntry } from './sharing-out.ts'

const LINES_AT_ONCE = 200

/** In every ecosystem: what was held back for its days goes to what is owed. */
export async function releaseHeld(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ ecosystem_id: string }>`select distinct ecosystem_id from auth.memberships`.execute(ctx.db)
  for (const { ecosystem_id: ecosystemId } of rows) {
    const inside = { ...ctx, ecosystemId }
    while ((await transaction(inside, releaseSome)) > 0);
  }
}

type Line = {
  sale_id: string
  reference: string
  transaction_id: string
  version_id: string
  asset: string
  n: number
  step: string
  through: string | null
  party_id: string
  exact: string
  carry: string
  left: bigint
}

/** Lets the lines go whose days are over, the oldest first; some at a time. Answers how many. */
export async function releaseSome(tx: Tx): Promise<number> {
  await lockSales(tx)
  const today = await todayIn(tx)
  const lines = await withoutReversed(tx, await readDue(tx, today))
  if (lines.length === 0) return 0
  const transactionIds = await bookReleases(tx, lines, today)
  const rows = lines.map(({ sale_id, n, left }) => {
    const transaction_id = left === 0n ? null : transactionIds.get(nameOf({ sale_id, n }))!
    return { ecosystem_id: tx.ecosystemId, sale_id, n, amount: left, transaction_id, released_on: today }
  })
  await tx.db.insertInto('sale_releases').values(rows).execute()
  await sql`
    delete from sale_holds h using unnest(${lines.map(({ sale_id }) => sale_id)}::uuid[], ${lines.map(({ n }) => n)}::int[]) as l(sale_id, n)
    where h.ecosystem_id = ${tx.ecosystemId} and h.sale_id = l.sale_id and h.n = l.n`.execute(tx.db)
  return lines.length
}

async function readDue({ db, ecosystemId }: Tx, today: string): Promise<Line[]> {
  const { rows } = await sql<Line>`
    select h.sale_id, s.reference, s.transaction_id, s.version_id, s.asset, a.n, a.step, a.through, a.party_id, a.exact, a.carry,
      (a.paid - coalesce((select sum(p.amount) from sale_refund_parts p
        where p.ecosystem_id = ${ecosystemId} and p.sale_id = a.sale_id and p.n = a.n), 0))::bigint as left
    from (select sale_id, n, held_until from sale_holds where ecosystem_id = ${ecosystemId} and held_until <= ${today}::date
      order by held_until, sale_id, n limit ${LINES_AT_ONCE}) h
    join sale_allocations a on a.ecosystem_id = ${ecosystemId} and a.sale_id = h.sale_id and a.n = h.n
    join sales s on s.ecosystem_id = ${ecosystemId} and s.id = h.sale_id`.execute(db)
  return rows
}

/** What was reversed by hand meanwhile is not held any more, so it is not let go either. */
async function withoutReversed(tx: Tx, lines: readonly Line[]): Promise<Line[]> {
  const reversed = await readReversedEntries(tx, [...new Set(lines.map(({ transaction_id }) => transaction_id))])
  if (reversed.length === 0) return [...lines]
  const isOf = (line: Line) => (entry: ReversedEntry) =>
    entry.transactionId === line.transaction_id &&
    entry.purpose === 'held' &&
    entry.ownerPartyId === line.party_id &&
    (entry.explanation as { step?: string } | null)?.step === line.step
  return lines.map((line) => {
    const left = reversed.filter(isOf(line)).reduce((rest, { amount }) => rest - amount, line.left)
    return { ...line, left: left > 0n ? left : 0n }
  })
}

/** A transaction for each line, so that a statement can name the sale it comes from. */
async function bookReleases(tx: Tx, lines: readonly Line[], today: string): Promise<Map<string, string>> {
  const { targetOf } = await readAliases(tx)
  const due = lines.filter(({ left }) => left > 0n)
  const wanted = due.map((line): WantedEntry[] => {
    const explanation = explanationOf({ sale: line.sale_id }, line)
    return [
      { account: held(line.asset, line.party_id), amount: line.left, explanation },
      { account: payable(line.asset, targetOf(line.party_id)), amount: -line.left, explanation },
    ]
  })
  const accounts = await openAccounts(
    tx,
    wanted.flatMap((entries) => entries.map(({ account }) => account)),
  )
  const postings = due.map((line, k): Posting => {
    return {
      scope: 'sale.release',
      key: nameOf(line),
      kind: 'release',
      effectiveOn: today,
      late: 'next',
      ruleVersionId: line.version_id,
      explanation: { sale: line.sale_id, reference: line.reference },
      entries: entriesOn(wanted[k]!, (account) => accounts.get(accountKey(account))!),
    }
  })
  const posted = await postAll(tx, postings)
  return new Map(due.map((line, k) => [nameOf(line), posted[k]!.id]))
}

function nameOf({ sale_id, n }: { sale_id: string; n: number }): string {
  return `${sale_id}:${n}`
}
