import { sql } from 'kysely'
import type { BookChecks } from '../ledger/index.ts'
import { digestOf, getIssued } from './sources.ts'

/** Every statement that was made is read anew, and is what it was, byte for byte. */
export const bookChecks: BookChecks = {
  async statements(tx) {
    const { rows } = await sql<{ id: string }>`
      select id from statements where ecosystem_id = ${tx.ecosystemId} order by closing_number, id`.execute(tx.db)
    for (const { id } of rows) {
      const source = await getIssued(tx, id)
      const { hash } = await digestOf(tx, source)
      if (hash !== source.keptHash)
        return `statement ${id}, number ${source.number} of organisation ${source.frame.partyId}: it is not what it was`
    }
    return null
  },
}
