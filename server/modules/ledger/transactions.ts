import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { found } from '../../kernel/errors.ts'
import { decodeCursor, type Page, toPage } from '../../kernel/paging.ts'
import { allowList, readMembers } from '../people/index.ts'
import { getAccount } from './accounts.ts'
import type { JsonValue } from './rules.ts'
import type { PostingList, ShownPosting, ShownTransaction, Side, TransactionList } from './schema.ts'
import { ownedByOwn, readOwnerNames } from './showing.ts'

/** How the scope of what people and their programs booked themselves begins. What anything else booked it keeps track of by itself. */
export const BY_HAND = 'api:'

/** What was booked, the newest first: to coordinators all of it, to a member what touches the own organisation, and of that its own entries. */
export async function listTransactions(
  ctx: Ctx,
  { limit, cursor, accountId, kind, from, to }: TransactionList,
): Promise<Page<ShownTransaction>> {
  const reach = allowList(ctx, 'ledger.read')
  const conditions = daysBetween(from, to)
  if (kind !== undefined) conditions.push(sql`t.kind = ${kind}`)
  // an account that is somebody else's has nothing for a member: what it had a part in is not theirs to know
  if (accountId !== undefined)
    conditions.push(sql`t.id in (
    select e.transaction_id from ledger_accounts a join ledger_entries e on e.ecosystem_id = a.ecosystem_id and e.account_id = a.id
    where a.ecosystem_id = ${ctx.ecosystemId} and a.id = ${accountId} and ${ownedByOwn(ctx, sql`a.owner_party_id`)})`)
  if (!reach.all)
    conditions.push(sql`t.id in (
    select e.transaction_id from ledger_accounts a join ledger_entries e on e.ecosystem_id = a.ecosystem_id and e.account_id = a.id
    where a.ecosystem_id = ${ctx.ecosystemId} and a.owner_party_id = any(${reach.partyIds}::uuid[]))`)
  if (cursor !== undefined) conditions.push(sql`t.id < ${decodeCursor(cursor, 1)[0]}::uuid`)
  const { rows } = await sql<{ id: string }>`
    select t.id from ledger_transactions t where ${sql.join([sql`t.ecosystem_id = ${ctx.ecosystemId}`, ...conditions], sql` and `)}
    order by t.id desc limit ${limit + 1}`.execute(ctx.db)
  const page = toPage(rows, limit, ({ id }) => [id])
  return { items: await readTransactions(ctx, page.items.map(({ id }) => id)), nextCursor: page.nextCursor } // biome-ignore format: one line reads better
}

/** Throws not_found, also for a member when none of its entries is the own organisation's. */
export async function getTransaction(ctx: Ctx, id: string): Promise<ShownTransaction> {
  allowList(ctx, 'ledger.read')
  const transaction = (await readTransactions(ctx, [id]))[0]
  return found(transaction?.entries.length === 0 ? undefined : transaction, 'transaction')
}

/** What was booked on one account, the newest first, with what it held after each. */
export async function listPostings(ctx: Ctx, accountId: string, { limit, cursor, from, to }: PostingList): Promise<Page<ShownPosting>> {
  const { normalSide } = await getAccount(ctx, accountId)
  const conditions = daysBetween(from, to)
  if (cursor !== undefined) conditions.push(sql`e.sequence < ${decodeCursor(cursor, 1)[0]}::bigint`)
  // what was noted on a whole transaction may speak of others
  const said = sql`t.explanation->>'reference'`
  const reference = allowList(ctx, 'ledger.read').all ? sql`coalesce(${said}, t.explanation->>'note')` : said
  const { rows } = await sql<PostingRow>`
    select e.transaction_id, e.n, e.sequence, t.kind, t.effective_on::text, t.meant_for::text, t.booked_at, e.amount, e.balance_after,
      t.reverses is not null as is_reversal, t.rule_version_id, ${reference} as reference,
      e.explanation
    from ledger_entries e join ledger_transactions t on t.ecosystem_id = e.ecosystem_id and t.id = e.transaction_id
    where ${sql.join([sql`e.ecosystem_id = ${ctx.ecosystemId} and e.account_id = ${accountId}`, ...conditions], sql` and `)}
    order by e.sequence desc limit ${limit + 1}`.execute(ctx.db)
  const sign = normalSide === 'debit' ? 1n : -1n
  const shown = rows.map(
    (row): ShownPosting => ({
      transactionId: row.transaction_id,
      n: row.n,
      sequence: Number(row.sequence),
      kind: row.kind,
      effectiveOn: row.effective_on,
      meantFor: row.meant_for,
      bookedAt: row.booked_at.toISOString(),
      change: String(sign * row.amount),
      balanceAfter: String(sign * row.balance_after),
      isReversal: row.is_reversal,
      ruleVersionId: row.rule_version_id,
      reference: row.reference,
      explanation: row.explanation,
    }),
  )
  return toPage(shown, limit, ({ sequence }) => [sequence])
}

type PostingRow = {
  transaction_id: string
  n: number
  sequence: bigint
  kind: string
  effective_on: string
  meant_for: string | null
  booked_at: Date
  amount: bigint
  balance_after: bigint
  is_reversal: boolean
  rule_version_id: string | null
  reference: string | null
  explanation: JsonValue
}

