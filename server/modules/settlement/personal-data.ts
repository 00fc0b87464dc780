import { sql } from 'kysely'
import type { PersonalData } from '../people/index.ts'

/**
 * Whoever closed, approved or paid, or wrote a bank account down, gets to know that. What was paid, to whom and who decided it is kept as the law asks
 * of books: after an erasure it stands under ids without a name. Bank accounts of an organisation go with it, but for those that were paid to.
 */
export const personalData: PersonalData = {
  module: 'settlement',
  async collect(tx, subject) {
    if (subject.kind !== 'account') return {}
    const source = `person:${subject.id}`
    const { rows } = await sql<{ what: string; number: number; at: Date }>`
      select 'closed' as what, number, closed_at as at from settlements where ecosystem_id = ${tx.ecosystemId} and closed_by = ${source}
      union all select 'approved', s.number, a.approved_at from settlement_approvals a
        join settlements s on s.ecosystem_id = a.ecosystem_id and s.id = a.settlement_id
        where a.ecosystem_id = ${tx.ecosystemId} and a.approved_by = ${source}
      union all select 'file', s.number, f.made_at from settlement_files f
        join settlements s on s.ecosystem_id = f.ecosystem_id and s.id = f.settlement_id
        where f.ecosystem_id = ${tx.ecosystemId} and f.made_by = ${source}
      order by at`.execute(tx.db)
    const accounts = await tx.db
      .selectFrom('settlement_bank_accounts')
      .select(['holder', 'iban', 'written_at'])
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('written_by', '=', source)
      .orderBy('id')
      .execute()
    return { settlements: rows, bankAccountsWritten: accounts }
  },
  async erase(tx, _subject, traces) {
    // a holder who is the erased person; what money went to stays, as books have to say so
    await sql`
      delete from settlement_bank_accounts b where b.ecosystem_id = ${tx.ecosystemId}
        and lower(b.holder) = any(${traces.map((trace) => trace.toLowerCase())})
        and not exists (select from settlement_payouts p where p.ecosystem_id = b.ecosystem_id and p.bank_account_id = b.id)`.execute(tx.db)
  },
}
