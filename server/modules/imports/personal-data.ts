import { sql } from 'kysely'
import type { Tx } from '../../kernel/ctx.ts'
import { findContactPerson } from '../parties/index.ts'
import type { DataSubject, PersonalData } from '../people/index.ts'

/** A person stands in plans and rows of imports by name and address, and in the suppressions by address. */
export const personalData: PersonalData = {
  module: 'imports',
  collect: async (tx, subject) => {
    const traces = await tracesOf(tx, subject)
    const { rows } = await sql<{ address: string; reason: string; at: Date }>`
      select address, reason, at from suppressions where ecosystem_id = ${tx.ecosystemId} and address = any (${traces})`.execute(tx.db)
    return { suppressions: rows }
  },
  erase: async (tx, subject) => {
    const traces = await tracesOf(tx, subject)
    if (traces.length === 0) return
    await sql`
      update import_rows set name = null where ecosystem_id = ${tx.ecosystemId} and lower(name) = any (${traces})`.execute(tx.db)
    await sql`
      delete from import_items where ecosystem_id = ${tx.ecosystemId} and kind in ('contact', 'suppression')
        and (lower(data ->> 'email') = any (${traces}) or lower(data ->> 'name') = any (${traces}) or data ->> 'address' = any (${traces}))`.execute(
      tx.db,
    )
  },
}

async function tracesOf(tx: Tx, subject: DataSubject): Promise<string[]> {
  if (subject.kind === 'account') return [subject.email.toLowerCase(), subject.name.toLowerCase()].filter((trace) => trace !== '')
  const contact = await findContactPerson(tx, subject.id)
  return contact ? [contact.name, contact.email].flatMap((trace) => (trace ? [trace.toLowerCase()] : [])) : []
}
