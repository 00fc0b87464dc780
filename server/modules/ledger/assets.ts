import { sql } from 'kysely'
import type { Ctx, Tx } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { emit, sourceOf } from '../../kernel/events.ts'
import { resolveParties } from '../parties/index.ts'
import { allow } from '../people/index.ts'
import type { Asset, AssetKind } from './schema.ts'

export type NewAsset = {
  code: string
  name: string
  scale: number
  kind: AssetKind
  issuerPartyId?: string | null
  expiresAfterDays?: number | null
}

/** Makes a kind of value that can be booked. Throws conflict when there is one with this code, invalid for money that is no currency. */
export async function makeAsset(tx: Tx, input: NewAsset): Promise<void> {
  allow(tx, 'ledger.write')
  const scale = scaleOfMoney(input.code)
  if (input.kind === 'money' ? scale !== input.scale : scale !== undefined) throw notOfThisKind(input.kind, scale)
  const issuer = input.issuerPartyId ? (await resolveParties(tx, [input.issuerPartyId])).get(input.issuerPartyId)! : null
  if (!(await insertAsset(tx, { ...input, issuerPartyId: issuer })))
    throw new DomainError('conflict', 'asset_exists', 'There is an asset with this code already.')
}

/**
 * A currency, set up when it is first needed: what is money, and how many digits it has, is settled by ISO 4217. Asks for no right, as it serves
 * operations that have asked for theirs. Throws not_found for a code that is no currency.
 */
export async function findOrMakeMoney(tx: Tx, code: string): Promise<Asset> {
  const scale = scaleOfMoney(code)
  if (scale === undefined) throw new DomainError('not_found', 'asset_not_found', 'There is no such asset.')
  const name = new Intl.DisplayNames('en', { type: 'currency' }).of(code) ?? code
  return await findOrMakeAsset(tx, { code, name, scale, kind: 'money' })
}

/** The asset with this code, made when there is none: what programs book in. It stays as it was made first. Asks for no right. */
export async function findOrMakeAsset(tx: Tx, input: NewAsset): Promise<Asset> {
  const known = await findAsset(tx, input.code)
  if (known) return known
  await insertAsset(tx, input)
  return (await findAsset(tx, input.code))!
}

/** Asks for no right, as those below. */
export async function findAsset(ctx: Ctx, code: string): Promise<Asset | undefined> {
  return (await readAssets(ctx, { code }))[0]
}

type Wanted = { code?: string; kinds?: readonly AssetKind[]; limit?: number }

/** Assets in the order of their codes. */
export async function readAssets({ db, ecosystemId }: Ctx, { code, kinds, limit }: Wanted = {}): Promise<Asset[]> {
  const { rows } = await sql<Asset>`
    select code, name, scale, kind, issuer_party_id as "issuerPartyId", expires_after_days as "expiresAfterDays" from ledger_assets
    where ecosystem_id = ${ecosystemId} and ${code === undefined ? sql`true` : sql`code = ${code}`}
      and ${kinds === undefined ? sql`true` : sql`kind = any(${kinds}::text[])`} order by code limit ${limit ?? null}::int`.execute(db)
  return rows
}

/** Whether something of this code can be booked: it was made, or is money of a currency there is. Asks for no right. */
export async function isBookable(ctx: Ctx, code: string): Promise<boolean> {
  return scaleOfMoney(code) !== undefined || (await findAsset(ctx, code)) !== undefined
}

/** Answers whether there was none with this code. */
async function insertAsset(tx: Tx, input: NewAsset): Promise<boolean> {
  const made = await tx.db
    .insertInto('ledger_assets')
    .values({
      ecosystem_id: tx.ecosystemId,
      code: input.code,
      name: input.name,
      scale: input.scale,
      kind: input.kind,
      issuer_party_id: input.issuerPartyId ?? null,
      expires_after_days: input.expiresAfterDays ?? null,
      made_by: sourceOf(tx.actor),
      made_at: tx.now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  const isNew = made.numInsertedOrUpdatedRows === 1n
  if (isNew) await emit(tx, 'ledger.asset_made', null, { asset: input.code })
  return isNew
}

function notOfThisKind(kind: AssetKind, scale: number | undefined): DomainError {
  if (kind !== 'money') return new DomainError('invalid', 'code_of_currency', 'This is the code of a currency, and so it is money.')
  if (scale === undefined) return new DomainError('invalid', 'currency_unknown', 'This is not a currency of ISO 4217, such as EUR.')
  return new DomainError('invalid', 'currency_scale', `This currency has ${scale} digits behind the point.`)
}

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'))

/** How many digits stand behind the point, undefined for what is no currency. */
function scaleOfMoney(code: string): number | undefined {
  if (!CURRENCIES.has(code)) return undefined
  return new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions().maximumFractionDigits
}
