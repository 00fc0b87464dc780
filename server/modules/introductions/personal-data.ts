import { sql } from 'kysely'
import type { PersonalData } from '../people/index.ts'

const TRACE_LENGTH_MIN = 4
const REDACTED = '[…]'

/** Whoever decided gets a list of it; after an erasure the steps stand under an id without a name. An erased contact person goes out of the notes. */
export const personalData: PersonalData = {
  module: 'introductions',
  async collect(tx, subject) {
    if (subject.kind !== 'account') return {}
    const source = `person:${subject.id}`
    const { rows: steps } = await sql`
      select step, reason, note, at, undone_at from introduction_steps where ecosystem_id = ${tx.ecosystemId} and by = ${source} order by id`.execute(
      tx.db,
    )
    const { rows: exemptions } = await sql`
      select party_id, reason, at, ended_at from introduction_exemptions where ecosystem_id = ${tx.ecosystemId} and by = ${source} order by id`.execute(
      tx.db,
    )
    return { introductionSteps: steps, introductionExemptions: exemptions }
  },
  async erase(tx, subject, traces) {
    if (subject.kind !== 'contact') return
    for (const word of traces.filter((trace) => trace.length >= TRACE_LENGTH_MIN)) {
      await sql`
        update introduction_steps set note = replace(note, ${word}, ${REDACTED})
        where ecosystem_id = ${tx.ecosystemId} and position(${word} in note) > 0`.execute(tx.db)
      await sql`
        update introduction_exemptions set reason = replace(reason, ${word}, ${REDACTED})
        where ecosystem_id = ${tx.ecosystemId} and position(${word} in reason) > 0`.execute(tx.db)
    }
  },
}
