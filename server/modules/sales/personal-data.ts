import { sql } from 'kysely'
import type { PersonalData } from '../people/index.ts'

/**
 * Whoever recorded sales and refunds gets to know how many. What was recorded belongs to the books and is kept as the law asks; after an erasure
 * it stands under an id without a name.
 */
export const personalData: PersonalData = {
  module: 'sales',
  async collect(tx, subject) {
    if (subject.kind !== 'account') return {}
    const source = `person:${subject.id}`
    const { rows } = await sql<{ kind: string; count: number; first: Date | null; last: Date | null }>`
      select 'sale' as kind, count(*)::int as count, min(recorded_at) as first, max(recorded_at) as last from sales
      where ecosystem_id = ${tx.ecosystemId} and recorded_by = ${source}
      union all select 'refund', count(*)::int, min(recorded_at), max(recorded_at) from sale_refunds
      where ecosystem_id = ${tx.ecosystemId} and recorded_by = ${source}`.execute(tx.db)
    return { salesRecorded: rows.filter(({ count }) => count > 0) }
  },
  async erase() {},
}
