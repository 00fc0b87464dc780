import { sql } from 'kysely'
import { forgetEntrances } from '../../kernel/entrances.ts'
import type { PersonalData } from '../people/index.ts'
import { LINK_KIND } from './links.ts'

const TRACE_LENGTH_MIN = 4
const REDACTED = '[…]'

/**
 * Whoever made a scenario gets it. After an erasure it stands under an id without a name: it is the ecosystem's and speaks of organisations. An erased
 * contact person goes out of what is said of it, and links that tell of them are closed.
 */
export const personalData: PersonalData = {
  module: 'scenarios',
  async collect(tx, subject) {
    if (subject.kind !== 'account') return {}
    const source = `person:${subject.id}`
    const scenarios = await tx.db
      .selectFrom('scenarios')
      .select(['name', 'description', 'created_at'])
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('created_by', '=', source)
      .orderBy('id')
      .execute()
    const changes = await tx.db
      .selectFrom('scenario_changes')
      .select(['change', 'added_at'])
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('added_by', '=', source)
      .orderBy('id')
      .execute()
    return { scenarios, scenarioChanges: changes }
  },
  async erase(tx, subject, traces) {
    if (subject.kind !== 'contact') return
    for (const word of traces.filter((trace) => trace.length >= TRACE_LENGTH_MIN)) {
      await sql`
        update scenarios set name = replace(name, ${word}, ${REDACTED}), description = replace(description, ${word}, ${REDACTED})
        where ecosystem_id = ${tx.ecosystemId} and position(${word} in name || ' ' || coalesce(description, '')) > 0`.execute(tx.db)
      await forgetEntrances(tx, LINK_KIND, word)
    }
  },
}
