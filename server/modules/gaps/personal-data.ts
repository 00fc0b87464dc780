import { sql } from 'kysely'
import type { PersonalData } from '../people/index.ts'

const TRACE_LENGTH_MIN = 4
const REDACTED = '[…]'

/** Whoever set something aside gets the reason they wrote. After an erasure it stands under an id without a name; an erased contact person goes out of it. */
export const personalData: PersonalData = {
  module: 'gaps',
  async collect(tx, subject) {
    if (subject.kind !== 'account') return {}
    const rows = await tx.db
      .selectFrom('gap_asides')
      .select(['gap_key', 'reason', 'set_at'])
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('set_by', '=', `person:${subject.id}`)
      .orderBy('id')
      .execute()
    return { gapsSetAside: rows }
  },
  async erase(tx, subject, traces) {
    if (subject.kind !== 'contact') return
    for (const word of traces.filter((trace) => trace.length >= TRACE_LENGTH_MIN)) {
      await sql`
        update gap_asides set reason = replace(reason, ${word}, ${REDACTED})
        where ecosystem_id = ${tx.ecosystemId} and position(${word} in reason) > 0`.execute(tx.db)
    }
  },
}
