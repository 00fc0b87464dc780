import { sql } from 'kysely'
import type { PersonalData } from '../people/index.ts'

const TRACE_LENGTH_MIN = 4
const REDACTED = '[…]'

/** What the holder of an account decided stays on record under their id. An erased contact person goes out of every text. */
export const personalData: PersonalData = {
  module: 'publication',
  async collect(tx, subject) {
    if (subject.kind !== 'account') return {}
    const author = `person:${subject.id}`
    const madePublic = await tx.db
      .selectFrom('publication_grounds')
      .select(['party_id', 'kind', 'proof', 'given_at', 'ended_at'])
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where((where) => where.or([where('given_by', '=', author), where('ended_by', '=', author)]))
      .orderBy('id')
      .execute()
    const correctionsDecided = await tx.db
      .selectFrom('publication_corrections')
      .select(['party_id', 'decision', 'reason', 'decided_at'])
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('decided_by', '=', author)
      .orderBy('id')
      .execute()
    return { madePublic, correctionsDecided }
  },
  async erase(tx, subject, traces) {
    if (subject.kind === 'account') return
    for (const word of traces.filter((trace) => trace.length >= TRACE_LENGTH_MIN)) {
      await sql`
        update publication_grounds set proof = replace(proof, ${word}, ${REDACTED})
        where ecosystem_id = ${tx.ecosystemId} and position(${word} in proof) > 0`.execute(tx.db)
      // as they stand inside of JSON
      const written = JSON.stringify(word).slice(1, -1)
      await sql`
        update publication_corrections
        set changes = replace(changes::text, ${written}, ${REDACTED})::jsonb,
          message = replace(message, ${word}, ${REDACTED}), reason = replace(reason, ${word}, ${REDACTED})
        where ecosystem_id = ${tx.ecosystemId} and position(${word} in concat_ws(' ', changes::text, message, reason)) > 0`.execute(tx.db)
      await sql`
        update publications set texts = replace(texts::text, ${written}, ${REDACTED})::jsonb, version = version + 1,
          contact_email = case when position(${word} in contact_email) > 0 then null else contact_email end
        where ecosystem_id = ${tx.ecosystemId} and position(${word} in concat_ws(' ', texts::text, contact_email)) > 0`.execute(tx.db)
    }
  },
}
