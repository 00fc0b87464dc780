import { hash } from 'node:crypto'
import { sql } from 'kysely'
import { complaint } from '../../kernel/complaints.ts'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError, found } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { CSV_MARK, csvLine } from '../exports/index.ts'
import { readNames } from '../parties/index.ts'
import { allow, getEcosystem, todayIn } from '../people/index.ts'
import { type AccountRow, addressOf, findOwnAccount, ownAccountMissing, readAccountRows } from './bank-accounts.ts'
import { lockSettlements } from './lock.ts'
import { daysFrom, decimalOf, EURO } from './rules.ts'
import type { NewFile, Settlement } from './schema.ts'
import { type Account, paymentFile, reference, type Transfer } from './sepa.ts'
import { getSettlement, readStanding, type Standing } from './settlements.ts'

/** Banks take no later day. */
const AHEAD_DAYS_MAX = 360

type Payout = {
  id: string
  party_id: string
  asset: string
  scale: number
  amount: bigint
  bank_account_id: string | null
  outcome: 'paid' | 'failed' | 'returned' | null
}

/**
 * Makes the file that a bank pays by, or a table of all payouts. It is made once: whoever asks again gets the same. Throws conflict for a settlement
 * that was not approved, and for a file of the bank without an account to pay from or without a payout in euros.
 */
export async function makeFile(tx: Tx, id: string, { format, executionOn }: NewFile): Promise<Settlement> {
  allow(tx, 'settlement.pay')
  await lockSettlements(tx)
  const standing = await readStanding(tx, id)
  if (standing.approvalId === null) throw new DomainError('conflict', 'settlement_not_approved', 'This settlement has not been approved.')
  const known = await findFile(tx, id, format)
  if (known) return await getSettlement(tx, id)
  const payouts = await readPayouts(tx, standing.approvalId)
  const day = await dayOfExecution(tx, executionOn)
  const made = format === 'sepa' ? await sepaFile(tx, standing, payouts, day) : await csvFile(tx, standing, payouts)
  await tx.db
    .insertInto('settlement_files')
    .values({
      ecosystem_id: tx.ecosystemId,
      settlement_id: id,
      format,
      ...made,
      hash: Buffer.from(hash('sha256', made.content, 'hex'), 'hex'),
      execution_on: format === 'sepa' ? day : null,
      made_by: sourceOf(tx.actor),
      made_at: tx.now(),
    })
    .execute()
  await emit(tx, 'settlement.file_made', id, { settlementId: id, number: standing.number, format, payouts: made.payouts })
  return await getSettlement(tx, id)
}

/** A file as it was made. Throws not_found. */
export async function readPaymentFile(ctx: Ctx, id: string, format: NewFile['format']): Promise<{ name: string; content: string }> {
  allow(ctx, 'settlement.pay')
  return found(await findFile(ctx, id, format), 'payment_file')
}

async function findFile({ db, ecosystemId }: Ctx, id: string, format: NewFile['format']) {
  return await db
    .selectFrom('settlement_files')
    .select(['name', 'content'])
    .where('ecosystem_id', '=', ecosystemId)
    .where('settlement_id', '=', id)
    .where('format', '=', format)
    .executeTakeFirst()
}

/** In the order of the lines, without those that failed: they are carried forward and paid by a later settlement. */
async function readPayouts({ db, ecosystemId }: Ctx, approvalId: string): Promise<Payout[]> {
  return await db
    .selectFrom('settlement_payouts as p')
    .innerJoin('settlement_lines as l', (join) => join.onRef('l.ecosystem_id', '=', 'p.ecosystem_id').onRef('l.id', '=', 'p.line_id'))
    .select(['p.id', 'p.party_id', 'p.asset', 'l.scale', 'p.amount', 'p.bank_account_id', 'p.outcome'])
    .where('p.ecosystem_id', '=', ecosystemId)
    .where('p.approval_id', '=', approvalId)
    .where(sql<boolean>`p.outcome is distinct from 'failed' and p.outcome is distinct from 'returned'`)
    .orderBy('l.n')
    .execute()
}

/** The wished day, or the first on which banks work. Throws invalid for one that is over, or too far away. */
async function dayOfExecution(ctx: Ctx, wished: string | undefined): Promise<string> {
  const today = await todayIn(ctx)
  if (wished === undefined) return workingDay(today)
  const wrong = wished < today ? complaint('executionOn', 'day_over') : wished > daysFrom(today, AHEAD_DAYS_MAX) ? complaint('executionOn', 'day_too_far') : undefined
  if (wrong) throw new DomainError('invalid', 'execution_day', wrong.message, [wrong])
  return wished
} // biome-ignore format: one line reads better

function workingDay(day: string): string {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return daysFrom(day, weekday === 6 ? 2 : weekday === 0 ? 1 : 0)
}

async function sepaFile(tx: Tx, standing: Standing, payouts: readonly Payout[], executionOn: string) {
  // what was said to be paid already is not paid again by the bank
  const euros = payouts.filter(({ asset, bank_account_id, outcome }) => asset === EURO && bank_account_id !== null && outcome === null)
  if (euros.length === 0)
    throw new DomainError('conflict', 'no_euro_payouts', 'Nothing is paid in euros here. A table (CSV) has all payouts.')
  const own = await findOwnAccount(tx)
  if (!own) throw ownAccountMissing()
  const accounts = await readAccountRows(tx, euros.map(({ bank_account_id }) => bank_account_id!)) // biome-ignore format: one line reads better
  const transfers = euros.map(
    ({ id, amount, bank_account_id }): Transfer => ({ id, amount, to: accountOf(accounts.get(bank_account_id!)!) }),
  )
  const purpose = await purposeOf(tx, standing)
  const content = paymentFile({ id: standing.id, createdAt: tx.now(), executionOn, from: accountOf(own), purpose, transfers })
  return { name: nameOf(standing, 'xml'), content, payouts: euros.length }
}

const HEADERS = ['organisation', 'asset', 'amount', 'holder', 'iban', 'bic', 'reference', 'purpose']

async function csvFile(tx: Tx, standing: Standing, payouts: readonly Payout[]) {
  const names = await readNames(tx, payouts.map(({ party_id }) => party_id)) // biome-ignore format: one line reads better
  const accounts = await readAccountRows(tx, payouts.flatMap(({ bank_account_id }) => bank_account_id ?? [])) // biome-ignore format: one line reads better
  const purpose = await purposeOf(tx, standing)
  const lines = payouts.map(({ id, party_id, asset, scale, amount, bank_account_id }) => {
    const account = bank_account_id === null ? undefined : accounts.get(bank_account_id)
    const to = [account?.holder ?? null, account?.iban ?? null, account?.bic ?? null]
    return csvLine([names.get(party_id)?.name ?? null, asset, decimalOf(amount, scale), ...to, reference(id), purpose])
  })
  return { name: nameOf(standing, 'csv'), content: `${CSV_MARK}${csvLine(HEADERS)}${lines.join('')}`, payouts: payouts.length }
}

function accountOf(row: AccountRow): Account {
  return { holder: row.holder, iban: row.iban, bic: row.bic, address: addressOf(row) }
}

/** What whoever is paid reads on their statement. */
async function purposeOf(ctx: Ctx, { number, through }: Standing): Promise<string> {
  const { name, locale } = await getEcosystem(ctx)
  return locale === 'de' ? `${name}, Abrechnung ${number} bis ${through}` : `${name}, settlement ${number} until ${through}`
}

function nameOf({ number, through }: Standing, ending: string): string {
  return `payouts-${number}-${through}.${ending}`
}
