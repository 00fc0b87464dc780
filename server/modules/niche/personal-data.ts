import type { PersonalData } from '../people/index.ts'

/** Whoever wrote a statement gets it. After an erasure it stands under an id without a name: it is the ecosystem's and speaks of nobody. */
export const personalData: PersonalData = {
  module: 'niche',
  async collect(tx, subject) {
    if (subject.kind !== 'account') return {}
    const rows = await tx.db
      .selectFrom('niche_statements')
      .select(['statement', 'written_at'])
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('written_by', '=', `person:${subject.id}`)
      .orderBy('id')
      .execute()
    return { nicheStatements: rows }
  },
  async erase() {},
}
