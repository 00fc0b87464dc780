import type { PersonalData } from '../people/index.ts'

/** Whoever sold vouchers gets to know how many. They are part of the books, so an erasure leaves them, under an id without a name. */
export const personalData: PersonalData = {
  module: 'vouchers',
  async collect(tx, subject) {
    if (subject.kind !== 'account') return {}
    const rows = await tx.db
      .selectFrom('vouchers')
      .select(['money', 'value', 'sold_at'])
      .where('ecosystem_id', '=', tx.ecosystemId)
      .where('sold_by', '=', `person:${subject.id}`)
      .orderBy('id')
      .execute()
    return { vouchersSold: rows.map(({ value, ...row }) => ({ ...row, value: String(value) })) }
  },
  async erase() {},
}
