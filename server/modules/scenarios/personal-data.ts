import type { PersonalData } from '../people/index.ts'

/** Whoever made a scenario gets it. After an erasure it stands under an id without a name: it is the ecosystem's and speaks of organisations. */
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
  async erase() {},
}
