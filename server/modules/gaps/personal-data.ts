import type { PersonalData } from '../people/index.ts'

/** Whoever set something aside gets the reason they wrote. After an erasure it stands under an id without a name. */
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
  async erase() {},
}
