import { sql } from 'kysely'
import type { PersonalData } from '../people/index.ts'

/**
 * Whoever booked gets to know how much of it is theirs. Books are kept as the law asks, so an erasure leaves what was booked: it stands under
 * ids, which have no name any more.
 */
export const personalData: PersonalData = {
  module: 'ledger',
  async collect(tx, subject) {
    if (subject.kind !== 'account') return {}
    const { rows } = await sql<{ kind: string; transactions: bigint; first: Date; last: Date }>`
      select kind, count(*) as transactions, min(booked_at) as first, max(booked_at) as last from ledger_transactions
      where ecosystem_id = ${tx.ecosystemId} and booked_by = ${`person:${subject.id}`} group by kind order by kind`.execute(tx.db)
    return { ledgerBookings: rows.map(({ transactions, ...row }) => ({ ...row, transactions: Number(transactions) })) }
  },
  async erase() {},
}
