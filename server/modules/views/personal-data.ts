import type { PersonalData } from '../people/index.ts'

/** Saved views belong to people. With an account go the views that nobody else sees; shared ones stay, under an id without a name. */
export const personalData: PersonalData = {
  module: 'views',
  async collect(tx, subject) {
    if (subject.kind !== 'account') return {}
    const views = await tx.db
      .selectFrom('saved_views')
      .select(['name', 'mode', 'filter', 'settings', 'shared', 'created_at'])
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('owner_id', '=', subject.id)
      .orderBy('id')
      .execute()
    return { views }
  },
  async erase(tx, subject) {
    if (subject.kind !== 'account') return
    await tx.db
      .deleteFrom('saved_views')
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('owner_id', '=', subject.id)
      .where('shared', '=', false)
      .execute()
  },
}
