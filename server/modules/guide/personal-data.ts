import type { PersonalData } from '../people/index.ts'

/** Whoever set a step aside or took it up again gets a list of it. After an erasure it stands under an id without a name. */
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
    // what the other one of the two did is not theirs
    return {
      guideSkips: rows.map((row) => ({
        step: row.step,
        skipped_at: row.skipped_by === id ? row.skipped_at : null,
        resumed_at: row.resumed_by === id ? row.resumed_at : null,
      })),
    }
  },
  async erase() {},
}
