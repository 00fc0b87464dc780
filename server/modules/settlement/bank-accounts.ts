import { type Selectable, sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { newId } from '../../kernel/ids.ts'
import { decodeCursor, toPage } from '../../kernel/paging.ts'
import { type Aliases, lockParty, readAliases, readNames } from '../parties/index.ts'
import { allow, readMembers } from '../people/index.ts'
import { mustBeBankAccount } from './iban.ts'
import { lockSettlements } from './lock.ts'
import { shortIban } from './rules.ts'
import type { BankAccount, BankAccountPage, BankAccountRow, List, NewBankAccount, PartyBankAccount } from './schema.ts'

const PAST_SHOWN = 20

export type AccountRow = Selectable<BankAccountRow>

/** The bank account of an organisation, and those it had. For coordinators, and for whoever speaks for it. */
export async function getBankAccount(ctx: Ctx, partyId: string): Promise<PartyBankAccount> {
  const { targetOf, membersOf } = await readAliases(ctx)
  const target = targetOf(partyId)
  const ids = membersOf(target)
  allow(ctx, 'bank_accounts.read', ids)
  const name = found((await readNames(ctx, [target])).get(target), 'party')
  const rows = await ctx.db
    .selectFrom('settlement_bank_accounts')
    .selectAll()
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('party_id', 'in', ids)
    .orderBy(sql`ended_at desc nulls first`)
    .orderBy('id', 'desc')
    .limit(PAST_SHOWN + 1)
    .execute()
  const current = rows.find(({ ended_at }) => ended_at === null)
  const [shown, ...past] = await showAccounts(ctx, [...(current ? [current] : []), ...rows.filter((row) => row !== current)])
  const shortened = (account: BankAccount) => ({ ...account, iban: shortIban(account.iban) })
  const all = shown ? [shown, ...past] : past
  return { partyId: target, partyName: name.name, current: current ? shown! : null, past: all.slice(current ? 1 : 0).map(shortened) }
}

/** Every bank account there is now, by organisation. */
export async function listBankAccounts(ctx: Ctx, { limit, cursor }: List): Promise<BankAccountPage> {
  allow(ctx, 'bank_accounts.read')
  const rows = await ctx.db
    .selectFrom('settlement_bank_accounts')
    .selectAll()
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('party_id', 'is not', null)
    .where('ended_at', 'is', null)
    .where(cursor === undefined ? sql<boolean>`true` : sql<boolean>`id > ${decodeCursor(cursor, 1)[0]}`)
    .orderBy('id')
    .limit(limit + 1)
    .execute()
  const page = toPage(rows, limit, ({ id }) => [id])
  const { targetOf } = await readAliases(ctx)
  const ids = page.items.map(({ party_id }) => targetOf(party_id!))
  const [names, shown] = [await readNames(ctx, ids), await showAccounts(ctx, page.items)]
  const items = shown.map(({ holder, iban, writtenAt, hasFailed }, place) => {
    return { partyId: ids[place]!, partyName: names.get(ids[place]!)?.name ?? null, holder, iban: shortIban(iban), writtenAt, hasFailed }
  })
  return { ...page, items }
}

/** Says where an organisation is paid to. What was there before is kept. Throws invalid for an account that cannot be. */
export async function writeBankAccount(tx: Tx, partyId: string, input: NewBankAccount): Promise<PartyBankAccount> {
  const target = await lockHolder(tx, partyId)
  await replaceAccount(tx, target, input)
  return await getBankAccount(tx, target)
}

/** Takes the bank account of an organisation away. Throws not_found when it has none. */
export async function removeBankAccount(tx: Tx, partyId: string): Promise<PartyBankAccount> {
  const target = await lockHolder(tx, partyId)
  const { membersOf } = await readAliases(tx)
  const ended = await endAccounts(tx, membersOf(target))
  found(ended[0], 'bank_account')
  for (const id of ended) await emit(tx, 'bank_account.removed', target, { partyId: target, bankAccountId: id })
  return await getBankAccount(tx, target)
}

/** Says from which account the ecosystem pays. */
export async function writeOwnAccount(tx: Tx, input: NewBankAccount): Promise<void> {
  allow(tx, 'settlement.write')
  await lockSettlements(tx)
  await replaceAccount(tx, null, input)
}

/** The account of the ecosystem itself. Asks for no right. */
export async function findOwnAccount({ db, ecosystemId }: Ctx): Promise<AccountRow | undefined> {
  return await db
    .selectFrom('settlement_bank_accounts')
    .selectAll()
    .where('ecosystem_id', '=', ecosystemId)
    .where('party_id', 'is', null)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
}

export type PaidTo = { account: AccountRow | undefined; hasFailed: boolean; lastPaidTo: string | null }

/** Where each of these organisations is paid to now, and where it was paid to last. Asks for no right. */
export async function readPaidTo(ctx: Ctx, partyIds: readonly string[], { targetOf, membersOf }: Aliases): Promise<Map<string, PaidTo>> {
  const all = [...new Set(partyIds.flatMap((id) => membersOf(id)))]
  if (all.length === 0) return new Map()
  const accounts = await ctx.db
    .selectFrom('settlement_bank_accounts')
    .selectAll()
    .where('ecosystem_id', '=', ctx.ecosystemId)
    .where('party_id', '=', sql<string>`any(${all}::uuid[])`)
    .where('ended_at', 'is', null)
    .orderBy('id')
    .execute()
  const failed = await findFailed(ctx, accounts.map(({ id }) => id)) // biome-ignore format: one line reads better
  const { rows } = await sql<{ party_id: string; bank_account_id: string }>`
    select distinct on (party_id) party_id, bank_account_id from settlement_payouts
    where ecosystem_id = ${ctx.ecosystemId} and party_id = any(${all}::uuid[]) and outcome = 'paid' and bank_account_id is not null
    order by party_id, ended_at desc, id desc`.execute(ctx.db)
  const paid = new Map(rows.map(({ party_id, bank_account_id }) => [targetOf(party_id), bank_account_id]))
  // of an organisation that was merged from others its own account, else the newest
  const current = new Map<string, AccountRow>()
  for (const row of accounts) {
    const target = targetOf(row.party_id!)
    if (current.get(target)?.party_id !== target) current.set(target, row)
  }
  return new Map(
    partyIds.map((id) => {
      const account = current.get(targetOf(id))
      return [id, { account, hasFailed: account !== undefined && failed.has(account.id), lastPaidTo: paid.get(targetOf(id)) ?? null }]
    }),
  )
}

export async function readAccountRows({ db, ecosystemId }: Ctx, ids: readonly string[]): Promise<Map<string, AccountRow>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('settlement_bank_accounts')
    .selectAll()
    .where('ecosystem_id', '=', ecosystemId)
    .where('id', '=', sql<string>`any(${[...new Set(ids)]}::uuid[])`)
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}

