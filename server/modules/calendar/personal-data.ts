import { sql } from 'kysely'
import type { PersonalData } from '../people/index.ts'
import { endFeedOf } from './feeds.ts'
import { ANSWER_KIND, MAIL_KIND } from './invitations.ts'

const TRACE_LENGTH_MIN = 4
const REDACTED = '[…]'

/**
 * Who was asked to which meeting, and what they answered. Whoever is erased goes out of the lists with their links and mails; a contact
 * person out of the texts as well. Meetings that the holder of an account planned stay with the ecosystem, without an organiser.
 */
export const personalData: PersonalData = {
  module: 'calendar',
  async collect(tx, subject) {
    const column = subject.kind === 'account' ? 'g.person_id' : 'g.contact_id'
    const askedTo = await tx.db
      .selectFrom('meeting_guests as g')
      .innerJoin('meetings as m', (join) => join.onRef('m.ecosystem_id', '=', 'g.ecosystem_id').onRef('m.id', '=', 'g.meeting_id'))
      .select(['m.title', 'm.starts_at', 'm.ends_at', 'm.place', 'g.invited_at', 'g.answer', 'g.answered_at'])
      .where('g.ecosystem_id', '=', tx.ecosystemId)
      .where(column, '=', subject.id)
      .orderBy('m.starts_at')
      .execute()
    if (subject.kind !== 'account') return { meetingsAskedTo: askedTo }
    const planned = await tx.db
      .selectFrom('meetings')
      .select(['title', 'starts_at', 'ends_at', 'place', 'link', 'notes', 'created_at'])
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('organiser_id', '=', subject.id)
      .orderBy('starts_at')
      .execute()
    const feeds = await tx.db
      .selectFrom('calendar_feeds')
      .select(['created_at', 'ended_at'])
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('person_id', '=', subject.id)
      .execute()
    return { meetingsAskedTo: askedTo, meetingsPlanned: planned, calendarFeeds: feeds }
  },
  async erase(tx, subject, traces) {
    const column = subject.kind === 'account' ? ('person_id' as const) : ('contact_id' as const)
    const gone = await tx.db
      .deleteFrom('meeting_guests')
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where(column, '=', subject.id)
      .returning('id')
      .execute()
    const targets = gone.map(({ id }) => id)
    if (targets.length > 0) await tx.db.deleteFrom('entrances').where('kind', '=', ANSWER_KIND).where('target', 'in', targets).execute()
    const words = traces.filter((trace) => trace.length >= TRACE_LENGTH_MIN)
    // by their address, and by a name that stands in what was sent to others
    if (words.length > 0) await tx.db.deleteFrom('auth.mails').where('ecosystem_id', '=', tx.ecosystemId).where('kind', '=', MAIL_KIND).where('to_address', 'in', words).execute() // biome-ignore format: one line reads better
    const names = subject.kind === 'account' ? [subject.name, ...words] : words
    for (const word of names.filter((name) => name.length > 0)) {
      await sql`
        update auth.mails set text = replace(text, ${word}, ${REDACTED}), html = replace(html, ${word}, ${REDACTED}),
          subject = replace(subject, ${word}, ${REDACTED}), calendar = null, reply_to = null
        where ecosystem_id = ${tx.ecosystemId} and kind = ${MAIL_KIND} and position(${word} in subject || text) > 0`.execute(tx.db)
    }
    if (subject.kind === 'account') {
      await endFeedOf(tx, subject.id)
      await tx.db.deleteFrom('calendar_feeds').where('ecosystem_id', '=', tx.ecosystemId).where('person_id', '=', subject.id).execute()
      await tx.db
        .updateTable('meetings')
        .set((eb) => ({ organiser_id: null, version: eb('version', '+', 1) }))
        .where('ecosystem_id', '=', tx.ecosystemId)
        .where('organiser_id', '=', subject.id)
        .execute()
      return
    }
    for (const word of words) {
      await sql`
        update meetings set title = replace(title, ${word}, ${REDACTED}), place = replace(place, ${word}, ${REDACTED}),
          notes = replace(notes, ${word}, ${REDACTED})
        where ecosystem_id = ${tx.ecosystemId}
          and position(${word} in title || ' ' || coalesce(place, '') || ' ' || coalesce(notes, '')) > 0`.execute(tx.db)
    }
  },
}
