import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { found } from '../../kernel/errors.ts'
import type { JsonValue } from './rules.ts'
import type { Side } from './schema.ts'

/** What modules below read of the books. Nothing here asks for a right: that is theirs to do. Days are written the same in every session. */

export type ClosedPeriod = {
  number: number
  /** Its first day; null for everything up to its end. */
  from: string | null
  through: string
  closedAt: Date
}

/** A closed period by its number. Throws not_found. */
export async function getClosedPeriod(ctx: Ctx, number: number): Promise<ClosedPeriod> {
  return found((await selectPeriods(ctx, sql`number = ${number}`, 1))[0], 'closing')
}

/** Closed periods, the newest first, from `before` on. */
export async function listClosedPeriods(ctx: Ctx, limit: number, before?: number): Promise<ClosedPeriod[]> {
  return await selectPeriods(ctx, before === undefined ? sql`true` : sql`number < ${before}`, limit)
}

async function selectPeriods({ db, ecosystemId }: Ctx, where: RawBuilder<unknown>, limit: number): Promise<ClosedPeriod[]> {
  const { rows } = await sql<ClosedPeriod>`
    select number, ${dayText(sql`first + 1`)} as "from", ${dayText(sql`through`)} as through, closed_at as "closedAt" from (
      select number, through, closed_at, lag(through) over (order by number) as first from ledger_closings where ecosystem_id = ${ecosystemId}) c
    where ${where} order by number desc limit ${limit}`.execute(db)
  return rows
}

export type ClosedBalance = { accountId: string; ownerPartyId: string; asset: string; opening: bigint; closing: bigint }

/** What the accounts of organisations for a purpose opened and closed a period with, as their owners see it. */
export async function readClosedBalances({ db, ecosystemId }: Ctx, number: number, purpose: string): Promise<ClosedBalance[]> {
  const { rows } = await sql<ClosedBalance>`
    select a.id as "accountId", a.owner_party_id as "ownerPartyId", a.asset,
      ${asSeen(sql`b.opening`)} as opening, ${asSeen(sql`b.closing`)} as closing
    from ledger_closing_balances b join ledger_accounts a on a.ecosystem_id = b.ecosystem_id and a.id = b.account_id
    where b.ecosystem_id = ${ecosystemId} and b.closing_number = ${number} and a.purpose = ${purpose} and a.owner_party_id is not null
    order by a.owner_party_id, a.asset`.execute(db)
  return rows
}

/** What an account had at the end of a closed period, as its owner sees it. */
export async function readClosedBalance({ db, ecosystemId }: Ctx, number: number, accountId: string): Promise<bigint> {
  const { rows } = await sql<{ closing: bigint }>`
    select ${asSeen(sql`b.closing`)} as closing
    from ledger_closing_balances b join ledger_accounts a on a.ecosystem_id = b.ecosystem_id and a.id = b.account_id
    where b.ecosystem_id = ${ecosystemId} and b.closing_number = ${number} and b.account_id = ${accountId}`.execute(db)
  return rows[0]?.closing ?? 0n
}

export type OwnedAccount = { id: string; ownerPartyId: string; asset: string }

/** The accounts of organisations for a purpose, in the order of their ids; of some owners only where these are named. */
export async function listOwnedAccounts(
  { db, ecosystemId }: Ctx,
  { purpose, owners, after, limit }: { purpose: string; owners?: readonly string[] | undefined; after?: string | undefined; limit: number },
): Promise<OwnedAccount[]> {
  const { rows } = await sql<OwnedAccount>`
    select id, owner_party_id as "ownerPartyId", asset from ledger_accounts
    where ecosystem_id = ${ecosystemId} and purpose = ${purpose} and owner_party_id is not null
      and ${owners === undefined ? sql`true` : sql`owner_party_id = any(${owners}::uuid[])`} and ${after === undefined ? sql`true` : sql`id > ${after}`}
    order by id limit ${limit}`.execute(db)
  return rows
}

/** An entry of an account, with what its transaction says; the amount as the owner sees it. */
export type AccountLine = {
  /** Its place among the entries that were asked for, from one. */
  place: number
  transactionId: string
  n: number
  kind: string
  day: string
  meantFor: string | null
  ruleVersionId: string | null
  whole: JsonValue | null
  explanation: JsonValue | null
  amount: bigint
  /** The sum of the amounts so far. */
  running: bigint
}

/** Which days: after one, through another; open where one is null. */
export type Days = { after: string | null; through: string | null }

/** The entries of an account that take effect on some days, by day and then as they were booked, a stretch at a time. */
export async function* streamAccountLines(tx: Tx, accountId: string, days: Days): AsyncGenerator<AccountLine[]> {
  const name = sql.raw(`lines_${accountId.replaceAll('-', '')}`)
  const all = detailed(tx, sql`select * from ${places(tx, accountId, days)} l`)
  await sql`set local work_mem = '32MB'`.execute(tx.db) // they are sorted
  await sql`declare ${name} no scroll cursor for ${all}`.execute(tx.db)
  for (;;) {
    const { rows } = await sql<AccountLine>`fetch 2000 from ${name}`.execute(tx.db)
    if (rows.length > 0) yield rows
    if (rows.length < 2000) break
  }
  await sql`close ${name}`.execute(tx.db)
}

/** A page of the same. */
export async function readAccountLines(
  ctx: Ctx,
  accountId: string,
  days: Days,
  { offset, limit }: { offset: number; limit: number },
): Promise<AccountLine[]> {
  const page = sql`select * from ${places(ctx, accountId, days)} l where place > ${offset} order by place limit ${limit}`
  return (await detailed(ctx, page).execute(ctx.db)).rows
}

