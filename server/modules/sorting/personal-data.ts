import type { PersonalData } from '../people/index.ts'

/** Answers belong to the map; whoever gave them gets a list of theirs. After an erasure they stand under an id without a name. */
export const personalData: PersonalData = {
  module: 'sorting',
  async collect(tx, subject) {
    if (subject.kind !== 'account') return {}
    const answers = await tx.db
      .selectFrom('sorting_answers')
      .select(['party_id', 'answer', 'answered_at', 'undone_at'])
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('answered_by', '=', `person:${subject.id}`)
      .orderBy('id')
      .execute()
    return { sortingAnswers: answers }
  },
  async erase() {},
}
