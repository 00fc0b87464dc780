import type { Tx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'

/**
 * A currency, set up when it is first needed: what is money, and how many digits it has, is settled by ISO 4217. Asks for no right, as it serves
 * operations that have asked for theirs. Throws not_found for a code that is no currency.
 */
export async function findOrMakeMoney(tx: Tx, code: string): Promise<{ code: string; scale: number }> {
  const scale = scaleOfMoney(code)
  if (scale === undefined) throw new DomainError('not_found', 'asset_not_found', 'There is no such asset.')
  const row = {
    ecosystem_id: tx.ecosystemId,
    code,
    name: new Intl.DisplayNames('en', { type: 'currency' }).of(code) ?? code,
    scale,
    kind: 'money' as const,
    issuer_party_id: null,
    expires_after_days: null,
    made_by: sourceOf(tx.actor),
    made_at: tx.now(),
  }
  const known = await tx.db
    .selectFrom('ledger_assets')
    .select('scale')
    .where('ecosystem_id', '=', tx.ecosystemId)
    .where('code', '=', code)
    .executeTakeFirst()
  if (known) return { code, scale: known.scale }
  const made = await tx.db
    .insertInto('ledger_assets')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (made.numInsertedOrUpdatedRows === 1n) await emit(tx, 'ledger.asset_made', null, { asset: code })
  return { code, scale }
}

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'))

/** How many digits stand behind the point, undefined for what is no currency. */
export function scaleOfMoney(code: string): number | undefined {
  if (!CURRENCIES.has(code)) return undefined
  return new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions().maximumFractionDigits
}
