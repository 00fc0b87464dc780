import type { PersonalData } from '../people/index.ts'

/** Whoever asked or approved gets that. It is part of the books, so an erasure leaves it, under an id without a name. */
export const personalData: PersonalData = {
  module: 'budgets',
  async collect(tx, subject) {
    if (subject.kind !== 'account') return {}
    const source = `person:${subject.id}`
    const asked = await tx.db
      .selectFrom('budget_requests')
      .select(['what', 'asked_at'])
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('asked_by', '=', source)
      .orderBy('id')
      .execute()
    const approved = await tx.db
      .selectFrom('budget_approvals')
      .select(['approved_at'])
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('approved_by', '=', source)
      .orderBy('request_id')
      .execute()
    return { budgetRequests: asked, budgetApprovals: approved }
  },
  async erase() {},
}
