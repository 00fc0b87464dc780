import { sql } from 'kysely'
import type { PersonalData } from '../people/index.ts'

/** Whoever handed days over to an accountant gets that. Books are kept as the law asks: after an erasure it stands under an id without a name. */
export const personalData: PersonalData = {
  module: 'statements',
  async collect(tx, subject) {
    if (subject.kind !== 'account') return {}
    const { rows } = await sql<{ format: string; from: string; through: string; madeAt: Date }>`
      select format, to_char(from_day, 'YYYY-MM-DD') as "from", to_char(through_day, 'YYYY-MM-DD') as through, made_at as "madeAt"
      from accounting_exports where ecosystem_id = ${tx.ecosystemId} and made_by = ${`person:${subject.id}`} order by id`.execute(tx.db)
    return { accountingExports: rows }
  },
  async erase() {},
}
