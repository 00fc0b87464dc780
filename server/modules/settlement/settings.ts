import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { allow } from '../people/index.ts'
import { findOwnAccount, showAccounts } from './bank-accounts.ts'
import type { Period } from './rules.ts'
import type { Settings, SettingsChange } from './schema.ts'

/** How settlements are made, and from which account. For coordinators in person, as it shows a bank account. */
export async function getSettings(ctx: Ctx): Promise<Settings> {
  allow(ctx, 'bank_accounts.read')
  const { period, minimum } = await readSettings(ctx)
  const own = await findOwnAccount(ctx)
  const [ownAccount = null] = own ? await showAccounts(ctx, [own]) : []
  return { period, minimum: String(minimum), ownAccount }
}

export async function changeSettings(tx: Tx, { period, minimum }: SettingsChange): Promise<Settings> {
  allow(tx, 'settlement.write')
  const row = { period, minimum: BigInt(minimum), changed_by: sourceOf(tx.actor), changed_at: tx.now() }
  await tx.db
    .insertInto('settlement_settings')
    .values({ ecosystem_id: tx.ecosystemId, ...row })
    .onConflict((conflict) => conflict.column('ecosystem_id').doUpdateSet(row))
    .execute()
  await emit(tx, 'settlement.settings_changed', null, { period, minimum })
  return await getSettings(tx)
}

/** By the month and without a minimum where nobody said otherwise. Asks for no right. */
export async function readSettings({ db, ecosystemId }: Ctx): Promise<{ period: Period; minimum: bigint }> {
  const row = await db
    .selectFrom('settlement_settings')
    .select(['period', 'minimum'])
    .where('ecosystem_id', '=', ecosystemId)
    .executeTakeFirst()
  return row ?? { period: 'month', minimum: 0n }
}
