/** What happened, in a sentence: events of pages that nobody opens first. The others are in ../happenings.ts. */
export const messages = {
  credit_member_set: 'The limits of a member of a credit circle were set',
  hours_confirmed: 'Volunteer hours were confirmed',
  hours_refused: 'Volunteer hours were not confirmed',
  hours_reported: 'Volunteer hours were reported',
  points_reason_added: 'A rule for giving points was added',
  points_reason_removed: 'A rule for giving points was removed',
  money_plan_written: 'Months of the plan were changed',
  voucher_code_renewed: 'A voucher got a new code',
  voucher_code_withdrawn: 'The code of a voucher was withdrawn',
  voucher_sold: 'A voucher was sold',
}
