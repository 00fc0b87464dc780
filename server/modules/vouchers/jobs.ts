import { sql } from 'kysely'
import { type Ctx, transaction } from '../../kernel/ctx.ts'
import { DomainError } from '../../kernel/errors.ts'
import { log } from '../../kernel/log.ts'
import { todayIn } from '../people/index.ts'
import { endVoucher } from './redeeming.ts'

const ENDED_AT_ONCE = 200

/** In every ecosystem: books the rest of vouchers whose last day is over. */
export async function endVouchers(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ ecosystem_id: string }>`select distinct ecosystem_id from auth.memberships`.execute(ctx.db)
  for (const { ecosystem_id: ecosystemId } of rows) await endVouchersOf({ ...ctx, ecosystemId })
}

/** Each in a transaction of its own, so that one that cannot be booked keeps none of the others from it. */
export async function endVouchersOf(ctx: Ctx): Promise<void> {
  let after = ''
  for (;;) {
    const ids = await transaction(ctx, async (tx) => {
      const { rows } = await sql<{ id: string }>`
        select v.id::text from vouchers v where v.ecosystem_id = ${tx.ecosystemId} and v.expires_on < ${await todayIn(tx)}
          and v.id::text > ${after} and not exists (
            select from voucher_ends e where e.ecosystem_id = v.ecosystem_id and e.voucher_id = v.id)
        order by v.id::text limit ${ENDED_AT_ONCE}`.execute(tx.db)
      return rows.map(({ id }) => id)
    })
    for (const id of ids) {
      await transaction(ctx, (tx) => endVoucher(tx, id)).catch((error: unknown) => {
        if (!(error instanceof DomainError)) throw error
        log.warn({ voucherId: id, code: error.code }, 'the rest of a voucher could not be booked and is tried again')
      })
    }
    if (ids.length < ENDED_AT_ONCE) return
    after = ids.at(-1)!
  }
}
