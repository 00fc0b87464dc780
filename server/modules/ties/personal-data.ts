import { sql } from 'kysely'
import type { PersonalData } from '../people/index.ts'

const TRACE_LENGTH_MIN = 4
const REDACTED = '[…]'

/** Interactions hold what people wrote about meetings. The holder of an account gets what they recorded; who is erased goes out of the texts. */
export const personalData: PersonalData = {
  module: 'ties',
  async collect(tx, subject) {
    if (subject.kind !== 'account') return {}
    const interactions = await tx.db
      .selectFrom('interactions')
      .select(['party_id', 'kind', 'at', 'text'])
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('author', '=', `person:${subject.id}`)
      .orderBy('id')
      .execute()
    return { interactionsRecorded: interactions }
  },
  async erase(tx, subject, traces) {
    if (subject.kind === 'account') return
    for (const word of traces.filter((trace) => trace.length >= TRACE_LENGTH_MIN)) {
      await sql`
        update interactions set text = replace(text, ${word}, ${REDACTED})
        where ecosystem_id = ${tx.ecosystemId} and position(${word} in text) > 0`.execute(tx.db)
      await sql`
        update ties set evidence = replace(evidence, ${word}, ${REDACTED})
        where ecosystem_id = ${tx.ecosystemId} and position(${word} in evidence) > 0`.execute(tx.db)
      await sql`
        update tie_changes set value = to_jsonb(replace(value #>> '{}', ${word}, ${REDACTED}))
        where ecosystem_id = ${tx.ecosystemId} and field = 'evidence' and position(${word} in value #>> '{}') > 0`.execute(tx.db)
    }
  },
}