/**
 * Which entries, in their order, with nothing that is not needed for it. Transactions are looked up by their key for each: a database that has not
 * counted new rows yet would read all transactions of those days for every entry.
 */
function places({ ecosystemId }: Ctx, accountId: string, days: Days): RawBuilder<unknown> {
  const order = sql`(order by t.effective_on, e.sequence)`
  return sql`(
    select row_number() over ${order}::int as place, e.transaction_id, e.n, t.effective_on, ${asSeen(sql`e.amount`)} as amount,
      sum(${asSeen(sql`e.amount`)}) over ${order}::bigint as running
    from ledger_accounts a, ledger_entries e,
      lateral (select effective_on from ledger_transactions where ecosystem_id = ${ecosystemId} and id = e.transaction_id limit 1) t
    where a.ecosystem_id = ${ecosystemId} and a.id = ${accountId}
      and e.ecosystem_id = ${ecosystemId} and e.account_id = ${accountId} and ${within(days)})`
}

function detailed({ ecosystemId }: Ctx, chosen: RawBuilder<unknown>): RawBuilder<AccountLine> {
  return sql`
    select l.place, l.transaction_id as "transactionId", l.n, t.kind, ${dayText(sql`l.effective_on`)} as day, ${dayText(sql`t.meant_for`)} as "meantFor",
      t.rule_version_id as "ruleVersionId", t.explanation as whole, e.explanation, l.amount, l.running
    from (${chosen}) l,
      lateral (select * from ledger_transactions where ecosystem_id = ${ecosystemId} and id = l.transaction_id limit 1) t,
      lateral (select * from ledger_entries where ecosystem_id = ${ecosystemId} and transaction_id = l.transaction_id and n = l.n limit 1) e
    order by l.place`
}

/** The transactions of some days with their entries and accounts, looked up by their keys for the same reason. */
function bookedOn(ecosystemId: string, days: Days, asset: string | null): RawBuilder<unknown> {
  return sql`ledger_transactions t,
      lateral (select * from ledger_entries where ecosystem_id = ${ecosystemId} and transaction_id = t.id offset 0) e,
      lateral (select * from ledger_accounts where ecosystem_id = ${ecosystemId} and id = e.account_id limit 1) a
    where t.ecosystem_id = ${ecosystemId} and ${within(days)} and ${asset === null ? sql`true` : sql`a.asset = ${asset}`}`
}

/** A whole entry, signed as it was booked: a debit is positive. */
export type BookedEntry = {
  transactionId: string
  n: number
  day: string
  meantFor: string | null
  bookedAt: Date
  kind: string
  ruleVersionId: string | null
  reverses: string | null
  whole: JsonValue | null
  explanation: JsonValue | null
  accountId: string
  ownerPartyId: string | null
  purpose: string
  normalSide: Side
  asset: string
  amount: bigint
}

/** All entries that take effect on some days, by day, transaction and number, a stretch at a time; of one asset where it is named. */
export async function* streamBookedEntries(tx: Tx, days: Days, asset: string | null): AsyncGenerator<BookedEntry[]> {
  await sql`
    declare booked no scroll cursor for
    select e.transaction_id as "transactionId", e.n, ${dayText(sql`t.effective_on`)} as day, ${dayText(sql`t.meant_for`)} as "meantFor",
      t.booked_at as "bookedAt", t.kind, t.rule_version_id as "ruleVersionId", t.reverses, t.explanation as whole, e.explanation,
      a.id as "accountId", a.owner_party_id as "ownerPartyId", a.purpose, a.normal_side as "normalSide", a.asset, e.amount
    from ${bookedOn(tx.ecosystemId, days, asset)}
    order by t.effective_on, e.transaction_id, e.n`.execute(tx.db)
  for (;;) {
    const { rows } = await sql<BookedEntry>`fetch 4000 from booked`.execute(tx.db)
    if (rows.length > 0) yield rows
    if (rows.length < 4000) break
  }
  await sql`close booked`.execute(tx.db)
}

/** The purposes of the accounts that were booked on some days, and the first of these days. */
export async function readBookedPurposes(
  { db, ecosystemId }: Ctx,
  days: Days,
  asset: string | null,
): Promise<{ purposes: string[]; first: string | null }> {
  const { rows } = await sql<{ purposes: string[] | null; first: string | null }>`
    select array_agg(distinct a.purpose order by a.purpose) as purposes, ${dayText(sql`min(t.effective_on)`)} as first
    from ${bookedOn(ecosystemId, days, asset)}`.execute(db)
  return { purposes: rows[0]!.purposes ?? [], first: rows[0]!.first }
}

/** Every purpose there is an account for. */
export async function listPurposes({ db, ecosystemId }: Ctx): Promise<string[]> {
  const { rows } = await sql<{ purpose: string }>`
    select distinct purpose from ledger_accounts where ecosystem_id = ${ecosystemId} order by 1`.execute(db)
  return rows.map(({ purpose }) => purpose)
}

function within({ after, through }: Days): RawBuilder<boolean> {
  return sql`t.effective_on > coalesce(${after}::date, '-infinity') and t.effective_on <= coalesce(${through}::date, 'infinity')`
}

function asSeen(amount: RawBuilder<unknown>): RawBuilder<bigint> {
  return sql`(case when a.normal_side = 'debit' then ${amount} else -${amount} end)`
}

/** However the session writes dates. */
function dayText(day: RawBuilder<unknown>): RawBuilder<string> {
  return sql`to_char(${day}, 'YYYY-MM-DD')`
}
