import { sql } from 'kysely'
import { type Ctx, transaction } from '../../kernel/ctx.ts'
import { listAccounts, readAssets } from '../ledger/index.ts'
import { KINDS_MAX } from './accounts.ts'
import { expirePoints } from './points.ts'

const AT_ONCE = 200

/** In every ecosystem: books the points that have run out. */
export async function expireAllPoints(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ ecosystem_id: string }>`select distinct ecosystem_id from auth.memberships`.execute(ctx.db)
  for (const { ecosystem_id: ecosystemId } of rows) await expirePointsOf({ ...ctx, ecosystemId })
}

/** Each account in a transaction of its own, so that nobody who spends waits for all of them. */
export async function expirePointsOf(ctx: Ctx): Promise<void> {
  const kinds = await transaction(ctx, (tx) => readAssets(tx, { kinds: ['points'], limit: KINDS_MAX }))
  for (const asset of kinds.filter(({ expiresAfterDays }) => expiresAfterDays !== null)) {
    let after: string | undefined
    for (;;) {
      const accounts = await transaction(ctx, (tx) => listAccounts(tx, { asset: asset.code, purpose: 'points' }, AT_ONCE, after))
      for (const account of accounts) if (account.balance > 0n) await transaction(ctx, (tx) => expirePoints(tx, asset, account))
      if (accounts.length < AT_ONCE) break
      after = accounts.at(-1)!.id
    }
  }
}
