import type { PersonalData } from '../people/index.ts'

/** Whoever reported or answered hours gets that. It is part of the books, so an erasure leaves it, under an id without a name. */
export const personalData: PersonalData = {
  module: 'credit',
  async collect(tx, subject) {
    if (subject.kind !== 'account') return {}
    const source = `person:${subject.id}`
    const reported = await tx.db
      .selectFrom('hour_reports')
      .select(['minutes', 'what', 'reported_at'])
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('reported_by', '=', source)
      .orderBy('id')
      .execute()
    const answered = await tx.db
      .selectFrom('hour_answers')
      .select(['how', 'answered_at'])
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('answered_by', '=', source)
      .orderBy('report_id')
      .execute()
    return { volunteerHoursReported: reported, volunteerHoursAnswered: answered }
  },
  async erase() {},
}
