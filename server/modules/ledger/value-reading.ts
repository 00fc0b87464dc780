import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { decodeCursor, type Page, type Paging, toPage } from '../../kernel/paging.ts'
import { ACCOUNT_COLUMNS, type Account, type AccountRow, toAccount } from './accounts.ts'
import type { JsonValue } from './rules.ts'

// What modules read that keep a kind of value on accounts. None of it asks for a right: they serve operations that have asked for theirs.

export type AccountsWanted = {
  asset?: string
  purpose?: string
  /** What the purpose begins with, such as `fund:`. */
  begins?: string
  /** Organisations, by any of their ids; null for the ecosystem itself. */
  owners?: readonly string[] | null
}

/** Accounts in the order of their ids, after one of them. */
export async function listAccounts(ctx: Ctx | Tx, wanted: AccountsWanted, limit: number, after?: string): Promise<Account[]> {
  const { asset, purpose, begins, owners } = wanted
  const conditions: RawBuilder<unknown>[] = [
    sql`a.ecosystem_id = ${ctx.ecosystemId}`,
    ...(asset === undefined ? [] : [sql`a.asset = ${asset}`]),
    ...(purpose === undefined ? [] : [sql`a.purpose = ${purpose}`]),
    ...(begins === undefined ? [] : [sql`starts_with(a.purpose, ${begins})`]),
    ...(owners === undefined ? [] : [owners === null ? sql`a.owner_party_id is null` : sql`a.owner_party_id = any(${owners}::uuid[])`]),
    ...(after === undefined ? [] : [sql`a.id > ${after}`]),
  ]
  const { rows } = await sql<AccountRow>`
    select ${ACCOUNT_COLUMNS} from ledger_accounts a
    join ledger_balances b on b.ecosystem_id = a.ecosystem_id and b.account_id = a.id
    join ledger_assets s on s.ecosystem_id = a.ecosystem_id and s.code = a.asset
    where ${sql.join(conditions, sql` and `)} order by a.id limit ${limit}`.execute(ctx.db)
  return rows.map(toAccount)
}

export type AccountEntry = {
  accountId: string
  ownerPartyId: string | null
  asset: string
  sequence: bigint
  /** As its owner sees it: whatever the normal side, what comes in is positive. */
  amount: bigint
  balanceAfter: bigint
  transactionId: string
  kind: string
  day: string
  bookedAt: Date
  /** Of the transaction, and of this entry. */
  explanation: JsonValue
  line: JsonValue
}

/** One with what became of it, for whoever reads some of them. */
export type ToldEntry = AccountEntry & {
  /** What it takes back. */
  undoes: { transactionId: string; kind: string; explanation: JsonValue } | null
  /** Why it was taken back, all or a part of it. */
  takenBack: string | null
}

/** Entries of one account, the newest first, before a place in its sequence. */
export async function listEntries(ctx: Ctx | Tx, accountId: string, limit: number, before?: bigint): Promise<ToldEntry[]> {
  const earlier = before === undefined ? sql`true` : sql`e.sequence < ${before}`
  return await entriesWhere(ctx, sql`e.account_id = ${accountId} and ${earlier} order by e.sequence desc limit ${limit}`, BECAME)
}

/** A page of the entries of a kind on accounts with a purpose, of some organisations or of anybody, the newest first. */
export async function listEntriesOfKind(
  ctx: Ctx | Tx,
  { kind, purpose, owners }: { kind: string; purpose: string; owners: readonly string[] | undefined },
  paging: Paging,
): Promise<Page<ToldEntry>> {
  const conditions: RawBuilder<unknown>[] = [
    sql`t.kind = ${kind} and a.purpose = ${purpose}`,
    ...(owners === undefined ? [] : [sql`a.owner_party_id = any(${owners}::uuid[])`]),
    earlier(paging),
  ]
  const rows = await entriesWhere(ctx, sql`${sql.join(conditions, sql` and `)} order by t.id desc limit ${paging.limit + 1}`, BECAME)
  return toPage(rows, paging.limit, ({ transactionId }) => [transactionId])
}

/** A page of what transactions of a kind say of themselves, the newest first. */
export async function listOfKind({ db, ecosystemId }: Ctx | Tx, kind: string, paging: Paging): Promise<Page<KindOfTransaction>> {
  const { rows } = await sql<KindOfTransaction>`
    select t.id, t.effective_on::text as day, t.explanation from ledger_transactions t
    where t.ecosystem_id = ${ecosystemId} and t.kind = ${kind} and ${earlier(paging)} order by t.id desc limit ${paging.limit + 1}`.execute(
    db,
  )
  return toPage(rows, paging.limit, ({ id }) => [id])
}

/** Transactions `t` before that of the cursor, if there is one. */
function earlier({ cursor }: Paging): RawBuilder<unknown> {
  return cursor === undefined ? sql`true` : sql`t.id < ${String(decodeCursor(cursor, 1)[0])}::uuid`
}

export type KindOfTransaction = { id: string; day: string; explanation: JsonValue }

/** One of them, if it is of this kind. */
export async function findOfKind({ db, ecosystemId }: Ctx | Tx, kind: string, id: string): Promise<KindOfTransaction | undefined> {
  const { rows } = await sql<KindOfTransaction>`
    select t.id, t.effective_on::text as day, t.explanation from ledger_transactions t
    where t.ecosystem_id = ${ecosystemId} and t.kind = ${kind} and t.id = ${id}`.execute(db)
  return rows[0]
}