function daysBetween(from: string | undefined, to: string | undefined): RawBuilder<unknown>[] {
  return [
    ...(from === undefined ? [] : [sql`t.effective_on >= ${from}::date`]),
    ...(to === undefined ? [] : [sql`t.effective_on <= ${to}::date`]),
  ]
}

type TransactionRow = {
  id: string
  kind: string
  booked_at: Date
  booked_by: string
  effective_on: string
  meant_for: string | null
  rule_version_id: string | null
  explanation: JsonValue
  reverses: string | null
  reversed_by: string[]
  is_by_hand: boolean
}

type EntryRow = {
  transaction_id: string
  n: number
  account_id: string
  owner_party_id: string | null
  asset: string
  scale: number
  purpose: string
  normal_side: Side
  amount: bigint
  balance_after: bigint
  sequence: bigint
  reverses_n: number | null
  reversed: string
  explanation: JsonValue
}

/** In the order of the ids. Each with the entries this person may see, and to a member without what it says of others. */
async function readTransactions(ctx: Ctx, ids: readonly string[]): Promise<ShownTransaction[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<TransactionRow>`
    select t.id, t.kind, t.booked_at, t.booked_by, t.effective_on::text, t.meant_for::text, t.rule_version_id, t.explanation, t.reverses,
      array(select r.id::text from ledger_transactions r where r.ecosystem_id = t.ecosystem_id and r.reverses = t.id order by r.id) as reversed_by,
      starts_with(t.scope, ${BY_HAND}) as is_by_hand
    from ledger_transactions t where t.ecosystem_id = ${ctx.ecosystemId} and t.id = any(${ids}::uuid[]) order by t.id desc`.execute(ctx.db)
  const entries = await readEntries(ctx, ids)
  const nameOf = await readOwnerNames(
    ctx,
    entries.map((entry) => entry.owner_party_id),
  )
  const seesAll = allowList(ctx, 'ledger.read').all
  const people = seesAll ? await readMembers(ctx, [...new Set(rows.flatMap((row) => personOf(row.booked_by) ?? []))]) : new Map()
  const byTransaction = Map.groupBy(entries, (entry) => entry.transaction_id)
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    bookedAt: row.booked_at.toISOString(),
    bookedBy: people.get(personOf(row.booked_by) ?? '')?.name ?? null,
    effectiveOn: row.effective_on,
    meantFor: row.meant_for,
    ruleVersionId: row.rule_version_id,
    explanation: seesAll ? row.explanation : forMembers(row.explanation),
    reverses: row.reverses,
    reversedBy: row.reversed_by,
    isByHand: row.is_by_hand,
    entries: (byTransaction.get(row.id) ?? []).map((entry) => shownEntry(entry, nameOf(entry.owner_party_id))),
  }))
}

async function readEntries(ctx: Ctx, ids: readonly string[]): Promise<EntryRow[]> {
  const { rows } = await sql<EntryRow>`
    select e.transaction_id, e.n, e.account_id, a.owner_party_id, a.asset, s.scale, a.purpose, a.normal_side, e.amount, e.balance_after, e.sequence,
      e.reverses_n, e.explanation, coalesce((
        select sum(abs(r.amount::numeric)) from ledger_transactions u
        join ledger_entries r on r.ecosystem_id = u.ecosystem_id and r.transaction_id = u.id and r.reverses_n = e.n
        where u.ecosystem_id = e.ecosystem_id and u.reverses = e.transaction_id), 0)::text as reversed
    from ledger_entries e join ledger_accounts a on a.ecosystem_id = e.ecosystem_id and a.id = e.account_id
    join ledger_assets s on s.ecosystem_id = a.ecosystem_id and s.code = a.asset
    where e.ecosystem_id = ${ctx.ecosystemId} and e.transaction_id = any(${ids}::uuid[]) and ${ownedByOwn(ctx, sql`a.owner_party_id`)}
    order by e.transaction_id, e.n`.execute(ctx.db)
  return rows
}

function shownEntry(row: EntryRow, ownerName: string | null): ShownTransaction['entries'][number] {
  return {
    n: row.n,
    accountId: row.account_id,
    ownerPartyId: row.owner_party_id,
    ownerName,
    asset: row.asset,
    scale: row.scale,
    purpose: row.purpose,
    side: row.amount > 0n ? 'debit' : 'credit',
    amount: String(row.amount > 0n ? row.amount : -row.amount),
    change: String(row.normal_side === 'debit' ? row.amount : -row.amount),
    balanceAfter: String(row.normal_side === 'debit' ? row.balance_after : -row.balance_after),
    sequence: Number(row.sequence),
    reversesN: row.reverses_n,
    reversed: row.reversed,
    explanation: row.explanation,
  }
}

/** Which sale it was. What else is said of a whole transaction may speak of others. */
function forMembers(explanation: JsonValue): JsonValue {
  if (typeof explanation !== 'object' || explanation === null || Array.isArray(explanation)) return null
  return Object.fromEntries(Object.entries(explanation).filter(([key]) => key === 'sale' || key === 'reference'))
}

function personOf(source: string): string | undefined {
  return source.startsWith('person:') ? source.slice('person:'.length) : undefined
}
