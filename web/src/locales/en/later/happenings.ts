/** What happened, in a sentence: events of pages that nobody opens first. The others are in ../happenings.ts. */
export const messages = {
  voucher_code_renewed: 'A voucher got a new code',
  voucher_code_withdrawn: 'The code of a voucher was withdrawn',
  voucher_sold: 'A voucher was sold',
}
