import { sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { resolveParties } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import { findOrMakeMoney } from './assets.ts'
import { lockAccounts } from './booking.ts'
import { boundsOf, mustHold } from './rules.ts'
import type { Side } from './schema.ts'

export type NewAccount = {
  /** The organisation it belongs to; null for the ecosystem itself. */
  ownerPartyId: string | null
  asset: string
  purpose: string
  normalSide: Side
  /** As its owner sees the balance, positive on its normal side. */
  minimum?: bigint | null
  maximum?: bigint | null
}

/** Opens an account; a currency is set up by that. Throws conflict when its owner has one for this asset and purpose, not_found without such an asset or organisation. */
export async function openAccount(tx: Tx, input: NewAccount): Promise<string> {
  allow(tx, 'ledger.write')
  const owner = input.ownerPartyId === null ? null : (await resolveParties(tx, [input.ownerPartyId])).get(input.ownerPartyId)!
  const { id, isNew } = await open(tx, { ...input, ownerPartyId: owner })
  if (!isNew) throw new DomainError('conflict', 'account_exists', 'There is an account for this already.')
  return id
}

/** The account of an owner for an asset and a purpose, opened when there is none: what programs book on. Asks for no right. */
export async function findOrOpenAccount(tx: Tx, input: NewAccount): Promise<string> {
  const known = await tx.db
    .selectFrom('ledger_accounts')
    .select('id')
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('owner_party_id', 'is not distinct from', input.ownerPartyId)
    .where('asset', '=', input.asset)
    .where('purpose', '=', input.purpose)
    .executeTakeFirst()
  return known?.id ?? (await open(tx, input)).id
}

/** The same for many, in their order: those there are by one look. */
export async function findOrOpenAccounts(tx: Tx, inputs: readonly NewAccount[]): Promise<string[]> {
  const ids: string[] = []
  for (const [place, known] of (await findAccounts(tx, inputs)).entries()) ids.push(known ?? (await findOrOpenAccount(tx, inputs[place]!)))
  return ids
}

/** The accounts of owners for an asset and a purpose, in their order; undefined where there is none. Asks for no right. */
export async function findAccounts(ctx: Ctx, inputs: readonly Omit<NewAccount, 'normalSide'>[]): Promise<(string | undefined)[]> {
  const column = (value: (input: Omit<NewAccount, 'normalSide'>) => string | null) => inputs.map(value)
  const { rows } = await sql<{ place: number; id: string }>`
    with wanted as (select * from unnest(${column(({ ownerPartyId }) => ownerPartyId)}::uuid[], ${column(({ asset }) => asset)}::text[],
      ${column(({ purpose }) => purpose)}::text[]) with ordinality as w(owner, asset, purpose, place))
    select w.place::int, a.id from wanted w join ledger_accounts a on a.ecosystem_id = ${ctx.ecosystemId} and a.owner_party_id = w.owner
      and a.asset = w.asset and a.purpose = w.purpose
    union all select w.place::int, a.id from wanted w join ledger_accounts a on a.ecosystem_id = ${ctx.ecosystemId} and a.owner_party_id is null
      and a.asset = w.asset and a.purpose = w.purpose where w.owner is null`.execute(ctx.db)
  const known = new Map(rows.map(({ place, id }) => [place - 1, id]))
  return inputs.map((_, place) => known.get(place))
}

/** Changes what an account may hold at least and at most. Throws conflict when it holds less or more today. */
export async function setLimits(tx: Tx, id: string, limits: { minimum: bigint | null; maximum: bigint | null }): Promise<void> {
  allow(tx, 'ledger.write')
  const standing = found((await lockAccounts(tx, [id])).get(id), 'account')
  const bounds = checkedBounds(standing.normalSide, limits)
  mustHold({ ...standing, ...bounds }, () => 'minimum')
  await tx.db.updateTable('ledger_balances').set(bounds).where('ecosystem_id', '=', tx.ecosystemId).where('account_id', '=', id).execute()
  const told = { minimum: limits.minimum?.toString() ?? null, maximum: limits.maximum?.toString() ?? null }
  await emit(tx, 'ledger.limits_changed', id, { accountId: id, ...told })
}

export type Account = {
  id: string
  ownerPartyId: string | null
  asset: string
  scale: number
  purpose: string
  normalSide: Side
  /** Positive on the normal side. */
  balance: bigint
  /** What may still leave it and is held back for that. */
  held: bigint
  minimum: bigint | null
  maximum: bigint | null
  entries: bigint
  openedAt: Date
}

/** The account with this id. Throws not_found. One look into an index, however much was booked on it. */
export async function getAccount(ctx: Ctx, id: string): Promise<Account> {
  const account = found((await readAccounts(ctx, [id]))[0], 'account')
  allow(ctx, 'ledger.read', account.ownerPartyId)
  return account
}

/** Accounts by their ids. Asks for no right. */
export async function readAccounts({ db, ecosystemId }: Ctx, ids: readonly string[]): Promise<Account[]> {
  const { rows } = await sql<AccountRow>`
    select ${ACCOUNT_COLUMNS} from ledger_accounts a
    join ledger_balances b on b.ecosystem_id = a.ecosystem_id and b.account_id = a.id
    join ledger_assets s on s.ecosystem_id = a.ecosystem_id and s.code = a.asset
    where a.ecosystem_id = ${ecosystemId} and a.id = any(${ids}::uuid[]) order by a.id`.execute(db)
  return rows.map(toAccount)
}

export type AccountRow = {
  id: string
  owner_party_id: string | null
  asset: string
  scale: number
  purpose: string
  normal_side: Side
  lowest: bigint | null
  highest: bigint | null
  balance: bigint
  held_debit: bigint
  held_credit: bigint
  last_sequence: bigint
  opened_at: Date
}
export const ACCOUNT_COLUMNS = sql.raw(`a.id, a.owner_party_id, a.asset, s.scale, a.purpose, a.normal_side, b.lowest, b.highest,
  b.balance, b.held_debit, b.held_credit, b.last_sequence, a.opened_at`)

/** An account as its owner sees it: whatever its normal side, more is positive. */
export function toAccount(row: AccountRow): Account {
  const isDebit = row.normal_side === 'debit'
  const turned = (amount: bigint | null) => (amount === null ? null : isDebit ? amount : -amount)
  return {
    id: row.id,
    ownerPartyId: row.owner_party_id,
    asset: row.asset,
    scale: row.scale,
    purpose: row.purpose,
    normalSide: row.normal_side,
    balance: turned(row.balance)!,
    held: isDebit ? row.held_credit : row.held_debit,
    minimum: turned(isDebit ? row.lowest : row.highest),
    maximum: turned(isDebit ? row.highest : row.lowest),
    entries: row.last_sequence,
    openedAt: row.opened_at,
  }
}

async function open(tx: Tx, input: NewAccount): Promise<{ id: string; isNew: boolean }> {
  const { ownerPartyId, asset, purpose, normalSide } = input
  const bounds = checkedBounds(normalSide, { minimum: input.minimum ?? null, maximum: input.maximum ?? null })
  const standing = { asset, normalSide, balance: 0n, heldDebit: 0n, heldCredit: 0n, sequence: 0n, ...bounds }
  const known = await tx.db
    .selectFrom('ledger_assets')
    .select('code')
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('code', '=', asset)
    .executeTakeFirst()
  if (!known) await findOrMakeMoney(tx, asset)
  const id = newId()
  mustHold(standing, () => 'minimum')
  const { rows } = await sql<{ id: string }>`
    insert into ledger_accounts (ecosystem_id, id, owner_party_id, asset, purpose, normal_side, opened_by, opened_at)
    values (${tx.ecosystemId}, ${id}, ${ownerPartyId}, ${asset}, ${purpose}, ${normalSide}, ${sourceOf(tx.actor)}, ${tx.now()})
    on conflict (ecosystem_id, owner_party_id, asset, purpose) do nothing returning id`.execute(tx.db)
  if (rows.length === 0) return { id: await findOrOpenAccount(tx, input), isNew: false }
  await tx.db
    .insertInto('ledger_balances')
    .values({ ecosystem_id: tx.ecosystemId, account_id: id, ...bounds })
    .execute()
  await emit(tx, 'ledger.account_opened', id, { accountId: id, partyId: ownerPartyId, asset })
  return { id, isNew: true }
}

function checkedBounds(side: Side, limits: { minimum: bigint | null; maximum: bigint | null }) {
  const { minimum, maximum } = limits
  if (minimum !== null && maximum !== null && minimum > maximum) {
    throw new DomainError('invalid', 'limits_reversed', 'The most an account may hold is below the least.')
  }
  return boundsOf(side, limits)
}
