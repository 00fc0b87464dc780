import { sql } from 'kysely'
import type { PersonalData } from '../people/index.ts'
import { forgetReminder, REMINDER_KIND } from './reminders.ts'

const TRACE_LENGTH_MIN = 4
const REDACTED = '[…]'

/** Tasks belong to people. Those of an erased account are nobody's from then on; an erased contact person goes out of the texts. */
export const personalData: PersonalData = {
  module: 'tasks',
  async collect(tx, subject) {
    if (subject.kind !== 'account') return {}
    const tasks = await tx.db
      .selectFrom('tasks')
      .select(['title', 'body', 'owner_id', 'due', 'created_at'])
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where((where) => where.or([where('owner_id', '=', subject.id), where('source', '=', `person:${subject.id}`)]))
      .orderBy('id')
      .execute()
    const reminders = await tx.db
      .selectFrom('task_reminders')
      .select(['hour', 'since'])
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('person_id', '=', subject.id)
      .execute()
    return { tasks, reminders }
  },
  async erase(tx, subject, traces) {
    if (subject.kind === 'account') {
      await sql`
        update tasks set owner_id = null, version = version + 1
        where ecosystem_id = ${tx.ecosystemId} and owner_id = ${subject.id}`.execute(tx.db)
      await forgetReminder(tx, subject.id)
      return
    }
    for (const word of traces.filter((trace) => trace.length >= TRACE_LENGTH_MIN)) {
      await sql`
        update tasks set title = replace(title, ${word}, ${REDACTED}), body = replace(body, ${word}, ${REDACTED})
        where ecosystem_id = ${tx.ecosystemId} and position(${word} in title || ' ' || coalesce(body, '')) > 0`.execute(tx.db)
      // what was sent is a copy of titles
      await sql`
        update auth.mails set text = '', html = ''
        where ecosystem_id = ${tx.ecosystemId} and kind = ${REMINDER_KIND} and position(${word} in text) > 0`.execute(tx.db)
    }
  },
}
