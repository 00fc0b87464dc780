import type { PersonalData } from '../people/index.ts'

/** Whoever set a step aside, took it up again or chose the kind of ecosystem gets a list of it. After an erasure it stands under an id without a name. */
export const personalData: PersonalData = {
  module: 'guide',
  async collect(tx, subject) {
    if (subject.kind !== 'account') return {}
    const id = `person:${subject.id}`
    const rows = await tx.db
      .selectFrom('guide_skips')
      .select(['step', 'skipped_by', 'skipped_at', 'resumed_by', 'resumed_at'])
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where((where) => where.or([where('skipped_by', '=', id), where('resumed_by', '=', id)]))
      .orderBy('id')
      .execute()
    const choices = await tx.db
      .selectFrom('guide_choices')
      .select(['kind', 'chosen_by', 'chosen_at', 'ended_by', 'ended_at'])
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where((where) => where.or([where('chosen_by', '=', id), where('ended_by', '=', id)]))
      .orderBy('id')
      .execute()
    // what the other one of the two did is not theirs
    return {
      guideSkips: rows.map((row) => ({
        step: row.step,
        skipped_at: row.skipped_by === id ? row.skipped_at : null,
        resumed_at: row.resumed_by === id ? row.resumed_at : null,
      })),
      guideChoices: choices.map((row) => ({
        kind: row.kind,
        chosen_at: row.chosen_by === id ? row.chosen_at : null,
        ended_at: row.ended_by === id ? row.ended_at : null,
      })),
    }
  },
  async erase() {},
}
