/** What the ledger shows of assets, accounts and closings to whoever may see them. */
import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '../../kernel/ctx.ts'
import { decodeCursor, type Page, type Paging, toPage } from '../../kernel/paging.ts'
import { readAliases, readNames } from '../parties/index.ts'
import { allow, allowList, partiesWithin } from '../people/index.ts'
import { ACCOUNT_COLUMNS, type Account, type AccountRow, getAccount, toAccount } from './accounts.ts'
import { readAssets } from './assets.ts'
import type { AccountList, Asset, ShownAccount, ShownClosing, Totals } from './schema.ts'

const ASSETS_MAX = 500
const TOTALS_MAX = 1000

/** Every kind of value there is; members see it too, as their accounts are in it. */
export async function listAssets(ctx: Ctx): Promise<{ items: Asset[] }> {
  allowList(ctx, 'ledger.read')
  return { items: await readAssets(ctx, { limit: ASSETS_MAX }) }
}

/** Accounts of everybody, or of the own organisation for who speaks for one. */
export async function listAccounts(ctx: Ctx, { limit, cursor, order, ...wanted }: AccountList): Promise<Page<ShownAccount>> {
  const reach = allowList(ctx, 'ledger.read')
  const conditions = [...(await conditionsOf(ctx, wanted)), ...(reach.all ? [] : [sql`a.owner_party_id = any(${reach.partyIds}::uuid[])`])]
  const onIt = sql`(case a.normal_side when 'debit' then b.balance::numeric else -b.balance::numeric end)`
  if (cursor !== undefined) {
    const [balance, id] = decodeCursor(cursor, 2)
    conditions.push(order === 'balance' ? sql`(-${onIt}, a.id) > (-${balance}::numeric, ${id}::uuid)` : sql`a.id > ${id}::uuid`)
  }
  const { rows } = await sql<AccountRow>`
    select ${ACCOUNT_COLUMNS} from ledger_accounts a
    join ledger_balances b on b.ecosystem_id = a.ecosystem_id and b.account_id = a.id
    join ledger_assets s on s.ecosystem_id = a.ecosystem_id and s.code = a.asset
    where ${sql.join([sql`a.ecosystem_id = ${ctx.ecosystemId}`, ...conditions], sql` and `)}
    order by ${order === 'balance' ? sql`-${onIt}, a.id` : sql`a.id`} limit ${limit + 1}`.execute(ctx.db)
  const page = toPage(rows.map(toAccount), limit, ({ balance, id }) => [String(balance), id])
  return { items: await withNames(ctx, page.items), nextCursor: page.nextCursor }
}

/** An organisation is asked for by any id it has: what was booked before a merge stays where it was. */
async function conditionsOf(
  ctx: Ctx,
  { owner, ownerPartyId, asset, purpose }: Pick<AccountList, 'owner' | 'ownerPartyId' | 'asset' | 'purpose'>,
) {
  const conditions: RawBuilder<unknown>[] = []
  if (owner === 'ecosystem') conditions.push(sql`a.owner_party_id is null`)
  if (owner === 'organisations') conditions.push(sql`a.owner_party_id is not null`)
  if (ownerPartyId !== undefined) {
    const ids = (await readAliases(ctx)).membersOf(ownerPartyId)
    conditions.push(sql`a.owner_party_id = any(${ids}::uuid[])`)
  }
  if (asset !== undefined) conditions.push(sql`a.asset = ${asset}`)
  if (purpose !== undefined) conditions.push(sql`a.purpose = ${purpose}`)
  return conditions
}

export async function showAccount(ctx: Ctx, id: string): Promise<ShownAccount> {
  return (await withNames(ctx, [await getAccount(ctx, id)]))[0]!
}

async function withNames(ctx: Ctx, accounts: readonly Account[]): Promise<ShownAccount[]> {
  const nameOf = await readOwnerNames(
    ctx,
    accounts.map(({ ownerPartyId }) => ownerPartyId),
  )
  return accounts.map(({ balance, held, minimum, maximum, entries, openedAt, ...account }) => ({
    ...account,
    ownerName: nameOf(account.ownerPartyId),
    balance: String(balance),
    held: String(held),
    minimum: minimum?.toString() ?? null,
    maximum: maximum?.toString() ?? null,
    entries: Number(entries),
    openedAt: openedAt.toISOString(),
  }))
}

/** What owners are called today: a merged organisation by the name of the one it belongs to; null for who was erased. */
export async function readOwnerNames(ctx: Ctx, ids: readonly (string | null)[]): Promise<(id: string | null) => string | null> {
  const known = [...new Set(ids.filter((id) => id !== null))]
  if (known.length === 0) return () => null
  const { targetOf } = await readAliases(ctx)
  const names = await readNames(ctx, [...new Set(known.map(targetOf))])
  return (id) => (id === null ? null : (names.get(targetOf(id))?.name ?? null))
}

/** What is on all accounts of a purpose together, the ecosystem's and those of organisations apart. */
export async function readTotals(ctx: Ctx): Promise<Totals> {
  allow(ctx, 'ledger.read')
  const { rows } = await sql<Totals['items'][number]>`
    select "ownedBy", purpose, asset, scale, (count(*) filter (where held <> 0))::int as accounts,
      coalesce(sum(held) filter (where held > 0), 0)::text as above, coalesce(-sum(held) filter (where held < 0), 0)::text as below,
      (count(*) filter (where held < 0))::int as "belowZero"
    from (
      select case when a.owner_party_id is null then 'ecosystem' else 'organisations' end as "ownedBy", a.purpose, a.asset, s.scale,
        case a.normal_side when 'debit' then b.balance::numeric else -b.balance::numeric end as held
      from ledger_accounts a join ledger_balances b on b.ecosystem_id = a.ecosystem_id and b.account_id = a.id
      join ledger_assets s on s.ecosystem_id = a.ecosystem_id and s.code = a.asset where a.ecosystem_id = ${ctx.ecosystemId}
    ) x group by 1, 2, 3, 4 order by 1, 3, 2 limit ${TOTALS_MAX}`.execute(ctx.db)
  return { items: rows }
}

/** Closed days, the last first. */
export async function listClosings(ctx: Ctx, { limit, cursor }: Paging): Promise<Page<ShownClosing>> {
  allow(ctx, 'ledger.read')
  const before = cursor === undefined ? sql`true` : sql`number < ${decodeCursor(cursor, 1)[0]}::int`
  const { rows } = await sql<{ number: number; through: string; transactions: bigint; closed_at: Date }>`
    select number, through::text, transactions, closed_at from ledger_closings
    where ecosystem_id = ${ctx.ecosystemId} and ${before} order by number desc limit ${limit + 1}`.execute(ctx.db)
  const shown = rows.map(({ number, through, transactions, closed_at: closedAt }) => {
    return { number, through, transactions: Number(transactions), closedAt: closedAt.toISOString() }
  })
  return toPage(shown, limit, ({ number }) => [number])
}

/** The condition that `owner` is one whose things this person may see; nothing for who sees all. */
export function ownedByOwn(ctx: Ctx, owner: RawBuilder<unknown>): RawBuilder<boolean> {
  const within = partiesWithin(ctx, 'ledger.read')
  return within === undefined ? sql`true` : sql`${owner} = any(${within}::uuid[])`
}
