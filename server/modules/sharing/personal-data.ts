import type { PersonalData } from '../people/index.ts'

/** Whoever wrote or approved a version gets that. After an erasure it stands under an id without a name: books have to say what was agreed. */
export const personalData: PersonalData = {
  module: 'sharing',
  async collect(tx, subject) {
    if (subject.kind !== 'account') return {}
    const source = `person:${subject.id}`
    const versions = (column: 'written_by' | 'approved_by') =>
      tx.db
        .selectFrom('sharing_rule_versions')
        .select(['number', 'written_at', 'approved_at'])
        .where('ecosystem_id', '=', tx.ecosystemId)
        .where(column, '=', source)
        .orderBy('id')
        .execute()
    return { sharingVersionsWritten: await versions('written_by'), sharingVersionsApproved: await versions('approved_by') }
  },
  async erase() {},
}