/** What came onto an account and was not taken back, by a word that the transactions say of themselves, such as who gave it. */
export async function sumBy({ db, ecosystemId }: Ctx | Tx, accountId: string, kind: string, word: string): Promise<Map<string, bigint>> {
  const { rows } = await sql<{ said: string; sum: bigint }>`
    select said, abs(sum(amount))::bigint as sum
    from (
      select coalesce(o.explanation, t.explanation)->>${word} as said, e.amount
      from ledger_entries e join ledger_transactions t on t.ecosystem_id = e.ecosystem_id and t.id = e.transaction_id
      left join ledger_transactions o on o.ecosystem_id = t.ecosystem_id and o.id = t.reverses
      where e.ecosystem_id = ${ecosystemId} and e.account_id = ${accountId} and coalesce(o.kind, t.kind) = ${kind}
    ) x where said is not null group by 1 having sum(amount) <> 0`.execute(db)
  return new Map(rows.map(({ said, sum }) => [said, sum]))
}

/** The last place in the sequence of an account before another one at which nothing was on it; nothing that came earlier is still there. */
export async function findLastEmpty({ db, ecosystemId }: Ctx | Tx, accountId: string, before: bigint): Promise<bigint> {
  const { rows } = await sql<{ sequence: bigint }>`
    select sequence from ledger_entries
    where ecosystem_id = ${ecosystemId} and account_id = ${accountId} and sequence < ${before} and balance_after = 0
    order by sequence desc limit 1`.execute(db)
  return rows[0]?.sequence ?? 0n
}

/** Entries of one account in their order, from a place in its sequence on. */
export async function listEntriesFrom(ctx: Ctx | Tx, accountId: string, from: bigint, limit: number): Promise<AccountEntry[]> {
  return await entriesWhere(ctx, sql`e.account_id = ${accountId} and e.sequence >= ${from} order by e.sequence limit ${limit}`)
}

/** The entry a transaction has on an account; the first when it has several. */
export async function findEntry(ctx: Ctx | Tx, accountId: string, transactionId: string): Promise<AccountEntry | undefined> {
  return (await entriesWhere(ctx, sql`e.account_id = ${accountId} and e.transaction_id = ${transactionId} order by e.sequence limit 1`))[0]
}

/** One more look for each entry, which would be felt where thousands are read at once. */
const BECAME = sql<Pick<ToldEntry, 'undoes' | 'takenBack'>>`,
  (select json_build_object('transactionId', o.id, 'kind', o.kind, 'explanation', o.explanation) from ledger_transactions o
    where o.ecosystem_id = t.ecosystem_id and o.id = t.reverses) as undoes,
  (select min(coalesce(r.explanation->>'note', '')) from ledger_transactions r
    where r.ecosystem_id = t.ecosystem_id and r.reverses = t.id) as "takenBack"`

async function entriesWhere<More = unknown>(
  { db, ecosystemId }: Ctx | Tx,
  rest: RawBuilder<unknown>,
  more: RawBuilder<More> = sql<More>``,
): Promise<(AccountEntry & More)[]> {
  const { rows } = await sql<AccountEntry & More>`
    select e.account_id as "accountId", a.owner_party_id as "ownerPartyId", a.asset, e.sequence,
      case a.normal_side when 'debit' then e.amount else -e.amount end as amount,
      case a.normal_side when 'debit' then e.balance_after else -e.balance_after end as "balanceAfter",
      e.transaction_id as "transactionId", t.kind, t.effective_on::text as day, t.booked_at as "bookedAt", t.explanation, e.explanation as line ${more}
    from ledger_entries e
    join ledger_transactions t on t.ecosystem_id = e.ecosystem_id and t.id = e.transaction_id
    join ledger_accounts a on a.ecosystem_id = e.ecosystem_id and a.id = e.account_id
    where e.ecosystem_id = ${ecosystemId} and ${rest}`.execute(db)
  return rows
}

export type DayFlow = { accountId: string; day: string; came: bigint; went: bigint }

/**
 * What came onto accounts and went from them, by the day it counts for, in the order of the days. What was taken back neither came nor went: it is
 * taken off the day of what it takes back.
 */
export async function readFlowsByDay({ db, ecosystemId }: Ctx | Tx, accountIds: readonly string[]): Promise<DayFlow[]> {
  const { rows } = await sql<DayFlow>`
    select "accountId", day, coalesce(sum(amount) filter (where "isIn"), 0)::bigint as came,
      coalesce(-sum(amount) filter (where not "isIn"), 0)::bigint as went
    from (
      select e.account_id as "accountId", coalesce(o.effective_on, t.effective_on)::text as day,
        case a.normal_side when 'debit' then e.amount else -e.amount end as amount,
        ((e.amount > 0) = (a.normal_side = 'debit')) <> (t.reverses is not null) as "isIn"
      from ledger_entries e
      join ledger_transactions t on t.ecosystem_id = e.ecosystem_id and t.id = e.transaction_id
      join ledger_accounts a on a.ecosystem_id = e.ecosystem_id and a.id = e.account_id
      left join ledger_transactions o on o.ecosystem_id = t.ecosystem_id and o.id = t.reverses
      where e.ecosystem_id = ${ecosystemId} and e.account_id = any(${accountIds}::uuid[])
    ) x group by 1, 2 order by 2`.execute(db)
  return rows
}
