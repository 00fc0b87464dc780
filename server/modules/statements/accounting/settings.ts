import { sql } from 'kysely'
import { complaint } from '../../../kernel/complaints.ts'
import type { Ctx, Tx } from '../../../kernel/ctx.ts'
import { DomainError } from '../../../kernel/errors.ts'
import { emit, sourceOf } from '../../../kernel/events.ts'
import { listPurposes } from '../../ledger/index.ts'
import { allow } from '../../people/index.ts'
import { type Chart, fits, numberFor } from './chart.ts'
import type { AccountingSettings, NewAccountingSettings } from './schema.ts'

export type Settings = { consultant: number; client: number; fiscalYearStart: string; accountLength: number }

/** How the books are handed over, and which purposes have a number. */
export async function getAccounting(ctx: Ctx): Promise<AccountingSettings> {
  allow(ctx, 'accounting.read')
  const { settings, chart } = await readAccounting(ctx)
  const purposes = (await listPurposes(ctx)).map((purpose) => ({ purpose, number: numberFor(chart, purpose) ?? null }))
  return { settings: settings ?? null, accounts: [...chart].map(([purpose, number]) => ({ purpose, number })), purposes }
}

/** Asks for no right. */
export async function readAccounting({ db, ecosystemId }: Ctx): Promise<{ settings: Settings | undefined; chart: Chart }> {
  const { rows } = await sql<Settings>`
    select consultant, client, fiscal_year_start as "fiscalYearStart", account_length as "accountLength" from accounting_settings
    where ecosystem_id = ${ecosystemId}`.execute(db)
  const numbers = await sql<{ purpose: string; number: string }>`
    select purpose, number from accounting_numbers where ecosystem_id = ${ecosystemId} order by purpose`.execute(db)
  return { settings: rows[0], chart: new Map(numbers.rows.map(({ purpose, number }) => [purpose, number])) }
}

/** Says all of it anew. Throws invalid for a number that has not as many digits as was said, or a purpose that stands twice. */
export async function changeAccounting(tx: Tx, { accounts, ...settings }: NewAccountingSettings): Promise<AccountingSettings> {
  allow(tx, 'accounting.write')
  const purposes = accounts.map(({ purpose }) => purpose)
  const errors = accounts.flatMap(({ purpose, number }, k) => [
    ...(fits(number, settings.accountLength)
      ? []
      : [complaint(`accounts.${k}.number`, 'account_digits', { digits: settings.accountLength, more: settings.accountLength + 1 })]),
    ...(purposes.indexOf(purpose) < k ? [complaint(`accounts.${k}.purpose`, 'key_twice', { key: purpose })] : []),
  ])
  if (errors.length > 0) throw new DomainError('invalid', 'invalid_accounting', 'Some numbers cannot be used. Nothing was changed.', errors)
  const said = {
    consultant: settings.consultant,
    client: settings.client,
    fiscal_year_start: settings.fiscalYearStart,
    account_length: settings.accountLength,
    changed_by: sourceOf(tx.actor),
    changed_at: tx.now(),
  }
  await tx.db
    .insertInto('accounting_settings')
    .values({ ecosystem_id: tx.ecosystemId, ...said })
    .onConflict((conflict) => conflict.column('ecosystem_id').doUpdateSet(said))
    .execute()
  await tx.db.deleteFrom('accounting_numbers').where('ecosystem_id', '=', tx.ecosystemId).execute()
  const rows = accounts.map((account) => ({ ecosystem_id: tx.ecosystemId, ...account }))
  if (rows.length > 0) await tx.db.insertInto('accounting_numbers').values(rows).execute()
  await emit(tx, 'accounting.changed', null, { purposes: rows.length })
  return await getAccounting(tx)
}
