import { sql } from 'kysely'
import type { PersonalData } from '../people/index.ts'

/** Whoever planned gets to know how often. A plan stays after an erasure, under an id without a name. */
export const personalData: PersonalData = {
  module: 'money',
  async collect(tx, subject) {
    if (subject.kind !== 'account') return {}
    const { rows } = await sql<{ months: number; first: Date; last: Date }>`
      select count(*)::int as months, min(planned_at) as first, max(planned_at) as last from money_plans
      where ecosystem_id = ${tx.ecosystemId} and planned_by = ${`person:${subject.id}`} having count(*) > 0`.execute(tx.db)
    return { moneyPlanned: rows }
  },
  async erase() {},
}
