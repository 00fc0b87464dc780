import { sql } from 'kysely'
import { type Ctx, transaction } from '../../kernel/ctx.ts'
import { expireHolds } from './holds.ts'
import { sealEntries } from './seals.ts'

/** In every ecosystem: lets go of what was held back and ran out, and seals what was booked. */
export async function tendLedgers(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ ecosystem_id: string }>`select distinct ecosystem_id from auth.memberships`.execute(ctx.db)
  for (const { ecosystem_id: ecosystemId } of rows) {
    const inside = { ...ctx, ecosystemId }
    while ((await expireHolds(inside)) > 0);
    while ((await transaction(inside, sealEntries)) > 0);
  }
}