export async function showAccounts(ctx: Ctx, rows: readonly AccountRow[]): Promise<BankAccount[]> {
  const names = await namesOfSources(ctx, rows.map(({ written_by }) => written_by)) // biome-ignore format: one line reads better
  const failed = await findFailed(ctx, rows.map(({ id }) => id)) // biome-ignore format: one line reads better
  return rows.map((row) => ({
    id: row.id,
    holder: row.holder,
    iban: row.iban,
    bic: row.bic,
    address: addressOf(row),
    writtenBy: names(row.written_by),
    writtenAt: row.written_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    hasFailed: failed.has(row.id),
  }))
}

export function addressOf({ street, building, postcode, town, country }: AccountRow): BankAccount['address'] {
  return town === null || country === null ? null : { street, building, postcode, town, country }
}

/** Names of who did something, for those who still have access. */
export async function namesOfSources(ctx: Ctx, sources: readonly (string | null)[]): Promise<(source: string | null) => string | null> {
  const personOf = (source: string) => source.replace(/^person:/, '')
  const members = await readMembers(ctx, [...new Set(sources.flatMap((source) => (source?.startsWith('person:') ? personOf(source) : [])))])
  return (source) => (source === null ? null : (members.get(personOf(source))?.name ?? null))
}

/** Which of these accounts refused the last payout for a reason that lies in themselves. */
async function findFailed({ db, ecosystemId }: Ctx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const { rows } = await sql<{ id: string; cause: string | null }>`
    select distinct on (bank_account_id) bank_account_id as id, cause from settlement_payouts
    where ecosystem_id = ${ecosystemId} and bank_account_id = any(${ids}::uuid[]) and outcome is not null
    order by bank_account_id, ended_at desc, id desc`.execute(db)
  return new Set(rows.filter(({ cause }) => cause === 'account').map(({ id }) => id))
}

/** The party that is paid, held until commit, for whoever may say where to. */
async function lockHolder(tx: Tx, partyId: string): Promise<string> {
  const { targetOf, membersOf } = await readAliases(tx)
  allow(tx, 'bank_accounts.write', membersOf(targetOf(partyId)))
  // whoever approves reads the accounts under the same lock, so that none changes between what was looked at and what is paid
  await lockSettlements(tx)
  return (await lockParty(tx, partyId)).id
}

async function replaceAccount(tx: Tx, partyId: string | null, { holder, address, ...written }: NewBankAccount): Promise<void> {
  const { iban, bic } = mustBeBankAccount(written)
  const ids = partyId === null ? null : (await readAliases(tx)).membersOf(partyId)
  const values = { holder, iban, bic, ...(address ?? { street: null, building: null, postcode: null, town: null, country: null }) }
  const same = await tx.db
    .selectFrom('settlement_bank_accounts')
    .selectAll()
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('party_id', ids === null ? 'is' : '=', ids === null ? null : sql<string>`any(${ids}::uuid[])`)
    .where('ended_at', 'is', null)
    .execute()
  const isSame = same.length === 1 && Object.entries(values).every(([name, value]) => same[0]![name as keyof AccountRow] === value)
  // an account that failed is confirmed by writing it again
  if (isSame && !(await findFailed(tx, [same[0]!.id])).has(same[0]!.id)) return
  await endAccounts(tx, ids)
  const id = newId()
  await tx.db
    .insertInto('settlement_bank_accounts')
    .values({ ecosystem_id: tx.ecosystemId, id, party_id: partyId, ...values, written_by: sourceOf(tx.actor), written_at: tx.now() })
    .execute()
  await emit(tx, 'bank_account.written', partyId, { partyId, bankAccountId: id })
}

async function endAccounts(tx: Tx, partyIds: readonly string[] | null): Promise<string[]> {
  const ended = await tx.db
    .updateTable('settlement_bank_accounts')
    .set({ ended_by: sourceOf(tx.actor), ended_at: tx.now() })
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('party_id', partyIds === null ? 'is' : '=', partyIds === null ? null : sql<string>`any(${partyIds}::uuid[])`)
    .where('ended_at', 'is', null)
    .returning('id')
    .execute()
  return ended.map(({ id }) => id)
}

export function ownAccountMissing(): DomainError {
  return new DomainError(
    'conflict',
    'own_account_missing',
    'A file for the bank needs the account that is paid from. Please enter it first.',
  )
}
